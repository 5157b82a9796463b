"""A sweep whose units are played elsewhere and in another order, with scripted models."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from cases import for_each
from cli.command import error_line, run
from laws.test_resume import without_times
from series.killer import Killed, Killer

from toolbench_ood.run.folder import RECORDS, RunFolder
from toolbench_ood.run.read_options import make_settings
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.silence import Silence
from toolbench_ood.series.everywhere import Ended, play_everywhere
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.series.on_ray import INSTALL
from toolbench_ood.series.sweep import Sweep
from toolbench_ood.series.unit import Suites, Unit
from toolbench_ood.series.worker_needs import Machine, Needs, worker_needs
from toolbench_ood.types.errors import ToolbenchError, UserError

SETTINGS = replace(
    make_settings({"--model": "oracle", "--profile": "ladder", "--limit": "7"}),
    formats=("hermes",),
    workers=0,
    concurrency=1,
)
"""Of a run of seven cases, one after the other."""
SUITES = Suites(SETTINGS)
FOUND = (Found("step-1", 1, "oracle"), Found("step-2", 2, "faulty:0.5"))


class _LastFirst:
    """A pool that plays the last unit first, as workers may."""

    def __init__(self, listener: Silence | None = None) -> None:
        self.played: list[str] = []
        self._listener = listener or Silence()

    def __call__(self, units: Sequence[Unit]) -> Iterator[Ended]:
        for unit in reversed(units):
            self.played.append(unit.name)
            yield unit, unit.play(self._listener, SUITES)


def _play(
    out: Path, found: Sequence[Found], parts: int, pool: _LastFirst
) -> dict[str, ToolbenchError | None]:
    sweep = Sweep.begin(out, SETTINGS, found)
    return dict(play_everywhere(sweep, [each.label for each in found], parts, pool))


@cache
def _whole() -> Path:
    """Play the checkpoints in this process, one after the other, once."""
    out = Path(mkdtemp()) / "whole"
    sweep = Sweep.begin(out, SETTINGS, FOUND)
    assert [sweep.play(each.label, Silence()) for each in FOUND] == [None, None]
    return out


@pytest.mark.slow
@for_each("after", [0, 8, 13])
def test_parts_join_to_the_runs_that_one_process_plays(tmp_path: Path, after: int) -> None:
    """Same header, same records, also after a kill at any case and with another number of parts.

    What is finished is not played again, and nothing but the runs is left.
    """
    out = tmp_path / "parts"
    with pytest.raises(Killed):
        _play(out, FOUND, 3, _LastFirst(Killer(after)))
    for records in out.glob(f".parts/*/*/{RECORDS}"):
        records.write_bytes(records.read_bytes() + b'{"case": "cut')
    pool = _LastFirst()
    assert _play(out, FOUND, 2 if after == 13 else 3, pool) == {"step-1": None, "step-2": None}
    # The parts have three, two and two cases, and the last is played first: step-2 3/3 of two.
    finished = {0: 0, 8: 4, 13: 6}[after]
    assert len(pool.played) == 6 - finished, pool.played
    for label in ("step-1", "step-2"):
        one, other = RunFolder.open(out / label), RunFolder.open(_whole() / label)
        assert without_times(one) == without_times(other)
        headers = [each.header.model_copy(update={"made": {}}) for each in (one, other)]
        assert headers[0] == headers[1]
    assert {path.name for path in out.iterdir()} == {"step-1", "step-2", "sweep.json"}
    again = _LastFirst()
    assert _play(out, FOUND, 4, again) == {"step-1": None, "step-2": None}
    assert again.played == []


def test_a_begun_run_stays_whole(tmp_path: Path) -> None:
    """What one process began is gone on with as it is, whatever number of parts is given."""
    sweep = Sweep.begin(tmp_path, SETTINGS, FOUND)
    with pytest.raises(Killed):
        sweep.play("step-1", Killer(2))
    pool = _LastFirst()
    assert _play(tmp_path, FOUND, 2, pool) == {"step-1": None, "step-2": None}
    assert pool.played == ["step-2 2/2", "step-2 1/2", "step-1"]


class _Elsewhere(_LastFirst):
    """A pool of machines that have another folder under the same name."""

    def __call__(self, units: Sequence[Unit]) -> Iterator[Ended]:
        for unit, error in super().__call__(units):
            if unit.settings.shard == "2/2":
                shutil.rmtree(unit.folder)
            yield unit, error


@pytest.mark.slow
def test_a_failure_is_a_sentence_and_stops_no_other(tmp_path: Path) -> None:
    """A checkpoint that can't be played, too many parts, and runs on a disk that is not shared."""
    broken = tmp_path / "step-3"
    broken.mkdir()
    (broken / "config.json").write_text('{"model_type": "llama"}')
    ended = _play(tmp_path / "a", [*FOUND, Found("step-3", 3, str(broken))], 2, _LastFirst())
    assert ended["step-1"] is ended["step-2"] is None
    assert isinstance(ended["step-3"], UserError)
    assert "make at most 7 parts" in str(_play(tmp_path / "b", FOUND, 8, _LastFirst())["step-1"])
    away = str(_play(tmp_path / "c", FOUND, 2, _Elsewhere())["step-2"])
    assert away.startswith(f"{tmp_path}/c/.parts/step-2/2-of-2 was played, and is not there")
    assert _play(tmp_path / "c", FOUND, 2, _LastFirst()) == {"step-1": None, "step-2": None}


def test_options_are_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Ray it is said how to install it; parts are counted from one."""
    command = ("sweep", "oracle", "--profile", "ladder", "--limit", 2, "--out", tmp_path / "out")
    assert "--shards" in error_line(*command, "--shards", 0)
    assert "no Ray answers there" in error_line(*command, "--ray", "localhost:1")
    monkeypatch.setitem(sys.modules, "ray", None)
    assert INSTALL in error_line(*command, "--ray", "local")
    assert run(*command, "--shards", 2).exit_code == 0


_REAL = Settings(model="org/name")
_TWO = replace(_REAL, tensor_parallel_size=2)


@for_each(
    ("settings", "gpus", "needs"),
    [
        (_REAL, [8, 4], Needs(1, 1)),
        (_TWO, [8, 4], Needs(1, 2)),
        (replace(_TWO, engine_args={"pipeline-parallel-size": 2}), [0, 4], Needs(1, 4)),
        (replace(_TWO, data_parallel_size=2), [4], Needs(1, 4)),
        (replace(_TWO, data_parallel_size=4), [4, 4], r"takes 8 GPUs \(tensor_parallel_size=2"),
        (_REAL, [0, 0], Needs(16, 0)),
        (_TWO, [0], Needs(16, 0)),
        (replace(_TWO, model="oracle"), [8], Needs(1, 0)),
        (replace(_TWO, base_urls=("http://127.0.0.1:1/v1",)), [8], Needs(1, 0)),
    ],
)
def test_a_worker_takes_what_its_engine_uses(
    settings: Settings, gpus: list[int], needs: Needs | str
) -> None:
    """The engine's arguments count its GPUs; without any, it computes on a whole machine."""
    machines = [Machine(16 * number, each) for number, each in enumerate(gpus, start=1)]
    if isinstance(needs, str):
        with pytest.raises(UserError, match=needs):
            worker_needs(settings, machines)
        return
    assert worker_needs(settings, [*machines, Machine(0, 0)]) == needs
