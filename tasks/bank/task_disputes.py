"""Tasks that dispute card purchases."""

from collections.abc import Collection, Generator
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Entry, Ground
from .situations import buy, cards_of, days_ago, draw_cents, joint_account, plant
from .steps import first_entries, see_account, trace_all
from .wording import GROUND_WORDS, MERCHANTS, STORIES, euros
from .world import Bank


def _disputed(world: Bank, before: Collection[str] = ()) -> tuple[str, str, int, str]:
    """Return what the one new dispute says."""
    (dispute,) = (each for each in world.disputes.values() if each.id not in before)
    return dispute.entry_id, dispute.ground, dispute.amount_cents, dispute.account_of_events


@task(kind="single")
def disputes_a_part(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """One call: a part of a purchase is disputed, for a ground, with a story word for word."""
    card = rng.choice(list(world.cards.values()))
    cents = draw_cents(rng, 40, 120)
    entry = buy(world, card, rng.choice(MERCHANTS), cents, days_ago(world, rng.randrange(2, 50)))
    part, ground = draw_cents(rng, 5, 35), rng.choice(get_args(Ground))
    story = rng.choice(STORIES)

    def solution(call: Caller) -> None:
        call(
            "dispute_entry",
            disputed_entry_id=entry.id,
            dispute_ground=ground,
            account_of_events=story,
            disputed_cents=part,
        )

    yield Ask(
        f"Dispute {euros(part)} of the purchase {entry.id}, on the ground that "
        f"{GROUND_WORDS[ground]}. My account of events, letter by letter:\n{story}",
        solution=solution,
        paraphrase=f"I object to entry {entry.id}, though not to all of it: to {euros(part)}. The "
        f"ground: {GROUND_WORDS[ground]}. What happened, to be passed on word for word:\n{story}",
    )

    assert _disputed(world) == (entry.id, ground, part, story)


@task(kind="chain")
def disputes_where_it_all_began(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Eight or more steps: from the newest correction back, link by link, to the purchase."""
    merchant, story = rng.choice(MERCHANTS), rng.choice(STORIES)
    first, newest = _plant_corrections(world, rng, merchant, rng.randrange(4, 7))

    def solution(call: Caller) -> None:
        account = see_account(call, joint_account(world))
        (row,) = first_entries(
            call,
            account["bank_account_id"],
            1,
            lambda row: (row["entry_kind"], row["counterparty"]) == ("correction", merchant),
        )
        entry = call("trace_reference", bank_reference=row["entry_id"])
        while entry["entry_kind"] == "correction":
            entry = call("trace_reference", bank_reference=entry["linked_entry_id"])
        call(
            "dispute_entry",
            disputed_entry_id=entry["entry_id"],
            dispute_ground="wrong_amount",
            account_of_events=story,
        )

    before = set(world.disputes)
    yield Ask(
        f"The newest correction from {merchant} on the joint account, {euros(newest.amount_cents)},"
        " corrects an earlier correction, that one an earlier one still, and so on back to a card "
        "purchase. Dispute that very purchase, the whole of it, because it has the wrong amount. "
        f"My account of events, letter by letter:\n{story}",
        solution=solution,
        paraphrase=f"{merchant} keeps correcting corrections on the joint account; the latest one "
        f"is of {euros(newest.amount_cents)}. Follow them to the card purchase that started it and "
        f"object to its full amount: it has the wrong amount. Say word for word:\n{story}",
    )

    assert _disputed(world, before) == (first.id, "wrong_amount", -first.amount_cents, story)


def _plant_corrections(world: Bank, rng: Random, merchant: str, count: int) -> tuple[Entry, Entry]:
    """Book a purchase, as many corrections of one another, and purchases that look like it."""
    account = joint_account(world)
    cards = cards_of(world, account)
    for _ in range(3):
        day = days_ago(world, rng.randrange(2, 55))
        buy(world, rng.choice(cards), merchant, draw_cents(rng, 20, 150), day)
    first = buy(world, rng.choice(cards), merchant, draw_cents(rng, 60, 150), days_ago(world, 45))
    last = first
    for step in range(count):
        # The newest is of today, when nothing else is booked, and so on the first page.
        day = days_ago(world, 5 * (count - 1 - step))
        cents = draw_cents(rng, 1, 9)
        last = plant(
            world,
            account,
            cents,
            day,
            kind="correction",
            counterparty=merchant,
            linked_id=last.id,
        )
    return first, last


@task(kind="look_alike")
def disputes_the_other_bearers_purchase(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Same shop, same amount: only a trace tells which of the two purchases was whose card's."""
    account = joint_account(world)
    merchant, story = rng.choice(MERCHANTS), rng.choice(STORIES)
    cents, ground = draw_cents(rng, 165, 240), rng.choice(("not_mine", "not_received"))
    wanted, other = rng.sample(cards_of(world, account), 2)
    days = rng.sample(range(1, 12), 2)
    entry, twin = (
        buy(world, card, merchant, cents, days_ago(world, ago))
        for card, ago in zip((wanted, other), days, strict=True)
    )

    def look(call: Caller) -> list[str]:
        row = see_account(call, account)
        found = first_entries(
            call,
            row["bank_account_id"],
            2,
            lambda row: (row["counterparty"], row["amount_cents"]) == (merchant, -cents),
        )
        return [row["entry_id"] for row in found]

    def dispute(call: Caller, entry_id: str) -> None:
        call(
            "dispute_entry",
            disputed_entry_id=entry_id,
            dispute_ground=ground,
            account_of_events=story,
        )

    def solution(call: Caller) -> None:
        traced = trace_all(call, look(call))
        dispute(call, next(r["entry_id"] for r in traced if r["card"]["bearer"] == wanted.bearer))

    def tempting(call: Caller) -> None:
        dispute(call, next(entry_id for entry_id in look(call) if entry_id == twin.id))

    yield Ask(
        f"From the joint account, {merchant} has taken {euros(cents)} twice this month, once from "
        f"each card. Dispute the whole of the one that went over {wanted.bearer}'s card: "
        f"{GROUND_WORDS[ground]}. My account of events, letter by letter:\n{story}",
        solution=solution,
        tempting=tempting,
        paraphrase=f"Two purchases of {euros(cents)} each at {merchant} stand on the joint "
        f"account. One was made with the card that {wanted.bearer} bears; object to that one, in "
        f"full. The ground: {GROUND_WORDS[ground]}. Say this, word for word:\n{story}",
    )

    assert _disputed(world) == (entry.id, ground, cents, story)
