"""Tasks that move money between the household's accounts."""

from collections.abc import Generator
from datetime import timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Account
from .situations import (
    accounts_of,
    booked_since,
    draw_cents,
    draw_twins,
    joint_account,
    payment_row,
    spell_account,
    standings_of,
    transfer_rows,
)
from .steps import Row, pay, pick, trace_all
from .wording import TEXTS, TRANSFER_TEXTS, euros
from .world import Bank


@task(kind="several_asks")
def lets_the_richer_one_pay(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Say who can spend more, overdraft counted; then pay from that account the right namesake."""
    one, other = rng.sample(accounts_of(world, "current"), 2)
    _make_overdrafts_matter(rng, one, other)
    richer = max((one, other), key=_spendable)
    payee, _ = draw_twins(world, rng)
    cents, text = draw_cents(rng, 50, 400), rng.choice(TEXTS)
    known: dict[str, Row] = {}

    def compare(call: Caller) -> str:
        rows = call("show_accounts", account_kind="current")["accounts"]
        both = [pick(rows, account) for account in (one, other)]
        known["richer"] = max(both, key=_row_spendable)
        return str(known["richer"]["account_holder"])

    def payment(call: Caller) -> None:
        found = call("show_payees", payee_name_part=payee.name)
        payee_id = next(row["payee_id"] for row in found if row["city"] == payee.city)
        tool, given = pay(known["richer"], payee_id, cents, text)
        call(tool, **given)

    before = set(world.entries)
    reply = yield Ask(
        f"On whose current account can more euros still be spent, overdraft included: "
        f"{one.holder}'s or {other.holder}'s? Just the name.",
        solution=compare,
        paraphrase=f"Compare the current accounts of {one.holder} and {other.holder}: balance in "
        "euros plus overdraft. Answer only with the name of the one who has more at hand.",
    )
    assert reply.named((one.holder, other.holder)) == {richer.holder}

    yield Ask(
        f"Then have that account pay {euros(cents)} to {payee.name}, the one in {payee.city}. The "
        f"text, letter by letter:\n{text}",
        solution=payment,
        paraphrase=f"Good. {payee.name} of {payee.city} gets {euros(cents)} out of that very "
        f"account, with this text, word for word:\n{text}",
    )
    assert booked_since(world, before) == [payment_row(richer, payee, cents, text)]


def _make_overdrafts_matter(rng: Random, one: Account, other: Account) -> None:
    """Now and then let the overdraft turn round who has more; never leave both the same."""
    low, high = sorted((one, other), key=lambda account: account.balances["EUR"])
    gap = high.balances["EUR"] - low.balances["EUR"]
    if rng.random() < 0.6:
        low.overdraft_cents = high.overdraft_cents + gap + rng.randrange(5, 60) * 100
    elif _spendable(low) == _spendable(high):
        high.overdraft_cents += 10_000


def _spendable(account: Account) -> int:
    return account.balances["EUR"] + account.overdraft_cents


def _row_spendable(row: Row) -> int:
    return int(_euro_cents(row) + row["overdraft_cents"])


def _euro_cents(row: Row) -> int:
    return next(
        int(pocket["balance_cents"]) for pocket in row["pockets"] if pocket["currency"] == "EUR"
    )


@task(kind="constraint")
def spares_who_has_bills_due(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """The fullest account has a payment due soon, so the money comes from the next that has not."""
    target = joint_account(world)
    currents = accounts_of(world, "current")
    currents.sort(key=lambda account: account.balances["EUR"], reverse=True)
    day = world.today + timedelta(days=rng.randrange(10, 16))
    spared = rng.choice((1, 2))
    _spread_due_days(world, rng, currents, spared)
    source = currents[spared]
    cents, text = draw_cents(rng, 150, 900), rng.choice(TRANSFER_TEXTS)

    def move(call: Caller, from_row: Row, into_row: Row) -> None:
        call(
            "transfer_funds",
            debit_account_id=from_row["bank_account_id"],
            credit_account_id=into_row["bank_account_id"],
            transfer_cents=cents,
            transfer_text=text,
        )

    def fullest_first(call: Caller) -> tuple[list[Row], Row]:
        rows = call("show_accounts")["accounts"]
        mine = [row for row in rows if row["account_kind"] == "current"]
        return sorted(mine, key=_euro_cents, reverse=True), pick(rows, target)

    def is_quiet(call: Caller, row: Row) -> bool:
        traced = trace_all(call, row["standing_payment_ids"])
        return all(each["next_due_on"] >= day.isoformat() for each in traced)

    def solution(call: Caller) -> None:
        rows, into = fullest_first(call)
        move(call, next(row for row in rows if is_quiet(call, row)), into)

    def tempting(call: Caller) -> None:
        rows, into = fullest_first(call)
        move(call, rows[0], into)

    before = set(world.entries)
    yield Ask(
        f"Top {spell_account(target)} up with {euros(cents)} from whichever current account has "
        "the most euros, but take nothing from an account that has a standing payment due before "
        f"{day}. The text, letter by letter:\n{text}",
        solution=solution,
        tempting=tempting,
        paraphrase=f"Among the current accounts on which no standing payment falls due before "
        f"{day}, take the one with the highest euro balance and transfer {euros(cents)} from it to "
        f"{spell_account(target)}. Use this text, word for word:\n{text}",
    )

    assert booked_since(world, before) == sorted(transfer_rows(source, target, cents, text))


def _spread_due_days(world: Bank, rng: Random, accounts: list[Account], spared: int) -> None:
    """Let the first accounts have a payment due within nine days, the others none within 16."""
    for place, account in enumerate(accounts):
        standings = standings_of(world, account)
        for standing in standings:
            standing.next_due_on = world.today + timedelta(days=rng.randrange(17, 40))
        if place < spared:
            soon = world.today + timedelta(days=rng.randrange(4, 10))
            rng.choice(standings).next_due_on = soon
