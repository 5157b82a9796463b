"""The library's tables, and the rules that hold over them."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find, listed

from .records import LOAN_DAYS, LOAN_LIMIT, Book, Copy, Fine, Hold, Loan, Patron, Payment, Pickup

HOLD_LIMIT = 4
RENEWAL_LIMIT = 2
BLOCKED_AT_CENTS = 1000
"""Whoever owes this much can't borrow, renew or place holds."""


@dataclass(slots=True)
class Desk:
    """Everything that the circulation desk knows, in tables by id."""

    today: dt.date
    branches: tuple[str, ...]
    books: dict[str, Book] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)
    patrons: dict[str, Patron] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    fines: dict[str, Fine] = field(default_factory=dict)

    def copy(self, id_: str) -> Copy:
        """Look a copy up (ToolError)."""
        return find(self.copies, id_, "copy")

    def patron(self, id_: str) -> Patron:
        """Look a patron up (ToolError)."""
        return find(self.patrons, id_, "patron")

    def copies_of(self, book_id: str) -> list[Copy]:
        """List a book's copies by id."""
        mine = (copy for copy in self.copies.values() if copy.book_id == book_id)
        return sorted(mine, key=lambda copy: copy.id)

    def queue_of(self, book_id: str) -> list[Hold]:
        """List the holds on a book, the first in the queue first."""
        mine = (hold for hold in self.holds.values() if hold.book_id == book_id)
        return sorted(mine, key=lambda hold: hold.position)

    def loans_of(self, patron_id: str) -> list[Loan]:
        """List a patron's loans, the first due first."""
        mine = (loan for loan in self.loans.values() if loan.patron_id == patron_id)
        return sorted(mine, key=lambda loan: (loan.due_date, loan.id))

    def holds_of(self, patron_id: str) -> list[Hold]:
        """List a patron's holds."""
        return [hold for hold in self.holds.values() if hold.patron_id == patron_id]

    def fines_of(self, patron_id: str) -> list[Fine]:
        """List a patron's fines that are not paid in full, by id."""
        mine = (fine for fine in self.fines.values() if fine.patron_id == patron_id)
        return sorted((fine for fine in mine if fine.outstanding_cents), key=lambda fine: fine.id)

    def owed_cents(self, patron_id: str) -> int:
        """Add up what a patron owes."""
        return sum(fine.outstanding_cents for fine in self.fines_of(patron_id))

    def book_of(self, loan: Loan) -> Book:
        """Return the book that a loan is of."""
        return self.books[self.copies[loan.copy_id].book_id]

    def remove_hold(self, hold: Hold) -> None:
        """Remove a hold, and let whoever comes after it move up."""
        del self.holds[hold.id]
        for other in self.queue_of(hold.book_id):
            if other.position > hold.position:
                other.position -= 1

    def show_patron(self, patron: Patron) -> dict[str, Any]:
        """Return a patron with limits, loans, holds and unpaid fines."""
        return {
            **asdict(patron),
            "loan_limit": LOAN_LIMIT[patron.type],
            "max_loan_days": LOAN_DAYS[patron.type],
            "blocked_at_cents": BLOCKED_AT_CENTS,
            "loans": [
                {**asdict(loan), "title": self.book_of(loan).title}
                for loan in self.loans_of(patron.id)
            ],
            "holds": self.holds_of(patron.id),
            "unpaid_fines": self.fines_of(patron.id),
        }

    def refuse_branch(self, name: str) -> None:
        """Refuse a branch that does not exist."""
        if name not in self.branches:
            raise ToolError(f"There is no branch {name}, only {listed(self.branches)}.")

    def refuse_pickup(self, pickup: Pickup) -> None:
        """Refuse a branch that does not exist, and a last day in the past."""
        self.refuse_branch(pickup.branch)
        if pickup.until is not None and pickup.until < self.today:
            raise ToolError(f"{pickup.until} is in the past (today is {self.today}).")

    def refuse_blocked(self, patron: Patron) -> None:
        """Refuse a patron whose card has expired, or who owes too much."""
        owed = self.owed_cents(patron.id)
        if patron.card_valid_until < self.today:
            raise ToolError(f"The card of {patron.name} expired on {patron.card_valid_until}.")
        if owed >= BLOCKED_AT_CENTS:
            raise ToolError(
                f"{patron.name} owes {owed} cents and is blocked; patrons must owe less than "
                f"{BLOCKED_AT_CENTS}."
            )

    def refuse_days(self, patron: Patron, days: int) -> None:
        """Refuse to lend something for longer than a patron may have it."""
        most = LOAN_DAYS[patron.type]
        if days > most:
            raise ToolError(
                f"{days} days are too many; the limit for type {patron.type} is {most}."
            )

    def refuse_loan(self, copy: Copy, patron: Patron) -> None:
        """Refuse to lend a copy to a patron unless every rule allows it."""
        self.refuse_blocked(patron)
        refuse_absent(copy)
        if copy.type == "reference":
            raise ToolError(f"Copy {copy.id} is a reference copy and can't be lent.")
        queue = self.queue_of(copy.book_id)
        if queue and queue[0].patron_id != patron.id:
            first = self.patrons[queue[0].patron_id]
            raise ToolError(
                f"{first.name} ({first.id}) is first in the queue for {copy.book_id}, not "
                f"{patron.name}."
            )
        loans, limit = len(self.loans_of(patron.id)), LOAN_LIMIT[patron.type]
        if loans >= limit:
            raise ToolError(
                f"{patron.name} has {loans} loans; the limit for type {patron.type} is {limit}."
            )

    def refuse_renewal(self, loan: Loan, patron: Patron) -> None:
        """Refuse to renew what is overdue, renewed too often, or awaited by others."""
        self.refuse_blocked(patron)
        if loan.due_date < self.today:
            raise ToolError(
                f"Loan {loan.id} was due on {loan.due_date} and is overdue (today is {self.today})."
            )
        if loan.renewals >= RENEWAL_LIMIT:
            raise ToolError(f"Loan {loan.id} has already been renewed {RENEWAL_LIMIT} times.")
        book = self.book_of(loan)
        if self.queue_of(book.id):
            raise ToolError(
                f"Loan {loan.id} can't be renewed: other patrons are waiting for {book.id}."
            )

    def refuse_hold(self, book: Book, patron: Patron, pickup: Pickup) -> None:
        """Refuse a hold that is against the rules or needless."""
        self.refuse_pickup(pickup)
        self.refuse_blocked(patron)
        holds = self.holds_of(patron.id)
        if any(hold.book_id == book.id for hold in holds):
            raise ToolError(f"{patron.name} is already in the queue for {book.id}.")
        if any(self.book_of(loan) is book for loan in self.loans_of(patron.id)):
            raise ToolError(f"{patron.name} already has a copy of {book.id} on loan.")
        if len(holds) >= HOLD_LIMIT:
            raise ToolError(f"{patron.name} already has {HOLD_LIMIT} holds, the most allowed.")
        self._refuse_needless(book, pickup.branch)

    def _refuse_needless(self, book: Book, branch: str) -> None:
        for copy in self.copies_of(book.id):
            here = (copy.branch, copy.status, copy.type) == (branch, "on_shelf", "lending")
            if here and not self.queue_of(book.id):
                raise ToolError(
                    f"Copy {copy.id} of {book.id} is on the shelf at {branch} and nobody is "
                    "waiting for it; lend it instead."
                )

    def refuse_payments(self, patron: Patron, payments: Sequence[Payment]) -> None:
        """Refuse to pay a fine twice, somebody else's, or more of it than is outstanding."""
        for id_, count in Counter(payment.fine_id for payment in payments).items():
            if count > 1:
                raise ToolError(f"Fine {id_} is listed {count} times; list it once.")
        for payment in payments:
            fine = find(self.fines, payment.fine_id, "fine")
            if fine.patron_id != patron.id:
                raise ToolError(f"Fine {fine.id} is not a fine of {patron.name}.")
            if payment.amount_cents > fine.outstanding_cents:
                raise ToolError(
                    f"{payment.amount_cents} cents are too much; {fine.outstanding_cents} cents of "
                    f"fine {fine.id} are outstanding."
                )


def refuse_absent(copy: Copy) -> None:
    """Refuse a copy that is not on its shelf."""
    if copy.status != "on_shelf":
        status = copy.status.replace("_", " ")
        raise ToolError(f"Copy {copy.id} ({copy.branch}) is {status}, not on the shelf.")
