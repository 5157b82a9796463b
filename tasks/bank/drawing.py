"""Draw a household's bank records from a seed.

What the tasks rely on holds for every seed: three holders with a current and a savings account
each and one joint account; two cards on every account but savings; two payees of each of two
names, in different cities; no payment is booked today; standing payments fall due 5 to 40 days on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import get_args

from .records import Account, AccountKind, Card, Currency, Entry, Payee, Rhythm, Standing
from .wording import CITIES, FAMILY_NAMES, GIVEN_NAMES, LABELS, MERCHANTS, PAYEES, TEXTS

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
FOREIGN: tuple[Currency, ...] = ("USD", "GBP", "CHF", "SEK")
TYPICAL_RATES = {"USD": 9200, "GBP": 11_600, "CHF": 10_400, "SEK": 880}
"""Euro cents for 100 units."""
HISTORY_DAYS = 75
JOINT_ENTRIES = (36, 44)
CURRENT_ENTRIES = (12, 18)
SAVINGS_ENTRIES = (4, 7)


def draw_code(rng: Random, prefix: str, taken: Collection[str]) -> str:
    """Draw an id that is not taken; ids follow no order, so none can be foretold."""
    while True:
        code = prefix + "".join(rng.choices(ALPHABET, k=6))
        if code not in taken:
            return code


@dataclass(slots=True)
class Books:
    """The first state, in tables by id."""

    today: date
    rates: dict[Currency, int]
    accounts: dict[str, Account]
    payees: dict[str, Payee]
    cards: dict[str, Card]
    entries: dict[str, Entry]
    standings: dict[str, Standing]


def draw_books(rng: Random) -> Books:
    """Draw everything that the bank holds at first."""
    today = date(2031, 3, 3) + timedelta(weeks=rng.randrange(150), days=rng.randrange(5))
    rates = {each: TYPICAL_RATES[each] * rng.randrange(90, 111) // 100 for each in FOREIGN}
    books = Books(today, rates, _draw_accounts(rng), _draw_payees(rng), {}, {}, {})
    for account in books.accounts.values():
        if account.kind != "savings":
            _draw_cards(rng, books, account)
            _draw_standings(rng, books, account)
        _draw_history(rng, books, account)
        _open_pockets(rng, books, account)
    return books


def _draw_accounts(rng: Random) -> dict[str, Account]:
    given, family = rng.sample(GIVEN_NAMES, 3), rng.sample(FAMILY_NAMES, 3)
    holders = [f"{one} {other}" for one, other in zip(given, family, strict=True)]
    labels = iter(rng.sample(LABELS, 7))
    accounts: dict[str, Account] = {}
    rows: list[tuple[str, AccountKind]] = [
        *((holder, "current") for holder in holders),
        *((holder, "savings") for holder in holders),
        (" and ".join((holders[0], holders[1])), "joint"),
    ]
    rng.shuffle(rows)
    for holder, kind in rows:
        account_id = draw_code(rng, "AC-", accounts)
        overdraft = 0 if kind == "savings" else rng.randrange(200, 1500, 50) * 100
        limit = rng.randrange(1500, 3001, 100) * 100
        accounts[account_id] = Account(account_id, kind, holder, next(labels), overdraft, limit)
    return accounts


def _draw_payees(rng: Random) -> dict[str, Payee]:
    """Draw ten payees, and two more who share a name with one of them."""
    twins = rng.sample(PAYEES, 2)
    rows = [*PAYEES, *twins]
    rng.shuffle(rows)
    payees: dict[str, Payee] = {}
    for (name, trade), city in zip(rows, rng.sample(CITIES, len(rows)), strict=True):
        payee_id = draw_code(rng, "PY-", payees)
        payees[payee_id] = Payee(payee_id, name, city, trade)
    return payees


def _draw_cards(rng: Random, books: Books, account: Account) -> None:
    bearers = account.holder.split(" and ") * (1 if account.kind == "joint" else 2)
    taken = {card.last_digits for card in books.cards.values()}
    free = [f"{number:04d}" for number in rng.sample(range(10_000), 20)]
    digits = [each for each in free if each not in taken][:2]
    for bearer, last in zip(bearers, digits, strict=True):
        card_id = draw_code(rng, "CD-", books.cards)
        books.cards[card_id] = Card(card_id, account.id, last, bearer)


def _draw_standings(rng: Random, books: Books, account: Account) -> None:
    for payee in rng.sample(list(books.payees.values()), 3):
        standing_id = draw_code(rng, "SP-", books.standings)
        books.standings[standing_id] = Standing(
            id=standing_id,
            account_id=account.id,
            payee_id=payee.id,
            amount_cents=rng.randrange(1200, 40_000),
            text=rng.choice(TEXTS),
            next_due_on=books.today + timedelta(days=rng.randrange(5, 41)),
            rhythm=rng.choice(get_args(Rhythm)),
        )


def _draw_history(rng: Random, books: Books, account: Account) -> None:
    spans = {"joint": JOINT_ENTRIES, "current": CURRENT_ENTRIES, "savings": SAVINGS_ENTRIES}
    cards = [card for card in books.cards.values() if card.account_id == account.id]
    for _ in range(rng.randint(*spans[account.kind])):
        entry_id = draw_code(rng, "EN-", books.entries)
        day = books.today - timedelta(days=rng.randrange(1, HISTORY_DAYS))
        entry = Entry(entry_id, account.id, "EUR", 0, day, "income", "")
        books.entries[entry_id] = entry
        luck = rng.random()
        if cards and luck < 0.65:
            _be_a_purchase(rng, entry, rng.choice(cards))
        elif cards and luck < 0.85:
            _be_a_payment(rng, entry, rng.choice(list(books.payees.values())))
        else:
            entry.amount_cents = rng.randrange(2000, 60_000)
            entry.counterparty = rng.choice(("Interest", "Cash deposit", "Salary office"))


def _be_a_purchase(rng: Random, entry: Entry, card: Card) -> None:
    entry.kind, entry.card_id = "card", card.id
    entry.amount_cents = -rng.randrange(250, 16_000)
    entry.counterparty = rng.choice(MERCHANTS)


def _be_a_payment(rng: Random, entry: Entry, payee: Payee) -> None:
    entry.kind, entry.payee_id = "payment", payee.id
    entry.amount_cents = -rng.randrange(1500, 45_000)
    entry.counterparty, entry.text = payee.name, rng.choice(TEXTS)


def _open_pockets(rng: Random, books: Books, account: Account) -> None:
    """Book what was on the account at first, so that today's balances come out as drawn."""
    booked = sum(e.amount_cents for e in books.entries.values() if e.account_id == account.id)
    account.balances["EUR"] = rng.randrange(250_000, 900_000)
    foreign = [] if account.kind == "savings" else rng.sample(FOREIGN, 2)
    account.balances |= {currency: rng.randrange(30_000, 200_000) for currency in foreign}
    day = books.today - timedelta(days=HISTORY_DAYS + 5)
    for currency, cents in account.balances.items():
        amount = cents - booked if currency == "EUR" else cents
        entry_id = draw_code(rng, "EN-", books.entries)
        books.entries[entry_id] = Entry(
            entry_id, account.id, currency, amount, day, "opening", "Opening balance"
        )
