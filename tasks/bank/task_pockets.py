"""Tasks that exchange currencies."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Account, Currency
from .situations import accounts_of, booked_since, draw_cents, joint_account, spell_account
from .steps import Row, see_account
from .wording import CURRENCY_NAMES, money
from .world import Bank


def _pockets(account: Account) -> list[Currency]:
    return [currency for currency in account.balances if currency != "EUR"]


def _conversion_row(account: Account, currency: Currency, cents: int) -> tuple[object, ...]:
    return (account.id, currency, cents, "conversion", "", None)


@task(kind="missing_tool", withhold=("convert_money",))
def buys_currency_once_it_can(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can exchange money at first; then an exact amount is bought, not sold."""
    account = rng.choice([joint_account(world), *accounts_of(world, "current")])
    currency = rng.choice(_pockets(account))
    cents = draw_cents(rng, 50, 400)
    cost = cents * world.rates[currency] // 10_000

    def solution(call: Caller) -> None:
        row = see_account(call, account)
        call(
            "convert_money",
            pocket_account_id=row["bank_account_id"],
            conversion={
                "sold_currency": "EUR",
                "bought_currency": currency,
                "fixed_cents": cents,
                "fixed_side": "bought",
            },
        )

    before = set(world.entries)
    reply = yield Ask(
        f"I need {money(cents, currency)} more, to the cent, in the pocket of "
        f"{spell_account(account)}, bought with its euros. If you have no way to exchange money, "
        "leave everything as it is and tell me.",
        solution=lambda _: "I have no tool that exchanges money, so nothing has been done.",
        paraphrase=f"Please buy exactly {money(cents, currency)} for {spell_account(account)} out "
        "of the euros there. Should nothing at hand be able to exchange currencies, don't touch "
        "anything, just say that.",
    )
    assert reply.text
    assert booked_since(world, before) == []

    yield Ask(
        "Now you can exchange money. Go ahead with it, please.",
        solution=solution,
        hand_over=("convert_money",),
        paraphrase="The exchange desk is open to you from now on; do as I asked.",
    )
    booked = booked_since(world, before)
    assert _conversion_row(account, currency, cents) in booked
    # Who fixes the euros instead may have to give a cent more for the same amount.
    assert any(
        booked
        == sorted(
            [_conversion_row(account, "EUR", -paid), _conversion_row(account, currency, cents)]
        )
        for paid in (cost, cost + 1)
    )


@task(kind="chain")
def exchanges_by_way_of_euros(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Two foreign currencies: what the first exchange yields decides the second."""
    account = rng.choice([joint_account(world), *accounts_of(world, "current")])
    given, wanted = rng.sample(_pockets(account), 2)
    cents = rng.randrange(5000, account.balances[given] * 3 // 4)
    middle = cents * world.rates[given] // 10_000
    gained = middle * 10_000 // world.rates[wanted]
    pockets = dict(account.balances)

    def solution(call: Caller) -> None:
        row = see_account(call, account)
        sold = _sell(call, row, given, "EUR", cents)
        _sell(call, row, "EUR", wanted, sold["bought_cents"])

    before = set(world.entries)
    yield Ask(
        f"Turn {money(cents, given)} of {spell_account(account)} into {CURRENCY_NAMES[wanted]}. It "
        "has to go by way of euros; use all the euros that come out of it, and no others.",
        solution=solution,
        paraphrase=f"On {spell_account(account)}, sell {money(cents, given)} for euros, and with "
        f"precisely the euros received buy {CURRENCY_NAMES[wanted]}, so that the euro balance ends "
        "where it began.",
    )

    assert account.balances == {
        **pockets,
        given: pockets[given] - cents,
        wanted: pockets[wanted] + gained,
    }
    assert booked_since(world, before) == sorted(
        [
            _conversion_row(account, given, -cents),
            _conversion_row(account, "EUR", middle),
            _conversion_row(account, "EUR", -middle),
            _conversion_row(account, wanted, gained),
        ]
    )


def _sell(call: Caller, row: Row, given: Currency, wanted: Currency, cents: int) -> Row:
    result: Row = call(
        "convert_money",
        pocket_account_id=row["bank_account_id"],
        conversion={
            "sold_currency": given,
            "bought_currency": wanted,
            "fixed_cents": cents,
        },
    )
    return result
