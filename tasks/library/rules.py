"""The library's state and the rules that no call breaks."""

from collections.abc import Container, Iterable
from random import Random
from typing import ClassVar

from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World

from .drawing import draw_library, fresh_id
from .records import (
    BLOCKED_FROM_CENTS,
    HOLD_LIMIT,
    LOAN_LIMIT,
    Copy,
    Fine,
    Hold,
    Loan,
    Patron,
    Work,
)


class Rules(World):
    """Branches, works and their copies, patrons, loans, queues and fines."""

    name: ClassVar[str] = "public library"

    def __init__(self, rng: Random) -> None:
        """Draw the library."""
        super().__init__(rng)
        draft = draw_library(rng)
        self.today = draft.today
        self.branches = draft.branches
        self.works: dict[str, Work] = draft.works
        self.copies: dict[str, Copy] = draft.copies
        self.patrons: dict[str, Patron] = draft.patrons
        self.loans: dict[str, Loan] = draft.loans
        self.holds: dict[str, Hold] = draft.holds
        self.fines: dict[str, Fine] = draft.fines

    def work(self, work_id: str) -> Work:
        """Return a work by id, or refuse."""
        if work_id not in self.works:
            raise ToolError(f"The catalogue has no work {work_id}.")
        return self.works[work_id]

    def copy(self, copy_id: str) -> Copy:
        """Return a copy by id, or refuse."""
        if copy_id not in self.copies:
            raise ToolError(f"There is no copy {copy_id}.")
        return self.copies[copy_id]

    def patron(self, patron_id: str) -> Patron:
        """Return a patron by id, or refuse."""
        if patron_id not in self.patrons:
            raise ToolError(f"There is no patron {patron_id}.")
        return self.patrons[patron_id]

    def branch(self, branch: str) -> str:
        """Return a branch's name as it is written, or refuse."""
        for known in self.branches:
            if known.casefold() == branch.casefold():
                return known
        raise ToolError(f"There is no branch {branch}; there are {', '.join(self.branches)}.")

    def copies_of(self, work_id: str) -> list[Copy]:
        """List a work's copies by id."""
        mine = (copy for copy in self.copies.values() if copy.work_id == work_id)
        return sorted(mine, key=lambda copy: copy.id)

    def queue_of(self, work_id: str) -> list[Hold]:
        """List the holds on a work, first in the queue first."""
        mine = (hold for hold in self.holds.values() if hold.work_id == work_id)
        return sorted(mine, key=lambda hold: hold.queued)

    def loans_of(self, patron_id: str) -> list[Loan]:
        """List a patron's loans, first due first."""
        mine = (loan for loan in self.loans.values() if loan.patron_id == patron_id)
        return sorted(mine, key=lambda loan: (loan.due_on, loan.id))

    def fines_of(self, patron_id: str) -> list[Fine]:
        """List a patron's fines that are not paid in full, by id."""
        mine = (fine for fine in self.fines.values() if fine.patron_id == patron_id)
        return sorted((fine for fine in mine if fine.open_cents), key=lambda fine: fine.id)

    def owed_cents(self, patron_id: str) -> int:
        """Add up what a patron owes."""
        return sum(fine.open_cents for fine in self.fines_of(patron_id))

    def check_card(self, patron: Patron) -> None:
        """Refuse a patron who is blocked."""
        owed = self.owed_cents(patron.id)
        if patron.card_until < self.today:
            raise ToolError(f"The card of {patron.name} ran out on {patron.card_until}.")
        if owed >= BLOCKED_FROM_CENTS:
            raise ToolError(
                f"{patron.name} owes {owed} cents and is blocked; less than {BLOCKED_FROM_CENTS} "
                "must be open."
            )

    def check_lending(self, copy: Copy, patron: Patron) -> None:
        """Refuse to lend a copy to a patron unless every rule allows it."""
        self.check_card(patron)
        self.check_standing(copy)
        if copy.use == "in_house":
            raise ToolError(f"Copy {copy.id} is for use in the house and is not lent.")
        queue = self.queue_of(copy.work_id)
        if queue and queue[0].patron_id != patron.id:
            first = self.patrons[queue[0].patron_id]
            raise ToolError(
                f"{first.name} ({first.id}) is first in the queue for {copy.work_id}, not "
                f"{patron.name}."
            )
        loans, limit = len(self.loans_of(patron.id)), LOAN_LIMIT[patron.patron_class]
        if loans >= limit:
            raise ToolError(
                f"{patron.name} has {loans} loans; a {patron.patron_class} gets no more."
            )

    def check_standing(self, copy: Copy) -> None:
        """Refuse a copy that is not on its shelf."""
        if copy.whereabouts != "on_shelf":
            state = copy.whereabouts.replace("_", " ")
            raise ToolError(f"Copy {copy.id} is {state} ({copy.branch}), not on a shelf.")

    def check_hold(self, work: Work, patron: Patron, collect_at: str) -> None:
        """Refuse a hold that is against the rules or needless."""
        self.check_card(patron)
        holds = [hold for hold in self.holds.values() if hold.patron_id == patron.id]
        if any(hold.work_id == work.id for hold in holds):
            raise ToolError(f"{patron.name} is in the queue for {work.id} already.")
        if any(self.copies[one.copy_id].work_id == work.id for one in self.loans_of(patron.id)):
            raise ToolError(f"{patron.name} has a copy of {work.id} on loan.")
        if len(holds) >= HOLD_LIMIT:
            raise ToolError(f"{patron.name} has {HOLD_LIMIT} holds, the most allowed.")
        shelf = self._copy_at(work, collect_at)
        if shelf is not None and not self.queue_of(work.id):
            raise ToolError(
                f"Copy {shelf.id} of {work.id} is on the shelf at {collect_at} and nobody waits "
                "for it; lend it instead."
            )

    def _copy_at(self, work: Work, branch: str) -> Copy | None:
        return next(
            (
                copy
                for copy in self.copies_of(work.id)
                if (copy.branch, copy.whereabouts, copy.use) == (branch, "on_shelf", "lending")
            ),
            None,
        )

    def fresh_id(self, taken: Container[str], prefix: str) -> str:
        """Draw an id for a new row."""
        return fresh_id(self.rng, taken, prefix)


def refuse_repeats(ids: Iterable[str]) -> None:
    """Refuse a list that names something twice."""
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise ToolError(f"{id_} is named more than once.")
        seen.add(id_)
