"""One collected item for many cases: the first cases that fail are reported together.

``for_each`` stands where ``pytest.mark.parametrize`` would, with the same arguments, but its cases
are looped over inside one item, so that they cost no collection. ``pytest ITEM --case TEXT`` checks
only the cases whose id contains the text. Below ``hypothesis.given`` every drawn example is checked
in all cases, so that it is drawn once. Under ``pairwise`` the product of all axes is thinned
to rows that hold every pair of values, under ``every_nth`` to one row in so many;
``--extent exhaustive`` checks the whole product, and ``--extent quick`` a few cases of every item.
"""

import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import product
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from covering import Row, pairwise_rows
from extent import Extent, extent_of
from hypothesis import reject
from hypothesis.errors import UnsatisfiedAssumption
from tally import CHECKS

MOST_FAILURES = 5
"""Failed cases after which an item is given up: more of them rarely say more."""
FEW = 6
"""Cases of an item that are checked in a quick run, about."""
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
    step: int = 1
    """Of so many rows one is checked, unless exhaustively."""

    def rows(self, extent: Extent) -> Iterable[Row]:
        """Return the place on each axis for every case."""
        sizes = [len(axis.values) for axis in self.axes]
        if extent is Extent.EXHAUSTIVE:
            return product(*map(range, sizes))
        rows = list(pairwise_rows(sizes) if self.thinned else product(*map(range, sizes)))
        rows = rows[:: self.step]
        return self._few(rows) if extent is Extent.QUICK else rows

    def _few(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return a few of the rows, far apart, and others for another test."""
        step = max(1, len(rows) // FEW)
        return rows[crc32(self.test.__name__.encode()) % step :: step]

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
    """Check every pair of values of two axes at least once; exhaustively, all cases."""
    return _item(replace(_loop_of(test), thinned=True), test)


def every_nth(step: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Check one row in so many; exhaustively, all cases.

    Rows are in order, the last axis of ``for_each`` (of ``pairwise``: of the two longest) changing
    first: with a step that shares no factor with its length, each of its values comes up.
    """

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        return _item(replace(_loop_of(test), step=step), test)

    return decorate


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
        params = [_part(loop, nth) for nth in range(loop.parts)]
        item = pytest.mark.parametrize("part", params)(item)
    return item


def _part(loop: Loop, nth: int) -> Any:
    """Name a part; the same parts of a module's tests go to one worker, which remembers."""
    name = f"{nth + 1}of{loop.parts}"
    group = pytest.mark.xdist_group(f"{loop.test.__module__} {name}")
    return pytest.param(nth, id=name, marks=group)


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


@dataclass(slots=True)
class _Outcome:
    """What came of the cases of an item."""

    tried: int = 0
    rejected: int = 0
    """Cases whose assumptions a drawn example does not meet."""
    skipped: list[BaseException] = field(default_factory=list)
    failures: list[_Failure] = field(default_factory=list)

    def add(self, case: str, check: Callable[[], None]) -> None:
        """Check a case and keep what comes of it."""
        self.tried += 1
        try:
            check()
        except UnsatisfiedAssumption:
            self.rejected += 1
        except pytest.skip.Exception as reason:
            self.skipped.append(reason)
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  any is the case's own
            self.failures.append(_Failure(case, error))

    def report(self, item: str) -> str:
        """Say which cases failed and how to check one of them again."""
        given_up = ", then given up" if len(self.failures) == MOST_FAILURES else ""
        told = "\n".join(map(str, self.failures))
        again = f"pytest '{item}' --case '{self.failures[0].case}'"
        counted = f"{len(self.failures)} of {self.tried:,} cases failed{given_up}"
        return f"{counted}:\n{told}\nThe first alone: {again}"


def _check(
    loop: Loop, request: pytest.FixtureRequest, fixtures: Mapping[str, Any], part: int
) -> None:
    """Check the cases of one part; report the first that fail."""
    outcome = _Outcome()
    for name, row in _chosen(loop, request.config, part):
        given = {**_fresh(fixtures, outcome.tried), **loop.arguments(row)}
        outcome.add(name, partial(loop.test, **given))
        if len(outcome.failures) == MOST_FAILURES:
            break
    request.node.user_properties.append((CHECKS, outcome.tried))
    if outcome.failures:
        raise AssertionError(outcome.report(request.node.nodeid)) from outcome.failures[0].error
    few = request.config.getoption("case") or extent_of(request.config) is Extent.QUICK
    if few and not outcome.tried:
        pytest.skip("no case of it was chosen")
    assert outcome.tried, "there is no case to check"
    if outcome.rejected == outcome.tried:
        reject()
    if len(outcome.skipped) == outcome.tried:
        raise outcome.skipped[0]


def _chosen(loop: Loop, config: pytest.Config, part: int) -> Iterator[tuple[str, Row]]:
    """Yield the cases of a part that the command line does not leave out."""
    rows = list(loop.rows(extent_of(config)))
    turn = {first: nth for nth, first in enumerate(sorted({row[0] for row in rows}))}
    for row in rows:
        name = loop.id_of(row)
        if turn[row[0]] % loop.parts == part and config.getoption("case") in name:
            yield name, row


_MADE_FRESH = frozenset({"tmp_path", "monkeypatch", "capsys", "capfd"})
_HARMLESS = frozenset({"request", "part", "extent", "count_checks"})


def shared_between_cases(item: pytest.Item) -> list[str]:
    """Name the fixtures of a looped test that one case could find as another left them."""
    if not hasattr(getattr(item, "function", None), "loop"):
        return []
    defined = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    return [
        name
        for name, (*_, fixture) in defined.items()
        if fixture.scope == "function" and name not in _MADE_FRESH | _HARMLESS
    ]


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
