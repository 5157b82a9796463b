"""Tasks that exchange currencies."""

from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import money

from .records import Account, Currency
from .rules import Ledger
from .situations import accounts_of, booked_since, draw_cents, exchanged, joint_account
from .solutions import Row, get_account
from .wording import CURRENCIES, account_name
from .world import Bank


def _draw_account(ledger: Ledger, rng: Random) -> Account:
    """Draw an account that holds foreign currencies."""
    return rng.choice([joint_account(ledger), *accounts_of(ledger, "current")])


def _foreign(account: Account) -> list[Currency]:
    return [currency for currency in account.balances if currency != "EUR"]


def _exchange(call: Caller, row: Row, cents: int, **exchange: str) -> Row:
    given = {"amount_cents": cents, **exchange}
    result: Row = call("exchange_currency", account_id=row["id"], exchange=given)
    return result


@task(kind="missing_tool", withhold=("exchange_currency",))
def buys_foreign_currency(world: Bank, rng: Random) -> Turns:
    """Nothing can exchange money at first; then an exact amount is bought, not sold."""
    ledger = world.ledger
    account = _draw_account(ledger, rng)
    currency, cents = rng.choice(_foreign(account)), draw_cents(rng, 50, 400)
    cost = cents * ledger.rates[currency] // 10_000

    def solution(call: Caller) -> None:
        row = get_account(call, account)
        _exchange(call, row, cents, sell="EUR", buy=currency, amount_side="buy")

    before = set(ledger.transactions)
    reply = yield Ask(
        f"Buy exactly {money(cents, currency)} for {account_name(account)}, paid for with euros "
        "from the same account. If you can't exchange currencies, don't do anything else; just "
        "reply with exactly: NO EXCHANGE AVAILABLE",
        solution=lambda _: "NO EXCHANGE AVAILABLE",
        paraphrase=f"I need another {money(cents, currency)} on {account_name(account)}, to the "
        "cent, bought with the euros that are on it. Should you have no means of exchanging money, "
        "change nothing and answer with these words only: NO EXCHANGE AVAILABLE",
    )
    assert reply.says("NO EXCHANGE AVAILABLE")
    assert booked_since(ledger, before) == []

    yield Ask(
        "You can exchange currencies now. Please go ahead.",
        solution=solution,
        hand_over=("exchange_currency",),
        paraphrase="The exchange tool is available now, so please do what I asked for.",
    )
    booked = booked_since(ledger, before)
    bought = exchanged(account, currency, cents)
    assert bought in booked
    # Whoever fixes the euros instead may have to pay a cent more for the same amount.
    bills = [exchanged(account, "EUR", -paid) for paid in (cost, cost + 1)]
    assert any(booked == sorted([bill, bought]) for bill in bills)


@task(kind="chain")
def exchanges_one_foreign_currency_for_another(world: Bank, rng: Random) -> Turns:
    """Two foreign currencies: what the first exchange yields decides the second."""
    ledger = world.ledger
    account = _draw_account(ledger, rng)
    given, wanted = rng.sample(_foreign(account), 2)
    cents = rng.randrange(5000, account.balances[given] * 3 // 4)
    euros = cents * ledger.rates[given] // 10_000
    gained = euros * 10_000 // ledger.rates[wanted]

    def solution(call: Caller) -> None:
        row = get_account(call, account)
        sold = _exchange(call, row, cents, sell=given, buy="EUR")
        _exchange(call, row, sold["bought_cents"], sell="EUR", buy=wanted)

    before = set(ledger.transactions)
    yield Ask(
        f"Convert {money(cents, given)} on {account_name(account)} to {CURRENCIES[wanted]}. You'll "
        "have to go through euros: spend all the euros that you get for it, and no others.",
        solution=solution,
        paraphrase=f"On {account_name(account)}, sell {money(cents, given)} for euros, then buy "
        f"{CURRENCIES[wanted]} with exactly the euros received, so that the euro balance ends up "
        "unchanged.",
    )

    halves = {given: -cents, wanted: gained}
    rows = [exchanged(account, currency, amount) for currency, amount in halves.items()]
    rows += [exchanged(account, "EUR", euros), exchanged(account, "EUR", -euros)]
    assert booked_since(ledger, before) == sorted(rows)
