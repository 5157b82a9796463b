"""Playing a task: determinism, verdicts, and the oracle."""

from pathlib import Path

import pytest
from cases import for_each
from task.suites import TASK, WORLD, write_suite

from toolbench_ood.tasks.ask import Reply
from toolbench_ood.tasks.collect import collect
from toolbench_ood.tasks.failure import describe
from toolbench_ood.tasks.oracle import play_solution
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError


def load(folder: Path) -> Suite:
    return next(suite for suite in collect([folder]).suites if suite.folder == folder)


@pytest.fixture
def lamps(tmp_path: Path) -> Suite:
    return load(write_suite(tmp_path / "lamps"))


ONE = "task_lamps.py::lights_one"
ALL = "task_lamps.py::lights_all_then_none"


def test_the_seed_decides_the_situation(lamps: Suite) -> None:
    """One seed always arranges the same situation; other seeds arrange others."""
    asks = [Session(lamps, lamps.tasks[ONE], seed).start().text for seed in (0, 0, 1, 2, 3)]
    assert asks[0] == asks[1]
    assert len(set(asks)) > 2


def test_the_oracle_plays_asks_in_order(lamps: Suite) -> None:
    """The solution's messages come ask by ask, parallel calls in one message."""
    acts = play_solution(lamps, lamps.tasks[ALL], seed=4)
    assert [len(message) for message in acts[0].calls] == [1, 3]
    assert acts[0].answer == "3 lamps shine."
    assert [len(message) for message in acts[1].calls] == [1, 1, 1, 1]
    assert acts[1].answer == "Done."
    assert acts[0].messages[-1] == "3 lamps shine."


def test_a_failed_check_says_where(lamps: Suite) -> None:
    """An unsolved task names file, line and source of the check that failed."""
    session = Session(lamps, lamps.tasks[ONE], 0)
    session.start()
    assert session.answer(Reply("Done.")) is None
    assert session.verdict is not None
    assert not session.verdict.solved
    assert session.verdict.failure.startswith("task_lamps.py:")
    assert "assert [name for name, lit" in session.verdict.failure


def test_a_check_between_asks_ends_the_task(lamps: Suite) -> None:
    """When a check between asks fails, nothing further is asked."""
    session = Session(lamps, lamps.tasks[ALL], 0)
    session.start()
    assert session.answer(Reply("3")) is None
    assert session.verdict is not None
    assert not session.verdict.solved


def test_a_check_that_trips_over_the_world_is_a_failed_check(tmp_path: Path) -> None:
    """A check that looks up what the model removed fails the task, not the program."""
    suite = load(
        write_suite(
            tmp_path / "lamps",
            lamps=TASK.replace("    assert [name", "    world.lit['gone']\n    assert [name"),
        )
    )
    session = Session(suite, suite.tasks[ONE], 0)
    session.start()
    session.answer(Reply(""))
    assert session.verdict is not None
    assert "KeyError" in session.verdict.failure


BROKEN = {
    "no ask": (
        '    """Do."""\n    return\n    yield\n',
        "asks nothing; yield at least one Ask",
    ),
    "arrange": (
        '    """Do."""\n    world.nothing\n    yield Ask("x", lambda call: None)\n',
        r"failed to arrange: .*AttributeError",
    ),
    "unsolved": (
        '    """Do."""\n    yield Ask("x", lambda call: None)\n    assert world.lit == {}\n',
        "fails its own checks",
    ),
    "return": (
        '    """Do."""\n    yield Ask("x", lambda call: call("list_lamps"))\n',
        "returned a list; return the final answer",
    ),
    "unknown tool": (
        '    """Do."""\n    yield Ask("x", lambda call: call("fly"))\n',
        "calls fly, which is not a tool",
    ),
    "refused": (
        '    """Do."""\n    yield Ask("x", lambda call: call("switch", lamp="none"))\n',
        r"calls switch\(lamp='none'\), which is refused: no lamp none",
    ),
    "solution breaks": (
        '    """Do."""\n    yield Ask("x", lambda call: {}["gone"])\n',
        r"the solution of task broken .* breaks: task_lamps\.py:.*KeyError: 'gone'",
    ),
    "check breaks": (
        '    """Do."""\n    yield Ask("x", lambda call: None)\n    assert undefined\n',
        r"task broken .* breaks: task_lamps\.py:.*NameError: name 'undefined'",
    ),
    "arranging breaks": (
        '    """Do."""\n    undefined\n    yield Ask("x", lambda call: None)\n',
        r"task broken .* failed to arrange: task_lamps\.py:.*NameError: name 'undefined'",
    ),
    "no solution": (
        '    """Do."""\n    yield Ask("x")\n',
        r"failed to arrange: .*missing 1 required positional argument: 'solution'",
    ),
    "solution is no function": (
        '    """Do."""\n    yield Ask("x", "switch")\n',
        r"task broken .*: Ask\('x'\) has 'switch' for a solution; give a function",
    ),
    "second solution is no function": (
        '    """Do."""\n    yield Ask("x", lambda call: None)\n    yield Ask("y", None)\n',
        r"task broken .*: Ask\('y'\) has None for a solution; give a function",
    ),
    "no words": (
        '    """Do."""\n    yield Ask(" ", lambda call: None)\n',
        r"Ask\(' '\) says nothing; give the user's words",
    ),
    "no ask but a text": (
        '    """Do."""\n    yield "Light it."\n',
        r"yields a str; yield Ask\(text, solution\)",
    ),
    "no end": (
        '    """Do."""\n    while True:\n        yield Ask("x", lambda call: None)\n',
        "asks more than 50 times; let it end after its last check",
    ),
    "not refused": (
        '    """Do."""\n    yield Ask("x", lambda call: call.failing("list_lamps"))\n',
        "expected list_lamps to be refused",
    ),
}


@for_each("name", BROKEN)
def test_a_broken_task_is_an_error_of_its_author(tmp_path: Path, name: str) -> None:
    """A task that cannot be arranged or solved raises one sentence that names the fault."""
    body, complaint = BROKEN[name]
    head = TASK.partition("@task")[0] + "@task\ndef broken(world, rng):\n"
    suite = load(write_suite(tmp_path / "lamps", world=WORLD, lamps=head + body))
    with pytest.raises(UserError, match=complaint):
        play_solution(suite, suite.tasks["task_lamps.py::broken"], seed=0)


def test_a_world_that_cannot_be_drawn_is_an_error_of_its_author(tmp_path: Path) -> None:
    """What the world's constructor raises is one sentence that names the line."""
    world = WORLD.replace("super().__init__(rng)", "super().__init__(rng)\n        {}['x']")
    suite = load(write_suite(tmp_path / "lamps", world=world))
    with pytest.raises(UserError, match=r"suite lamps can't be drawn: world\.py:.*KeyError: 'x'"):
        Session(suite, suite.tasks[ONE], 0)


def test_a_task_lets_itself_be_ended(tmp_path: Path) -> None:
    """A task that asks on after it was ended is refused, and not taken for unsolved."""
    task = TASK.partition("@task")[0] + (
        '@task\ndef clings(world, rng):\n    """Do."""\n    try:\n'
        '        yield Ask("x", lambda call: None)\n    finally:\n'
        '        yield Ask("y", lambda call: None)\n'
    )
    suite = load(write_suite(tmp_path / "lamps", lamps=task))
    session = Session(suite, suite.tasks["task_lamps.py::clings"], 0)
    session.start()
    with pytest.raises(
        UserError, match="keeps asking after it was closed; yield no Ask in a finally"
    ):
        session.abandon("out of patience")


def test_a_failure_is_told_in_one_line_however_it_was_explained() -> None:
    """The words of a failed assert are its own message, without what pytest adds."""
    told = []
    for words in (
        "",
        "both lit",
        "assert [] == [1]\n  Left is short",
        "both lit\nassert [] == [1]",
    ):
        with pytest.raises(AssertionError) as caught:
            raise AssertionError(words)
        told.append(
            describe(caught.value, Path(__file__).parent).partition("raise AssertionError(words)")[
                2
            ]
        )
    assert told == ["", " (both lit)", "", " (both lit)"]
