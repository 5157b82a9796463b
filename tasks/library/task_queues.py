"""The queues for works."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task
from toolbench_ood.types.value import Json

from .records import LOAN_DAYS, Hold, Loan, Patron, Work
from .situations import (
    borrowers,
    branches,
    only_new,
    owe,
    quiet_works,
    stock,
    volumes,
    wait,
)
from .steps import find_both, find_work, on_shelf
from .world import Library


@task(kind="chain")
def serves_the_first_who_may(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Take the blocked off the head of a queue, then lend the copy to the first who may have it."""
    work, branch = quiet_works(world, rng)[0], rng.choice(world.branches)
    (copy,) = stock(world, work, (branch, "lending"))
    served, rest = _draw_queue(world, rng, work, branch)
    known = set(world.loans)

    def solution(call: Caller) -> None:
        view = call("consult_work", work_id=find_work(call, work))
        accounts = call.together(
            *(("consult_account", {"patron_id": one["patron_id"]}) for one in view["queue"])
        )
        able = [_is_able(one, world.today) for one in accounts]
        nth = able.index(True)
        call.together(
            *(("unhold_work", {"hold_id": one["hold_id"]}) for one in view["queue"][:nth])
        )
        call(
            "lend_copy",
            copy_id=on_shelf(view, branch)[0],
            patron_id=view["queue"][nth]["patron_id"],
        )

    yield Ask(
        f"A copy of “{work.title}” is back on the shelf at {branch}, and people wait for it. Today "
        f"is {world.today}. Lend it, for the full time, to the first in the queue who is not "
        "blocked by fines or by a card that has run out; take those who are blocked and stand "
        "ahead of that patron out of the queue, and nobody else.",
        solution=solution,
        paraphrase=f"Please serve the queue for “{work.title}”, of which {branch} has a copy on "
        f"the shelf. Go through it from the front: whoever has an expired card (today: "
        f"{world.today}) or owes so much as to be blocked loses the place; the first who is in "
        "order gets the copy for as long as allowed, and all after that keep waiting.",
    )

    loan = only_new(world.loans, known)
    due = world.today + dt.timedelta(days=LOAN_DAYS[served.patron_class])
    assert loan == Loan(loan.id, copy.id, served.id, due)
    assert copy.whereabouts == "on_loan"
    assert [hold.patron_id for hold in world.queue_of(work.id)] == [one.id for one in rest]


def _is_able(account: Json, today: dt.date) -> bool:
    owed = sum(fine["open_cents"] for fine in account["unpaid_fines"])
    valid = account["card"]["valid_until"] >= str(today)
    return bool(valid and owed < account["limits"]["blocked_from_cents"])


def _draw_queue(
    world: Library, rng: Random, work: Work, branch: str
) -> tuple[Patron, list[Patron]]:
    """Let patrons wait for a work: some who are blocked, then one who is not, then some more.

    Return the one who is not, and those after.
    """
    people = borrowers(world, rng)
    blocked, served, rest = people[: rng.randint(1, 3)], people[4], people[5 : rng.randint(6, 7)]
    for patron in blocked:
        if rng.random() < 0.5:
            patron.card_until = world.today - dt.timedelta(days=rng.randint(1, 90))
        else:
            owe(world, patron, rng.randrange(560, 900, 20), "damaged", rng.randint(30, 90))
            owe(world, patron, rng.randrange(440, 800, 20), "late", rng.randint(5, 29))
    for patron in rest[1:]:
        owe(world, patron, rng.randrange(1000, 1600, 20), "lost", rng.randint(5, 90))
    for patron in (*blocked, served, *rest):
        wait(world, work, patron, branch)
    return served, rest


@task(kind="aggregate")
def adds_up_a_series(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Walk a series volume by volume, add up the pages, and queue for the longest volume."""
    listed = volumes(world)[rng.randint(0, 2) :]
    longest, total = max(listed, key=lambda work: work.pages), sum(one.pages for one in listed)
    patron = next(one for one in borrowers(world, rng) if not _is_concerned(world, one, longest))
    there = {copy.branch for copy in world.copies_of(longest.id)}
    branch = branches(world, rng, without=there)[0]
    until = world.today + dt.timedelta(days=rng.randint(30, 90))
    known, queued = set(world.holds), max(hold.queued for hold in world.holds.values())

    def solution(call: Caller) -> str:
        work_id, patron_id = find_both(call, listed[0], patron)
        views = [call("consult_work", work_id=work_id)]
        while views[-1]["next_in_series_work_id"]:
            views.append(call("consult_work", work_id=views[-1]["next_in_series_work_id"]))
        most = max(views, key=lambda view: int(view["edition"]["pages"]))
        call(
            "hold_work",
            work_id=most["work_id"],
            patron_id=patron_id,
            collection={"collect_at": branch, "collect_until": str(until)},
        )
        return str(sum(view["edition"]["pages"] for view in views))

    reply = yield Ask(
        f"{patron.name} wants to read on in a series, from “{listed[0].title}” to the last volume. "
        "How many pages is that in all, that first one included? Put "
        f"{patron.name} into the queue for the longest of these volumes, to be collected at "
        f"{branch} until {until}, and answer me with the number of pages alone.",
        solution=solution,
        paraphrase=f"Take “{listed[0].title}” and every volume that follows it in its series. "
        f"{patron.name} should be in the queue for the one with most pages (collection at "
        f"{branch}, {until} at the latest). As your answer I want only one number: the pages of "
        "all those volumes together.",
    )
    assert reply.number() == total
    hold = only_new(world.holds, known)
    assert hold == Hold(hold.id, longest.id, patron.id, branch, until, queued + 1)


def _is_concerned(world: Library, patron: Patron, work: Work) -> bool:
    """Whether a patron has a work on loan or waits for it."""
    lent = {world.copies[loan.copy_id].work_id for loan in world.loans_of(patron.id)}
    return work.id in lent or any(one.patron_id == patron.id for one in world.queue_of(work.id))
