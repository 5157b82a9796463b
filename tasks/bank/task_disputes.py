"""Tasks that dispute card purchases."""

from collections.abc import Container
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, money, new_row, without_id

from .records import Dispute, DisputeReason, Transaction
from .rules import Ledger
from .situations import buy, cards_of, draw_cents, joint_account, plant
from .solutions import get_account, get_records, newest
from .wording import DISPUTE_REASONS, MERCHANTS, STORIES
from .world import Bank


def _new_dispute(ledger: Ledger, before: Container[str] = ()) -> Dispute:
    made: Dispute = without_id(new_row(ledger.disputes, before))
    return made


@task(kind="single")
def disputes_part_of_a_purchase(world: Bank, rng: Random) -> Turns:
    """One call: a part of a purchase is disputed, for a reason, described word for word."""
    ledger = world.ledger
    card, cents = rng.choice(list(ledger.cards.values())), draw_cents(rng, 40, 120)
    entry = buy(world, card, rng.choice(MERCHANTS), cents, rng.randrange(2, 50))
    part, reason = draw_cents(rng, 5, 35), rng.choice(get_args(DisputeReason))
    story = rng.choice(STORIES[reason])

    def solution(call: Caller) -> None:
        call("dispute_transaction", transaction_id=entry.id, reason=reason, description=story,
             amount_cents=part)  # fmt: skip

    yield Ask(
        f"Please dispute {money(part)} of transaction {entry.id}, because "
        f"{DISPUTE_REASONS[reason]}. {exact_text(story, 'this description')}",
        solution=solution,
        paraphrase=f"I want to contest transaction {entry.id}, not all of it but {money(part)}. My "
        f"reason: {DISPUTE_REASONS[reason]}. Pass on this description word for word:\n{story}",
    )

    assert _new_dispute(ledger) == Dispute("", entry.id, reason, part, story)


@task(kind="chain")
def disputes_the_purchase_behind_corrections(world: Bank, rng: Random) -> Turns:
    """Eight or more steps: from the newest correction back, link by link, to the purchase."""
    ledger = world.ledger
    merchant, story = rng.choice(MERCHANTS), rng.choice(STORIES["wrong_amount"])
    first, last = _plant_corrections(world, rng, merchant, rng.randrange(4, 7))

    def solution(call: Caller) -> None:
        account = get_account(call, joint_account(ledger))
        (entry,) = newest(
            call,
            account["id"],
            1,
            lambda row: (row["type"], row["counterparty"]) == ("correction", merchant),
        )
        entry = call("get_bank_record", id=entry["id"])
        while entry["type"] == "correction":
            entry = call("get_bank_record", id=entry["linked_id"])
        call("dispute_transaction", transaction_id=entry["id"], reason="wrong_amount",
             description=story)  # fmt: skip

    before = set(ledger.disputes)
    yield Ask(
        f"The most recent correction from {merchant} on the joint account is for "
        f"{money(last.amount_cents)}. It corrects an earlier correction, which corrects an even "
        "earlier one, and so on, back to a card purchase. Please dispute that purchase in full, "
        f"because the amount is wrong. {exact_text(story, 'this description')}",
        solution=solution,
        paraphrase=f"{merchant} keeps correcting corrections on the joint account; the latest is "
        f"for {money(last.amount_cents)}. Trace them back to the original card purchase and "
        f"dispute its full amount: the amount is wrong. Describe it word for word as:\n{story}",
    )

    wanted = Dispute("", first.id, "wrong_amount", -first.amount_cents, story)
    assert _new_dispute(ledger, before) == wanted


def _plant_corrections(
    world: Bank, rng: Random, merchant: str, count: int
) -> tuple[Transaction, Transaction]:
    """Book a purchase, as many corrections of one another, and purchases that look like it."""
    account = joint_account(world.ledger)
    cards = cards_of(world.ledger, account)
    for _ in range(3):
        cents, ago = draw_cents(rng, 20, 150), rng.randrange(2, 55)
        buy(world, rng.choice(cards), merchant, cents, ago)
    first = last = buy(world, rng.choice(cards), merchant, draw_cents(rng, 60, 150), 45)
    # The newest is of today, when nothing else is booked, and so on the first page.
    for ago in range(5 * (count - 1), -1, -5):
        cents = draw_cents(rng, 1, 9)
        last = plant(
            world, account, cents, ago, type="correction", counterparty=merchant, linked_id=last.id
        )
    return first, last


@task(kind="look_alike")
def disputes_one_of_two_equal_purchases(world: Bank, rng: Random) -> Turns:
    """Same shop, same amount: only the record of each purchase says whose card it was made with."""
    ledger = world.ledger
    account, merchant = joint_account(ledger), rng.choice(MERCHANTS)
    reason: DisputeReason = rng.choice(("not_mine", "not_received"))
    story = rng.choice(STORIES[reason])
    cents = draw_cents(rng, 165, 240)
    wanted, other = rng.sample(cards_of(ledger, account), 2)
    first, second = rng.sample(range(1, 12), 2)
    entry = buy(world, wanted, merchant, cents, first)
    twin = buy(world, other, merchant, cents, second)

    def look(call: Caller) -> list[str]:
        row = get_account(call, account)
        alike = (merchant, -cents)
        found = newest(
            call, row["id"], 2, lambda row: (row["counterparty"], row["amount_cents"]) == alike
        )
        return [row["id"] for row in found]

    def dispute(call: Caller, id_: str) -> None:
        call("dispute_transaction", transaction_id=id_, reason=reason, description=story)

    def solution(call: Caller) -> None:
        rows = get_records(call, look(call))
        dispute(call, next(row["id"] for row in rows if row["card"]["holder"] == wanted.holder))

    def tempting(call: Caller) -> None:
        dispute(call, next(id_ for id_ in look(call) if id_ == twin.id))

    yield Ask(
        f"{merchant} has charged the joint account {money(cents)} twice recently, once for each "
        f"card. Dispute the full amount of the charge to {wanted.holder}'s card: "
        f"{DISPUTE_REASONS[reason]}. {exact_text(story, 'this description')}",
        solution=solution,
        tempting=tempting,
        paraphrase=f"The joint account shows two purchases of {money(cents)} each at {merchant}. "
        f"One was made with the card held by {wanted.holder}; dispute that one in full. The "
        f"reason: {DISPUTE_REASONS[reason]}. Give this description word for word:\n{story}",
    )

    assert _new_dispute(ledger) == Dispute("", entry.id, reason, cents, story)
