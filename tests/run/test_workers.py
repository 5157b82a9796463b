"""Worker processes: the records are those without them, and no end of a run leaves one behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.everything import IN_BYTES, byte_chat, sample, scripted
from run.runs import QUIET, scripted_run
from task.suites import TASK, WORLD

from toolbench_ood.engines.cpu import Cpu, look_at_cpu
from toolbench_ood.engines.kinds import ENGINES
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record, record_as_dict
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.evaluate import resume
from toolbench_ood.run.folder import RECORDS, RunFolder
from toolbench_ood.run.model import open_model
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.workers.number import count_workers, suitable_workers
from toolbench_ood.run.workers.pool import WorkerPool
from toolbench_ood.run.workers.prompts import Prompts
from toolbench_ood.run.workers.share import share_out
from toolbench_ood.types.errors import EngineDownError, EngineError, UserError
from toolbench_ood.types.generation import Completion, Request

SETTINGS = {
    "model": "faulty:0.3",
    "formats": ("hermes", "gron"),
    "arms": ("strict", "lenient", "prefix"),
    "limit": 60,
}
PROCESS = b"toolbench_ood.run.workers.process"
PATIENCE_SECONDS = 60


def without_times(folder: RunFolder) -> dict[str, dict[str, Any]]:
    records = {record.case: record_as_dict(record) for record in folder.records()}
    for record in records.values():
        del record["time"]
    return records


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return the records of a run in one process."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    return without_times(scripted_run(folder, workers=0, **SETTINGS))


@pytest.mark.slow
def test_records_do_not_depend_on_workers(
    tmp_path: Path, expected: dict[str, dict[str, Any]]
) -> None:
    """One process or three, few cases in flight or many: the records are equal, times aside."""
    for workers, concurrency in ((1, 2), (3, 50)):
        path = tmp_path / f"run{workers}"
        run = scripted_run(path, workers=workers, concurrency=concurrency, **SETTINGS)
        assert without_times(run) == expected, workers
        assert run.header.made["workers"] == f"{workers}: as given"


def _worker_pids(main: int) -> list[int]:
    """Return the worker processes that a process started and that live."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == main and PROCESS in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def _wait_for(what: str, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def _lives(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def _lines(folder: Path) -> int:
    path = folder / RECORDS
    return path.read_bytes().count(b"\n") if path.exists() else 0


BEGIN = "scripted_run(folder, workers=2, **{settings})"
RESUME = "resume(folder, QUIET)"
PROGRAM = """
import signal
from pathlib import Path
from run.runs import QUIET, scripted_run
from toolbench_ood.run.evaluate import resume
# What is started in the background of a shell inherits that interrupts are ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
folder = Path({folder!r})
{action}
"""


def _end_early(folder: Path, action: str, number: int, *, is_worker: bool) -> str:
    """Start a run, end it by a signal once some cases have ended, and return what it says."""
    before = _lines(folder)
    program = PROGRAM.format(folder=str(folder), action=action.format(settings=SETTINGS))
    paths = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    with subprocess.Popen(  # noqa: S603  # our own
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": paths},
        stderr=subprocess.PIPE,
        text=True,
    ) as main:
        _wait_for("a case ends", lambda: _lines(folder) > before or main.poll() is not None)
        workers = _worker_pids(main.pid)
        assert len(workers) == 2, workers
        os.kill(workers[0] if is_worker else main.pid, number)
        _, said = main.communicate(timeout=PATIENCE_SECONDS)
        assert main.returncode != 0
    _wait_for("the workers end", lambda: not any(map(_lives, workers)))
    return said


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_no_end_leaves_a_process_or_loses_a_record(
    tmp_path: Path, expected: dict[str, dict[str, Any]]
) -> None:
    """Killed, interrupted, or robbed of a worker, a run is resumed to the records of another."""
    folder = tmp_path / "run"
    _end_early(folder, BEGIN, signal.SIGKILL, is_worker=False)
    assert "KeyboardInterrupt" in _end_early(folder, RESUME, signal.SIGINT, is_worker=False)
    said = _end_early(folder, RESUME, signal.SIGKILL, is_worker=True)
    assert "EngineDownError: a worker process was killed by signal 9 (Killed)" in said
    assert 3 <= _lines(folder) < len(expected)
    assert without_times(resume(folder, QUIET)) == expected


class Unreliable(ScriptedEngine):
    """Fails at some requests, and is gone at a later one."""

    requests = 0
    forgotten = 0

    async def generate(self, request: Request) -> Completion:
        self.requests += 1
        if self.requests == 150:
            raise EngineDownError("the power went out")
        if self.requests % 17 == 0:
            raise EngineError("a server hiccuped")
        return await super().generate(request)

    def forget(self, case: str) -> None:
        self.forgotten += 1
        super().forget(case)


def test_the_engine_fails_as_it_does_in_one_process() -> None:
    """A failed request ends its case apart, a dead engine ends the run, and ended cases are let go.

    The engine's failure reaches the cases in the worker, and no other case is touched by it.
    """
    cases = sample()[:80]
    engine = Unreliable("oracle", byte_chat(), scripted("oracle", cases)._script)
    records: list[Record] = []

    async def play() -> None:
        pool = WorkerPool.start(1, open_model(Settings(model="oracle")))
        try:
            await pool.drive(cases, engine, Setting(byte_chat(), IN_BYTES), 16, records.append)
        finally:
            await pool.close()

    with pytest.raises(EngineDownError, match="the power went out"):
        asyncio.run(play())
    failed = [record for record in records if record.stop is Stop.ENGINE_ERROR]
    assert failed
    assert all(record.failure == "a server hiccuped" for record in failed)
    assert all(record.solved for record in records if record not in failed)
    assert engine.forgotten == len(records) < len(cases)


ENDS = (
    ("yield 1", UserError, "yields a int; yield Ask"),
    ("__import__('os')._exit(7)", EngineDownError, "a worker process ended with exit code 7"),
)
"""A line of a task, and what it comes to."""


@pytest.mark.slow
def test_a_task_ends_a_run_in_one_sentence(tmp_path: Path) -> None:
    """A broken task says what it says in one process, and one that ends its process is named."""
    for nth, (line, kind, complaint) in enumerate(ENDS):
        suite = tmp_path / f"suite{nth}" / "lamps"
        suite.mkdir(parents=True)
        broken = TASK.replace("    assert [name", f"    {line}\n    assert [name", 1)
        for file, text in {"world.py": WORLD, "task_a.py": broken, "README.md": "L."}.items():
            (suite / file).write_text(text, encoding="utf-8")
        choices = {"suites": ("lamps",), "task_folders": (suite,), "formats": ("hermes",)}
        with pytest.raises(kind, match=complaint):
            scripted_run(tmp_path / f"run{nth}", "constant", workers=1, **choices)


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 2**32 - 1), max_size=5).map(tuple),
            st.lists(st.integers(0, 2**32 - 1), max_size=3).map(tuple),
            st.booleans(),
        ),
        min_size=1,
    ),
    st.integers(0, 9),
    st.none() | st.text(),
)
def test_a_request_arrives_as_it_was_sent(
    turns: list[tuple[tuple[int, ...], tuple[int, ...], bool]], opened: int, grammar: str | None
) -> None:
    """Whether its prompt grows or is another, and whatever was written in between."""
    here, there = Prompts(), Prompts()
    prompt: tuple[int, ...] = ()
    for step, (more, written, grows) in enumerate(turns):
        prompt = prompt + more if grows else more
        request = Request("case", step, prompt, 8, 3, opened, grammar)
        question = here.shorten(request)
        assert there.restore(question) == request
        if grows and step:
            assert len(question.more) <= len(more)
        for each in (here, there):
            each.answered("case", written)
        prompt += written


def test_every_case_goes_to_one_worker_in_its_order() -> None:
    """Cases of one situation go to one worker, and none that is left waits for a busy one."""
    cases = sample(4)[:60]
    one, other = share_out(cases, 2)
    first = [next(one) for _ in range(3)]
    rest = list(other)
    assert first == list(cases[:3])
    assert sorted(case.id for case in [*first, *rest, *one]) == sorted(case.id for case in cases)
    assert [case.task_id for case in rest[:4]] == [cases[4].task_id] * 4


def test_as_many_workers_as_suit(tmp_path: Path) -> None:
    """None where the engine or a script computes here or cases are few; a given number always."""
    chosen, gib = Settings(model="m"), 2**30
    vllm, endpoint = ENGINES["vllm"], ENGINES["endpoint"]
    native = look_at_cpu().native
    small, large = Cpu((0, 1), 64 * gib, native), Cpu(tuple(range(64)), 256 * gib, native)

    assert count_workers(chosen, None, 10**6).number == 0
    assert count_workers(chosen, endpoint, 10).number == 0
    assert count_workers(replace(chosen, concurrency=4), endpoint, 10**6).number == 0
    assert count_workers(Settings(model="m", workers=3), vllm, 10).number == 3
    alone = suitable_workers(endpoint, small, tmp_path)
    assert str(alone) == "0: for 2 cores; a single one would save nothing"
    assert suitable_workers(endpoint, large, tmp_path).number == 4
    tight = suitable_workers(endpoint, replace(large, memory=8 * gib), tmp_path)
    assert str(tight) == "2: for 8 GiB of memory"
    if sys.platform != "darwin":
        assert suitable_workers(vllm, large, tmp_path).number == 0
    (tmp_path / "nvidia0").touch()
    assert suitable_workers(vllm, large, tmp_path).number == 4
    assert suitable_workers(ENGINES["transformers"], large, tmp_path).number == 0
