"""What tasks share to arrange a situation, and to see what was booked since."""

import datetime as dt
from collections.abc import Container
from random import Random
from typing import Any

from toolbench_ood.world.kit import new_rows

from .records import Account, AccountType, Card, Payee, StandingOrder, Transaction, TransactionType
from .rules import Ledger
from .world import Bank

Booked = tuple[str, str, int, TransactionType, str, str | None]
"""Account, currency, cents, type, reference and payee: all that an ask can decide."""


def accounts_of(ledger: Ledger, type_: AccountType) -> list[Account]:
    """List the accounts of a type."""
    return [account for account in ledger.accounts.values() if account.type == type_]


def joint_account(ledger: Ledger) -> Account:
    """Return the one joint account."""
    return accounts_of(ledger, "joint")[0]


def cards_of(ledger: Ledger, account: Account) -> list[Card]:
    """List an account's cards."""
    return [card for card in ledger.cards.values() if card.account_id == account.id]


def orders_of(ledger: Ledger, account: Account) -> list[StandingOrder]:
    """List an account's standing orders."""
    return [each for each in ledger.standing_orders.values() if each.account_id == account.id]


def lone_payees(ledger: Ledger) -> list[Payee]:
    """List the payees who share their name with nobody; there are eight."""
    names = [payee.name for payee in ledger.payees.values()]
    return [payee for payee in ledger.payees.values() if names.count(payee.name) == 1]


def draw_twins(ledger: Ledger, rng: Random) -> list[Payee]:
    """Draw two payees of one name, in any order."""
    lone = lone_payees(ledger)
    name = rng.choice(sorted({each.name for each in ledger.payees.values() if each not in lone}))
    return rng.sample([each for each in ledger.payees.values() if each.name == name], 2)


def draw_cents(rng: Random, least_euros: int, most_euros: int) -> int:
    """Draw an amount in cents, hardly ever a whole number of euros."""
    return rng.randrange(least_euros * 100, most_euros * 100 + 1)


def days_ago(ledger: Ledger, days: int) -> dt.date:
    """Return a past day."""
    return ledger.today - dt.timedelta(days=days)


def buy(world: Bank, card: Card, merchant: str, cents: int, ago: int) -> Transaction:
    """Book one more card purchase, so many days ago."""
    account = world.ledger.accounts[card.account_id]
    more = {"counterparty": merchant, "card_id": card.id}
    return plant(world, account, -cents, ago, type="card", **more)


def pay(world: Bank, account: Account, payee: Payee, cents: int, ago: int) -> Transaction:
    """Book one more payment, so many days ago."""
    more = {"counterparty": payee.name, "payee_id": payee.id}
    return plant(world, account, -cents, ago, type="payment", **more)


def plant(world: Bank, account: Account, cents: int, ago: int, **more: Any) -> Transaction:
    """Book one more transaction in euros, so many days ago."""
    draft = world.ledger.draft(account, cents, date=days_ago(world.ledger, ago), **more)
    return world.ledger.book(world.rng, draft)


def booked_since(ledger: Ledger, before: Container[str]) -> list[Booked]:
    """List what was booked besides the transactions of some ids, in an order of its own."""
    return sorted(
        (
            each.account_id,
            each.currency,
            each.amount_cents,
            each.type,
            each.reference,
            each.payee_id,
        )
        for each in new_rows(ledger.transactions, before)
    )


def transferred(source: Account, target: Account, cents: int, reference: str = "") -> list[Booked]:
    """Return the two halves of a transfer as ``booked_since`` lists them."""
    return [
        (source.id, "EUR", -cents, "transfer", reference, None),
        (target.id, "EUR", cents, "transfer", reference, None),
    ]


def paid(account: Account, payee: Payee, cents: int, reference: str = "") -> Booked:
    """Return a payment as ``booked_since`` lists it."""
    return (account.id, "EUR", -cents, "payment", reference, payee.id)


def exchanged(account: Account, currency: str, cents: int) -> Booked:
    """Return one half of an exchange as ``booked_since`` lists it."""
    return (account.id, currency, cents, "exchange", "", None)
