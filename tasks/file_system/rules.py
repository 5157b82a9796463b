"""The disk's tables, how paths are looked up, and the rules that hold over them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find

from .records import HOLD_TAG, Account, Archive, Entry, Member, WriteMode


@dataclass(slots=True)
class Disk:
    """All entries by id and accounts by login, and whose account is used."""

    today: dt.date
    login: str
    accounts: dict[str, Account] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    def path_of(self, entry: Entry) -> str:
        """Write the path of an entry; of one in the trash, the path that it had."""
        names = []
        while entry.parent_id is not None:
            names.append(entry.name)
            entry = self.entries[entry.parent_id]
        return "/" + "/".join(reversed(names))

    def children(self, folder: Entry) -> list[Entry]:
        """List what is in a folder, by name."""
        held = (
            entry
            for entry in self.entries.values()
            if entry.parent_id == folder.id and entry.trash_id is None
        )
        return sorted(held, key=lambda entry: entry.name)

    def below(self, entry: Entry) -> Iterator[Entry]:
        """Yield an entry and all that is below it, without what was put in the trash by itself."""
        yield entry
        for child in self.children(entry):
            yield from self.below(child)

    def at(self, path: str) -> Entry:
        """Look up what is at a path (ToolError)."""
        found = next(entry for entry in self.entries.values() if entry.parent_id is None)
        for name in [part for part in path.split("/") if part]:
            held = {child.name: child for child in self.children(found)}
            if name not in held:
                raise ToolError(f"There is no {name} in {self.path_of(found)}.")
            found = held[name]
        return found

    def folder_at(self, path: str) -> Entry:
        """Look up the folder at a path (ToolError)."""
        entry = self.at(path)
        if entry.type != "folder":
            raise ToolError(f"{path} is a {entry.type}, not a folder.")
        return entry

    def archive_at(self, path: str) -> Archive:
        """Look up the archive at a path (ToolError)."""
        archive = self.at(path).archive
        if archive is None:
            raise ToolError(f"{path} is not an archive.")
        return archive

    def account(self, login: str) -> Account:
        """Look an account up (ToolError)."""
        return find(self.accounts, login, "account")

    @property
    def trash(self) -> dict[str, Entry]:
        """What was put in the trash, by the ids that it has there."""
        return {entry.trash_id: entry for entry in self.entries.values() if entry.trash_id}

    def size(self, entry: Entry) -> int:
        """Add up the bytes of an entry and all that is below it."""
        return sum(each.size_bytes for each in self.below(entry))

    def used_bytes(self, login: str) -> int:
        """Add up what an account's files take, without the trash."""
        return sum(each.size_bytes for each in self.below(self.at("/")) if each.owner == login)

    def free_bytes(self, login: str) -> int:
        """Return how much an account can still store."""
        return self.accounts[login].quota_bytes - self.used_bytes(login)

    def show(self, entry: Entry) -> dict[str, Any]:
        """Return what listings show of an entry."""
        return {
            "path": self.path_of(entry),
            "name": entry.name,
            "type": entry.type,
            "owner": entry.owner,
            "size_bytes": self.size(entry),
            "modified": entry.modified,
            "tags": entry.tags,
        }

    def refuse_overflow(self, login: str, more_bytes: int) -> None:
        """Refuse to store more than an account's quota allows."""
        free = self.free_bytes(login)
        if more_bytes > free:
            raise ToolError(
                f"This takes {more_bytes} more bytes, but {login} has only {free} bytes free of a "
                f"quota of {self.accounts[login].quota_bytes}."
            )

    def refuse_taken(self, folder: Entry, name: str) -> None:
        """Refuse a second entry of one name in a folder."""
        if any(child.name == name for child in self.children(folder)):
            raise ToolError(f"There is already a {name} in {self.path_of(folder)}.")

    def refuse_uneditable(self, entry: Entry) -> None:
        """Refuse to change what the account can't edit."""
        access = entry.permissions.get(self.login, "view")
        if entry.owner != self.login and access != "edit":
            raise ToolError(
                f"{self.path_of(entry)} belongs to {entry.owner}; {self.login} has {access} access "
                "only."
            )

    def refuse_protected(self, entry: Entry) -> None:
        """Refuse to change what the account can't edit or what, at any depth, is on hold."""
        self.refuse_uneditable(entry)
        for each in self.below(entry):
            if HOLD_TAG in each.tags:
                raise ToolError(f"{self.path_of(each)} is tagged {HOLD_TAG} and can't be changed.")

    def refuse_not_owner(self, entry: Entry) -> None:
        """Refuse what only an entry's owner can do."""
        if entry.owner != self.login:
            raise ToolError(f"Only {entry.owner}, who owns {self.path_of(entry)}, can do that.")

    def refuse_in_trash(self, folder: Entry) -> None:
        """Refuse to put anything back into a folder that is in the trash too."""
        while folder.parent_id is not None:
            if folder.trash_id is not None:
                raise ToolError(
                    f"{self.path_of(folder)} is in the trash too, as {folder.trash_id}; restore "
                    "that first."
                )
            folder = self.entries[folder.parent_id]

    def refuse_unpackable(self, entry: Entry) -> None:
        """Refuse to pack what is not a plain file."""
        if entry.type != "file" or entry.archive is not None:
            type_ = entry.type if entry.archive is None else "archive"
            raise ToolError(f"{self.path_of(entry)} is a {type_}; only plain files can be packed.")

    def rewritten(self, entry: Entry, text: str, mode: WriteMode) -> str:
        """Return a file's text after a text has replaced it or been appended (ToolError)."""
        if entry.text is None:
            raise ToolError(f"{self.path_of(entry)} is not a text file.")
        new = text if mode == "replace" else f"{entry.text}\n{text}"
        if new == entry.text:
            raise ToolError(f"{self.path_of(entry)} already has exactly this text.")
        return new


def members_of(archive: Archive, names: tuple[str, ...]) -> list[Member]:
    """Return the members of an archive with these names, all of them for none (ToolError)."""
    known = {member.name: member for member in archive.members}
    return [
        find(known, name, "file in this archive named") for name in dict.fromkeys(names or known)
    ]


def size_of(text: str) -> int:
    """Count the bytes that a text takes on the disk."""
    return len(text.encode())


def sorted_tags(*tags: str) -> tuple[str, ...]:
    """Return tags as entries keep them: each once, sorted."""
    return tuple(sorted(set(tags)))
