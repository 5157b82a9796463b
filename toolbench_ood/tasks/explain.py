"""The values behind an author's failed statement.

The parts of the statement are evaluated once more, in the frame that failed. Parts that might give
something else the second time are skipped: those that write, or read an iterator.
"""

import ast
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from random import Random
from typing import Any

from toolbench_ood.tasks.evaluate import COMPARISONS, evaluate
from toolbench_ood.tasks.place import Place
from toolbench_ood.tasks.show_value import show_difference, show_value
from toolbench_ood.tasks.source import Statement
from toolbench_ood.types.faults import contained
from toolbench_ood.types.watchdog import time_limit
from toolbench_ood.world.world import World

_SECONDS = 1.0
_PLAIN = 60
"""For values longer than this, only the difference is shown."""
_MOST_VALUES = 3
_WRITERS = frozenset(
    (
        *("add", "append", "clear", "discard", "extend", "insert", "next", "pop", "popitem"),
        *("read", "remove", "reverse", "send", "setdefault", "sort", "update", "write"),
    )
)
"""Names of functions whose result changes from call to call."""
_WHOLE = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda, ast.JoinedStr)
"""Expressions whose parts mean nothing outside them."""


class _Unknown(Exception):  # noqa: N818  # no fault: it says that a value can't be told
    """A part cannot be evaluated once more."""


def explain(error: BaseException, place: Place) -> str:
    """Say briefly which values made a statement fail; empty if unknown."""
    if place.statement is None:
        return ""
    node = place.statement.node
    failed = _Failed(place.statement, {**place.frame.f_globals, **place.frame.f_locals})
    with suppress(_Unknown), time_limit(_Unknown, _SECONDS):
        if not isinstance(error, AssertionError):
            return failed.operands(node, error)
        if isinstance(node, ast.Assert):
            return failed.test(node.test, "value:")
    return ""


@dataclass(frozen=True, slots=True)
class _Failed:
    """A statement that failed, with the names that it sees."""

    statement: Statement
    names: Mapping[str, object]

    def test(self, node: ast.expr, lead: str) -> str:
        """Explain an expression that was false; ``lead`` stands before a value of no comparison."""
        if isinstance(node, ast.BoolOp):
            false = [each for each in node.values if not self.value(each)]
            shown = false[:1] if isinstance(node.op, ast.And) else node.values
            return ", and ".join(self.test(each, self._is(each)) for each in shown)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self._truth(node.operand, lead, expected=False)
        return self._truth(node, lead, expected=True)

    def _comparison(self, node: ast.Compare) -> str:
        values = [self.value(each) for each in (node.left, *node.comparators)]
        for op, left, right in zip(node.ops, values, values[1:], strict=False):
            word, holds = COMPARISONS[type(op)]
            with _telling():
                if holds(left, right):
                    continue
                return f"values: {_compared(word, left, right)}"
        raise _Unknown

    def _truth(self, node: ast.expr, lead: str, *, expected: bool) -> str:
        value = self.value(node)
        if bool(value) is expected:
            raise _Unknown
        called = ", ".join(self._arguments(node))
        return f"{lead} {show_value(value)}" + (f" for {called}" if called else "")

    def _arguments(self, node: ast.expr) -> Iterator[str]:
        for given in node.args if isinstance(node, ast.Call) else ():
            if not isinstance(given, ast.Constant | ast.Starred):
                yield show_value(self.value(given))

    def operands(self, statement: ast.stmt, error: BaseException) -> str:
        """Show what the part that raised an error was applied to."""
        if "unpack" in str(error) and isinstance(statement, ast.Assign):
            return self._shown(statement.value)
        for part in _parts(statement):
            try:
                self.value(part)
            except _Unknown as unknown:
                if type(unknown.__cause__) is type(error):
                    return ", ".join(map(self._shown, _operands(part)))
                raise
        return ""

    def _shown(self, node: ast.expr) -> str:
        return f"{self._is(node)} {show_value(self.value(node))}"

    def _is(self, node: ast.expr) -> str:
        return f"{self.statement.text(node)} is"

    def value(self, node: ast.expr) -> Any:
        """Evaluate a part of the statement once more; of a generator, all that it would yield."""
        if any(map(self._changes, ast.walk(node))):
            raise _Unknown
        with _telling():
            found = evaluate(node, self.names)
            return list(found) if isinstance(node, ast.GeneratorExp) else found

    def _changes(self, node: ast.AST) -> bool:
        """Whether a part may write, or come to something else the second time."""
        if isinstance(node, ast.Name):
            return isinstance(self.names.get(node.id), Iterator | Random)
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "next" and isinstance(node.args[0], ast.GeneratorExp):
                return False
            return name in _WRITERS or name in self._tools()
        return isinstance(node, ast.NamedExpr | ast.Yield | ast.YieldFrom | ast.Await)

    def _tools(self) -> frozenset[str]:
        worlds = [each for each in self.names.values() if isinstance(each, World)]
        return frozenset(name for world in worlds for name in world.tools())


def _telling() -> AbstractContextManager[None]:
    """Turn what an author's expression raises into _Unknown."""
    return contained(lambda _: _Unknown(), passing=())


def _compared(word: str, left: object, right: object) -> str:
    shown = f"{show_value(left)} {word} {show_value(right)}"
    difference = show_difference(left, right) if word == "==" and len(shown) > 2 * _PLAIN else ""
    return f"{shown}; {difference}" if difference else shown


def _operands(part: ast.expr) -> list[ast.expr]:
    """Return what a part is applied to, constants aside."""
    children = ast.iter_child_nodes(part)
    if isinstance(part, ast.Call):
        children = iter([*part.args, *(keyword.value for keyword in part.keywords)])
    found = [each for each in children if isinstance(each, ast.expr)]
    return [each for each in found if not isinstance(each, ast.Constant)][:_MOST_VALUES]


def _parts(node: ast.AST) -> Iterator[ast.expr]:
    """Iterate over the expressions of a statement that have a value, from the inside out."""
    if not isinstance(node, _WHOLE):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr | ast.keyword):
                yield from _parts(child)
    stored = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
    if isinstance(node, ast.expr) and not stored and not isinstance(node, ast.Slice | ast.Starred):
        yield node
