"""Find and set up what a task is about: works, copies, patrons, and what they have or owe."""

import datetime as dt
from collections.abc import Collection as Group
from collections.abc import Iterable
from random import Random
from typing import TypeVar

from .records import (
    BLOCKED_FROM_CENTS,
    HOLD_LIMIT,
    LOAN_LIMIT,
    Copy,
    CopyUse,
    Fine,
    FineCause,
    Hold,
    Loan,
    Patron,
    Work,
)
from .world import Library

Item = TypeVar("Item")


def shuffled(rng: Random, items: Iterable[Item]) -> list[Item]:
    """Return the items in random order."""
    listed = list(items)
    return rng.sample(listed, len(listed))


def quiet_works(world: Library, rng: Random) -> list[Work]:
    """List the works of which no copy is on loan and for which nobody waits, in random order.

    There are at least six.
    """
    stirred = {world.copies[loan.copy_id].work_id for loan in world.loans.values()}
    stirred |= {hold.work_id for hold in world.holds.values()}
    return shuffled(rng, [work for work in world.works.values() if work.id not in stirred])


def stock(world: Library, work: Work, *placed: tuple[str, CopyUse]) -> list[Copy]:
    """Let a quiet work have these copies on shelves and no others."""
    for copy in world.copies_of(work.id):
        del world.copies[copy.id]
    return [add_copy(world, work, branch, use) for branch, use in placed]


def add_copy(world: Library, work: Work, branch: str, use: CopyUse = "lending") -> Copy:
    """Put one more copy of a work on a branch's shelf."""
    copy = Copy(world.fresh_id(world.copies, "C"), work.id, branch, use)
    world.copies[copy.id] = copy
    return copy


def borrowers(world: Library, rng: Random) -> list[Patron]:
    """List the patrons who may borrow and reserve, in random order; there are at least ten."""
    return shuffled(rng, [one for one in world.patrons.values() if _may_borrow(world, one)])


def _may_borrow(world: Library, patron: Patron) -> bool:
    holds = [hold for hold in world.holds.values() if hold.patron_id == patron.id]
    return (
        patron.card_until >= world.today
        and world.owed_cents(patron.id) < BLOCKED_FROM_CENTS
        and len(world.loans_of(patron.id)) < LOAN_LIMIT[patron.patron_class]
        and len(holds) < HOLD_LIMIT
    )


def borrow(world: Library, copy: Copy, patron: Patron, due_on: dt.date) -> Loan:
    """Let a patron have a copy on loan."""
    loan = Loan(world.fresh_id(world.loans, "L"), copy.id, patron.id, due_on)
    world.loans[loan.id] = loan
    copy.whereabouts = "on_loan"
    return loan


def wait(world: Library, work: Work, patron: Patron, branch: str) -> Hold:
    """Put a patron at the end of the queue for a work."""
    queued = 1 + max(hold.queued for hold in world.holds.values())
    hold = Hold(world.fresh_id(world.holds, "H"), work.id, patron.id, branch, None, queued)
    world.holds[hold.id] = hold
    return hold


def owe(world: Library, patron: Patron, cents: int, cause: FineCause, days_ago: int) -> Fine:
    """Let a patron owe a fine of some days ago."""
    date = world.today - dt.timedelta(days=days_ago)
    fine = Fine(world.fresh_id(world.fines, "F"), patron.id, cents, cause, date)
    world.fines[fine.id] = fine
    return fine


def branches(world: Library, rng: Random, without: Group[str] = ()) -> list[str]:
    """List the branches in random order, some left out."""
    return shuffled(rng, [one for one in world.branches if one not in without])


def volumes(world: Library) -> list[Work]:
    """List the volumes of the series in their order."""
    listed = [work for work in world.works.values() if work.series is not None]
    return sorted(listed, key=lambda work: work.year)


def only_new(rows: dict[str, Item], known: Group[str]) -> Item:
    """Return the one row that is not among the known ids; fail on none or several."""
    (id_,) = rows.keys() - set(known)
    return rows[id_]
