"""Tasks about standing payments."""

import re
from collections.abc import Generator
from datetime import date, timedelta
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Rhythm
from .situations import accounts_of, draw_cents, lone_payees, spell_account, standings_of
from .steps import see_account, trace_all
from .wording import TEXTS, euros
from .world import Bank, next_weekday

_IDLE = (
    (
        "Before we start: give me a limerick about a penguin who opens a bakery.",
        "First, something silly: I'd like five funny lines on a penguin with a bakery.",
    ),
    (
        "Quick one first: which do you find prettier as a word, “dusk” or “dawn”, and why?",
        "Tell me, as a matter of taste: does “dawn” or “dusk” sound nicer to you, and why?",
    ),
    (
        "Say, how would you explain a rainbow to a five-year-old, in two sentences?",
        "In two sentences a child of five would follow: what is a rainbow?",
    ),
)


@task(kind="irrelevant")
def chats_then_revokes_the_dearest(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Words alone at first; then compare an account's standing payments and end the dearest."""
    account = rng.choice(accounts_of(world, "current"))
    idle, idle_again = rng.choice(_IDLE)
    dearest = max(standings_of(world, account), key=lambda each: each.amount_cents)
    dearest.amount_cents += 100

    def solution(call: Caller) -> None:
        row = see_account(call, account)
        traced = trace_all(call, row["standing_payment_ids"])
        most = max(traced, key=lambda each: int(each["amount_cents"]))
        call("revoke_standing_payment", standing_payment_id=most["standing_payment_id"])

    reply = yield Ask(
        idle,
        solution=lambda _: "With pleasure: here is what comes to my mind about it.",
        paraphrase=idle_again,
    )
    assert reply.text
    assert not reply.calls

    yield Ask(
        f"Nice. Now to business: of the standing payments on {spell_account(account)}, revoke the "
        "one that takes the most each time.",
        solution=solution,
        paraphrase=f"Thanks. And now: {spell_account(account)} has several standing payments; end "
        "the one with the highest amount per payment.",
    )
    assert dearest.revoked


@task(kind="recovery")
def schedules_on_the_next_possible_day(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """The first day is refused, as a weekend or past the cut-off; its message names another."""
    account = rng.choice(accounts_of(world, "current"))
    payee, cents = rng.choice(lone_payees(world)), draw_cents(rng, 15, 300)
    text, rhythm = rng.choice(TEXTS), rng.choice(get_args(Rhythm))
    asked, possible = _draw_days(world, rng)
    last = possible + timedelta(days=rng.randrange(200, 700))

    def solution(call: Caller) -> None:
        accounts, payees = call.together(
            ("show_accounts", {"account_kind": "current", "account_holder": account.holder}),
            ("show_payees", {"payee_name_part": payee.name}),
        )
        line = {
            "payee_id": payees[0]["payee_id"],
            "payment_cents": cents,
            "payment_text": text,
        }
        given = {
            "paying_account_id": accounts["accounts"][0]["bank_account_id"],
            "repeated_payment": line,
        }
        rule = {"first_due_on": asked, "due_rhythm": rhythm, "last_due_on": last}
        words = call.failing("schedule_payment", **given, due_rule=rule)
        day = re.findall(r"\d{4}-\d\d-\d\d", words)[-1]
        call("schedule_payment", **given, due_rule={**rule, "first_due_on": day})

    before = set(world.standings)
    yield Ask(
        f"Set up a {rhythm} payment of {euros(cents)} from {spell_account(account)} to "
        f"{payee.name}, first on {asked} and last on {last}. If it can't begin that day, let it "
        f"begin on the next day on which it can. The text, letter by letter:\n{text}",
        solution=solution,
        paraphrase=f"{payee.name} should receive {euros(cents)} from {spell_account(account)} on "
        f"a {rhythm} basis, until {last}, beginning {asked} or, should that day not work, on the "
        f"first later day that does. Text, word for word:\n{text}",
    )

    (made,) = (each for each in world.standings.values() if each.id not in before)
    assert (made.account_id, made.payee_id) == (account.id, payee.id)
    assert (made.amount_cents, made.text, made.rhythm) == (cents, text, rhythm)
    assert (made.next_due_on, made.last_due_on, made.revoked) == (possible, last, False)


def _draw_days(world: Bank, rng: Random) -> tuple[date, date]:
    """Draw a day on which no payment can begin, and the first one after it on which one can."""
    if rng.random() < 0.4:
        return world.today + timedelta(days=1), next_weekday(world.today + timedelta(days=3))
    saturday = world.today + timedelta(days=20 - world.today.isoweekday() + rng.choice((0, 7, 14)))
    asked = saturday + timedelta(days=rng.choice((0, 1)))
    return asked, next_weekday(asked)
