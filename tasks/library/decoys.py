"""Tools of a library that none of the tasks needs."""

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Any, Literal

from toolbench_ood.tasks.decoys import decoy
from toolbench_ood.world.tool import ToolError

from .world import Library


def _a_loan(library: Library, rng: Random) -> Mapping[str, Any]:
    running = [loan for loan in library.loans.values() if loan.due_on > library.today]
    return {"loan_id": rng.choice(running).id, "due_on": library.today}


@decoy(_a_loan)
def recall_loan(library: Library, loan_id: str, due_on: dt.date) -> dict[str, Any]:
    """Call a loan in: the patron must bring the copy back earlier than agreed.

    Args:
        loan_id: Id of the loan.
        due_on: Day on which it is due, earlier than it was.
    """
    if loan_id not in library.loans:
        raise ToolError(f"There is no loan {loan_id}.")
    loan = library.loans[loan_id]
    if not library.today <= due_on < loan.due_on:
        raise ToolError(
            f"Loan {loan_id} can be called in for a day from {library.today} until before "
            f"{loan.due_on}."
        )
    loan.due_on = due_on
    return {"loan_id": loan_id, "due_on": due_on}


def _a_copy(library: Library, rng: Random) -> Mapping[str, Any]:
    standing = [copy for copy in library.copies.values() if copy.whereabouts == "on_shelf"]
    return {"copy_id": rng.choice(standing).id, "reason": "outdated"}


@decoy(_a_copy)
def discard_copy(
    library: Library, copy_id: str, reason: Literal["worn", "damaged", "outdated"]
) -> dict[str, Any]:
    """Take a copy that is on a shelf out of the collection for good.

    Args:
        copy_id: Id of the copy.
        reason: Why it is taken out.
    """
    copy = library.copy(copy_id)
    library.check_standing(copy)
    del library.copies[copy_id]
    left = len(library.copies_of(copy.work_id))
    return {"copy_id": copy_id, "reason": reason, "copies_left": left}


def _a_hold(library: Library, rng: Random) -> Mapping[str, Any] | None:
    waiting = [hold for hold in library.holds.values() if library.queue_of(hold.work_id)[0] != hold]
    return {"hold_id": rng.choice(waiting).id} if waiting else None


@decoy(_a_hold)
def promote_hold(library: Library, hold_id: str) -> dict[str, Any]:
    """Move a patron to the front of the queue for a work.

    Args:
        hold_id: Id of the hold.
    """
    if hold_id not in library.holds:
        raise ToolError(f"There is no hold {hold_id}.")
    hold = library.holds[hold_id]
    first = library.queue_of(hold.work_id)[0]
    if first.id == hold_id:
        raise ToolError(f"Hold {hold_id} is first in the queue already.")
    hold.queued = first.queued - 1
    return {"hold_id": hold_id, "place_in_queue": 1}


def _a_patron(library: Library, rng: Random) -> Mapping[str, Any]:
    patron = rng.choice(list(library.patrons.values()))
    others = [branch for branch in library.branches if branch != patron.branch]
    return {"patron_id": patron.id, "branch": rng.choice(others)}


@decoy(_a_patron)
def enrol_patron(library: Library, patron_id: str, branch: str) -> dict[str, Any]:
    """Enrol a patron at another branch, which is the home branch from then on.

    Args:
        patron_id: Id of the patron.
        branch: Name of the branch.
    """
    patron, home = library.patron(patron_id), library.branch(branch)
    if patron.branch == home:
        raise ToolError(f"{patron.name} is enrolled at {home} already.")
    patron.branch = home
    return {"patron_id": patron_id, "home_branch": home}
