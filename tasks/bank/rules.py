"""The bank's tables, and the rules that hold over them."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import draw_id, find

from .records import (
    Account,
    Card,
    Currency,
    Dispute,
    Exchange,
    Payee,
    Schedule,
    StandingOrder,
    Transaction,
)

NOTICE_DAYS = 3
"""A standing order is set up at least this many days before its first payment."""
CANCEL_DAYS = 2
"""A standing order can be cancelled until this many days before its next payment."""
DISPUTE_DAYS = 60


@dataclass(slots=True)
class Ledger:
    """Everything that the bank knows, in tables by id."""

    today: dt.date
    rates: dict[Currency, int]
    """Euro cents for 100 units of each foreign currency."""
    accounts: dict[str, Account]
    payees: dict[str, Payee]
    cards: dict[str, Card] = field(default_factory=dict)
    transactions: dict[str, Transaction] = field(default_factory=dict)
    standing_orders: dict[str, StandingOrder] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)

    def account(self, account_id: str) -> Account:
        """Look an account up (ToolError)."""
        return find(self.accounts, account_id, "account")

    def card(self, card_id: str) -> Card:
        """Look a card up (ToolError)."""
        return find(self.cards, card_id, "card")

    def book(self, rng: Random, entry: Transaction) -> Transaction:
        """Give a transaction an id, add it, and change the balance by it."""
        entry.id = draw_id(rng, "TX-", self.transactions)
        self.transactions[entry.id] = entry
        self.accounts[entry.account_id].balances[entry.currency] += entry.amount_cents
        return entry

    def book_pair(self, rng: Random, out: Transaction, into: Transaction) -> None:
        """Book the two halves of one movement, each linked to the other."""
        self.book(rng, out)
        self.book(rng, into)
        out.linked_id, into.linked_id = into.id, out.id

    def draft(self, account: Account, cents: int, **more: Any) -> Transaction:
        """Make a transaction of today, in euros unless ``more`` says otherwise; it isn't booked."""
        given = {"currency": "EUR", "date": self.today, **more}
        return Transaction("", account.id, amount_cents=cents, **given)

    def history(self, account: Account, since: dt.date | None = None) -> list[Transaction]:
        """List an account's transactions, the newest first."""
        mine = [each for each in self.transactions.values() if each.account_id == account.id]
        kept = [each for each in mine if since is None or each.date >= since]
        return sorted(kept, key=lambda each: (each.date, each.id), reverse=True)

    def paid_today(self, account: Account) -> int:
        """Add up what the account has paid to payees today."""
        return -sum(
            each.amount_cents
            for each in self.history(account, self.today)
            if each.type == "payment" and each.date == self.today
        )

    def show_account(self, account: Account) -> dict[str, Any]:
        """Return an account with its cards and the ids of its active standing orders."""
        orders = self.standing_orders.values()
        return {
            **asdict(account),
            "paid_today_cents": self.paid_today(account),
            "cards": [card for card in self.cards.values() if card.account_id == account.id],
            "standing_order_ids": [
                each.id
                for each in orders
                if each.account_id == account.id and each.status == "active"
            ],
        }

    def show_transaction(self, entry: Transaction) -> dict[str, Any]:
        """Return a transaction with its card and its dispute."""
        disputes = [each for each in self.disputes.values() if each.transaction_id == entry.id]
        return {
            **asdict(entry),
            "card": self.cards.get(entry.card_id or ""),
            "dispute_id": disputes[0].id if disputes else None,
        }

    def refuse_overdraft(self, account: Account, currency: Currency, cents: int) -> None:
        """Refuse to take out more of a currency than there is."""
        balance = account.balances[currency]
        overdraft = account.overdraft_cents if currency == "EUR" else 0
        if cents > balance + overdraft:
            raise ToolError(
                f"Insufficient funds: account {account.id} has {balance} {currency} cents and an "
                f"overdraft of {overdraft}, {cents - balance - overdraft} too few for {cents}."
            )

    def refuse_limit(self, account: Account, cents: int) -> None:
        """Refuse to pay payees more than the daily limit."""
        left = account.daily_limit_cents - self.paid_today(account)
        if cents > left:
            raise ToolError(
                f"{cents} cents exceed the daily limit: account {account.id} can pay {left} more "
                "cents today."
            )

    def amounts(self, account: Account, exchange: Exchange) -> tuple[int, int]:
        """Return what is sold and what is bought, in cents; the one that follows is rounded down.

        Raises:
            ToolError: the account can't hold a currency, neither or both are euros, or an amount
                comes to nothing.
        """
        for currency in (exchange.sell, exchange.buy):
            if currency not in account.balances:
                held = ", ".join(account.balances)
                raise ToolError(f"Account {account.id} can't hold {currency}, only {held}.")
        if (exchange.sell == "EUR") == (exchange.buy == "EUR"):
            raise ToolError(
                f"Can't exchange {exchange.sell} for {exchange.buy}: exactly one of them must be "
                "EUR."
            )
        sold, bought = self._converted(exchange)
        if not sold or not bought:
            raise ToolError(f"{exchange.amount_cents} cents are too little to exchange.")
        return sold, bought

    def _converted(self, exchange: Exchange) -> tuple[int, int]:
        rate = self.rates[exchange.buy if exchange.sell == "EUR" else exchange.sell]
        given = exchange.amount_cents
        in_euros = (exchange.sell == "EUR") == (exchange.amount_side == "sell")
        other = given * 10_000 // rate if in_euros else given * rate // 10_000
        return (given, other) if exchange.amount_side == "sell" else (other, given)

    def refuse_dispute(self, entry: Transaction) -> None:
        """Refuse a dispute of what is no recent card purchase, and a second one."""
        if entry.type != "card" or entry.amount_cents >= 0:
            raise ToolError(f"Transaction {entry.id} is of type {entry.type}, not a card purchase.")
        if self.today - entry.date > dt.timedelta(days=DISPUTE_DAYS):
            raise ToolError(
                f"Transaction {entry.id} is from {entry.date}; purchases can be disputed for "
                f"{DISPUTE_DAYS} days (today is {self.today})."
            )
        for dispute in self.disputes.values():
            if dispute.transaction_id == entry.id:
                raise ToolError(f"Transaction {entry.id} is already disputed, in {dispute.id}.")

    def refuse_schedule(self, schedule: Schedule) -> None:
        """Refuse a first payment that comes too soon or at a weekend, or after the last."""
        first, earliest = schedule.start_date, self.today + dt.timedelta(days=NOTICE_DAYS)
        if first < earliest:
            raise ToolError(
                f"{first} is too soon; the earliest possible start is {next_weekday(earliest)}."
            )
        if first.isoweekday() > 5:
            raise ToolError(
                f"{first} is a {first:%A}; the next day on which payments are made is "
                f"{next_weekday(first)}."
            )
        if schedule.end_date is not None and schedule.end_date < first:
            raise ToolError(f"The end, {schedule.end_date}, is before the start, {first}.")

    def refuse_cancellation(self, order: StandingOrder) -> None:
        """Refuse to cancel what is cancelled, or about to pay."""
        if order.status == "cancelled":
            raise ToolError(f"Standing order {order.id} is already cancelled.")
        if order.next_date - self.today < dt.timedelta(days=CANCEL_DAYS):
            raise ToolError(
                f"Standing order {order.id} pays on {order.next_date}; it can only be cancelled "
                f"{CANCEL_DAYS} days before (today is {self.today})."
            )


def refuse_savings(account: Account) -> None:
    """Refuse that money leaves the bank from a savings account."""
    if account.type == "savings":
        raise ToolError(
            f"Account {account.id} is a savings account; it can only transfer money to the "
            "household's other accounts."
        )


def next_weekday(day: dt.date) -> dt.date:
    """Return the day itself, or the Monday after it when it is a Saturday or Sunday."""
    return day + dt.timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)
