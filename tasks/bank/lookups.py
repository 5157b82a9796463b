"""The tools that only look."""

from datetime import date
from typing import Any

from toolbench_ood.world.tool import ToolError, tool

from .ledger import Ledger
from .records import AccountKind, Entry
from .views import (
    show_account,
    show_card,
    show_dispute,
    show_entry,
    show_payee,
    show_standing,
    summarise_entry,
)

PAGE = 5
"""Entries on one page of a statement."""


class Lookups(Ledger):
    """What can be read at the bank."""

    @tool
    def show_accounts(
        self, account_kind: AccountKind | None = None, account_holder: str | None = None
    ) -> dict[str, Any]:
        """Show accounts with their balances, cards and the ids of their standing payments.

        Args:
            account_kind: Only accounts of this kind.
            account_holder: Only accounts with this text in the names of the holders, in any case.
        """
        wanted = (account_holder or "").casefold()
        return {
            "today": self.today,
            "accounts": [
                show_account(self, account)
                for account in self.accounts.values()
                if account_kind in (None, account.kind) and wanted in account.holder.casefold()
            ],
        }

    @tool
    def show_statement(
        self,
        bank_account_id: str,
        booked_since: date | None = None,
        statement_cursor: str | None = None,
    ) -> dict[str, Any]:
        """Show a page of an account's entries, the newest first.

        Args:
            bank_account_id: Id of the account.
            booked_since: Only entries booked on this day or later, as YYYY-MM-DD.
            statement_cursor: Where to go on, as the page before said; the first page without it.
        """
        listed = self.history(self.account(bank_account_id), booked_since)
        begin = 0 if statement_cursor is None else self._place_of(statement_cursor, listed)
        page = listed[begin : begin + PAGE]
        more = begin + PAGE < len(listed)
        return {
            "entries": [summarise_entry(entry) for entry in page],
            "next_cursor": f"after:{page[-1].id}" if more else None,
        }

    @staticmethod
    def _place_of(cursor: str, listed: list[Entry]) -> int:
        places = {f"after:{entry.id}": place for place, entry in enumerate(listed, start=1)}
        if cursor not in places:
            raise ToolError(f"The cursor {cursor} is none of this statement's.")
        return places[cursor]

    @tool
    def show_payees(self, payee_name_part: str | None = None) -> list[dict[str, Any]]:
        """Show the payees with their ids, ordered by name and city.

        Args:
            payee_name_part: Only payees with this text in their name, in any case.
        """
        wanted = (payee_name_part or "").casefold()
        payees = sorted(self.payees.values(), key=lambda payee: (payee.name, payee.city))
        return [show_payee(payee) for payee in payees if wanted in payee.name.casefold()]

    @tool
    def trace_reference(self, bank_reference: str) -> dict[str, Any]:
        """Show everything about one entry, card, standing payment, payee or dispute.

        Args:
            bank_reference: Id of what is to be shown.
        """
        if bank_reference in self.entries:
            return show_entry(self, self.entries[bank_reference])
        if bank_reference in self.standings:
            return show_standing(self, self.standings[bank_reference])
        if bank_reference in self.cards:
            return show_card(self.cards[bank_reference])
        if bank_reference in self.disputes:
            return show_dispute(self.disputes[bank_reference])
        if bank_reference in self.payees:
            return show_payee(self.payees[bank_reference])
        raise ToolError(
            "No entry, card, standing payment, payee or dispute has the reference "
            f"{bank_reference}."
        )
