"""The tools that pack files into archives and out of them, and what puts entries into the bin."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .draw import draw_id
from .entries import (
    SHRINKS_TO_QUARTERS,
    Archive,
    Binned,
    Compression,
    Entry,
    Label,
    Member,
)
from .reading import Reading


class Packing(Reading):
    """Archives and the bin."""

    @tool
    def archive_entries(
        self,
        packed_paths: Annotated[list[str], Field(min_length=1, max_length=30)],
        into_folder_path: str,
        archive_label: Label,
        compression: Compression = "fast",
        bin_originals: bool = False,
    ) -> dict[str, Any]:
        """Pack files into a new archive file.

        Args:
            packed_paths: Paths of the files to pack, no two of the same name.
            into_folder_path: Path of the folder for the archive.
            archive_label: Name of the archive.
            compression: How far they are shrunk: not at all, to three quarters, or to half.
            bin_originals: Whether the packed files are put into the bin afterwards.
        """
        folder = self.folder_at(into_folder_path)
        self.refuse_stranger(folder)
        self.refuse_taken(folder, archive_label)
        files = [self._packable(path) for path in packed_paths]
        if len({file.label for file in files}) < len(files):
            raise ToolError("two of the files have the same name; an archive holds each name once")
        size = sum(_shrunk(file.size_bytes, compression) for file in files)
        self.refuse_overflow(self.login, size)
        if bin_originals:
            for file in files:
                self.refuse_guarded(file)
            for file in files:
                self.put_into_bin(file)
        made = self._new_file(folder, archive_label, size)
        made.archive = Archive(compression, tuple(_member(file) for file in files))
        return self.summary(made)

    @tool
    def extract_archive(
        self,
        archive_path: str,
        into_folder_path: str,
        member_labels: tuple[str, ...] = (),
    ) -> list[dict[str, Any]]:
        """Unpack files of an archive into a folder; the archive itself stays as it is.

        Args:
            archive_path: Path of the archive, beginning with a slash.
            into_folder_path: Path of the folder for the files.
            member_labels: Names of the files to unpack; all of them when left out.
        """
        archive = self.entry_at(archive_path).archive
        if archive is None:
            raise ToolError(f"{archive_path} is no archive")
        folder = self.folder_at(into_folder_path)
        self.refuse_stranger(folder)
        members = _chosen(archive, member_labels)
        for member in members:
            self.refuse_taken(folder, member.label)
        self.refuse_overflow(self.login, sum(member.size_bytes for member in members))
        made = [self._unpack(folder, member) for member in members]
        return [self.summary(entry) for entry in made]

    def put_into_bin(self, entry: Entry) -> str:
        """Put an entry into the bin and return its ticket."""
        taken = {other.binned.ticket for other in self.entries.values() if other.binned}
        ticket = f"bin-{draw_id(self.rng, list(taken))}"
        entry.binned = Binned(ticket, self.today)
        return ticket

    def _packable(self, path: str) -> Entry:
        entry = self.entry_at(path)
        if entry.kind != "file" or entry.archive is not None:
            kind = entry.kind if entry.archive is None else "archive"
            raise ToolError(f"{path} is a {kind}; only plain files can be packed")
        return entry

    def _new_file(self, folder: Entry, label: str, size: int) -> Entry:
        id_ = draw_id(self.rng, self.entries)
        made = Entry(id_, "file", label, folder.id, self.login, self.today, size)
        self.entries[id_] = made
        return made

    def _unpack(self, folder: Entry, member: Member) -> Entry:
        made = self._new_file(folder, member.label, member.size_bytes)
        made.text, made.tags = member.text, member.tags
        return made


def _shrunk(size: int, compression: Compression) -> int:
    return size * SHRINKS_TO_QUARTERS[compression] // 4


def _member(file: Entry) -> Member:
    return Member(file.label, file.size_bytes, file.text, file.tags)


def _chosen(archive: Archive, labels: Sequence[str]) -> list[Member]:
    known = {member.label: member for member in archive.members}
    for label in labels:
        if label not in known:
            raise ToolError(f"the archive holds no “{label}”; it holds {', '.join(known)}")
    return [known[label] for label in dict.fromkeys(labels or known)]
