"""Code of a suite's author that does not end is ended, and named with file and line."""

import gc
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from task.suites import TASK, WORLD, write_suite

from toolbench_ood.run.trials import Scope, try_one_task
from toolbench_ood.tasks import guard, load
from toolbench_ood.tasks.guard import Allowance
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.types.errors import EndlessError, UserError
from toolbench_ood.world import world as world_module

HEAD = TASK.partition("@task")[0]
TASK_ID = "task_lamps.py::endless"
SPIN = "while True:\n        pass\n"
SWALLOW = (
    "while True:\n        try:\n            sorted(range(99))\n        except:\n            pass\n"
)
SLEEP = "import time; time.sleep(999)\n"
ASK = '    yield Ask("x", lambda call: call("switch", lamp=sorted(world.lit)[0]))\n'


def task(
    before: str = "", solution: str = "", after: str = "    assert any(world.lit.values())\n"
) -> str:
    """Write a task with something before its ask, in its solution or after it."""
    ask = (
        f'    def solution(call):\n        {solution}\n    yield Ask("x", solution)\n'
        if solution
        else ASK
    )
    return f'{HEAD}@task\ndef endless(world, rng):\n    """Do."""\n{before}{ask}{after}'


CASES = {
    "body": (
        task(before=f"    {SPIN}"),
        r"task endless .* computing .* at task_lamps\.py:1[12]: ",
    ),
    "body swallows": (task(before=f"    {SWALLOW}"), r"task endless .* computing .* at task_lamps"),
    "body waits": (
        task(before=f"    {SLEEP}"),
        r"task endless .* waiting .* at task_lamps\.py:11: ",
    ),
    "check": (
        task(after=f"    {SPIN}"),
        r"task endless .* computing .* at task_lamps\.py:1[23]: ",
    ),
    "solution": (
        task(solution="while True: call('list_lamps')"),
        r"the solution of task endless .* computing .* at task_lamps\.py:12: ",
    ),
    "regular expression": (
        task(before="    import re; re.match('(a+)+b', 'a' * 40)\n"),
        r"task endless .* computing .* at task_lamps\.py:11: ",
    ),
    "only for the null policies": (
        task(after="    while not any(world.lit.values()):\n        pass\n"),
        r"task endless .* computing .* at task_lamps\.py:1[23]: ",
    ),
}


SHORT = Allowance(computing=0.2, waiting=4)


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    """Hypothesis watches the collector; an error raised there would be lost, the limit's too."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "STEP", SHORT)
    monkeypatch.setattr(world_module, "TOOL_SECONDS", 0.15)


def problems(folder: Path) -> tuple[str, ...]:
    """Try the one task of a suite as ``validate`` does."""
    scope = Scope((folder,), (), ("hermes",), ("none",), seeds=2, every=False, keep_going=False)
    return try_one_task(scope, folder.name, TASK_ID).problems


@pytest.mark.slow
def test_no_part_of_a_task_can_go_on_for_ever(tmp_path: Path) -> None:
    """One sentence names the task, what it did with its time, and the line; then it is let be."""
    for name, (lamps, complaint) in CASES.items():
        found = problems(write_suite(tmp_path / name.replace(" ", "_"), lamps=lamps))
        assert len(found) == 1, (name, found)
        assert re.search(complaint, found[0]), (name, found)
        assert "\n" not in found[0]


def test_no_world_can_go_on_for_ever(tmp_path: Path) -> None:
    """Neither its constructor nor a tool, whose limit stands within the solution's."""
    init = WORLD.replace(
        "super().__init__(rng)", "super().__init__(rng)\n        while True: pass", 1
    )
    tool = WORLD.replace("self.lit[lamp] = on", "while True: pass")
    for name, world, complaint in (
        (
            "draw",
            init,
            r"the world of suite draw does not terminate: .* at world\.py:13: while True: pass",
        ),
        ("tool", tool, r"tool Lamps\.switch was still computing after 0\.15 seconds in world\.py:"),
    ):
        (found,) = problems(write_suite(tmp_path / name, world=world, lamps=task()))
        assert re.search(complaint, found), found


def test_no_file_can_be_loading_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not end while it is imported is an error, or is left out with its reason."""
    monkeypatch.setattr(load, "LOADING", SHORT)
    folder = write_suite(tmp_path / "lamps", lamps=TASK, bad="\nwhile True:\n    pass\n")
    complaint = r"loading .*task_bad\.py does not terminate: .* task_bad\.py:[23]: "
    with pytest.raises(UserError, match=complaint):
        load_suite(folder)
    broken: dict[Path, UserError] = {}
    assert len(load_suite(folder, broken).tasks) == 2
    assert list(broken) == [folder / "task_bad.py"]


@pytest.mark.slow
def test_an_alarm_of_the_callers_goes_off_afterwards(tmp_path: Path) -> None:
    """A limit on waiting puts an alarm off that someone else set, and neither loses nor eats it."""
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(EndlessError), guard.must_end("it", tmp_path):
            time.sleep(60)
        while not rung:
            signal.pause()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert rung == [1]
