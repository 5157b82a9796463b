"""Copies that travel between branches, and back."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task
from toolbench_ood.types.value import Json

from .records import LOAN_DAYS, Hold, Patron, Work
from .situations import (
    borrow,
    borrowers,
    branches,
    only_new,
    quiet_works,
    stock,
)
from .steps import find_both, find_work, on_shelf
from .world import Library


@task(kind="constraint")
def sends_a_copy_that_can_be_spared(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Only one branch keeps a copy on its shelf; of two others, one has its second on loan."""
    work = quiet_works(world, rng)[0]
    rich, poor, other, target, _ = branches(world, rng)
    spare, _, single, lent, _ = stock(
        world,
        work,
        (rich, "lending"),
        (rich, "in_house"),
        (poor, "lending"),
        (other, "lending"),
        (other, "lending"),
    )
    borrow(world, lent, borrowers(world, rng)[0], world.today + dt.timedelta(days=7))

    def find_copies(call: Caller) -> Json:
        return call("consult_work", work_id=find_work(call, work))

    def solution(call: Caller) -> None:
        view = find_copies(call)
        standing = [one for one in view["copies"] if one["whereabouts"] == "on_shelf"]
        places = [one["branch"] for one in standing]
        chosen = next(
            one for one in standing if one["use"] == "lending" and places.count(one["branch"]) > 1
        )
        call("forward_copy", copy_id=chosen["copy_id"], receiving_branch=target)

    def first_idea(call: Caller) -> None:
        view = find_copies(call)
        call("forward_copy", copy_id=on_shelf(view, poor)[0], receiving_branch=target)

    assert single.branch == poor
    yield Ask(
        f"{target} needs a copy of “{work.title}”. Send one there from another branch, but from "
        "one that still has a copy of it on its own shelf afterwards, even if that is only for use "
        "in the house.",
        solution=solution,
        tempting=first_idea,
        paraphrase=f"Please have a copy of “{work.title}” sent to {target}. No branch may give its "
        "last one away: whoever sends it must keep at least one copy of the same work on the "
        "shelf, and one that is not for lending will do for that.",
    )
    assert (spare.branch, spare.whereabouts) == (target, "in_transit")


@task(kind="undo")
def calls_a_copy_back(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Send a copy and queue for it; then leave the queue and put the copy back where it stood."""
    work, patron = quiet_works(world, rng)[0], borrowers(world, rng)[0]
    home, target, other = branches(world, rng)[:3]
    copy, _ = stock(world, work, (home, "lending"), (other, "lending"))
    copy.wear = rng.choice(("good", "worn"))
    wear, known = copy.wear, set(world.holds)
    queued = max(hold.queued for hold in world.holds.values())
    done: dict[str, Json] = {}

    def send(call: Caller) -> None:
        done.update(_send_and_queue(call, (work, patron), home, target))

    def take_back(call: Caller) -> None:
        call.together(
            ("unhold_work", {"hold_id": done["hold"]}),
            ("reshelve_copy", {"copy_id": done["copy"], "shelving_branch": home}),
        )

    yield Ask(
        f"Send the copy of “{work.title}” that is at {home} to {target}, and put {patron.name} "
        f"into the queue for it, to be collected at {target}, without a last day.",
        solution=send,
        paraphrase=f"{patron.name} wants to collect “{work.title}” at {target}, with no day by "
        f"which. Enter {patron.name} in the queue, and let {home} send its copy over there.",
    )
    assert (copy.branch, copy.whereabouts, copy.wear) == (target, "in_transit", wear)
    hold = only_new(world.holds, known)
    assert hold == Hold(hold.id, work.id, patron.id, target, None, queued + 1)

    yield Ask(
        f"{patron.name} has had second thoughts. Undo both: nobody waits for “{work.title}” any "
        f"longer, and the copy, which has not left {home} yet, goes back on the shelf there in the "
        "condition in which it was.",
        solution=take_back,
        paraphrase="Please reverse what you have just done, as the book is not wanted after all. "
        f"The queue for “{work.title}” loses {patron.name}, and the copy stands at {home} again, "
        "on the shelf, otherwise unchanged.",
    )
    assert world.holds.keys() == known
    assert (copy.branch, copy.whereabouts, copy.wear) == (home, "on_shelf", wear)


def _send_and_queue(
    call: Caller, wanted: tuple[Work, Patron], home: str, target: str
) -> dict[str, Json]:
    """Send the copy at one branch to another and queue for it there; return copy and hold."""
    work_id, patron_id = find_both(call, *wanted)
    copy_id = on_shelf(call("consult_work", work_id=work_id), home)[0]
    there = {"collect_at": target}
    _, made = call.together(
        ("forward_copy", {"copy_id": copy_id, "receiving_branch": target}),
        ("hold_work", {"work_id": work_id, "patron_id": patron_id, "collection": there}),
    )
    return {"copy": copy_id, "hold": made["hold_id"]}


@task(kind="parallel")
def does_three_errands(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent calls: a return with its wear, a copy to be sent, and a renewal."""
    returned, sent, kept = (world.copies_of(work.id)[0] for work in quiet_works(world, rng)[:3])
    reader, keeper = borrowers(world, rng)[:2]
    back = borrow(world, returned, reader, world.today + dt.timedelta(days=rng.randint(0, 9)))
    due = world.today + dt.timedelta(days=rng.randint(1, 9))
    loan, days = borrow(world, kept, keeper, due), rng.randint(3, LOAN_DAYS[keeper.patron_class])
    shelf, wear = rng.choice(world.branches), rng.choice(("worn", "damaged"))
    target = branches(world, rng, without=[sent.branch])[0]

    def solution(call: Caller) -> None:
        call.together(
            (
                "reshelve_copy",
                {"copy_id": returned.id, "shelving_branch": shelf, "copy_wear": wear},
            ),
            ("forward_copy", {"copy_id": sent.id, "receiving_branch": target}),
            ("renew_loan", {"loan_id": loan.id, "renew_days": days}),
        )

    yield Ask(
        f"Three small things: copy {returned.id} has come back and is now {wear}; put it on the "
        f"shelf at {shelf}. Copy {sent.id} has to be sent to {target}. And please renew "
        f"loan {loan.id} by {days} days.",
        solution=solution,
        paraphrase=f"Please renew {loan.id} ({days} more days), have copy {sent.id} travel to "
        f"{target}, and take {returned.id} back from its reader: it is {wear} and belongs on the "
        f"{shelf} shelf from now on.",
    )
    assert back.id not in world.loans
    assert (returned.branch, returned.whereabouts, returned.wear) == (shelf, "on_shelf", wear)
    assert (sent.branch, sent.whereabouts) == (target, "in_transit")
    assert (loan.due_on, loan.renewals) == (due + dt.timedelta(days=days), 1)
