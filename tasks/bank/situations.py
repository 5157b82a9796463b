"""What task files share to set a situation up and to see what was booked since."""

from collections.abc import Collection
from datetime import date, timedelta
from random import Random
from typing import Any

from .records import Account, AccountKind, Card, Entry, EntryKind, Payee, Standing
from .world import Bank

Booked = tuple[str, str, int, EntryKind, str, str | None]
"""Account, currency, cents, kind, text and payee of an entry: all that an ask can fix."""


def accounts_of(world: Bank, kind: AccountKind) -> list[Account]:
    """List the accounts of a kind."""
    return [account for account in world.accounts.values() if account.kind == kind]


def joint_account(world: Bank) -> Account:
    """Return the one joint account."""
    return accounts_of(world, "joint")[0]


def spell_account(account: Account) -> str:
    """Write an account for an ask."""
    return (
        "the joint account"
        if account.kind == "joint"
        else f"{account.holder}'s {account.kind} account"
    )


def cards_of(world: Bank, account: Account) -> list[Card]:
    """List an account's cards."""
    return [card for card in world.cards.values() if card.account_id == account.id]


def standings_of(world: Bank, account: Account) -> list[Standing]:
    """List an account's standing payments."""
    return [each for each in world.standings.values() if each.account_id == account.id]


def lone_payees(world: Bank) -> list[Payee]:
    """List the payees who share their name with nobody; there are eight."""
    names = [payee.name for payee in world.payees.values()]
    return [payee for payee in world.payees.values() if names.count(payee.name) == 1]


def draw_twins(world: Bank, rng: Random) -> list[Payee]:
    """Draw two payees of one name, in any order."""
    name = rng.choice(sorted({p.name for p in world.payees.values()} - _lone_names(world)))
    twins = [payee for payee in world.payees.values() if payee.name == name]
    return rng.sample(twins, 2)


def _lone_names(world: Bank) -> set[str]:
    return {payee.name for payee in lone_payees(world)}


def draw_cents(rng: Random, least_euros: int, most_euros: int) -> int:
    """Draw an amount in cents, hardly ever a whole number of euros."""
    return rng.randrange(least_euros * 100, most_euros * 100 + 1)


def days_ago(world: Bank, days: int) -> date:
    """Return a past day."""
    return world.today - timedelta(days=days)


def plant(world: Bank, account: Account, cents: int, day: date, **more: Any) -> Entry:
    """Book one more entry in euros on some day."""
    return world.book(Entry("", account.id, "EUR", cents, day, **more))


def buy(world: Bank, card: Card, merchant: str, cents: int, day: date) -> Entry:
    """Book one more card purchase."""
    account = world.accounts[card.account_id]
    return plant(world, account, -cents, day, kind="card", counterparty=merchant, card_id=card.id)


def booked_since(world: Bank, before: Collection[str]) -> list[Booked]:
    """List what was booked besides the entries of some ids, in an order of its own."""
    return sorted(
        (e.account_id, e.currency, e.amount_cents, e.kind, e.text, e.payee_id)
        for entry_id, e in world.entries.items()
        if entry_id not in before
    )


def transfer_rows(source: Account, target: Account, cents: int, text: str = "") -> list[Booked]:
    """Return the two halves of a transfer as ``booked_since`` lists them."""
    return [
        (source.id, "EUR", -cents, "transfer", text, None),
        (target.id, "EUR", cents, "transfer", text, None),
    ]


def payment_row(account: Account, payee: Payee, cents: int, text: str = "") -> Booked:
    """Return a payment as ``booked_since`` lists it."""
    return (account.id, "EUR", -cents, "payment", text, payee.id)
