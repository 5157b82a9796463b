"""A household's bank: accounts, payees, cards, standing orders, disputes and currencies."""

import datetime as dt
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find, find_any

from .draw import draw_ledger
from .records import (
    AccountType,
    Cents,
    Dispute,
    DisputeReason,
    Exchange,
    FreezeReason,
    Payment,
    Reference,
    Schedule,
    StandingOrder,
    Transaction,
)
from .rules import refuse_savings

_SUMMARY = ("id", "date", "type", "currency", "amount_cents", "counterparty")
"""What a statement shows of a transaction."""


class Bank(World):
    """The household's online banking."""

    name: ClassVar[str] = "bank"

    def __init__(self, rng: Random) -> None:
        """Draw a household's accounts, payees, cards, standing orders and past transactions."""
        super().__init__(rng)
        self.ledger = draw_ledger(rng)

    @tool
    def list_accounts(
        self, type: AccountType | None = None, owner: str | None = None
    ) -> dict[str, Any]:
        """List accounts with their balances, cards and standing orders, and the exchange rates.

        Args:
            type: Only accounts of this type.
            owner: Only accounts with this text in the owner's name, ignoring case.
        """
        wanted = (owner or "").casefold()
        return {
            "today": self.ledger.today,
            "accounts": [
                self.ledger.show_account(account)
                for account in self.ledger.accounts.values()
                if type in (None, account.type) and wanted in account.owner.casefold()
            ],
            "euro_cents_per_100_units": self.ledger.rates,
        }

    @tool
    def list_transactions(
        self,
        account_id: str,
        since: dt.date | None = None,
        limit: Annotated[int, Field(ge=1, le=5)] = 5,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """List an account's transactions, the newest first, one page at a time.

        Args:
            account_id: Id of the account.
            since: Only transactions on this day or later, as YYYY-MM-DD.
            limit: Most transactions on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        listed = self.ledger.history(self.ledger.account(account_id), since)
        page = cut_page(listed, limit, cursor)
        return {
            "transactions": [{key: getattr(row, key) for key in _SUMMARY} for row in page.rows],
            "next_cursor": page.next_cursor,
        }

    @tool
    def list_payees(self, name: str | None = None) -> list[Any]:
        """List payees by name and city.

        Args:
            name: Only payees with this text in their name, ignoring case.
        """
        payees = sorted(self.ledger.payees.values(), key=lambda payee: (payee.name, payee.city))
        return [payee for payee in payees if (name or "").casefold() in payee.name.casefold()]

    @tool
    def get_bank_record(self, id: str) -> Any:
        """Show everything about a transaction, standing order, card, dispute or payee.

        The linked_id of a transaction is the other half of a transfer or exchange, or the
        transaction that a correction corrects.

        Args:
            id: Its id.
        """
        tables: dict[str, dict[str, Any]] = {
            "transaction": self.ledger.transactions,
            "standing order": self.ledger.standing_orders,
            "card": self.ledger.cards,
            "dispute": self.ledger.disputes,
            "payee": self.ledger.payees,
        }
        _, row = find_any(tables, id)
        return self.ledger.show_transaction(row) if isinstance(row, Transaction) else row

    @tool
    def transfer_money(
        self,
        from_account_id: str,
        to_account_id: str,
        amount_cents: Cents,
        reference: Reference = "",
    ) -> dict[str, Any]:
        """Transfer euros between two of the household's accounts at once.

        Args:
            from_account_id: Id of the account to take the money from.
            to_account_id: Id of the account to put it into.
            amount_cents: Amount in euro cents.
            reference: Text on both statements.
        """
        source, target = self.ledger.account(from_account_id), self.ledger.account(to_account_id)
        if source is target:
            raise ToolError(f"Account {source.id} can't transfer money to itself.")
        self.ledger.refuse_overdraft(source, "EUR", amount_cents)
        draft = self.ledger.draft
        out = draft(
            source, -amount_cents, type="transfer", counterparty=target.owner, reference=reference
        )
        into = draft(
            target, amount_cents, type="transfer", counterparty=source.owner, reference=reference
        )
        self.ledger.book_pair(self.rng, out, into)
        return {"transaction_id": out.id, "balance_cents": source.balances["EUR"]}

    @tool
    def pay_payees(
        self,
        account_id: str,
        payments: Annotated[list[Payment], Field(min_length=1, max_length=10)],
    ) -> dict[str, Any]:
        """Pay one or more payees from an account at once; either all of them are paid or none.

        Args:
            account_id: Id of the account to pay from; not a savings account.
            payments: The payments.
        """
        account, total = (
            self.ledger.account(account_id),
            sum(each.amount_cents for each in payments),
        )
        refuse_savings(account)
        payees = [find(self.ledger.payees, each.payee_id, "payee") for each in payments]
        self.ledger.refuse_limit(account, total)
        self.ledger.refuse_overdraft(account, "EUR", total)
        drafts = [
            self.ledger.draft(account, -each.amount_cents, type="payment", payee_id=payee.id,
                              counterparty=payee.name, reference=each.reference)
            for payee, each in zip(payees, payments, strict=True)
        ]  # fmt: skip
        booked = [self.ledger.book(self.rng, each).id for each in drafts]
        return {"transaction_ids": booked, "balance_cents": account.balances["EUR"]}

    @tool
    def exchange_currency(self, account_id: str, exchange: Exchange) -> dict[str, Any]:
        """Exchange euros for another currency, or back, within one account.

        The other amount follows from the exchange rate and is rounded down to the cent.

        Args:
            account_id: Id of the account.
            exchange: What to exchange; one of the two currencies must be EUR.
        """
        account = self.ledger.account(account_id)
        sold, bought = self.ledger.amounts(account, exchange)
        self.ledger.refuse_overdraft(account, exchange.sell, sold)
        draft = self.ledger.draft
        out = draft(
            account, -sold, type="exchange", counterparty=exchange.buy, currency=exchange.sell
        )
        into = draft(
            account, bought, type="exchange", counterparty=exchange.sell, currency=exchange.buy
        )
        self.ledger.book_pair(self.rng, out, into)
        return {"sold_cents": sold, "bought_cents": bought, "transaction_ids": [out.id, into.id]}

    @tool
    def freeze_card(self, card_id: str, reason: FreezeReason, note: Reference = "") -> Any:
        """Freeze a card, so that it can't be used for payments.

        Args:
            card_id: Id of the card.
            reason: Why it is frozen.
            note: Anything else the bank should know.
        """
        card = self.ledger.card(card_id)
        if card.freeze_reason is not None:
            raise ToolError(f"Card {card.id} is already frozen as {card.freeze_reason}.")
        card.freeze_reason, card.note = reason, note
        return card

    @tool
    def unfreeze_card(self, card_id: str) -> Any:
        """Unfreeze a card, so that it can be used again, and clear its note.

        Args:
            card_id: Id of the card.
        """
        card = self.ledger.card(card_id)
        if card.freeze_reason is None:
            raise ToolError(f"Card {card.id} is not frozen.")
        if card.freeze_reason == "stolen":
            raise ToolError(f"Card {card.id} was frozen as stolen and can't be unfrozen.")
        card.freeze_reason, card.note = None, ""
        return card

    @tool
    def dispute_transaction(
        self,
        transaction_id: str,
        reason: DisputeReason,
        description: Annotated[str, Field(min_length=1, max_length=500)],
        amount_cents: Cents | None = None,
    ) -> Dispute:
        """Dispute a card purchase.

        Args:
            transaction_id: Id of the purchase.
            reason: What is wrong with it.
            description: What happened, in the customer's own words.
            amount_cents: How much of it to dispute, in cents; all of it if omitted.
        """
        entry = find(self.ledger.transactions, transaction_id, "transaction")
        self.ledger.refuse_dispute(entry)
        cents = -entry.amount_cents if amount_cents is None else amount_cents
        if cents > -entry.amount_cents:
            raise ToolError(f"Transaction {entry.id} is of only {-entry.amount_cents} cents.")
        id_ = draw_id(self.rng, "DP-", self.ledger.disputes)
        self.ledger.disputes[id_] = Dispute(id_, entry.id, reason, cents, description)
        return self.ledger.disputes[id_]

    @tool
    def create_standing_order(
        self, account_id: str, payment: Payment, schedule: Schedule
    ) -> StandingOrder:
        """Set up a standing order.

        Args:
            account_id: Id of the account to pay from; not a savings account.
            payment: Whom to pay, and how much.
            schedule: When to pay.
        """
        account = self.ledger.account(account_id)
        refuse_savings(account)
        payee = find(self.ledger.payees, payment.payee_id, "payee")
        self.ledger.refuse_schedule(schedule)
        id_ = draw_id(self.rng, "SO-", self.ledger.standing_orders)
        self.ledger.standing_orders[id_] = StandingOrder(
            id_, account.id, payee.id, payee.name, payment.amount_cents, payment.reference,
            schedule.start_date, schedule.frequency, schedule.end_date,
        )  # fmt: skip
        return self.ledger.standing_orders[id_]

    @tool
    def cancel_standing_order(self, standing_order_id: str) -> StandingOrder:
        """Cancel a standing order for good.

        Args:
            standing_order_id: Id of the standing order.
        """
        order = find(self.ledger.standing_orders, standing_order_id, "standing order")
        self.ledger.refuse_cancellation(order)
        order.status = "cancelled"
        return order


SUITE = SuiteInfo(world=Bank, split="train", version=1)
