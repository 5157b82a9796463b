"""Laws 8, 9 and 10: the same header gives the same records, and nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import pytest
from cases import for_each
from extent import Extent
from laws.everything import byte_chat, play_all, sample, scripted
from run.runs import QUIET, scripted_run

from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import record_as_dict
from toolbench_ood.run.evaluate import resume
from toolbench_ood.run.folder import RECORDS, RunFolder
from toolbench_ood.run.rescore import rescore
from toolbench_ood.types.errors import EngineDownError, EngineError, UserError
from toolbench_ood.types.generation import Completion, Request

MODEL = "faulty:0.3"
FORMATS = ("hermes", "pythonic", "qwen3_coder", "gron")
SETTINGS = {"model": MODEL, "seeds": 1, "limit": 48, "formats": FORMATS}
KILLS = {Extent.QUICK: 1, Extent.SAMPLED: 5, Extent.EXHAUSTIVE: 100}
"""How often a run is killed, by the extent of the tests."""
TURNS = 5


def without_times(folder: RunFolder) -> dict[str, dict[str, Any]]:
    """Return the records by case, times aside."""
    records = {record.case: record_as_dict(record) for record in folder.records()}
    for record in records.values():
        del record["time"]
    return records


@cache
def uninterrupted() -> Mapping[str, dict[str, Any]]:
    """The records of a run that nothing disturbed."""
    return without_times(scripted_run(Path(mkdtemp()) / "run", **SETTINGS))


@pytest.mark.slow
def test_equal_runs_repeat_each_other(tmp_path: Path) -> None:
    """A second run under the same header has the same records, byte for byte but for times."""
    again = scripted_run(tmp_path / "run", **SETTINGS)
    assert without_times(again) == uninterrupted()


@pytest.mark.slow
def test_scoring_again_gives_the_same_scores(tmp_path: Path) -> None:
    """Replaying the recorded words gives the same records, times included."""
    folder = scripted_run(tmp_path / "run", **SETTINGS)
    assert rescore(folder) == folder.records()


def _start(action: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    script = {
        "begin": f"from run.runs import scripted_run; scripted_run({str(folder)!r}, **{SETTINGS})",
        "resume": f"from pathlib import Path; from run.runs import QUIET; "
        f"from toolbench_ood.run.evaluate import resume; resume(Path({str(folder)!r}), QUIET)",
    }[action]
    return subprocess.Popen([sys.executable, "-c", script], env=environment)  # noqa: S603  # our own


@pytest.mark.slow
@for_each("turn", range(TURNS), parts=TURNS)
def test_a_killed_run_is_resumed_to_the_same_records(
    tmp_path: Path, turn: int, extent: Extent
) -> None:
    """Killed at a moment and resumed, a run ends with the records of an undisturbed one.

    The moments are spread evenly over the run, and fall anywhere within a case.
    """
    kills = KILLS[extent]
    for attempt in range(turn, kills, TURNS):
        kill_and_resume(tmp_path / f"run{attempt}", share=attempt / kills, rng=Random(attempt))


def kill_and_resume(folder: Path, share: float, rng: Random) -> None:
    expected = uninterrupted()
    wanted = int(share * len(expected))
    process = _start("begin", folder)
    while process.poll() is None and _lines(folder) <= wanted:
        time.sleep(0.001)
    time.sleep(rng.random() * 0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = (folder / RECORDS).read_bytes()
    assert _start("resume", folder).wait() == 0
    after = (folder / RECORDS).read_bytes()
    whole = before[: before.rfind(b"\n") + 1]
    assert after.startswith(whole)
    assert without_times(RunFolder.open(folder)) == expected


def _lines(folder: Path) -> int:
    path = folder / RECORDS
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_a_finished_run_is_left_alone(tmp_path: Path) -> None:
    """Resuming a finished run plays nothing and writes nothing."""
    folder = scripted_run(tmp_path / "run", seeds=1, limit=3)
    before = (folder.path / RECORDS).read_bytes()
    resume(folder.path, QUIET)
    assert (folder.path / RECORDS).read_bytes() == before


class Unreliable:
    """An engine whose requests fail now and then, and which dies for good at one of them."""

    def __init__(self, inner: ScriptedEngine, fails: int, dies: int | None = None) -> None:
        self._inner = inner
        self._fails = fails
        self._dies = dies
        self.requests = 0
        self.context = None
        self.description = inner.description

    async def generate(self, request: Request) -> Completion:
        self.requests += 1
        if self.requests == self._dies:
            raise EngineDownError("the power went out")
        if self.requests % self._fails == 0:
            raise EngineError("a server hiccuped")
        return await self._inner.generate(request)

    async def close(self) -> None:
        await self._inner.close()


@pytest.mark.slow
def test_an_engine_failure_is_not_a_wrong_answer() -> None:
    """A failed request ends its case apart, with its own stop, and the other cases go on."""
    cases = sample()[:200]
    engine = Unreliable(scripted("oracle", cases), fails=17)
    records = play_all("oracle", cases, engine=engine)
    failed = [record for record in records if record.stop is Stop.ENGINE_ERROR]
    assert failed
    assert all(not record.solved and "hiccuped" in record.failure for record in failed)
    assert all(record.solved for record in records if record not in failed)


def test_a_dead_engine_ends_the_run() -> None:
    """When the engine is gone the run ends at once instead of failing every case."""
    cases = sample()[:200]
    engine = Unreliable(scripted("oracle", cases), fails=10**9, dies=50)
    with pytest.raises(EngineDownError, match="power"):
        play_all("oracle", cases, engine=engine)
    assert engine.requests < 100
    assert byte_chat() is not None


CHANGES = {
    "a suite": (
        lambda text: text.replace('"digest":"', '"digest":"0', 1),
        r"digest was '0[0-9a-f]+' and is '",
    ),
    "the version": (
        lambda text: text.replace('"toolbench_ood": "', '"toolbench_ood": "9.'),
        r"versions\.toolbench_ood was '9\.",
    ),
    "a setting": (
        lambda text: text.replace('"limit": 3', '"limit": 4'),
        r"cases was 3 and is 4",
    ),
}


@pytest.mark.slow
@for_each("what", CHANGES)
def test_a_changed_condition_is_refused_with_both_values(tmp_path: Path, what: str) -> None:
    """A run that was begun under other conditions is not gone on with, and both values are said."""
    change, complaint = CHANGES[what]
    folder = scripted_run(tmp_path / "run", seeds=1, limit=3)
    path = folder.path / "run.json"
    header = path.read_text(encoding="utf-8")
    changed = change(header.replace('"digest": "', '"digest":"') if what == "a suite" else header)
    assert changed != header
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(UserError, match=complaint):
        resume(folder.path, QUIET)
