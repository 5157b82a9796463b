"""Tools of a bank that none of the tasks needs."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import draw_id, find

from .records import Account, Card, Cents, StandingOrder, Transaction
from .world import Bank


def _payment(bank: Bank, rng: Random) -> Mapping[str, Any] | None:
    entries = bank.ledger.transactions.values()
    payments = [each for each in entries if each.type == "payment"]
    return {"transaction_id": rng.choice(payments).id} if payments else None


@decoy(_payment)
def recall_payment(bank: Bank, transaction_id: str) -> Transaction:
    """Recall a payment to a payee; the money is returned to the account.

    Args:
        transaction_id: Id of the payment.
    """
    ledger = bank.ledger
    entry = find(ledger.transactions, transaction_id, "transaction")
    if entry.type != "payment":
        raise ToolError(f"Transaction {entry.id} is of type {entry.type}, not a payment.")
    if entry.linked_id is not None:
        raise ToolError(f"Transaction {entry.id} was already recalled, by {entry.linked_id}.")
    refund = replace(entry, amount_cents=-entry.amount_cents, type="correction", date=ledger.today)
    refund.linked_id = entry.id
    entry.linked_id = ledger.book(bank.rng, refund).id
    return refund


def _limit(bank: Bank, rng: Random) -> Mapping[str, Any]:
    account = rng.choice(list(bank.ledger.accounts.values()))
    return {"account_id": account.id, "daily_limit_cents": account.daily_limit_cents + 100_000}


@decoy(_limit)
def set_daily_limit(
    bank: Bank, account_id: str, daily_limit_cents: Annotated[int, Field(ge=0, le=1_000_000)]
) -> Account:
    """Set how much an account may pay to payees on one day.

    Args:
        account_id: Id of the account.
        daily_limit_cents: The new daily limit, in euro cents.
    """
    account = bank.ledger.account(account_id)
    if account.daily_limit_cents == daily_limit_cents:
        raise ToolError(f"The daily limit of account {account.id} is already {daily_limit_cents}.")
    account.daily_limit_cents = daily_limit_cents
    return account


def _amount(bank: Bank, rng: Random) -> Mapping[str, Any] | None:
    orders = bank.ledger.standing_orders.values()
    active = [each for each in orders if each.status == "active"]
    if not active:
        return None
    order = rng.choice(active)
    return {"standing_order_id": order.id, "amount_cents": order.amount_cents + 500}


@decoy(_amount)
def change_standing_order_amount(
    bank: Bank, standing_order_id: str, amount_cents: Cents
) -> StandingOrder:
    """Change how much a standing order pays each time.

    Args:
        standing_order_id: Id of the standing order.
        amount_cents: The new amount, in euro cents.
    """
    order = find(bank.ledger.standing_orders, standing_order_id, "standing order")
    if order.status == "cancelled":
        raise ToolError(f"Standing order {order.id} is cancelled.")
    if order.amount_cents == amount_cents:
        raise ToolError(f"Standing order {order.id} already pays {amount_cents} cents.")
    order.amount_cents = amount_cents
    return order


def _card(bank: Bank, rng: Random) -> Mapping[str, Any]:
    return {"card_id": rng.choice(list(bank.ledger.cards))}


@decoy(_card)
def replace_card(bank: Bank, card_id: str) -> Card:
    """Cancel a card for good and issue a new one to the same holder.

    Args:
        card_id: Id of the card to replace.
    """
    ledger = bank.ledger
    old = ledger.card(card_id)
    taken = {card.last4 for card in ledger.cards.values()}
    drawn = (f"{number:04d}" for number in bank.rng.sample(range(10_000), len(taken) + 1))
    last4 = next(each for each in drawn if each not in taken)
    new = Card(draw_id(bank.rng, "CD-", ledger.cards), old.account_id, last4, old.holder)
    del ledger.cards[old.id]
    ledger.cards[new.id] = new
    return new
