"""Join the shards of a run."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from toolbench_ood.run.compare import find_differences
from toolbench_ood.run.folder import RunFolder, check_free, unwritable
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.shard import OPTION, Shard, parse_shard
from toolbench_ood.run.shard_header import header_of_whole
from toolbench_ood.run.sources import resume_command
from toolbench_ood.types.errors import UserError

_SHOWN = 3


def merge(folders: Sequence[Path], out: Path) -> RunFolder:
    """Write the run folder that a run without ``--shard`` would have written.

    The records are those of the first shard, then those of the second, and so on; they are never in
    memory together. The folder appears when it is whole.

    Args:
        folders: one of each shard, in any order.
        out: a new or empty folder.

    Raises:
        UserError: the folders are not all the finished shards of one run.
    """
    check_free(out)
    shards = _in_order([RunFolder.open(folder) for folder in folders])
    for shard in shards:
        _require_finished(shard)
    header = _joined([shard.header for shard in shards])
    with _new(out.resolve()) as draft:
        run = RunFolder.create(draft, header)
        with run.writer() as writer:
            for shard in shards:
                for record in shard.scored():
                    writer.append(record)
    return RunFolder(out, header)


def _in_order(runs: Sequence[RunFolder]) -> list[RunFolder]:
    """Order the shards by their numbers, after making sure that they are those of one run."""
    shards: dict[Shard, RunFolder] = {}
    for run in runs:
        shard = _shard_of(run)
        if shard in shards:
            raise UserError(
                f"{shards[shard].path} and {run.path} are both shard {shard}; give each shard once"
            )
        shards[shard] = run
    (first, one), *others = shards.items()
    for shard, run in others:
        if shard.of != first.of:
            raise UserError(
                f"{one.path} is shard {first} and {run.path} is shard {shard}, so they do not make "
                "up one run; give shards with the same number behind the slash"
            )
        _require_same_run(one, run)
    _require_all(shards, first.of)
    return [run for _, run in sorted(shards.items())]


def _shard_of(run: RunFolder) -> Shard:
    text = run.header.settings.shard
    if text is None or run.header.whole is None:
        raise UserError(
            f"{run.path} holds a whole run, and merge joins the parts that eval {OPTION} I/N "
            "plays; leave it out"
        )
    return parse_shard(text, f"{run.path}:")


def _require_same_run(one: RunFolder, other: RunFolder) -> None:
    apart = find_differences(header_of_whole(one.header), header_of_whole(other.header))
    if apart:
        told = "; ".join(
            f"{name} is {mine!r} in the first and {theirs!r} in the second"
            for name, mine, theirs in apart[:_SHOWN]
        )
        more = f" (and {len(apart) - _SHOWN} more)" if len(apart) > _SHOWN else ""
        raise UserError(
            f"{one.path} and {other.path} are shards of different runs: {told}{more}; give shards "
            "that were played with the same options, versions and kind of machine"
        )


def _require_all(shards: Mapping[Shard, RunFolder], of: int) -> None:
    missing = [f"{number}/{of}" for number in range(1, of + 1) if Shard(number, of) not in shards]
    if missing:
        subject = f"shard {missing[0]} is" if len(missing) == 1 else f"shards {_few(missing)} are"
        raise UserError(
            f"{subject} missing; give every shard's folder, and play what is not there with eval "
            f"{OPTION} {missing[0]} and the options of the others"
        )


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"


def _require_finished(run: RunFolder) -> None:
    header, done = run.header, run.done()
    left = header.cases - len(done)
    if left > 0:
        raise UserError(
            f"{run.path} is not finished: {left} of its {header.cases} cases are not scored; "
            f"finish it with: {resume_command(run.path, header.settings)}"
        )
    if hashlib.sha256("\n".join(sorted(done)).encode()).hexdigest() != header.cases_digest:
        raise UserError(
            f"the records in {run.path} are not of the cases that its run.json names; the files "
            "were edited by hand; play the shard again"
        )


def _joined(headers: Sequence[RunHeader]) -> RunHeader:
    header = header_of_whole(headers[0])
    return header.model_copy(update={"made": {**header.made, "shards": str(len(headers))}})


@contextmanager
def _new(path: Path) -> Iterator[Path]:
    """Provide a folder beside ``path`` that takes its place at the end, and never before."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        if path.exists():
            path.rmdir()
        draft.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
