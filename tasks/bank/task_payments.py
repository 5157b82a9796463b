"""Tasks that pay payees."""

import datetime as dt
import re
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, money

from .records import Account, Payee
from .situations import (
    accounts_of,
    booked_since,
    draw_cents,
    draw_twins,
    joint_account,
    lone_payees,
    paid,
    pay,
)
from .solutions import accounts_like, get_account, newest, payment
from .wording import REFERENCES, account_name
from .world import Bank


@task(kind="chain")
def repeats_the_last_payment_to_a_payee(world: Bank, rng: Random) -> Turns:
    """Eight or more steps: page back to the last payment to a name, look it up, and raise it."""
    ledger, account = world.ledger, joint_account(world.ledger)
    payee, twin = draw_twins(ledger, rng)
    cents, reference = draw_cents(rng, 80, 400), rng.choice(REFERENCES)
    more = draw_cents(rng, 3, 40)
    _bury_the_last_payment(world, rng, (payee, twin), cents, reference)

    def solution(call: Caller) -> None:
        row = get_account(call, account)
        wanted = ("payment", payee.name)
        (last,) = newest(
            call, row["id"], 1, lambda entry: (entry["type"], entry["counterparty"]) == wanted
        )
        old = call("get_bank_record", id=last["id"])
        again = payment(row["id"], old["payee_id"], more - old["amount_cents"], old["reference"])
        call("pay_payees", **again)

    before = set(ledger.transactions)
    yield Ask(
        f"Repeat the most recent payment from the joint account to {payee.name}: the same payee "
        f"and exactly the same reference. Only make it {money(more)} more than last time.",
        solution=solution,
        paraphrase=f"Whatever the joint account last paid to {payee.name}, please pay that again "
        f"with {money(more)} on top. Keep the payee and the reference exactly as they were.",
    )

    assert booked_since(ledger, before) == [paid(account, payee, cents + more, reference)]


def _bury_the_last_payment(
    world: Bank, rng: Random, payees: tuple[Payee, Payee], cents: int, reference: str
) -> None:
    """Book a payment that is the last to its payee's name, with 26 or more newer transactions."""
    (payee, twin), ledger = payees, world.ledger
    account = joint_account(ledger)
    history = [each for each in ledger.history(account) if each.counterparty != payee.name]
    ago = (ledger.today - history[rng.randrange(26, 29)].date).days + 1
    for entry in ledger.history(account):
        if entry.counterparty == payee.name:
            entry.date = min(entry.date, ledger.today - dt.timedelta(days=ago + 2))
    pay(world, account, payee, cents, ago).reference = reference
    for other in (twin, payee):
        old = pay(world, account, other, draw_cents(rng, 80, 400), ago + 1)
        old.reference = rng.choice(REFERENCES)


@task(kind="recovery")
def pays_what_the_daily_limit_allows(world: Bank, rng: Random) -> Turns:
    """The daily limit refuses the amount; the ask says to pay what the limit leaves instead."""
    ledger = world.ledger
    account: Account = rng.choice(accounts_of(ledger, "current"))
    payee, earlier = rng.sample(lone_payees(ledger), 2)
    account.daily_limit_cents = rng.randrange(700, 1300, 50) * 100
    gone, reference = draw_cents(rng, 100, 400), rng.choice(REFERENCES)
    pay(world, account, earlier, gone, ago=0)
    left = account.daily_limit_cents - gone
    asked = left + draw_cents(rng, 10, 300)

    def solution(call: Caller) -> None:
        accounts, payees = call.together(
            accounts_like(account), ("list_payees", {"name": payee.name})
        )
        ids = accounts["accounts"][0]["id"], payees[0]["id"]
        refusal = call.failing("pay_payees", **payment(*ids, asked, reference))
        possible = re.findall(r"can pay (\d+) more cents", refusal)
        call("pay_payees", **payment(*ids, int(possible[0]), reference))

    before = set(ledger.transactions)
    yield Ask(
        f"Pay {payee.name} {money(asked)} from {account_name(account)}. If today's limit doesn't "
        f"allow that, pay as much as it still allows. {exact_text(reference, 'this reference')}",
        solution=solution,
        paraphrase=f"Please send {money(asked)} from {account_name(account)} to {payee.name} or, "
        "if that's over the daily limit, everything that the limit still leaves for today. The "
        f"reference must be exactly:\n{reference}",
    )

    assert booked_since(ledger, before) == [paid(account, payee, left, reference)]
