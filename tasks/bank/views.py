"""What the bank's tools show of its records."""

from typing import Any

from .ledger import Ledger
from .records import Account, Card, Dispute, Entry, Payee, Standing

Row = dict[str, Any]


def show_account(ledger: Ledger, account: Account) -> Row:
    """Spell an account with its pockets, cards and standing payments."""
    cards = [card for card in ledger.cards.values() if card.account_id == account.id]
    standings = [
        standing.id
        for standing in ledger.standings.values()
        if standing.account_id == account.id and not standing.revoked
    ]
    return {
        "bank_account_id": account.id,
        "account_kind": account.kind,
        "account_holder": account.holder,
        "label": account.label,
        "pockets": [
            {
                "currency": currency,
                "balance_cents": cents,
                **({"euro_cents_per_100": ledger.rates[currency]} if currency != "EUR" else {}),
            }
            for currency, cents in account.balances.items()
        ],
        "overdraft_cents": account.overdraft_cents,
        "payee_limit": {
            "per_day_cents": account.daily_limit_cents,
            "paid_today_cents": ledger.paid_today(account),
        },
        "cards": [show_card(card) for card in cards],
        "standing_payment_ids": standings,
    }


def show_card(card: Card) -> Row:
    """Spell a card."""
    return {
        "bank_card_id": card.id,
        "last_digits": card.last_digits,
        "bearer": card.bearer,
        "frozen_as": card.frozen_as,
        "remark": card.remark,
    }


def show_payee(payee: Payee) -> Row:
    """Spell a payee."""
    return {
        "payee_id": payee.id,
        "payee_name": payee.name,
        "city": payee.city,
        "trade": payee.trade,
    }


def summarise_entry(entry: Entry) -> Row:
    """Spell what a statement shows of an entry."""
    return {
        "entry_id": entry.id,
        "booked_on": entry.booked_on,
        "currency": entry.currency,
        "amount_cents": entry.amount_cents,
        "entry_kind": entry.kind,
        "counterparty": entry.counterparty,
    }


def show_entry(ledger: Ledger, entry: Entry) -> Row:
    """Spell everything about an entry."""
    card = None if entry.card_id is None else ledger.cards[entry.card_id]
    return {
        **summarise_entry(entry),
        "bank_account_id": entry.account_id,
        "text": entry.text,
        "payee_id": entry.payee_id,
        "card": None if card is None else show_card(card),
        "linked_entry_id": entry.linked_id,
        "dispute_ids": [each.id for each in ledger.disputes.values() if each.entry_id == entry.id],
    }


def show_standing(ledger: Ledger, standing: Standing) -> Row:
    """Spell a standing payment."""
    return {
        "standing_payment_id": standing.id,
        "bank_account_id": standing.account_id,
        "payee": show_payee(ledger.payees[standing.payee_id]),
        "amount_cents": standing.amount_cents,
        "text": standing.text,
        "next_due_on": standing.next_due_on,
        "rhythm": standing.rhythm,
        "last_due_on": standing.last_due_on,
        "revoked": standing.revoked,
    }


def show_dispute(dispute: Dispute) -> Row:
    """Spell a dispute."""
    return {
        "dispute_id": dispute.id,
        "entry_id": dispute.entry_id,
        "ground": dispute.ground,
        "disputed_cents": dispute.amount_cents,
        "account_of_events": dispute.account_of_events,
    }
