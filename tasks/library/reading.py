"""The tools that only look things up."""

from typing import Any

from toolbench_ood.world.tool import ToolError, tool

from .records import (
    BLOCKED_FROM_CENTS,
    LOAN_DAYS,
    LOAN_LIMIT,
    Loan,
    PatronClass,
)
from .rules import Rules

PAGE = 6


class Reading(Rules):
    """Looks works and patrons up."""

    @tool
    def consult_catalogue(
        self,
        title_words: str | None = None,
        author_words: str | None = None,
        catalogue_cursor: str | None = None,
    ) -> dict[str, Any]:
        """List works by title, six at a time.

        Args:
            title_words: Part of the title, in any case.
            author_words: Part of the author's name, in any case.
            catalogue_cursor: What next_catalogue_cursor said on the page before; the first page if
                left out.
        """
        found = [
            work
            for work in sorted(self.works.values(), key=lambda work: (work.title, work.id))
            if (title_words or "").casefold() in work.title.casefold()
            and (author_words or "").casefold() in work.author.casefold()
        ]
        ids = [work.id for work in found]
        if catalogue_cursor is not None and catalogue_cursor not in ids:
            raise ToolError(f"{catalogue_cursor} is no cursor of this list; begin without one.")
        begin = 0 if catalogue_cursor is None else ids.index(catalogue_cursor)
        rest = ids[begin + PAGE :]
        return {
            "works": [
                {"work_id": work.id, "title": work.title, "author": work.author}
                for work in found[begin : begin + PAGE]
            ],
            "found_in_all": len(found),
            "next_catalogue_cursor": rest[0] if rest else None,
        }

    @tool
    def consult_work(self, work_id: str) -> dict[str, Any]:
        """Show a work: edition, series, cross reference, copies, and the queue for it.

        Args:
            work_id: Id of the work.
        """
        work = self.work(work_id)
        return {
            "work_id": work.id,
            "title": work.title,
            "author": work.author,
            "edition": {"year": work.year, "pages": work.pages},
            "series": work.series,
            "next_in_series_work_id": work.sequel_id,
            "see_also_work_id": work.see_also_id,
            "copies": [
                {
                    "copy_id": copy.id,
                    "branch": copy.branch,
                    "use": copy.use,
                    "whereabouts": copy.whereabouts,
                    "wear": copy.wear,
                }
                for copy in self.copies_of(work_id)
            ],
            "queue": [
                {
                    "hold_id": hold.id,
                    "patron_id": hold.patron_id,
                    "collect_at": hold.collect_at,
                    "collect_until": hold.collect_until,
                }
                for hold in self.queue_of(work_id)
            ],
        }

    @tool
    def consult_patrons(
        self,
        patron_name_part: str | None = None,
        patron_class: PatronClass | None = None,
        home_branch: str | None = None,
    ) -> list[dict[str, Any]]:
        """List patrons by name.

        Args:
            patron_name_part: Part of the name, in any case.
            patron_class: Only patrons of this class.
            home_branch: Only patrons who are enrolled at the branch of this name.
        """
        branch = None if home_branch is None else self.branch(home_branch)
        return [
            {
                "patron_id": patron.id,
                "name": patron.name,
                "patron_class": patron.patron_class,
                "home_branch": patron.branch,
            }
            for patron in sorted(self.patrons.values(), key=lambda one: (one.name, one.id))
            if (patron_name_part or "").casefold() in patron.name.casefold()
            and patron_class in (None, patron.patron_class)
            and branch in (None, patron.branch)
        ]

    @tool
    def consult_account(self, patron_id: str) -> dict[str, Any]:
        """Show a patron's card, limits, loans, holds and unpaid fines.

        Args:
            patron_id: Id of the patron.
        """
        patron = self.patron(patron_id)
        return {
            "patron_id": patron.id,
            "name": patron.name,
            "card": {"class": patron.patron_class, "valid_until": patron.card_until},
            "limits": {
                "loans": LOAN_LIMIT[patron.patron_class],
                "loan_days": LOAN_DAYS[patron.patron_class],
                "blocked_from_cents": BLOCKED_FROM_CENTS,
            },
            "loans": [self._show_loan(loan) for loan in self.loans_of(patron_id)],
            "holds": [
                {"hold_id": hold.id, "work_id": hold.work_id, "collect_at": hold.collect_at}
                for hold in sorted(self.holds.values(), key=lambda hold: hold.queued)
                if hold.patron_id == patron_id
            ],
            "unpaid_fines": [
                {
                    "fine_id": fine.id,
                    "cause": fine.cause,
                    "fined_on": fine.fined_on,
                    "open_cents": fine.open_cents,
                }
                for fine in self.fines_of(patron_id)
            ],
        }

    def _show_loan(self, loan: Loan) -> dict[str, Any]:
        work = self.works[self.copies[loan.copy_id].work_id]
        return {
            "loan_id": loan.id,
            "copy_id": loan.copy_id,
            "title": work.title,
            "due_on": loan.due_on,
            "renewals": loan.renewals,
        }
