"""Shards: parts of a run that join to what an unsharded run writes."""

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from cases import for_each
from cli.command import error_line, run
from laws.test_resume import without_times
from run.runs import QUIET, scripted_run

from toolbench_ood.rollout.record import dump_record
from toolbench_ood.run.check_settings import check_settings
from toolbench_ood.run.evaluate import resume
from toolbench_ood.run.folder import HEADER, RECORDS, RunFolder
from toolbench_ood.run.merge import merge
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.shard import take_shard
from toolbench_ood.types.errors import UserError

CHOSEN: dict[str, Any] = {
    "model": "faulty:0.3",
    "limit": 14,
    "formats": ("hermes", "sexp"),
    "arms": ("strict", "lenient"),
}


@cache
def _played(of: int) -> Path:
    """Play all shards of a small run, once."""
    place = Path(mkdtemp())
    for number in range(1, of + 1):
        scripted_run(place / f"{number}-of-{of}", **CHOSEN, shard=f"{number}/{of}")
    return place


@cache
def _whole_run(model: str = str(CHOSEN["model"]), shard: str | None = None) -> Path:
    """Play a run of the same cases, once."""
    return scripted_run(Path(mkdtemp()) / "run", **{**CHOSEN, "model": model}, shard=shard).path


def _shards(place: Path, of: int) -> list[Path]:
    """Copy the shards of a small run."""
    shutil.copytree(_played(of), place, dirs_exist_ok=True)
    return [place / f"{number}-of-{of}" for number in range(1, of + 1)]


def test_shards_join_to_the_run_that_they_are_parts_of(tmp_path: Path) -> None:
    """Same header, same records; a resumed shard is the same shard, and order does not matter.

    Parts are of one size, no case is in two of them, and all arms of a case are in one.
    """
    whole = RunFolder.open(_whole_run())
    first, second, third = _shards(tmp_path, 3)
    lines = (second / RECORDS).read_bytes().splitlines(keepends=True)
    (second / RECORDS).write_bytes(b"".join(lines[:1]))
    resume(second, QUIET)
    joined = run("merge", third, first, second, "--out", tmp_path / "joined", "--json")
    assert json.loads(joined.stdout)["planned"] == 7
    merged = RunFolder.open(tmp_path / "joined")
    assert without_times(merged) == without_times(whole)
    assert merged.doubled() is None
    headers = (each.header.model_copy(update={"made": {}}) for each in (merged, whole))
    assert len({header.model_dump_json() for header in headers}) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"joined", *_names(3)}
    parts = [[record.case for record in RunFolder.open(path).records()] for path in (first, second)]
    assert not set(parts[0]) & set(parts[1])
    cases = make_plan(Settings(**CHOSEN)).cases
    sizes = [len(take_shard(cases, f"{number}/3")) for number in (1, 2, 3)]
    assert sorted(sizes) == [4, 4, 6]
    assert {arm for case in take_shard(cases, "1/3") for arm in [case.arm]} == {"strict", "lenient"}
    assert "it is shard 1/3 of a run" in RunFolder.open(first).header.departures


def _names(of: int) -> list[str]:
    return [f"{number}-of-{of}" for number in range(1, of + 1)]


def _left_out(shards: list[Path]) -> list[Path]:
    return shards[:1]


def _doubled(shards: list[Path]) -> list[Path]:
    copy = shards[0].with_name("copy")
    shutil.copytree(shards[0], copy)
    return [*shards, copy]


def _unfinished(shards: list[Path]) -> list[Path]:
    path = shards[1] / RECORDS
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-2]))
    return shards


def _of_another_run(shards: list[Path]) -> list[Path]:
    return [shards[0], _whole_run("oracle", "2/2")]


def _of_other_numbers(shards: list[Path]) -> list[Path]:
    header = json.loads((shards[1] / HEADER).read_text())
    header["settings"]["shard"] = "2/3"
    (shards[1] / HEADER).write_text(json.dumps(header))
    return shards


def _whole(shards: list[Path]) -> list[Path]:
    return [*shards, _whole_run()]


def _edited(shards: list[Path]) -> list[Path]:
    others, records = (RunFolder.open(path).records() for path in shards)
    lines = [dump_record(record) + b"\n" for record in (*records[:-1], others[0])]
    (shards[1] / RECORDS).write_bytes(b"".join(lines))
    return shards


@for_each(
    ("spoil", "words"),
    [
        (_left_out, "shard 2/2 is missing; give every shard's folder, and play what is not there"),
        (_doubled, "are both shard 1/2; give each shard once"),
        (_unfinished, "is not finished: 2 of its 6 cases are not scored; finish it with: tool"),
        (_of_another_run, "are shards of different runs: settings.model is 'faulty:0.3' in the"),
        (_of_other_numbers, "is shard 2/3, so they do not make up one run"),
        (_whole, "run holds a whole run, and merge joins the parts"),
        (_edited, "are not of the cases that its run.json names"),
    ],
)
def test_what_is_not_all_shards_of_one_run_is_refused(
    tmp_path: Path, spoil: Callable[[list[Path]], list[Path]], words: str
) -> None:
    """In one sentence, and nothing is written."""
    folders = spoil(_shards(tmp_path, 2))
    assert words in error_line("merge", *folders, "--out", tmp_path / "joined")
    assert not (tmp_path / "joined").exists()


def test_a_shard_that_is_none_is_refused(tmp_path: Path) -> None:
    """With what one is; and so are more shards than cases, and a folder that holds something."""
    for text in ("0/2", "3/2", "1", "1/0", "a/b", "1/2/3", "-1/2"):
        with pytest.raises(UserError, match=f"--shard '{text}' is not valid: expected I/N"):
            check_settings(Settings(**CHOSEN, shard=text))
    with pytest.raises(UserError, match="the run has only 7 cases to deal out"):
        scripted_run(tmp_path / "run", **CHOSEN, shard="1/8")
    with pytest.raises(UserError, match="is not an empty folder"):
        merge([tmp_path / "run"], tmp_path.parent)
