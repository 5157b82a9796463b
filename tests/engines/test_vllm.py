"""vLLM: wrong arguments, failing starts, and what is left when it ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from cases import for_each
from engines.observe import Observed

from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Sampling

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(find_spec("vllm") is None, reason="needs vllm"),
]

PROGRAM = Path(__file__).with_name("interrupted_run.py")
PATIENCE_SECONDS = 240


@for_each(
    ("arguments", "words"),
    [
        ({"tensor_paralel_size": 2}, "no engine argument 'tensor_paralel_size'.*tensor_parallel"),
        ({"model": "other"}, "the model is given with --model"),
        ({"dtype": "int3"}, "refuses.*int3"),
        ({"max_model_len": 10**9}, "refuses.*8192"),
    ],
)
def test_wrong_arguments_are_a_users_error(
    arguments: dict[str, object], words: str, model_folder: Path, tmp_path: Path
) -> None:
    """An unknown name lists names that are alike; a refused value brings vLLM's reason."""
    from toolbench_ood.engines.vllm import VllmEngine  # noqa: PLC0415  needs vllm

    with pytest.raises(UserError, match=words):
        VllmEngine.start(model_folder, Sampling(), frozenset(), arguments, log=tmp_path / "log")


def test_a_start_that_fails_ends_with_the_engines_last_words(
    model_folder: Path, tmp_path: Path, count_start: Callable[[str], None]
) -> None:
    """The sentence holds the reason and the log; no process is left."""
    count_start("vllm")
    folder = tmp_path / "model"
    shutil.copytree(model_folder, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    with running(folder, tmp_path / "log") as (program, _):
        _, errors = program.communicate(timeout=PATIENCE_SECONDS)
        assert wait_until_gone(group_of(program.pid))
    assert "EngineDownError: vLLM could not start" in errors
    assert "Cannot find any model weights" in errors
    assert f"(full log: {tmp_path / 'log'})" in errors


@contextmanager
def running(model: Path, log: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Run the program until it generates; yield it and the ids of vLLM's processes."""
    program = subprocess.Popen(  # noqa: S603  our own file
        [sys.executable, str(PROGRAM), str(model), str(log)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        yield program, [int(word) for word in program.stdout.readline().split()]
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.communicate()


def group_of(leader: int) -> list[int]:
    """Return the ids of all processes in a process group, dead ones that nobody fetched too."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(ProcessLookupError):
            if os.getpgid(int(entry.name)) == leader:
                found.append(int(entry.name))
    return found


def wait_until_gone(processes: list[int]) -> bool:
    """Wait for processes to end; say whether they did."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if not any(map(_lives, processes)):
            return True
        time.sleep(0.1)
    return False


def _lives(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_no_process_outlives_an_interrupt(
    model_folder: Path, tmp_path: Path, count_start: Callable[[str], None]
) -> None:
    """After Ctrl-C, which reaches the program and all its processes, all of them are gone."""
    count_start("vllm")
    with running(model_folder, tmp_path / "log") as (program, processes):
        assert processes
        assert all(map(_lives, processes))
        os.killpg(program.pid, signal.SIGINT)
        program.wait(PATIENCE_SECONDS)
        assert wait_until_gone(processes)


@pytest.mark.xdist_group("engines")
def test_the_reaper_watches_vllms_processes(vllm_run: Observed) -> None:
    """A kill of this process alone would end exactly the processes that vLLM started."""
    assert vllm_run.processes
    assert vllm_run.watched == vllm_run.processes


@pytest.mark.xdist_group("engines")
def test_a_dead_engine_process_takes_the_engine_down(vllm_run: Observed) -> None:
    """A request to it fails at once, and closing it afterwards does no harm."""
    assert "engine process died" in vllm_run.death
