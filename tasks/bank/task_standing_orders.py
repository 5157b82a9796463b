"""Tasks about standing orders."""

import datetime as dt
import re
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, money, new_row, without_id

from .records import Frequency, StandingOrder
from .rules import Ledger, next_weekday
from .situations import accounts_of, draw_cents, lone_payees, orders_of
from .solutions import accounts_like, get_account, get_records
from .wording import QUESTIONS, REFERENCES, account_name
from .world import Bank


@task(kind="irrelevant")
def answers_a_question_then_cancels_an_order(world: Bank, rng: Random) -> Turns:
    """Words alone at first; then compare an account's standing orders and cancel the largest."""
    ledger = world.ledger
    account = rng.choice(accounts_of(ledger, "current"))
    question, words, answer = rng.choice(QUESTIONS)
    largest = max(orders_of(ledger, account), key=lambda each: each.amount_cents)
    largest.amount_cents += 100

    def solution(call: Caller) -> None:
        row = get_account(call, account)
        shown = get_records(call, row["standing_order_ids"])
        most = max(shown, key=lambda each: int(each["amount_cents"]))
        call("cancel_standing_order", standing_order_id=most["id"])

    reply = yield Ask(
        f"Quick question first: which of “{words}” {question}? Reply with just that word.",
        solution=lambda _: answer.capitalize(),
        paraphrase=f"Before we start, settle this for me: of “{words}”, which {question}? Answer "
        "with one word only.",
    )
    assert reply.named(words.split(", ")) == {answer}

    yield Ask(
        f"Thanks. Now to business: cancel the standing order on {account_name(account)} that pays "
        "the most each time.",
        solution=solution,
        paraphrase=f"Great. {account_name(account)} has several standing orders. Please cancel the "
        "one with the highest amount per payment.",
    )
    assert largest.status == "cancelled"


@task(kind="recovery")
def starts_a_standing_order_on_the_next_possible_day(world: Bank, rng: Random) -> Turns:
    """The start is refused, as too soon or a weekend; the refusal names the next possible day."""
    ledger = world.ledger
    account, payee = rng.choice(accounts_of(ledger, "current")), rng.choice(lone_payees(ledger))
    cents, reference = draw_cents(rng, 15, 300), rng.choice(REFERENCES)
    frequency = rng.choice(get_args(Frequency))
    asked, possible = _draw_days(ledger, rng)
    end = possible + dt.timedelta(days=rng.randrange(200, 700))

    def solution(call: Caller) -> None:
        accounts, payees = call.together(
            accounts_like(account), ("list_payees", {"name": payee.name})
        )
        payment = {"payee_id": payees[0]["id"], "amount_cents": cents, "reference": reference}
        given = {"account_id": accounts["accounts"][0]["id"], "payment": payment}
        schedule = {"start_date": asked, "frequency": frequency, "end_date": end}
        refusal = call.failing("create_standing_order", **given, schedule=schedule)
        day = re.findall(r"\d{4}-\d\d-\d\d", refusal)[-1]
        call("create_standing_order", **given, schedule={**schedule, "start_date": day})

    before = set(ledger.standing_orders)
    yield Ask(
        f"Set up a {frequency} standing order of {money(cents)} from {account_name(account)} to "
        f"{payee.name}, from {asked} until {end}. If it can't start on that day, let it start on "
        f"the next day that is possible. {exact_text(reference, 'this reference')}",
        solution=solution,
        paraphrase=f"{payee.name} should get a {frequency} standing order of {money(cents)} from "
        f"{account_name(account)}. It ends on {end} and starts on {asked} or, if that isn't "
        f"possible, on the first day after it that is. The reference must be exactly:\n{reference}",
    )

    made = without_id(new_row(ledger.standing_orders, before))
    assert made == StandingOrder(
        "", account.id, payee.id, payee.name, cents, reference, possible, frequency, end
    )


def _draw_days(ledger: Ledger, rng: Random) -> tuple[dt.date, dt.date]:
    """Draw a day on which no standing order can start, and the next one on which it can."""
    today = ledger.today
    if rng.random() < 0.4:
        return today + dt.timedelta(days=1), next_weekday(today + dt.timedelta(days=3))
    saturday = today + dt.timedelta(days=20 - today.isoweekday() + rng.choice((0, 7, 14)))
    asked = saturday + dt.timedelta(days=rng.choice((0, 1)))
    return asked, next_weekday(asked)
