"""Laws over all suites that ship: words of their own, all kinds, depth, and asks said twice."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from cases import for_each

from toolbench_ood.tasks.ask import Ask
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.oracle import Act, play_solution
from toolbench_ood.tasks.suite import Split, Suite
from toolbench_ood.tasks.task import Kind, Task

SUITES = shipped_suites()
SEEDS = range(3)
"""Situations whose asks are read."""

each_suite = for_each("suite", SUITES, ids=[suite.name for suite in SUITES])
_pairs = list(combinations(SUITES, 2))
each_pair = for_each(
    ("one", "other"), _pairs, ids=[f"{one.name}-{other.name}" for one, other in _pairs]
)


def argument_names(schema: Any) -> Iterator[str]:
    """Iterate over the names of a schema's arguments, at any depth."""
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {})
    if isinstance(schema, Mapping | list):
        for child in schema.values() if isinstance(schema, Mapping) else schema:
            yield from argument_names(child)


@cache
def arguments_of(suite: Suite) -> frozenset[str]:
    """Gather the names of all arguments of a suite's tools."""
    parameters = (spec["function"]["parameters"] for spec in suite.world.specs())
    return frozenset(name for schema in parameters for name in argument_names(schema))


def entities_of(suite: Suite) -> set[str]:
    """Gather what a suite's tools take ids of: ``card`` of ``card_id`` and ``card_ids``."""
    found = (re.fullmatch(r"(\w+)_(?:id|key)s?", name) for name in arguments_of(suite))
    return {match[1] for match in found if match}


@cache
def acts_of(suite: Suite, task: Task, seed: int) -> tuple[Act, ...]:
    """Play a task with its solution; return what was asked and done."""
    return play_solution(suite, task, seed)


def depth(suite: Suite, task: Task, seed: int = 0) -> int:
    """Count the messages of calls in a task's solution."""
    return sum(len(act.calls) for act in acts_of(suite, task, seed))


def test_there_are_suites_of_both_splits() -> None:
    """Twelve suites ship, half of them for training, with at least 150 tasks in all."""
    splits = [suite.split for suite in SUITES]
    assert splits.count(Split.TRAIN) >= 6
    assert splits.count(Split.HELD_OUT) >= 6
    assert sum(len(suite.tasks) for suite in SUITES) >= 150


@each_pair
def test_suites_share_no_tool(one: Suite, other: Suite) -> None:
    """No tool has the name of another suite's; arguments may, as in any two APIs."""
    assert not one.world.tools().keys() & other.world.tools().keys()


@each_pair
def test_training_shares_no_entity_with_what_is_held_out(one: Suite, other: Suite) -> None:
    """What a suite has ids for (``card_id``, ``cards``) has none on the other side of the split."""
    if one.split == other.split:
        return
    assert not entities_of(one) & entities_of(other)


@each_suite
def test_suite_is_whole(suite: Suite) -> None:
    """A suite has eight tools, twelve tasks, and every kind of task."""
    assert len(suite.world.tools()) >= 8
    assert len(suite.tasks) >= 12
    assert {task.kind for task in suite.tasks.values()} == set(Kind)


def test_many_tasks_are_deep() -> None:
    """Half of all tasks take three or more messages of calls, a tenth takes eight or more."""
    depths = [depth(suite, task) for suite in SUITES for task in suite.tasks.values()]
    assert sum(each >= 3 for each in depths) * 2 >= len(depths)
    assert sum(each >= 8 for each in depths) * 10 >= len(depths)


class _Blank(ast.NodeTransformer):
    """Takes every name, attribute and constant out of a tree, and the make of every text."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.Constant("")

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name, value in ast.iter_fields(node):
            if isinstance(value, str | int | float | bytes):
                setattr(node, name, "")
        return node


def bare_code(task: Task) -> str:
    """Return the make of a task's function, without any name or value."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(task.function)))
    return ast.dump(_Blank().visit(tree))


def bare_calls(suite: Suite, task: Task) -> tuple[Any, ...]:
    """Return a solution's make: the kind, and of each message its calls' arguments by type."""
    return (
        task.kind,
        tuple(
            tuple(tuple(map(_type, call.arguments.values())) for call in message)
            for act in acts_of(suite, task, 0)
            for message in act.calls
        ),
    )


def _type(value: object) -> str:
    return type(value).__name__


@each_suite
def test_no_two_tasks_are_alike(suite: Suite) -> None:
    """No two tasks of a suite have the same code up to names, and the same make of calls too."""
    makes = [(bare_code(task), bare_calls(suite, task)) for task in suite.tasks.values()]
    repeated = [
        name for name, make in zip(suite.tasks, makes, strict=True) if makes.count(make) > 1
    ]
    assert not repeated


@each_suite
def test_asks_name_no_tool(suite: Suite) -> None:
    """No ask, in either wording, gives away the name of a tool or of an argument."""
    names = {name for name in (*suite.world.tools(), *arguments_of(suite)) if "_" in name}
    given = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(names)))})(?!\w)")
    found = [
        f"{name}: {match[0]}"
        for name, ask in _asks(suite)
        for match in given.finditer(f"{ask.text}\n{ask.paraphrase}")
    ]
    assert not found


@each_suite
def test_asks_are_said_twice(suite: Suite) -> None:
    """Each ask has another wording, which is not the first one spaced otherwise."""
    asks = _asks(suite)
    assert not [name for name, ask in asks if ask.paraphrase.split() in ([], ask.text.split())]


def _asks(suite: Suite) -> Sequence[tuple[str, Ask]]:
    return [
        (name, act.ask)
        for name, task in suite.tasks.items()
        for seed in SEEDS
        for act in acts_of(suite, task, seed)
    ]


@each_suite
def test_every_suite_is_deep(suite: Suite) -> None:
    """Ten tasks need three messages of calls or more, and two need eight, in any situation."""
    least = [min(depth(suite, task, seed) for seed in SEEDS) for task in suite.tasks.values()]
    assert sum(each >= 3 for each in least) >= 10
    assert sum(each >= 8 for each in least) >= 2


@each_suite
def test_names_are_plain(suite: Suite) -> None:
    """Names of tools and arguments are identifiers in lower case."""
    names = {*suite.world.tools(), *arguments_of(suite)}
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


@each_suite
def test_the_folder_says_what_it_is(suite: Suite) -> None:
    """The README is one heading and one paragraph, and counts the tasks right."""
    text = (suite.folder / "README.md").read_text(encoding="utf-8")
    assert len(text.strip().split("\n\n")) == 2
    counted = re.search(
        rf"\b({NUMBERS[len(suite.tasks)]}|{len(suite.tasks)})\s+tasks\b", text, re.IGNORECASE
    )
    assert counted is not None


NUMBERS = {
    13: "thirteen",
    14: "fourteen",
    15: "fifteen",
    16: "sixteen",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
    20: "twenty",
}
