"""Tasks that pay payees."""

import re
from collections.abc import Generator
from datetime import timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Account, Payee
from .situations import (
    accounts_of,
    booked_since,
    draw_cents,
    draw_twins,
    joint_account,
    lone_payees,
    payment_row,
    plant,
    spell_account,
)
from .steps import first_entries, pay, see_account
from .wording import TEXTS, euros
from .world import Bank


@task(kind="chain")
def pays_the_same_again(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Eight or more steps: page back to the last payment to a name, trace it, and raise it."""
    account = joint_account(world)
    payee, twin = draw_twins(world, rng)
    cents, text = draw_cents(rng, 80, 400), rng.choice(TEXTS)
    more = draw_cents(rng, 3, 40)
    _bury_the_last_payment(world, rng, account, (payee, twin), (cents, text))

    def solution(call: Caller) -> None:
        row = see_account(call, account)
        (last,) = first_entries(
            call,
            row["bank_account_id"],
            1,
            lambda entry: (entry["entry_kind"], entry["counterparty"]) == ("payment", payee.name),
        )
        entry = call("trace_reference", bank_reference=last["entry_id"])
        tool, given = pay(row, entry["payee_id"], more - entry["amount_cents"], entry["text"])
        call(tool, **given)

    before = set(world.entries)
    yield Ask(
        f"Pay {payee.name} from the joint account again, as the last time: the same recipient and "
        f"the same text to the letter. Only the amount is {euros(more)} more than it was then.",
        solution=solution,
        paraphrase=f"Whatever the joint account last paid to {payee.name}, please repeat that "
        f"payment once with {euros(more)} on top, and leave text and recipient just as they were.",
    )

    assert booked_since(world, before) == [payment_row(account, payee, cents + more, text)]


def _bury_the_last_payment(
    world: Bank, rng: Random, account: Account, payees: tuple[Payee, Payee], what: tuple[int, str]
) -> None:
    """Book a payment that is the last to its payee's name, with 26 or more newer entries."""
    payee, twin = payees
    history = [e for e in world.history(account) if e.counterparty != payee.name]
    day = history[rng.randrange(26, 29)].booked_on - timedelta(days=1)
    for entry in world.history(account):
        if entry.counterparty == payee.name:
            entry.booked_on = min(entry.booked_on, day - timedelta(days=2))
    for ago, whom, cents, text in (
        (0, payee, *what),
        (1, twin, draw_cents(rng, 80, 400), rng.choice(TEXTS)),
        (1, payee, draw_cents(rng, 80, 400), rng.choice(TEXTS)),
    ):
        plant(
            world,
            account,
            -cents,
            day - timedelta(days=ago),
            kind="payment",
            counterparty=whom.name,
            text=text,
            payee_id=whom.id,
        )


@task(kind="recovery")
def pays_what_the_limit_leaves(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """The daily limit refuses the amount; the ask says to pay then what the limit leaves."""
    account = rng.choice(accounts_of(world, "current"))
    payee, earlier = rng.sample(lone_payees(world), 2)
    account.daily_limit_cents = rng.randrange(700, 1300, 50) * 100
    paid, text = draw_cents(rng, 100, 400), rng.choice(TEXTS)
    plant(
        world,
        account,
        -paid,
        world.today,
        kind="payment",
        counterparty=earlier.name,
        payee_id=earlier.id,
    )
    left = account.daily_limit_cents - paid
    asked = left + draw_cents(rng, 10, 300)

    def solution(call: Caller) -> None:
        accounts, payees = call.together(
            ("show_accounts", {"account_kind": "current", "account_holder": account.holder}),
            ("show_payees", {"payee_name_part": payee.name}),
        )
        row, payee_id = accounts["accounts"][0], payees[0]["payee_id"]
        tool, given = pay(row, payee_id, asked, text)
        found = re.search(r"may pay (\d+) cents", call.failing(tool, **given))
        tool, given = pay(row, payee_id, int(found[1]) if found else 0, text)
        call(tool, **given)

    before = set(world.entries)
    yield Ask(
        f"Pay {payee.name} {euros(asked)} from {spell_account(account)}. Should today's limit not "
        "allow that much, pay as much as it still allows today. The text, letter by letter:\n"
        f"{text}",
        solution=solution,
        paraphrase=f"{payee.name} is to get {euros(asked)} out of {spell_account(account)}, or, if "
        "the daily limit stands in the way, all that the limit has left for today. Text for the "
        f"payee, word for word:\n{text}",
    )

    assert booked_since(world, before) == [payment_row(account, payee, left, text)]
