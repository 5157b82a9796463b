"""The folder of a run: ``run.json`` and ``records.jsonl``, without partial records."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from io import FileIO
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from toolbench_ood.rollout.record import Record, dump_record, load_record
from toolbench_ood.run.header import HEADER_VERSION, RunHeader
from toolbench_ood.run.lock import lock
from toolbench_ood.run.own_file import misread
from toolbench_ood.types.errors import UserError

HEADER = "run.json"
RECORDS = "records.jsonl"

_BLOCK = 1 << 16
"""Bytes that are read at once."""


class RunFolder:
    """A run on disk.

    A record is one line, appended and flushed when its case ends; a case that was tried again has
    several, and the last one counts. A line cut off by a crash is ignored.
    """

    def __init__(self, path: Path, header: RunHeader) -> None:
        """Use ``create`` or ``open`` instead."""
        self.path = path
        self.header = header

    @classmethod
    def create(cls, path: Path, header: RunHeader) -> Self:
        """Start a run in a new or empty folder.

        Raises:
            UserError: the folder holds something, or cannot be written.
        """
        check_free(path)
        try:
            path.mkdir(parents=True, exist_ok=True)
            draft = path / f".{HEADER}.{os.getpid()}"
            draft.write_text(header.model_dump_json(indent=2) + "\n", encoding="utf-8")
            draft.replace(path / HEADER)
        except OSError as error:
            raise unwritable(path, error) from error
        return cls(path, header)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an existing run.

        Raises:
            UserError: the folder holds no run, one of another version of the program, or a link in
                place of a file.
        """
        try:
            for name in (HEADER, RECORDS):
                require_own_file(path / name)
            text = (path / HEADER).read_text(encoding="utf-8")
        except OSError as error:
            raise UserError(
                f"{path} is not a run folder ({HEADER}: {error.strerror}); give the folder that "
                "eval printed at its end"
            ) from error
        _require_version(path / HEADER, text)
        try:
            return cls(path, RunHeader.model_validate_json(text))
        except ValidationError as error:
            raise UserError(misread(path / HEADER, error)) from error

    def records(self) -> list[Record]:
        """Return the last record of each case, in the order in which cases first ended."""
        latest: dict[str, Record] = {}
        for record in self._lines():
            latest[record.case] = record
        return list(latest.values())

    def doubled(self) -> str | None:
        """Return the id of a case with another record after a final one; None if there is none.

        A case is replayed only if it was not scored, so a run never writes such a record.
        """
        ended: set[str] = set()
        for record in self._lines():
            if record.case in ended:
                return record.case
            if record.stop.scored:
                ended.add(record.case)
        return None

    def done(self) -> set[str]:
        """Return the ids of the cases that need not be played again."""
        stops = {record.case: record.stop for record in self._lines()}
        return {case for case, stop in stops.items() if stop.scored}

    def scored(self) -> Iterator[Record]:
        """Yield the final record of each case that is scored, in the order in which they ended."""
        return (record for record in self._lines() if record.stop.scored)

    @contextmanager
    def writer(self) -> Iterator["RecordWriter"]:
        """Open the run for exclusive appending; a cut-off line is removed first.

        Raises:
            UserError: another process is writing, or the file cannot be written.
        """
        path = self.path / RECORDS
        try:
            file = path.open("ab", buffering=0)
        except OSError as error:
            raise unwritable(path, error) from error
        with file:
            try:
                is_locked = lock(file)
            except BlockingIOError:
                raise UserError(
                    f"another process is writing to {self.path}; wait until it ends, or stop it"
                ) from None
            _drop_cut_line(path, file)
            yield RecordWriter(path, file, is_locked)

    def _lines(self) -> Iterator[Record]:
        path = self.path / RECORDS
        if not path.exists():
            return
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    return
                try:
                    yield load_record(line)
                except ValidationError as error:
                    first = error.errors()[0]
                    raise UserError(
                        f"{path}:{number} is not a record: {first['msg']}; the file was edited by "
                        "hand or written by another version of the program"
                    ) from error


class RecordWriter:
    """Appends records; after a failure the file is as it was before the record."""

    def __init__(self, path: Path, file: FileIO, is_locked: bool) -> None:
        """Use ``RunFolder.writer`` instead."""
        self._path = path
        self._file = file
        self.is_locked = is_locked
        """Whether another process would be kept from writing."""

    def append(self, record: Record) -> None:
        """Write one record to disk.

        Raises:
            UserError: the disk is full or the file cannot be written.
        """
        before = self._file.seek(0, os.SEEK_END)
        rest = memoryview(dump_record(record) + b"\n")
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            os.ftruncate(self._file.fileno(), before)
            raise unwritable(self._path, error) from error


def check_free(path: Path) -> None:
    """Refuse a non-empty folder (UserError), before anything is loaded."""
    try:
        run, taken = (path / HEADER).exists(), path.exists() and not _is_empty_folder(path)
    except OSError as error:
        raise unwritable(path, error) from error
    if run:
        raise UserError(
            f"{path} holds another run; give another --out, or continue that run with --resume "
            f"{path}"
        )
    if taken:
        raise UserError(f"{path} is not an empty folder; give another --out")


def require_own_file(path: Path) -> None:
    """Refuse a link or a device in a file's place, which would be read or written as the run's."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UserError(
            f"{path} is no file of the run's own, but a link or a device; copy what it stands for "
            "into the folder"
        )


def _require_version(file: Path, text: str) -> None:
    """Refuse a header whose fields may mean something else than they do here."""
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(header, dict) or header.get("version") == HEADER_VERSION:
        return
    versions = header.get("versions")
    maker = versions.get("toolbench_ood") if isinstance(versions, dict) else None
    name = f"the toolbench-ood {maker}" if isinstance(maker, str) else "the toolbench-ood"
    raise UserError(
        f"{file} has version {header.get('version')!r}, and this toolbench-ood "
        f"({version('toolbench-ood')}) reads version {HEADER_VERSION}; use {name} that made the run"
    )


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _drop_cut_line(path: Path, file: FileIO) -> None:
    """Cut the file after its last whole line."""
    size = path.stat().st_size
    whole = _end_of_last_line(path, size)
    if whole != size:
        os.ftruncate(file.fileno(), whole)


def _end_of_last_line(path: Path, size: int) -> int:
    """Look for the last line feed from the end, block by block: a run can be larger than memory."""
    with path.open("rb") as content:
        for begin in range(size - _BLOCK, -_BLOCK, -_BLOCK):
            content.seek(max(0, begin))
            found = content.read(min(_BLOCK, begin + _BLOCK)).rfind(b"\n")
            if found >= 0:
                return max(0, begin) + found + 1
    return 0


def unwritable(path: Path, error: OSError) -> UserError:
    """Return the error for a folder or file that cannot be written."""
    return UserError(
        f"{path} cannot be written: {error.strerror}; free some space or give another --out; what "
        "was written so far can be resumed"
    )
