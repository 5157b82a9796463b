"""Why a case is not solved: the check that failed, and the values that it was about."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from task.suites import TASK, write_suite

from toolbench_ood.tasks.ask import Reply
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.tasks.oracle import play_solution
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.show_value import MOST_SIGNS, show_difference, show_value
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError

HEAD = TASK.partition("@task")[0]
LIT = "[name for name, lit in world.lit.items() if lit]"

# A check that meets a model which did nothing, and what is said after its source.
CHECKS = (
    (f"assert {LIT} == [lamp]", r"\(values: \[\] == \['lamp-\d+'\]\)"),
    (
        "assert (lamp, world.lit[lamp]) == (lamp, True)",
        r"\(values: \('lamp-\d+', False\) == \(.*True",
    ),
    ("assert 1 < len(reply.text) < 5", r"\(values: 1 < 0\)"),
    ("assert lamp in reply.named(world.lit)", r"\(values: 'lamp-\d+' in set\(\)\)"),
    ("assert reply.number() == 3, 'the count'", r"\(the count; values: None == 3\)"),
    ("assert reply.text", r"\(value: ''\)"),
    ("assert not reply.text == ''", r"\(value: True\)"),
    (
        "assert all(lit for lit in world.lit.values())",
        r"\(value: False for \[False, False, False\]\)",
    ),
    ("assert world.lit and reply.text", r"\(reply\.text is ''\)"),
    ("assert reply.text or reply.calls", r"\(reply\.text is '', and reply\.calls is \(\)\)"),
    (f"(found,) = {LIT}", r"\(ValueError: not enough values .*; \[name for .*\] is \[\]\)"),
    (f"found = {LIT}[0]", r"\(IndexError: list index out of range; \[name .*\] is \[\]\)"),
    (
        "found = next(name for name, lit in world.lit.items() if lit)",
        r"\(StopIteration; .* is \[\]\)",
    ),
    ("assert world.lit['gone']", r"\(KeyError: 'gone'; world\.lit is \{'lamp-\d+': False, "),
    ("assert reply.number() > 3", r"\(TypeError: .*; reply\.number\(\) is None\)"),
    ("assert world.lit.get('x').on", r"\(AttributeError: .*; world\.lit\.get\('x'\) is None\)"),
    (
        "assert (\n        world.lit\n        == {}\n    )",
        r"assert \( world\.lit == \{\} \) \(values: \{",
    ),
    # What would write, or come to something else the second time, is not done again.
    ("assert world.switch(lamp) == 'x'", r"assert world\.switch\(lamp\) == 'x'$"),
    ("assert world.lit.pop(lamp)", r"assert world\.lit\.pop\(lamp\)$"),
    ("assert rng.random() > 1", r"assert rng\.random\(\) > 1$"),
    ("each = iter([2])\n    assert next(each) == 1", r"assert next\(each\) == 1$"),
)


def suite_of(folder: Path, body: str) -> Suite:
    """Write and load a suite of one task, whose body begins in line 11."""
    lamps = f'{HEAD}@task\ndef one(world, rng):\n    """Do."""\n{body}'
    return load_suite(write_suite(folder, lamps=lamps))


def told(folder: Path, check: str) -> str:
    """Say why a task with one check is not solved by a model that does nothing."""
    suite = suite_of(
        folder,
        f"    lamp = sorted(world.lit)[0]\n"
        f"    reply = yield Ask('x', lambda call: None)\n"
        f"    {check}\n",
    )
    session = Session(suite, suite.tasks["task_lamps.py::one"], 0)
    session.start()
    session.answer(Reply(""))
    assert session.verdict is not None
    return session.verdict.failure


def test_a_failed_check_tells_its_values(tmp_path: Path) -> None:
    """What was compared, unpacked, looked up or called stands behind the source, on one line."""
    for nth, (check, expected) in enumerate(CHECKS):
        failure = told(tmp_path / str(nth), check)
        assert re.search(expected, failure), failure
        assert failure.startswith("task_lamps.py:1")
        assert "\n" not in failure


def test_the_words_are_the_same_in_every_process() -> None:
    """Records repeat byte for byte: no address, no order of a set, whatever the hash seed."""
    script = (
        "from toolbench_ood.tasks.show_value import show_value\n"
        "class Lamp: pass\n"
        "lamp = Lamp(); lamp.names = set('abcdefgh'); lamp.of = object()\n"
        "print(show_value([lamp, frozenset('xyz'), print, {1: {'b', 'a'}}]))\n"
    )
    shown = {
        subprocess.run(  # noqa: S603  # our own interpreter
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    names = ", ".join(map(repr, "abcdefgh"))
    assert shown == {
        f"[Lamp(names={{{names}}}, of=object()), {{'x', 'y', 'z'}}, print, {{1: {{'a', 'b'}}}}]\n"
    }


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


@given(_VALUES, _VALUES)
def test_any_value_is_shown_in_few_words(left: object, right: object) -> None:
    """Whatever it holds, on one line of a bounded length, and so is the difference of two."""
    for words in (show_value(left), show_difference(left, right)):
        assert len(words) <= 4 * MOST_SIGNS
        assert words.isprintable() or not words


WRONG_CALLS = (
    ("call('switch', lmap='x')", "calls switch(lmap=…): switch takes lamp, on (optional)"),
    ("call('switch')", "calls switch without lamp: switch takes lamp, on (optional)"),
    ("call('switch', 'x')", "calls switch('x') without naming the argument: switch takes lamp"),
    ("call('list_lamps', x=1)", "calls list_lamps(x=…): list_lamps takes no arguments"),
    (
        "call('switch', lamp=object())",
        "calls switch(lamp=…) with a object, which JSON can't represent",
    ),
    (
        "call.together(('fly', {}))",
        "calls fly, which is not a tool of its world; the tools are: list_lamps",
    ),
)


def test_a_call_that_its_tool_does_not_take_names_the_tools_arguments(tmp_path: Path) -> None:
    """A solution's wrong argument is answered in its own terms, with the line of the call."""
    for nth, (call, complaint) in enumerate(WRONG_CALLS):
        body = f"    def solution(call):\n        {call}\n    yield Ask('x', solution)\n"
        suite = suite_of(tmp_path / str(nth), body)
        with pytest.raises(UserError) as caught:
            play_solution(suite, suite.tasks["task_lamps.py::one"], 0)
        said = str(caught.value)
        who = f"the solution of task one ({suite.folder}/task_lamps.py:8)"
        assert said.startswith(f"{who} {complaint}"), said
        assert said.endswith(f" (task_lamps.py:12: {call})"), said
