"""Tasks that choose the account to take money from."""

import datetime as dt
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, money

from .records import Account
from .rules import Ledger, next_weekday
from .situations import (
    accounts_of,
    booked_since,
    draw_cents,
    draw_twins,
    joint_account,
    orders_of,
    paid,
    transferred,
)
from .solutions import Row, euros_in, get_records, payment, pick, transfer
from .wording import REFERENCES, TRANSFER_REFERENCES, account_name
from .world import Bank


@task(kind="several_asks")
def pays_from_the_account_with_more_money(world: Bank, rng: Random) -> Turns:
    """Say who can spend more, overdraft included; then pay from that account the right namesake."""
    ledger = world.ledger
    one, other = rng.sample(accounts_of(ledger, "current"), 2)
    _make_overdrafts_matter(rng, one, other)
    richer = max((one, other), key=_spendable)
    payee, _ = draw_twins(ledger, rng)
    cents, reference = draw_cents(rng, 50, 400), rng.choice(REFERENCES)
    known: dict[str, Row] = {}

    def compare(call: Caller) -> str:
        rows = call("list_accounts", type="current")["accounts"]
        both = [pick(rows, account) for account in (one, other)]
        known["richer"] = max(both, key=lambda row: euros_in(row) + int(row["overdraft_cents"]))
        return str(known["richer"]["owner"])

    def pay(call: Caller) -> None:
        found = call("list_payees", name=payee.name)
        payee_id = next(row["id"] for row in found if row["city"] == payee.city)
        call("pay_payees", **payment(known["richer"]["id"], payee_id, cents, reference))

    before = set(ledger.transactions)
    reply = yield Ask(
        f"Whose current account has more euros available, including the overdraft: {one.owner}'s "
        f"or {other.owner}'s? Reply with just the name.",
        solution=compare,
        paraphrase=f"Compare {one.owner}'s current account with {other.owner}'s: euro balance plus "
        "overdraft. Tell me only the name of the person who can spend more.",
    )
    assert reply.named((one.owner, other.owner)) == {richer.owner}

    yield Ask(
        f"Then pay {money(cents)} from that account to {payee.name}, the one in {payee.city}. "
        + exact_text(reference, "this reference"),
        solution=pay,
        paraphrase=f"Good. Send {money(cents)} from that same account to {payee.name} in "
        f"{payee.city}. The reference must be exactly:\n{reference}",
    )
    assert booked_since(ledger, before) == [paid(richer, payee, cents, reference)]


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


@task(kind="constraint")
def tops_up_from_an_account_without_bills_due(world: Bank, rng: Random) -> Turns:
    """The fullest account has a payment due soon, so the money comes from the next that has not."""
    ledger = world.ledger
    target, currents = joint_account(ledger), accounts_of(ledger, "current")
    currents.sort(key=lambda account: account.balances["EUR"], reverse=True)
    day = ledger.today + dt.timedelta(days=rng.randrange(10, 16))
    busy = rng.choice((1, 2))
    _spread_due_days(ledger, rng, currents, busy)
    cents, reference = draw_cents(rng, 150, 900), rng.choice(TRANSFER_REFERENCES)

    def fullest_first(call: Caller) -> tuple[list[Row], str]:
        rows = call("list_accounts")["accounts"]
        current = [row for row in rows if row["type"] == "current"]
        return sorted(current, key=euros_in, reverse=True), pick(rows, target)["id"]

    def has_nothing_due(call: Caller, row: Row) -> bool:
        orders = get_records(call, row["standing_order_ids"])
        return all(order["next_date"] >= day.isoformat() for order in orders)

    def solution(call: Caller) -> None:
        rows, into = fullest_first(call)
        chosen = next(row for row in rows if has_nothing_due(call, row))
        call.together(transfer(chosen["id"], into, cents, reference))

    def tempting(call: Caller) -> None:
        rows, into = fullest_first(call)
        call.together(transfer(rows[0]["id"], into, cents, reference))

    before = set(ledger.transactions)
    yield Ask(
        f"Top up {account_name(target)} with {money(cents)} from whichever current account has the "
        "most euros, but don't use an account that has a standing order due before "
        f"{day}. {exact_text(reference, 'this reference')}",
        solution=solution,
        tempting=tempting,
        paraphrase=f"Of the current accounts that have no standing order due before {day}, take "
        f"the one with the highest euro balance and transfer {money(cents)} from it to "
        f"{account_name(target)}. The reference must be exactly:\n{reference}",
    )

    assert booked_since(ledger, before) == sorted(
        transferred(currents[busy], target, cents, reference)
    )


def _spread_due_days(ledger: Ledger, rng: Random, accounts: list[Account], busy: int) -> None:
    """Let the first accounts have a payment due within nine days, the others none within 16."""
    for place, account in enumerate(accounts):
        orders = orders_of(ledger, account)
        for order in orders:
            later = ledger.today + dt.timedelta(days=rng.randrange(17, 29))
            order.next_date, order.frequency = next_weekday(later), "monthly"
        if place < busy:
            soon = ledger.today + dt.timedelta(days=rng.randrange(4, 8))
            rng.choice(orders).next_date = next_weekday(soon)
