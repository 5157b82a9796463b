"""The tools that only look."""

import datetime as dt
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .entries import Entry
from .volume import Volume

PAGE = 6
"""Entries that one look into a folder shows."""
MATCHES = 12
"""Files that one search shows at most."""


class Reading(Volume):
    """Looking into folders, at entries and accounts, and searching in texts."""

    @tool
    def scan_folder(self, folder_path: str, scan_cursor: str | None = None) -> dict[str, Any]:
        """List what a folder holds, by label, six entries at a time.

        Args:
            folder_path: Path of the folder, beginning with a slash.
            scan_cursor: The next_cursor of the page before; left out for the first page.
        """
        folder = self.folder_at(folder_path)
        held = self.children(folder)
        begin = self._begin(folder, len(held), scan_cursor)
        end = begin + PAGE
        return {
            "folder_path": self.path_of(folder),
            "entries_in_all": len(held),
            "entries": [self.summary(entry) for entry in held[begin:end]],
            "next_cursor": _cursor(folder, end) if end < len(held) else None,
        }

    @tool
    def peek_entry(self, entry_path: str, revision_code: str | None = None) -> dict[str, Any]:
        """Show everything about one entry; a link is shown itself, not what it points at.

        Revisions are earlier texts, each with the comment of the change that replaced it.

        Args:
            entry_path: Path of the entry, beginning with a slash.
            revision_code: Code of an earlier revision whose text is wanted instead of the present.
        """
        entry = self.entry_at(entry_path)
        shown = {**self.summary(entry), "rights": entry.rights}
        if revision_code is not None:
            return {**shown, "text": _earlier(entry, revision_code)}
        return {**shown, **_inside(entry)}

    @tool
    def peek_user(self, account_login: str | None = None) -> dict[str, Any]:
        """Show an account's share of the disk and what it has in the bin.

        Args:
            account_login: Login of the account; the account that you work for when left out.
        """
        account = self.account(account_login or self.login)
        return {
            "login": account.login,
            "full_name": account.full_name,
            "quota_bytes": account.quota_bytes,
            "used_bytes": self.used_bytes(account.login),
            "free_bytes": self.free_bytes(account.login),
            "bin": [
                {
                    "bin_ticket": entry.binned.ticket,
                    "path_before": self.path_of(entry),
                    "size_bytes": self._size(entry),
                    "binned_on": entry.binned.binned_on,
                }
                for entry in self.entries.values()
                if entry.binned is not None and entry.owner == account.login
            ],
        }

    @tool
    def grep_files(
        self,
        grep_phrase: Annotated[str, Field(min_length=2)],
        below_folder_path: str = "/",
        file_owner_login: str | None = None,
        file_modified_since: dt.date | None = None,
    ) -> dict[str, Any]:
        """Find the text files below a folder whose label or text has a phrase, in any case.

        Args:
            grep_phrase: What the label or the text must contain.
            below_folder_path: Path of the folder to search, with all folders below it.
            file_owner_login: Only files of the account with this login.
            file_modified_since: Only files last modified on this day, as YYYY-MM-DD, or later.
        """
        if file_owner_login is not None:
            self.account(file_owner_login)
        found = [
            entry
            for entry in self.below(self.folder_at(below_folder_path))
            if entry.text is not None
            and grep_phrase.casefold() in f"{entry.label}\n{entry.text}".casefold()
            and file_owner_login in (None, entry.owner)
            and (file_modified_since is None or entry.modified_on >= file_modified_since)
        ]
        return {
            "matches_in_all": len(found),
            "matches": [self.summary(entry) for entry in found[:MATCHES]],
        }

    def summary(self, entry: Entry) -> dict[str, Any]:
        """Say what a look into a folder tells of an entry."""
        return {
            "path": self.path_of(entry),
            "label": entry.label,
            "kind": entry.kind,
            "owner": entry.owner,
            "size_bytes": self._size(entry),
            "modified_on": entry.modified_on,
            "tags": sorted(entry.tags),
        }

    def _size(self, entry: Entry) -> int:
        return sum(each.size_bytes for each in self.below(entry))

    def _begin(self, folder: Entry, count: int, cursor: str | None) -> int:
        if cursor is None:
            return 0
        for begin in range(PAGE, count, PAGE):
            if _cursor(folder, begin) == cursor:
                return begin
        raise ToolError(f"“{cursor}” is no cursor of {self.path_of(folder)}")


def _cursor(folder: Entry, begin: int) -> str:
    return sha256(f"{folder.id}:{begin}".encode()).hexdigest()[:10]


def _earlier(entry: Entry, code: str) -> str:
    for revision in entry.revisions:
        if revision.code == code:
            return revision.text
    known = ", ".join(revision.code for revision in entry.revisions) or "none"
    raise ToolError(f"{entry.label} has no revision “{code}”; there are: {known}")


def _inside(entry: Entry) -> dict[str, Any]:
    """Show what only this kind of entry has."""
    if entry.kind == "link":
        return {"points_at": entry.target}
    if entry.archive is not None:
        members = [
            {"member_label": member.label, "size_bytes": member.size_bytes}
            for member in entry.archive.members
        ]
        return {"archive": {"compression": entry.archive.compression, "members": members}}
    if entry.text is None:
        return {}
    revisions = [
        {"code": each.code, "replaced_on": each.replaced_on, "comment": each.comment}
        for each in entry.revisions
    ]
    return {"text": entry.text, "revisions": revisions}
