"""States of a world: what is compared, and what counts as collateral damage."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from toolbench_ood.world.state import REMOVED, Changes, changes, state_of, stray


@dataclass(frozen=True)
class Slot:
    """A value within a row."""

    day: dt.date
    hour: int


@dataclass
class Row:
    """An entry of a mapping."""

    name: str
    slot: Slot
    tags: list[str] = field(default_factory=list)
    prices: dict[str, int] = field(default_factory=dict)


class Desk:
    """Stands in for a part of a world that holds mappings."""

    def __init__(self) -> None:
        self.rows = {"a": Row("A", Slot(dt.date(2030, 1, 2), 9), ["x"], {"eur": 1})}


class Place:
    """Stands in for a world."""

    def __init__(self) -> None:
        self.rng = object()
        self.desk = Desk()
        self.total = 3


def after(change: Callable[[Place], object]) -> Changes:
    """Make a change on a place and return what differs.

    A state is the same whether an earlier one is at hand or not, and leaves that one as it was.
    """
    place = Place()
    before, untouched = state_of(place), state_of(Place())
    change(place)
    now = state_of(place, before)
    assert now == state_of(place)
    assert before == untouched
    return changes(before, now)


def row(place: Place) -> Row:
    return place.desk.rows["a"]


ROW = ("desk", "rows", "a")
NOON = Slot(dt.date(2030, 1, 2), 12)


def test_nothing_changes_by_itself() -> None:
    """Two copies of one state do not differ, and the generator is no part of it."""
    assert after(lambda place: setattr(place, "rng", None)) == Changes({}, {})


def test_a_field_of_a_row_is_compared_as_a_whole() -> None:
    """A value within a row counts as one, however deep it was changed; so does a list."""
    later = Slot(dt.date(2030, 1, 2), 10)
    assert after(lambda place: setattr(row(place), "slot", later)).touched == {
        (*ROW, "slot"): (later.day, 10)
    }
    assert after(lambda place: row(place).tags.append("y")).touched == {(*ROW, "tags"): ("x", "y")}
    assert after(lambda place: setattr(place, "total", 4)).touched == {("total",): 4}


def test_mappings_are_opened_wherever_they_are() -> None:
    """New entries are told, their own keys aside; those that go are touched, others compared."""
    added = after(lambda place: place.desk.rows.update(b=Row("b", NOON)))
    entry: dict[str, object] = {"name": None, "slot": (NOON.day, 12), "tags": (), "prices": {}}
    assert added == Changes({}, {("desk", "rows"): [entry]})
    assert after(lambda place: place.desk.rows.pop("a")).touched == {ROW: REMOVED}
    assert after(lambda place: row(place).prices.update(usd=2)).added == {(*ROW, "prices"): [2]}


def test_stray_changes() -> None:
    """What is allowed, or free, is no damage; anything else, and one entry too many, is."""
    name, slot = ("desk", "rows", "a", "name"), ("desk", "rows", "a", "slot")
    allowed = Changes({name: "B"}, {("desk", "rows"): ["new"]})
    assert stray(allowed, allowed) is None
    assert stray(Changes({}, {}), allowed) is None
    assert stray(Changes({name: "C", slot: NOON}, {}), allowed) == slot
    assert stray(Changes({slot: NOON}, {}), allowed, free=("desk.rows.*.slot",)) is None
    assert stray(Changes({slot: NOON}, {}), allowed, free=("desk",)) is None
    assert stray(Changes({}, {("desk", "rows"): ["new", "newer"]}), allowed) == ("desk", "rows")
