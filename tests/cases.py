"""One collected item for many cases: the first cases that fail are reported together.

``for_each`` stands where ``pytest.mark.parametrize`` would, with the same arguments, but its cases
are looped over inside one item, so that they cost no collection. ``pytest ITEM --case TEXT`` checks
only the cases whose id contains the text. Under ``pairwise`` the product of all axes is thinned
to rows that hold every pair of values; ``pytest --exhaustive`` checks the whole product.
"""

import inspect
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from covering import Row, pairwise_rows

MOST_FAILURES = 5
"""Failed cases after which an item is given up: more of them rarely say more."""
_LONGEST = 1_500
"""Characters of one failure's message that are shown."""

Ids = Callable[[Any], object] | Iterable[object] | None


@dataclass(frozen=True)
class Axis:
    """The values of one or more arguments that change together."""

    names: tuple[str, ...]
    source: Callable[[], Iterable[Any]] | Iterable[Any]
    named: Ids

    @cached_property
    def values(self) -> tuple[tuple[Any, ...], ...]:
        """The values, or tuples of them; made when the first case is checked."""
        made = self.source() if callable(self.source) else self.source
        return tuple((value,) if len(self.names) == 1 else tuple(value) for value in made)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """What each is called in the id of a case."""
        if self.named is not None and not callable(self.named):
            told = tuple(map(str, self.named))
            assert len(told) == len(self.values), f"{len(told)} ids for {self.names}"
            return told
        return tuple(
            "-".join(
                _id(name, at, value, self.named)
                for name, value in zip(self.names, values, strict=True)
            )
            for at, values in enumerate(self.values)
        )

    def arguments(self, at: int) -> dict[str, Any]:
        """Return the arguments of the value at this place."""
        return dict(zip(self.names, self.values[at], strict=True))


def _id(name: str, at: int, value: object, named: Callable[[Any], object] | None) -> str:
    if named is not None:
        return str(named(value))
    if isinstance(value, str | int | float | bool | None):
        return str(value)[:40]
    return str(getattr(value, "__name__", f"{name}{at}"))


@dataclass(frozen=True, slots=True)
class Loop:
    """A test, and the axes over whose product it is looped."""

    test: Callable[..., None]
    axes: tuple[Axis, ...] = ()
    parts: int = 1
    """Items that the values of the first axis are dealt out to, so that workers share them."""
    thinned: bool = False

    def rows(self, *, exhaustive: bool) -> Iterable[Row]:
        """Return the place on each axis for every case."""
        sizes = [len(axis.values) for axis in self.axes]
        if self.thinned and not exhaustive:
            return pairwise_rows(sizes)
        return product(*map(range, sizes))

    def id_of(self, row: Row) -> str:
        """Return the id of a case, as pytest would write it."""
        return "-".join(axis.ids[at] for axis, at in zip(self.axes, row, strict=True))

    def arguments(self, row: Row) -> dict[str, Any]:
        """Return the arguments of a case."""
        pairs = zip(self.axes, row, strict=True)
        return {name: value for axis, at in pairs for name, value in axis.arguments(at).items()}


def for_each(
    names: str | Sequence[str],
    values: Callable[[], Iterable[Any]] | Iterable[Any],
    *,
    ids: Ids = None,
    parts: int = 1,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Loop over the values of some arguments inside one item.

    Args:
        names: Name of an argument, or names of several that change together.
        values: Values of the argument, or tuples of values of the arguments; or what makes them,
            where that takes time which a mere collection need not spend.
        ids: What a value, or each value of a tuple, is called; or the ids of all values.
        parts: Items that the values are dealt out to, for tests that take long.
    """
    split = names.replace(" ", "").split(",") if isinstance(names, str) else names
    axis = Axis(tuple(split), values, ids)

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        loop = _loop_of(test)
        return _item(replace(loop, axes=(axis, *loop.axes), parts=max(parts, loop.parts)), test)

    return decorate


def pairwise(test: Callable[..., None]) -> Callable[..., None]:
    """Check every pair of values of two axes at least once, and all cases with ``--exhaustive``."""
    return _item(replace(_loop_of(test), thinned=True), test)


def _loop_of(test: Callable[..., None]) -> Loop:
    loop: Loop = getattr(test, "loop", Loop(test))
    return loop


def _item(loop: Loop, previous: Callable[..., None]) -> Callable[..., None]:
    """Make the function that pytest collects; its other arguments are fixtures."""

    def item(request: pytest.FixtureRequest, **fixtures: Any) -> None:
        part = fixtures.pop("part", 0)
        _check(loop, request, fixtures, part)

    looped = {name for axis in loop.axes for name in axis.names}
    given = [
        parameter.replace(kind=parameter.KEYWORD_ONLY, default=parameter.empty)
        for name, parameter in inspect.signature(loop.test).parameters.items()
        if name not in looped and name not in {"request", "part"}
    ]
    wanted = ["request", *(["part"] if loop.parts > 1 else [])]
    own = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in wanted]
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(item, name, getattr(loop.test, name))
    item.__signature__ = inspect.Signature([*own, *given])  # type: ignore[attr-defined]
    item.loop = loop  # type: ignore[attr-defined]
    marks = [mark for mark in getattr(previous, "pytestmark", []) if mark.name != "parametrize"]
    item.pytestmark = marks  # type: ignore[attr-defined]
    if loop.parts > 1:
        names = [f"{nth + 1}of{loop.parts}" for nth in range(loop.parts)]
        item = pytest.mark.parametrize("part", range(loop.parts), ids=names)(item)
    return item


@dataclass(frozen=True, slots=True)
class _Failure:
    case: str
    error: BaseException

    def __str__(self) -> str:
        notes = "".join(f"\n{note}" for note in getattr(self.error, "__notes__", ()))
        said = f"{type(self.error).__name__}: {self.error}{notes}"
        if len(said) > _LONGEST:
            said = f"{said[:_LONGEST]} … ({len(said):,} characters)"
        last = traceback.extract_tb(self.error.__traceback__)[-1]
        said = said.replace("\n", "\n    ")
        return f"[{self.case}] at {Path(last.filename).name}:{last.lineno}\n    {said}"


def _check(
    loop: Loop, request: pytest.FixtureRequest, fixtures: Mapping[str, Any], part: int
) -> None:
    """Check the cases of one part; report the first that fail."""
    wanted = request.config.getoption("case")
    failures: list[_Failure] = []
    skipped: list[BaseException] = []
    tried = 0
    for row in loop.rows(exhaustive=request.config.getoption("exhaustive")):
        name = loop.id_of(row)
        if row[0] % loop.parts != part or wanted not in name:
            continue
        tried += 1
        try:
            loop.test(**_fresh(fixtures, tried), **loop.arguments(row))
        except pytest.skip.Exception as reason:
            skipped.append(reason)
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  any is the case's own
            failures.append(_Failure(name, error))
            if len(failures) == MOST_FAILURES:
                break
    request.node.user_properties.append(("checks", tried))
    if failures:
        raise AssertionError(_report(request, failures, tried)) from failures[0].error
    if not tried and wanted:
        pytest.skip(f"no case contains {wanted!r}")
    assert tried, "there is no case to check"
    if len(skipped) == tried:
        raise skipped[0]


def _report(request: pytest.FixtureRequest, failures: Sequence[_Failure], tried: int) -> str:
    given_up = ", then given up" if len(failures) == MOST_FAILURES else ""
    again = f"pytest '{request.node.nodeid}' --case '{failures[0].case}'"
    told = "\n".join(map(str, failures))
    return f"{len(failures)} of {tried:,} cases failed{given_up}:\n{told}\nThe first alone: {again}"


def _fresh(fixtures: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return the fixtures of a case: nothing that another case left behind is in them."""
    given = dict(fixtures)
    if "tmp_path" in given:
        given["tmp_path"] = given["tmp_path"] / f"case{number}"
        given["tmp_path"].mkdir()
    if "monkeypatch" in given:
        given["monkeypatch"].undo()
    for name in {"capsys", "capfd"} & given.keys():
        given[name].readouterr()
    return given
