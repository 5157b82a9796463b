"""A shared disk: folders and files, who can change them, their revisions, archives and a trash."""

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_disk
from .records import (
    QUARTERS_KEPT,
    Archive,
    Compression,
    Entry,
    Member,
    Name,
    Permission,
    Revision,
    Tag,
    TagChange,
    WriteMode,
)
from .rules import members_of, size_of, sorted_tags

MOST_FOUND = 12
"""The most files that one search lists."""


class FileSystem(World):
    """A shared disk, used with one of its accounts."""

    name: ClassVar[str] = "shared disk"

    def __init__(self, rng: Random) -> None:
        """Draw accounts, their homes and projects."""
        super().__init__(rng)
        self.disk = draw_disk(rng)

    @tool
    def list_folder(
        self, path: str, limit: Annotated[int, Field(ge=1, le=6)] = 6, cursor: str | None = None
    ) -> dict[str, Any]:
        """List what is in a folder, by name, one page at a time.

        Args:
            path: Path of the folder, beginning with a slash.
            limit: Most entries on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        folder = self.disk.folder_at(path)
        held = self.disk.children(folder)
        page = cut_page(held, limit, cursor)
        return {
            "path": self.disk.path_of(folder),
            "total": len(held),
            "entries": [self.disk.show(entry) for entry in page.rows],
            "next_cursor": page.next_cursor,
        }

    @tool
    def inspect_path(self, path: str, revision_id: str | None = None) -> dict[str, Any]:
        """Show everything about a file, folder or link, with the text of a text file.

        Of a link, its target is shown. Revisions are earlier texts of a file, each with the comment
        on the change that replaced it.

        Args:
            path: Path of the file, folder or link, beginning with a slash.
            revision_id: Id of an earlier revision whose text to show instead of the current one.
        """
        entry = self.disk.at(path)
        shown = {**self.disk.show(entry), "permissions": entry.permissions}
        if revision_id is not None:
            revision = find({each.id: each for each in entry.revisions}, revision_id, "revision")
            return {**shown, "revision_id": revision.id, "text": revision.text}
        return {**shown, **_contents(entry)}

    @tool
    def get_storage_usage(self, login: str | None = None) -> dict[str, Any]:
        """Show how much of its quota an account uses, and what it has in the trash.

        What is in the trash doesn't count towards the quota.

        Args:
            login: Login of the account; your own if omitted.
        """
        account = self.disk.account(login or self.disk.login)
        return {
            "login": account.login,
            "name": account.name,
            "quota_bytes": account.quota_bytes,
            "used_bytes": self.disk.used_bytes(account.login),
            "free_bytes": self.disk.free_bytes(account.login),
            "trash": [
                {
                    "trash_id": id_,
                    "original_path": self.disk.path_of(entry),
                    "size_bytes": self.disk.size(entry),
                    "trashed": entry.trashed,
                }
                for id_, entry in self.disk.trash.items()
                if entry.owner == account.login
            ],
        }

    @tool
    def search_files(
        self,
        query: Annotated[str, Field(min_length=2)],
        folder_path: str = "/",
        owner: str | None = None,
        modified_since: dt.date | None = None,
    ) -> dict[str, Any]:
        """Find text files by a part of their name or text, up to 12 of them.

        Args:
            query: Text that the name or the text must contain, ignoring case.
            folder_path: Path of the folder to search, including its subfolders.
            owner: Only files of the account with this login.
            modified_since: Only files last modified on this day or later, as YYYY-MM-DD.
        """
        if owner is not None:
            self.disk.account(owner)
        found = [
            entry
            for entry in self.disk.below(self.disk.folder_at(folder_path))
            if entry.text is not None
            and query.casefold() in f"{entry.name}\n{entry.text}".casefold()
            and owner in (None, entry.owner)
            and (modified_since is None or entry.modified >= modified_since)
        ]
        return {
            "total": len(found),
            "files": [self.disk.show(entry) for entry in found[:MOST_FOUND]],
        }

    @tool
    def write_file(  # noqa: PLR0913, PLR0917  # a tool takes what the domain needs, by name
        self,
        folder_path: str,
        name: Name,
        text: str,
        mode: WriteMode = "create",
        tags: tuple[Tag, ...] = (),
        comment: str = "",
    ) -> dict[str, Any]:
        """Create a text file, or change the text of one, which keeps the old text as a revision.

        Args:
            folder_path: Path of the folder that the file is in.
            name: Name of the file.
            text: The text to write.
            mode: Create a new file, replace the text of a file, or append a line to it, with a line
                break before it.
            tags: Tags to add to the file.
            comment: Why an existing file is changed; kept with the old text.
        """
        folder = self.disk.folder_at(folder_path)
        if mode == "create":
            self._refuse_new(folder, [name], size_of(text))
            return self.disk.show(self._add(folder, name, size_of(text), text, sorted_tags(*tags)))
        entry = self.disk.at(f"{self.disk.path_of(folder)}/{name}")
        self.disk.refuse_protected(entry)
        new = self.disk.rewritten(entry, text, mode)
        self.disk.refuse_overflow(entry.owner, size_of(new) - entry.size_bytes)
        id_ = draw_id(self.rng, "RV-", {revision.id for revision in entry.revisions})
        old = Revision(id_, entry.text or "", self.disk.today, comment)
        entry.text, entry.size_bytes, entry.modified = new, size_of(new), self.disk.today
        entry.revisions = (*entry.revisions, old)
        entry.tags = sorted_tags(*entry.tags, *tags)
        return {**self.disk.show(entry), "previous_revision_id": id_}

    @tool
    def move_path(
        self, path: str, new_name: Name | None = None, new_folder_path: str | None = None
    ) -> dict[str, Any]:
        """Rename a file, folder or link, move it to another folder, or both.

        Args:
            path: Path of the file, folder or link, beginning with a slash.
            new_name: New name; unchanged if omitted.
            new_folder_path: Path of the folder to move it to; it stays where it is if omitted.
        """
        entry = self.disk.at(path)
        if new_name is None and new_folder_path is None:
            raise ToolError("Give a new name, a new folder, or both.")
        self.disk.refuse_protected(entry)
        folder = self.disk.entries[entry.parent_id or entry.id]
        if new_folder_path is not None:
            folder = self.disk.folder_at(new_folder_path)
            self.disk.refuse_uneditable(folder)
        if any(each is folder for each in self.disk.below(entry)):
            raise ToolError(f"{path} can't be moved into itself or one of its subfolders.")
        name = entry.name if new_name is None else new_name
        self.disk.refuse_taken(folder, name)
        entry.name, entry.parent_id = name, folder.id
        return self.disk.show(entry)

    @tool
    def trash_path(self, path: str) -> dict[str, Any]:
        """Put a file, a link, or a folder with all that is in it, in its owner's trash.

        Args:
            path: Path of the file, folder or link, beginning with a slash.
        """
        entry = self.disk.at(path)
        self.disk.refuse_protected(entry)
        original = self.disk.path_of(entry)
        return {"trash_id": self._trash(entry), "original_path": original}

    @tool
    def restore_from_trash(self, trash_id: str, new_name: Name | None = None) -> dict[str, Any]:
        """Put a file, folder or link from the trash back in the folder that it was in.

        Args:
            trash_id: Id that it has in the trash.
            new_name: New name for it; unchanged if omitted.
        """
        entry = find(self.disk.trash, trash_id, "trash item")
        self.disk.refuse_uneditable(entry)
        folder = self.disk.entries[entry.parent_id or entry.id]
        self.disk.refuse_in_trash(folder)
        name = entry.name if new_name is None else new_name
        self.disk.refuse_taken(folder, name)
        self.disk.refuse_overflow(entry.owner, self.disk.size(entry))
        entry.trash_id, entry.trashed, entry.name = None, None, name
        return self.disk.show(entry)

    @tool
    def share_path(
        self, path: str, permissions: Annotated[tuple[Permission, ...], Field(min_length=1)]
    ) -> dict[str, Any]:
        """Set what other accounts can do with a file, folder or link that you own.

        Permissions on a folder don't apply to what is in it.

        Args:
            path: Path of the file, folder or link, beginning with a slash.
            permissions: What each account can do; accounts that are not listed keep what they have.
        """
        entry = self.disk.at(path)
        self.disk.refuse_not_owner(entry)
        for each in permissions:
            if self.disk.account(each.login).login == entry.owner:
                raise ToolError(f"{entry.owner} owns {path} and has full access already.")
        for each in permissions:
            entry.permissions.pop(each.login, None)
            if each.access != "none":
                entry.permissions[each.login] = each.access
        return {"path": self.disk.path_of(entry), "permissions": entry.permissions}

    @tool
    def tag_paths(
        self, changes: Annotated[tuple[TagChange, ...], Field(min_length=1, max_length=20)]
    ) -> list[dict[str, Any]]:
        """Add tags to files, folders and links, remove tags from them, or both.

        Args:
            changes: What to change, one item for each path.
        """
        entries = [self.disk.at(change.path) for change in changes]
        for entry, change in zip(entries, changes, strict=True):
            self.disk.refuse_uneditable(entry)
            missing = sorted(set(change.remove) - set(entry.tags))
            if missing:
                raise ToolError(f"{change.path} is not tagged {', '.join(missing)}.")
        for entry, change in zip(entries, changes, strict=True):
            kept = set(entry.tags) - set(change.remove)
            entry.tags = sorted_tags(*kept, *change.add)
        return [self.disk.show(entry) for entry in entries]

    @tool
    def create_archive(
        self,
        paths: Annotated[list[str], Field(min_length=1, max_length=30)],
        folder_path: str,
        name: Name,
        compression: Compression = "fast",
        trash_originals: bool = False,
    ) -> dict[str, Any]:
        """Pack files into a new archive.

        Args:
            paths: Paths of the files to pack, no two of them with the same name.
            folder_path: Path of the folder to create the archive in.
            name: Name of the archive.
            compression: none keeps files at full size, fast at three quarters, best at half.
            trash_originals: Whether to put the packed files in the trash afterwards.
        """
        folder, files = self.disk.folder_at(folder_path), [self.disk.at(path) for path in paths]
        for file in files:
            self.disk.refuse_unpackable(file)
            if trash_originals:
                self.disk.refuse_protected(file)
        if len({file.name for file in files}) < len(files):
            raise ToolError("Two of the files have the same name; an archive can hold only one.")
        size = sum(file.size_bytes * QUARTERS_KEPT[compression] // 4 for file in files)
        self._refuse_new(folder, [name], size)
        if trash_originals:
            for file in files:
                self._trash(file)
        made = self._add(folder, name, size)
        members = (Member(each.name, each.size_bytes, each.text, each.tags) for each in files)
        made.archive = Archive(compression, tuple(members))
        return self.disk.show(made)

    @tool
    def extract_archive(
        self, path: str, folder_path: str, names: tuple[str, ...] = ()
    ) -> list[dict[str, Any]]:
        """Extract files from an archive into a folder; the archive stays as it is.

        Args:
            path: Path of the archive, beginning with a slash.
            folder_path: Path of the folder to extract the files to.
            names: Names of the files to extract; all of them if omitted.
        """
        archive, folder = self.disk.archive_at(path), self.disk.folder_at(folder_path)
        members = members_of(archive, names)
        size = sum(member.size_bytes for member in members)
        self._refuse_new(folder, [member.name for member in members], size)
        made = [
            self._add(folder, each.name, each.size_bytes, each.text, each.tags) for each in members
        ]
        return [self.disk.show(entry) for entry in made]

    def _refuse_new(self, folder: Entry, names: Sequence[str], size: int) -> None:
        """Refuse new files that a folder, the names in it or the quota rule out."""
        self.disk.refuse_uneditable(folder)
        for name in names:
            self.disk.refuse_taken(folder, name)
        self.disk.refuse_overflow(self.disk.login, size)

    def _add(
        self,
        folder: Entry,
        name: str,
        size: int,
        text: str | None = None,
        tags: tuple[str, ...] = (),
    ) -> Entry:
        id_ = draw_id(self.rng, "E-", self.disk.entries)
        login, today = self.disk.login, self.disk.today
        self.disk.entries[id_] = Entry(id_, "file", name, folder.id, login, today, size, text, tags)
        return self.disk.entries[id_]

    def _trash(self, entry: Entry) -> str:
        entry.trash_id = draw_id(self.rng, "TR-", self.disk.trash)
        entry.trashed = self.disk.today
        return entry.trash_id


def _contents(entry: Entry) -> dict[str, Any]:
    """Return what only an entry of its type has."""
    if entry.type == "link":
        return {"target": entry.target}
    if entry.archive is not None:
        files = [
            {"name": each.name, "size_bytes": each.size_bytes} for each in entry.archive.members
        ]
        return {"compression": entry.archive.compression, "files": files}
    if entry.text is None:
        return {}
    revisions = [
        {"id": each.id, "replaced": each.replaced, "comment": each.comment}
        for each in entry.revisions
    ]
    return {"text": entry.text, "revisions": revisions}


SUITE = SuiteInfo(world=FileSystem, split="train", version=1)
