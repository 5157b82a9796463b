"""A public library: works and copies in several branches, patrons, loans, queues and fines."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.tasks.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .reading import Reading
from .records import (
    LOAN_DAYS,
    RENEWALS,
    Collection,
    Fine,
    FineCause,
    Hold,
    Loan,
    PaymentMeans,
    Settlement,
    Wear,
)
from .rules import refuse_repeats


class Library(Reading):
    """The whole library: looking up, lending, queues, sending between branches, and fines."""

    @tool
    def lend_copy(
        self,
        copy_id: str,
        patron_id: str,
        lend_days: Annotated[int, Field(ge=1, le=60)] | None = None,
    ) -> dict[str, Any]:
        """Lend a copy that is on a shelf; if others wait for the work, only to the first of them.

        Args:
            copy_id: Id of the copy.
            patron_id: Id of the patron, whose hold on the work is thereby fulfilled.
            lend_days: For how many days, at most as many as the patron's class gets; all of those
                if left out.
        """
        copy, patron = self.copy(copy_id), self.patron(patron_id)
        self.check_lending(copy, patron)
        most = LOAN_DAYS[patron.patron_class]
        days = most if lend_days is None else lend_days
        if days > most:
            raise ToolError(
                f"A {patron.patron_class} gets a copy for {most} days at most, not {days}."
            )
        for hold in self.queue_of(copy.work_id)[:1]:
            del self.holds[hold.id]
        loan = Loan(
            self.fresh_id(self.loans, "L"), copy_id, patron_id, self.today + dt.timedelta(days=days)
        )
        self.loans[loan.id] = loan
        copy.whereabouts = "on_loan"
        return {"loan_id": loan.id, "due_on": loan.due_on}

    @tool
    def renew_loan(
        self, loan_id: str, renew_days: Annotated[int, Field(ge=1, le=60)] | None = None
    ) -> dict[str, Any]:
        """Let a patron keep a copy longer, twice at most and only if nobody waits for the work.

        Args:
            loan_id: Id of the loan.
            renew_days: By how many days after the present due day, at most as many as the patron's
                class gets; all of those if left out.
        """
        if loan_id not in self.loans:
            raise ToolError(f"There is no loan {loan_id}.")
        loan = self.loans[loan_id]
        patron = self.patrons[loan.patron_id]
        self.check_card(patron)
        if loan.due_on < self.today:
            raise ToolError(f"Loan {loan_id} was due on {loan.due_on}; today is {self.today}.")
        if loan.renewals >= RENEWALS:
            raise ToolError(f"Loan {loan_id} has been renewed {RENEWALS} times, the most allowed.")
        work_id = self.copies[loan.copy_id].work_id
        if self.queue_of(work_id):
            raise ToolError(f"Others wait for {work_id}, so loan {loan_id} can't be renewed.")
        most = LOAN_DAYS[patron.patron_class]
        days = most if renew_days is None else renew_days
        if days > most:
            raise ToolError(f"A {patron.patron_class} renews by {most} days at most, not {days}.")
        loan.due_on += dt.timedelta(days=days)
        loan.renewals += 1
        return {"loan_id": loan_id, "due_on": loan.due_on, "renewals": loan.renewals}

    @tool
    def hold_work(self, work_id: str, patron_id: str, collection: Collection) -> dict[str, Any]:
        """Put a patron at the end of the queue for a work.

        Args:
            work_id: Id of the work.
            patron_id: Id of the patron.
            collection: Where the patron collects it, and until when.
        """
        work, patron = self.work(work_id), self.patron(patron_id)
        branch = self.branch(collection.collect_at)
        until = collection.collect_until
        if until is not None and until < self.today:
            raise ToolError(f"{until} is past; today is {self.today}.")
        self.check_hold(work, patron, branch)
        hold = Hold(
            id=self.fresh_id(self.holds, "H"),
            work_id=work_id,
            patron_id=patron_id,
            collect_at=branch,
            collect_until=until,
            queued=1 + max((hold.queued for hold in self.holds.values()), default=0),
        )
        self.holds[hold.id] = hold
        return {"hold_id": hold.id, "place_in_queue": len(self.queue_of(work_id))}

    @tool
    def unhold_work(self, hold_id: Annotated[str, Field(pattern="^H[0-9]{6}$")]) -> dict[str, Any]:
        """Take a patron out of the queue for a work.

        Args:
            hold_id: Id of the hold.
        """
        if hold_id not in self.holds:
            raise ToolError(f"There is no hold {hold_id}.")
        hold = self.holds.pop(hold_id)
        return {"work_id": hold.work_id, "still_in_queue": len(self.queue_of(hold.work_id))}

    @tool
    def reshelve_copy(
        self, copy_id: str, shelving_branch: str, copy_wear: Wear | None = None
    ) -> dict[str, Any]:
        """Put a copy that comes back from a loan, or was on its way, on a branch's shelf.

        Args:
            copy_id: Id of the copy.
            shelving_branch: Name of the branch on whose shelf it stands from now on.
            copy_wear: In which condition it is, if that has changed.
        """
        copy, branch = self.copy(copy_id), self.branch(shelving_branch)
        if copy.whereabouts == "on_shelf":
            raise ToolError(f"Copy {copy_id} is on the shelf at {copy.branch} already.")
        late = 0
        for loan in [one for one in self.loans.values() if one.copy_id == copy_id]:
            late = max(0, (self.today - loan.due_on).days)
            del self.loans[loan.id]
        copy.whereabouts, copy.branch = "on_shelf", branch
        copy.wear = copy_wear or copy.wear
        return {"copy_id": copy_id, "branch": branch, "days_late": late}

    @tool
    def forward_copy(self, copy_id: str, receiving_branch: str) -> dict[str, Any]:
        """Send a lending copy from the shelf of its branch to another branch.

        Args:
            copy_id: Id of the copy.
            receiving_branch: Name of the branch that receives it.
        """
        copy, branch = self.copy(copy_id), self.branch(receiving_branch)
        self.check_standing(copy)
        if copy.use == "in_house":
            raise ToolError(f"Copy {copy_id} is for use in the house and stays at {copy.branch}.")
        if copy.branch == branch:
            raise ToolError(f"Copy {copy_id} is at {branch} already.")
        sent_from = copy.branch
        copy.whereabouts, copy.branch = "in_transit", branch
        return {"copy_id": copy_id, "sent_from": sent_from, "sent_to": branch}

    @tool
    def fine_patron(
        self,
        patron_id: str,
        fine_cents: Annotated[int, Field(ge=10, le=20_000)],
        fine_cause: FineCause,
        fined_copy_id: str | None = None,
        fine_remark: str = "",
    ) -> dict[str, Any]:
        """Impose a fine on a patron.

        Args:
            patron_id: Id of the patron.
            fine_cents: Amount, in cents.
            fine_cause: What it is for.
            fined_copy_id: Id of the copy that it is about, if it is about one.
            fine_remark: Remark for the file.
        """
        self.patron(patron_id)
        if fined_copy_id is not None:
            self.copy(fined_copy_id)
        fine = Fine(
            id=self.fresh_id(self.fines, "F"),
            patron_id=patron_id,
            cents=fine_cents,
            cause=fine_cause,
            fined_on=self.today,
            copy_id=fined_copy_id,
            remark=fine_remark,
        )
        self.fines[fine.id] = fine
        return {"fine_id": fine.id, "owed_cents": self.owed_cents(patron_id)}

    @tool
    def settle_fines(
        self,
        patron_id: str,
        settlements: Annotated[list[Settlement], Field(min_length=1, max_length=10)],
        settled_by: PaymentMeans,
    ) -> dict[str, Any]:
        """Book what a patron pays towards fines.

        Args:
            patron_id: Id of the patron.
            settlements: What is paid towards which fine.
            settled_by: How it is paid; waiver if the library lets the patron off.
        """
        self.patron(patron_id)
        refuse_repeats(one.settled_fine_id for one in settlements)
        for one in settlements:
            self._check_settlement(patron_id, one)
        for one in settlements:
            fine = self.fines[one.settled_fine_id]
            fine.settled_cents += one.settled_cents
            fine.settled_by = settled_by
        return {"patron_id": patron_id, "owed_cents": self.owed_cents(patron_id)}

    def _check_settlement(self, patron_id: str, settlement: Settlement) -> None:
        fine = self.fines.get(settlement.settled_fine_id)
        if fine is None or fine.patron_id != patron_id:
            raise ToolError(f"{patron_id} has no fine {settlement.settled_fine_id}.")
        if settlement.settled_cents > fine.open_cents:
            raise ToolError(
                f"{fine.open_cents} cents of fine {fine.id} are open, not "
                f"{settlement.settled_cents}."
            )


SUITE = SuiteInfo(world=Library, split="held_out", version=1)
