"""Draw a household's bank records from a seed.

What the tasks rely on holds for every seed: three people own a current and a savings account each,
and two of them a joint account; every account but savings has two cards; two payees each share
two names, in different cities; nothing is paid today; standing orders pay in 5 to 40 days, from
Monday to Friday.
"""

import datetime as dt
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import (
    Account,
    AccountType,
    Card,
    Currency,
    Frequency,
    Payee,
    StandingOrder,
    Transaction,
)
from .rules import Ledger, next_weekday
from .wording import (
    ACCOUNT_NAMES,
    CITIES,
    FAMILY_NAMES,
    GIVEN_NAMES,
    MERCHANTS,
    PAYEES,
    REFERENCES,
)

FOREIGN: tuple[Currency, ...] = ("USD", "GBP", "CHF", "SEK")
TYPICAL_RATES = {"USD": 9200, "GBP": 11_600, "CHF": 10_400, "SEK": 880}
"""Euro cents for 100 units."""
MOST_DAYS: dict[Frequency, int] = {"weekly": 7, "monthly": 28, "quarterly": 38}
"""Until the next payment of a standing order, a weekend aside."""
HISTORY_DAYS = 75
JOINT_ENTRIES = (36, 44)
CURRENT_ENTRIES = (12, 18)
SAVINGS_ENTRIES = (4, 7)


def draw_ledger(rng: Random) -> Ledger:
    """Draw everything that the bank holds at first."""
    today = dt.date(2031, 3, 3) + dt.timedelta(weeks=rng.randrange(150), days=rng.randrange(5))
    rates = {each: TYPICAL_RATES[each] * rng.randrange(90, 111) // 100 for each in FOREIGN}
    ledger = Ledger(today, rates, _draw_accounts(rng), _draw_payees(rng))
    for account in ledger.accounts.values():
        if account.type != "savings":
            _draw_cards(rng, ledger, account)
            _draw_standing_orders(rng, ledger, account)
        _draw_history(rng, ledger, account)
        _open_balances(rng, ledger, account)
    return ledger


def _draw_accounts(rng: Random) -> dict[str, Account]:
    given, family = rng.sample(GIVEN_NAMES, 3), rng.sample(FAMILY_NAMES, 3)
    owners = [f"{one} {other}" for one, other in zip(given, family, strict=True)]
    names = iter(rng.sample(ACCOUNT_NAMES, 7))
    accounts: dict[str, Account] = {}
    rows: list[tuple[str, AccountType]] = [
        *((owner, "current") for owner in owners),
        *((owner, "savings") for owner in owners),
        (" and ".join((owners[0], owners[1])), "joint"),
    ]
    rng.shuffle(rows)
    for owner, type_ in rows:
        account_id = draw_id(rng, "AC-", accounts)
        overdraft = 0 if type_ == "savings" else rng.randrange(200, 1500, 50) * 100
        limit = rng.randrange(1500, 3001, 100) * 100
        accounts[account_id] = Account(account_id, type_, owner, next(names), overdraft, limit)
    return accounts


def _draw_payees(rng: Random) -> dict[str, Payee]:
    """Draw ten payees, and two more who share a name with one of them."""
    twins = rng.sample(PAYEES, 2)
    rows = [*PAYEES, *twins]
    rng.shuffle(rows)
    payees: dict[str, Payee] = {}
    for (name, business), city in zip(rows, rng.sample(CITIES, len(rows)), strict=True):
        payee_id = draw_id(rng, "PY-", payees)
        payees[payee_id] = Payee(payee_id, name, city, business)
    return payees


def _draw_cards(rng: Random, ledger: Ledger, account: Account) -> None:
    holders = account.owner.split(" and ") * (1 if account.type == "joint" else 2)
    taken = {card.last4 for card in ledger.cards.values()}
    free = [f"{number:04d}" for number in rng.sample(range(10_000), 20)]
    digits = [each for each in free if each not in taken][:2]
    for holder, last in zip(holders, digits, strict=True):
        card_id = draw_id(rng, "CD-", ledger.cards)
        ledger.cards[card_id] = Card(card_id, account.id, last, holder)


def _draw_standing_orders(rng: Random, ledger: Ledger, account: Account) -> None:
    for payee in rng.sample(list(ledger.payees.values()), 3):
        id_ = draw_id(rng, "SO-", ledger.standing_orders)
        frequency = rng.choice(get_args(Frequency))
        days = rng.randint(5, MOST_DAYS[frequency])
        ledger.standing_orders[id_] = StandingOrder(
            id=id_,
            account_id=account.id,
            payee_id=payee.id,
            payee_name=payee.name,
            amount_cents=rng.randrange(1200, 40_000),
            reference=rng.choice(REFERENCES),
            next_date=next_weekday(ledger.today + dt.timedelta(days=days)),
            frequency=frequency,
        )


def _draw_history(rng: Random, ledger: Ledger, account: Account) -> None:
    spans = {"joint": JOINT_ENTRIES, "current": CURRENT_ENTRIES, "savings": SAVINGS_ENTRIES}
    cards = [card for card in ledger.cards.values() if card.account_id == account.id]
    account.balances["EUR"] = 0
    for _ in range(rng.randint(*spans[account.type])):
        date_ = ledger.today - dt.timedelta(days=rng.randrange(1, HISTORY_DAYS))
        luck = rng.random()
        if cards and luck < 0.65:
            entry = _draw_purchase(rng, ledger, account, rng.choice(cards))
        elif cards and luck < 0.85:
            entry = _draw_payment(rng, ledger, account)
        else:
            payer = rng.choice(("Interest", "Cash deposit", "Salary office"))
            entry = ledger.draft(
                account, rng.randrange(2000, 60_000), type="income", counterparty=payer
            )
        entry.date = date_
        ledger.book(rng, entry)


def _draw_purchase(rng: Random, ledger: Ledger, account: Account, card: Card) -> Transaction:
    cents, merchant = rng.randrange(250, 16_000), rng.choice(MERCHANTS)
    return ledger.draft(account, -cents, type="card", counterparty=merchant, card_id=card.id)


def _draw_payment(rng: Random, ledger: Ledger, account: Account) -> Transaction:
    cents, payee = rng.randrange(1500, 45_000), rng.choice(list(ledger.payees.values()))
    more = {"payee_id": payee.id, "reference": rng.choice(REFERENCES)}
    return ledger.draft(account, -cents, type="payment", counterparty=payee.name, **more)


def _open_balances(rng: Random, ledger: Ledger, account: Account) -> None:
    """Book what was on the account at first, so that today's balances come out as drawn."""
    foreign = [] if account.type == "savings" else rng.sample(FOREIGN, 2)
    wanted: dict[Currency, int] = {"EUR": rng.randrange(250_000, 900_000)}
    wanted |= {currency: rng.randrange(30_000, 200_000) for currency in foreign}
    day = ledger.today - dt.timedelta(days=HISTORY_DAYS + 5)
    for currency, cents in wanted.items():
        missing = cents - account.balances.setdefault(currency, 0)
        more = {"currency": currency, "date": day}
        opening = ledger.draft(
            account, missing, type="opening", counterparty="Opening balance", **more
        )
        ledger.book(rng, opening)
