"""Tools that no task needs, close to those of the world, for the shift distract."""

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Any, Literal

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import find

from .records import Hold, Loan, Patron, Pickup
from .rules import refuse_absent
from .world import Library


def _a_loan(library: Library, rng: Random) -> Mapping[str, Any]:
    desk = library.desk
    running = [loan for loan in desk.loans.values() if loan.due_date > desk.today]
    return {"loan_id": rng.choice(running).id, "due_date": desk.today}


@decoy(_a_loan)
def recall_loan(library: Library, loan_id: str, due_date: dt.date) -> Loan:
    """Recall a loan: the patron has to bring the copy back earlier than agreed.

    Args:
        loan_id: Id of the loan.
        due_date: The new due date, as YYYY-MM-DD; before the present one and not in the past.
    """
    desk = library.desk
    loan = find(desk.loans, loan_id, "loan")
    if not desk.today <= due_date < loan.due_date:
        raise ToolError(
            f"Loan {loan_id} can't be recalled for {due_date}, only for a date before "
            f"{loan.due_date} that isn't in the past (today is {desk.today})."
        )
    loan.due_date = due_date
    return loan


def _a_copy(library: Library, rng: Random) -> Mapping[str, Any]:
    standing = [copy.id for copy in library.desk.copies.values() if copy.status == "on_shelf"]
    return {"copy_id": rng.choice(standing), "reason": "outdated"}


@decoy(_a_copy)
def withdraw_copy(
    library: Library, copy_id: str, reason: Literal["worn", "damaged", "outdated"]
) -> dict[str, Any]:
    """Remove a copy that is on the shelf from the collection for good.

    Args:
        copy_id: Id of the copy.
        reason: Why it is removed.
    """
    copy = library.desk.copy(copy_id)
    refuse_absent(copy)
    del library.desk.copies[copy_id]
    left = len(library.desk.copies_of(copy.book_id))
    return {"id": copy_id, "reason": reason, "copies_left": left}


def _a_hold(library: Library, rng: Random) -> Mapping[str, Any]:
    hold = rng.choice(list(library.desk.holds.values()))
    others = [branch for branch in library.desk.branches if branch != hold.pickup.branch]
    return {"hold_id": hold.id, "pickup": {"branch": rng.choice(others)}}


@decoy(_a_hold)
def update_hold(library: Library, hold_id: str, pickup: Pickup) -> Hold:
    """Change where and until when a book is held; the place in the queue stays the same.

    Args:
        hold_id: Id of the hold.
        pickup: The new branch and last day.
    """
    hold = find(library.desk.holds, hold_id, "hold")
    library.desk.refuse_pickup(pickup)
    if hold.pickup == pickup:
        raise ToolError(f"Hold {hold_id} already has this branch and last day.")
    hold.pickup = pickup
    return hold


def _a_patron(library: Library, rng: Random) -> Mapping[str, Any]:
    patron = rng.choice(list(library.desk.patrons.values()))
    others = [branch for branch in library.desk.branches if branch != patron.home_branch]
    return {"patron_id": patron.id, "branch": rng.choice(others)}


@decoy(_a_patron)
def change_home_branch(library: Library, patron_id: str, branch: str) -> Patron:
    """Change a patron's home branch.

    Args:
        patron_id: Id of the patron.
        branch: Name of the new home branch.
    """
    patron = library.desk.patron(patron_id)
    library.desk.refuse_branch(branch)
    if patron.home_branch == branch:
        raise ToolError(f"{branch} is already the home branch of {patron.name}.")
    patron.home_branch = branch
    return patron
