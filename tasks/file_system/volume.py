"""The disk's state, how entries are looked up, and the rules that it never breaks."""

import datetime as dt
from collections.abc import Iterator
from random import Random

from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World

from .draw import draw_disk
from .entries import HOLD_TAG, Account, Entry


class Volume(World):
    """Entries by id and accounts by login; one account's owner works here."""

    def __init__(self, rng: Random) -> None:
        """Draw the disk."""
        super().__init__(rng)
        self.today: dt.date = dt.date(2027, 3, 1) + dt.timedelta(days=rng.randrange(700))
        accounts, entries = draw_disk(rng, self.today)
        self.accounts: dict[str, Account] = {account.login: account for account in accounts}
        self.login: str = accounts[0].login
        self.entries: dict[str, Entry] = entries

    def path_of(self, entry: Entry) -> str:
        """Spell the path of an entry, as if it did not lie in the bin."""
        parts = []
        while entry.parent_id is not None:
            parts.append(entry.label)
            entry = self.entries[entry.parent_id]
        return "/" + "/".join(reversed(parts))

    def children(self, folder: Entry) -> list[Entry]:
        """List what a folder holds, by label, without what lies in the bin."""
        if folder.kind != "folder":
            return []
        held = (
            entry
            for entry in self.entries.values()
            if entry.parent_id == folder.id and entry.binned is None
        )
        return sorted(held, key=lambda entry: entry.label)

    def below(self, entry: Entry) -> Iterator[Entry]:
        """Yield an entry and all that lies below it, without what was binned by itself."""
        yield entry
        for child in self.children(entry):
            yield from self.below(child)

    def entry_at(self, path: str) -> Entry:
        """Return the entry at a path, or refuse."""
        found = next(entry for entry in self.entries.values() if entry.parent_id is None)
        for label in [part for part in path.split("/") if part]:
            held = {child.label: child for child in self.children(found)}
            if label not in held:
                raise ToolError(f"{self.path_of(found)} holds no entry “{label}”")
            found = held[label]
        return found

    def folder_at(self, path: str) -> Entry:
        """Return the folder at a path, or refuse."""
        entry = self.entry_at(path)
        if entry.kind != "folder":
            raise ToolError(f"{path} is a {entry.kind}, not a folder")
        return entry

    def account(self, login: str) -> Account:
        """Return an account, or refuse."""
        if login not in self.accounts:
            known = ", ".join(sorted(self.accounts))
            raise ToolError(f"there is no account “{login}”; there are {known}")
        return self.accounts[login]

    def used_bytes(self, login: str) -> int:
        """Add up what an account's entries take outside the bin."""
        root = self.entry_at("/")
        return sum(entry.size_bytes for entry in self.below(root) if entry.owner == login)

    def free_bytes(self, login: str) -> int:
        """Say how much an account may still store."""
        return self.accounts[login].quota_bytes - self.used_bytes(login)

    def refuse_overflow(self, login: str, more_bytes: int) -> None:
        """Refuse to store more than an account's quota allows."""
        free = self.free_bytes(login)
        if more_bytes > free:
            raise ToolError(
                f"this takes {more_bytes} bytes more, but {login} has {free} bytes left of a "
                f"quota of {self.accounts[login].quota_bytes}"
            )

    def refuse_taken(self, folder: Entry, label: str) -> None:
        """Refuse a second entry of one label in a folder."""
        if any(child.label == label for child in self.children(folder)):
            raise ToolError(f"{self.path_of(folder)} already holds an entry “{label}”")

    def refuse_stranger(self, entry: Entry) -> None:
        """Refuse to change what the working account may not edit."""
        right = entry.rights.get(self.login, "view")
        if entry.owner != self.login and right != "edit":
            raise ToolError(
                f"{self.path_of(entry)} belongs to {entry.owner}; {self.login} may only {right} it"
            )

    def refuse_held(self, entry: Entry) -> None:
        """Refuse to change what, itself or below it, is kept for a court."""
        for each in self.below(entry):
            if HOLD_TAG in each.tags:
                raise ToolError(
                    f"{self.path_of(each)} carries the tag {HOLD_TAG} and must stay as it is"
                )

    def refuse_guarded(self, entry: Entry) -> None:
        """Refuse to change an entry that is another's, held, or one of the system's."""
        self.refuse_stranger(entry)
        self.refuse_held(entry)
