"""A shared disk: folders and files, who may change them, their revisions, archives and a bin."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .draw import draw_code, draw_id
from .entries import Entry, Grant, Label, Revision, Tag, TagChange, WriteMode, size_of
from .packing import Packing
from .writing import rewritten


class FileSystem(Packing):
    """Everything that can be done on the disk."""

    name: ClassVar[str] = "shared disk"

    @tool
    def write_file(  # noqa: PLR0913, PLR0917  # a tool takes what the domain needs, by name
        self,
        into_folder_path: str,
        file_label: Label,
        file_text: str,
        write_mode: WriteMode = "create",
        file_tags: tuple[Tag, ...] = (),
        revision_comment: str = "",
    ) -> dict[str, Any]:
        """Create a text file, or write an existing one, whose earlier text is kept as a revision.

        Args:
            into_folder_path: Path of the folder that holds or will hold the file.
            file_label: Name of the file within its folder.
            file_text: The text to write.
            write_mode: Make a new file, replace a file's text, or append a line to it.
            file_tags: Tags to put on the file.
            revision_comment: Why the file is written again; kept with the earlier text.
        """
        folder = self.folder_at(into_folder_path)
        if write_mode == "create":
            made = self._create(folder, file_label, file_text, file_tags)
            return self.summary(made)
        entry = self.entry_at(f"{self.path_of(folder)}/{file_label}")
        self.refuse_guarded(entry)
        new = rewritten(entry, file_text, write_mode)
        self.refuse_overflow(entry.owner, size_of(new) - entry.size_bytes)
        earlier = Revision(self._draw_code(entry), entry.text or "", self.today, revision_comment)
        entry.text, entry.size_bytes = new, size_of(new)
        entry.revisions = (*entry.revisions, earlier)
        entry.tags |= frozenset(file_tags)
        entry.modified_on = self.today
        return {**self.summary(entry), "earlier_revision": earlier.code}

    @tool
    def rename_entry(
        self,
        entry_path: str,
        new_entry_label: Label | None = None,
        new_folder_path: str | None = None,
    ) -> dict[str, Any]:
        """Give an entry another name, put it into another folder, or both.

        Args:
            entry_path: Path of the entry, beginning with a slash.
            new_entry_label: The new name; the name stays when left out.
            new_folder_path: Path of the new folder; the entry stays in its folder when left out.
        """
        entry = self.entry_at(entry_path)
        if new_entry_label is None and new_folder_path is None:
            raise ToolError("give a new name, a new folder, or both")
        self.refuse_guarded(entry)
        folder = self.entry_at(entry_path.rstrip("/").rpartition("/")[0])
        if new_folder_path is not None:
            folder = self.folder_at(new_folder_path)
            self.refuse_stranger(folder)
        if any(each is folder for each in self.below(entry)):
            raise ToolError(f"{new_folder_path} lies in {entry_path}; that would be a circle")
        label = entry.label if new_entry_label is None else new_entry_label
        self.refuse_taken(folder, label)
        entry.label, entry.parent_id = label, folder.id
        return self.summary(entry)

    @tool
    def trash_entry(self, entry_path: str) -> dict[str, Any]:
        """Put a file, a link, or a folder with all it holds into its owner's bin.

        Args:
            entry_path: Path of the entry, beginning with a slash.
        """
        entry = self.entry_at(entry_path)
        self.refuse_guarded(entry)
        path = self.path_of(entry)
        return {"bin_ticket": self.put_into_bin(entry), "path_before": path}

    @tool
    def restore_entry(self, bin_ticket: str, restored_label: Label | None = None) -> dict[str, Any]:
        """Take an entry out of the bin, back into the folder that it was in.

        Args:
            bin_ticket: Ticket under which it lies in the bin.
            restored_label: Another name for it; it keeps its name when left out.
        """
        entry = self._in_bin(bin_ticket)
        self.refuse_stranger(entry)
        folder = self.entry_at(self.path_of(entry).rpartition("/")[0])
        label = entry.label if restored_label is None else restored_label
        self.refuse_taken(folder, label)
        self.refuse_overflow(entry.owner, sum(each.size_bytes for each in self.below(entry)))
        entry.binned, entry.label = None, label
        return self.summary(entry)

    @tool
    def authorise_access(
        self, entry_path: str, access_grants: Annotated[tuple[Grant, ...], Field(min_length=1)]
    ) -> dict[str, Any]:
        """Say what other accounts may do with an entry; only its owner can.

        Args:
            entry_path: Path of the entry, beginning with a slash.
            access_grants: What each account may do from now on; others keep what they have.
        """
        entry = self.entry_at(entry_path)
        if entry.owner != self.login:
            raise ToolError(f"only {entry.owner}, who owns {entry_path}, can grant rights on it")
        for grant in access_grants:
            if self.account(grant.grantee_login).login == entry.owner:
                raise ToolError(f"{entry.owner} owns {entry_path} and may do everything already")
        for grant in access_grants:
            entry.rights.pop(grant.grantee_login, None)
            if grant.access_right != "none":
                entry.rights[grant.grantee_login] = grant.access_right
        return {"path": self.path_of(entry), "rights": entry.rights}

    @tool
    def tag_entries(
        self, tag_changes: Annotated[tuple[TagChange, ...], Field(min_length=1, max_length=20)]
    ) -> list[dict[str, Any]]:
        """Put tags on entries, take tags off them, or both.

        Args:
            tag_changes: What changes, entry by entry.
        """
        entries = [self.entry_at(change.tagged_path) for change in tag_changes]
        for entry, change in zip(entries, tag_changes, strict=True):
            self.refuse_stranger(entry)
            missing = sorted(set(change.dropped_tags) - entry.tags)
            if missing:
                raise ToolError(f"{change.tagged_path} does not carry {', '.join(missing)}")
        for entry, change in zip(entries, tag_changes, strict=True):
            entry.tags = (entry.tags - frozenset(change.dropped_tags)) | frozenset(
                change.added_tags
            )
        return [self.summary(entry) for entry in entries]

    def _create(self, folder: Entry, label: str, text: str, tags: tuple[str, ...]) -> Entry:
        self.refuse_stranger(folder)
        self.refuse_taken(folder, label)
        self.refuse_overflow(self.login, size_of(text))
        made = Entry(
            id=draw_id(self.rng, self.entries),
            kind="file",
            label=label,
            parent_id=folder.id,
            owner=self.login,
            modified_on=self.today,
            size_bytes=size_of(text),
            text=text,
            tags=frozenset(tags),
        )
        self.entries[made.id] = made
        return made

    def _in_bin(self, ticket: str) -> Entry:
        for entry in self.entries.values():
            if entry.binned is not None and entry.binned.ticket == ticket:
                return entry
        raise ToolError(f"nothing lies in the bin under the ticket “{ticket}”")

    def _draw_code(self, entry: Entry) -> str:
        """Draw the code of a revision; codes follow no order, so none can be foretold."""
        taken = {revision.code for revision in entry.revisions}
        while True:
            code = f"rev-{draw_code(self.rng).lower()}"
            if code not in taken:
                return code


SUITE = SuiteInfo(world=FileSystem, split="train", version=1)
