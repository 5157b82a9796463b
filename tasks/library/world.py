"""A public library: books and copies in several branches, patrons, loans, holds and fines."""

import datetime as dt
from dataclasses import asdict
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_desk
from .records import (
    LOAN_DAYS,
    Condition,
    Copy,
    Fine,
    FineReason,
    Hold,
    Loan,
    PatronType,
    Payment,
    PaymentMethod,
    Pickup,
)
from .rules import refuse_absent

_SUMMARY = ("id", "title", "author")
"""What a search shows of a book."""


class Library(World):
    """The library's catalog and circulation desk."""

    name: ClassVar[str] = "public library"

    def __init__(self, rng: Random) -> None:
        """Draw books, copies, patrons, loans, holds and fines."""
        super().__init__(rng)
        self.desk = draw_desk(rng)

    @tool
    def search_catalog(
        self,
        title: str = "",
        author: str = "",
        limit: Annotated[int, Field(ge=1, le=6)] = 6,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """Search for books, ordered by title, one page at a time.

        Args:
            title: Part of the title, ignoring case.
            author: Part of the author's name, ignoring case.
            limit: Most books on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        found = [
            book
            for book in sorted(self.desk.books.values(), key=lambda each: (each.title, each.id))
            if title.casefold() in book.title.casefold()
            and author.casefold() in book.author.casefold()
        ]
        page = cut_page(found, limit, cursor)
        return {
            "total": len(found),
            "books": [{key: getattr(row, key) for key in _SUMMARY} for row in page.rows],
            "next_cursor": page.next_cursor,
        }

    @tool
    def get_book(self, book_id: str) -> dict[str, Any]:
        """Show everything about a book: its details, copies, and the queue of holds on it.

        The see_also_id is that of the book it refers to under “see also”, the next_volume_id that
        of the book after it in its series.

        Args:
            book_id: Id of the book.
        """
        book = find(self.desk.books, book_id, "book")
        copies, queue = self.desk.copies_of(book_id), self.desk.queue_of(book_id)
        return {**asdict(book), "copies": copies, "queue": queue}

    @tool
    def search_patrons(
        self, name: str = "", type: PatronType | None = None, branch: str | None = None
    ) -> list[dict[str, Any]]:
        """List patrons by name.

        Args:
            name: Part of the name, ignoring case.
            type: Only patrons of this type.
            branch: Only patrons with this home branch.
        """
        if branch is not None:
            self.desk.refuse_branch(branch)
        return [
            {"id": each.id, "name": each.name, "type": each.type, "home_branch": each.home_branch}
            for each in sorted(self.desk.patrons.values(), key=lambda one: (one.name, one.id))
            if name.casefold() in each.name.casefold()
            and type in (None, each.type)
            and branch in (None, each.home_branch)
        ]

    @tool
    def get_patron(self, patron_id: str) -> dict[str, Any]:
        """Show everything about a patron: card, limits, loans, holds and unpaid fines.

        Args:
            patron_id: Id of the patron.
        """
        return self.desk.show_patron(self.desk.patron(patron_id))

    @tool
    def lend_copy(
        self, copy_id: str, patron_id: str, days: Annotated[int, Field(ge=1, le=60)] | None = None
    ) -> Loan:
        """Lend a copy from the shelf; if there is a queue for the book, only to whoever is first.

        Args:
            copy_id: Id of the copy.
            patron_id: Id of the patron; a hold of theirs on the book is fulfilled and removed.
            days: How many days the loan lasts; as many as the patron's type allows if omitted.
        """
        copy, patron = self.desk.copy(copy_id), self.desk.patron(patron_id)
        self.desk.refuse_loan(copy, patron)
        days = LOAN_DAYS[patron.type] if days is None else days
        self.desk.refuse_days(patron, days)
        for hold in self.desk.queue_of(copy.book_id)[:1]:
            self.desk.remove_hold(hold)
        id_, due = draw_id(self.rng, "LN-", self.desk.loans), dt.timedelta(days=days)
        self.desk.loans[id_] = Loan(id_, copy_id, patron_id, self.desk.today + due)
        copy.status = "on_loan"
        return self.desk.loans[id_]

    @tool
    def renew_loan(
        self, loan_id: str, days: Annotated[int, Field(ge=1, le=60)] | None = None
    ) -> Loan:
        """Extend a loan that is not overdue, at most twice and only if nobody waits for the book.

        Args:
            loan_id: Id of the loan.
            days: How many days to add to the due date; as many as the patron's type allows if
                omitted.
        """
        loan = find(self.desk.loans, loan_id, "loan")
        patron = self.desk.patrons[loan.patron_id]
        self.desk.refuse_renewal(loan, patron)
        days = LOAN_DAYS[patron.type] if days is None else days
        self.desk.refuse_days(patron, days)
        loan.due_date += dt.timedelta(days=days)
        loan.renewals += 1
        return loan

    @tool
    def place_hold(self, book_id: str, patron_id: str, pickup: Pickup) -> Hold:
        """Place a hold on a book, which puts a patron at the end of the queue for it.

        Args:
            book_id: Id of the book.
            patron_id: Id of the patron.
            pickup: Where and until when it is held for the patron.
        """
        book, patron = find(self.desk.books, book_id, "book"), self.desk.patron(patron_id)
        self.desk.refuse_hold(book, patron, pickup)
        position = len(self.desk.queue_of(book_id)) + 1
        id_ = draw_id(self.rng, "HD-", self.desk.holds)
        self.desk.holds[id_] = Hold(id_, book_id, patron_id, position, pickup)
        return self.desk.holds[id_]

    @tool
    def cancel_hold(self, hold_id: Annotated[str, Field(pattern="^HD-[A-Z0-9]{6}$")]) -> Hold:
        """Cancel a hold, which takes its patron out of the queue.

        Args:
            hold_id: Id of the hold.
        """
        hold = find(self.desk.holds, hold_id, "hold")
        self.desk.remove_hold(hold)
        return hold

    @tool
    def check_in_copy(
        self, copy_id: str, branch: str, condition: Condition | None = None
    ) -> dict[str, Any]:
        """Check in a copy from a loan or from transit, and put it on a branch's shelf.

        The result says how many days late a loan was.

        Args:
            copy_id: Id of the copy.
            branch: Name of the branch on whose shelf the copy stands from then on.
            condition: Its condition, if that has changed.
        """
        copy = self.desk.copy(copy_id)
        self.desk.refuse_branch(branch)
        if copy.status == "on_shelf":
            raise ToolError(f"Copy {copy_id} is already on the shelf at {copy.branch}.")
        days_late = 0
        for loan in [each for each in self.desk.loans.values() if each.copy_id == copy_id]:
            days_late = max(0, (self.desk.today - loan.due_date).days)
            del self.desk.loans[loan.id]
        copy.status, copy.branch, copy.condition = "on_shelf", branch, condition or copy.condition
        return {**asdict(copy), "days_late": days_late}

    @tool
    def transfer_copy(self, copy_id: str, to_branch: str) -> Copy:
        """Send a lending copy from the shelf of its branch to another branch.

        Args:
            copy_id: Id of the copy.
            to_branch: Name of the branch that receives it.
        """
        copy = self.desk.copy(copy_id)
        self.desk.refuse_branch(to_branch)
        refuse_absent(copy)
        if copy.type == "reference":
            raise ToolError(f"Copy {copy_id} is a reference copy and must stay at {copy.branch}.")
        if copy.branch == to_branch:
            raise ToolError(f"Copy {copy_id} is already at {to_branch}.")
        copy.status, copy.branch = "in_transit", to_branch
        return copy

    @tool
    def charge_fine(
        self,
        patron_id: str,
        amount_cents: Annotated[int, Field(ge=10, le=20_000)],
        reason: FineReason,
        copy_id: str | None = None,
        note: str = "",
    ) -> Fine:
        """Charge a patron a fine.

        Args:
            patron_id: Id of the patron.
            amount_cents: Amount in euro cents.
            reason: What the fine is for.
            copy_id: Id of the copy that the fine is about, if it is about one.
            note: Note for the patron's file.
        """
        self.desk.patron(patron_id)
        if copy_id is not None:
            self.desk.copy(copy_id)
        id_, today = draw_id(self.rng, "FN-", self.desk.fines), self.desk.today
        fine = Fine(id_, patron_id, amount_cents, amount_cents, reason, today, copy_id, note)
        self.desk.fines[id_] = fine
        return fine

    @tool
    def pay_fines(
        self,
        patron_id: str,
        payments: Annotated[list[Payment], Field(min_length=1, max_length=10)],
        method: PaymentMethod,
    ) -> dict[str, Any]:
        """Record what a patron has paid towards fines; show these, and what is still owed in all.

        Args:
            patron_id: Id of the patron.
            payments: How much is paid towards which fine.
            method: How it is paid; waiver if the library forgives the amount.
        """
        patron = self.desk.patron(patron_id)
        self.desk.refuse_payments(patron, payments)
        for payment in payments:
            fine = self.desk.fines[payment.fine_id]
            fine.outstanding_cents -= payment.amount_cents
            fine.payment_method = method
        paid = [self.desk.fines[payment.fine_id] for payment in payments]
        return {"fines": paid, "owed_cents": self.desk.owed_cents(patron_id)}


SUITE = SuiteInfo(world=Library, split="held_out", version=1)
