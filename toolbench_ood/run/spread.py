"""``--limit``: a few of many cases, spread over tasks, then formats, then shifts, then seeds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import NamedTuple, TypeAlias, TypeVar

from toolbench_ood.types.arm import STRICT

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


class Place(NamedTuple):
    """The place of a case among the others."""

    split: str
    suite: str
    task: str
    format: str
    shift: str
    seed: int
    arm: str = STRICT
    sample: int = 0


_Suite: TypeAlias = tuple[str, str]
"""Split and name."""
_Task: TypeAlias = tuple[str, str, str]
"""Split, suite and task."""


def spread(items: Sequence[Item], limit: int, place: Callable[[Item], Place]) -> tuple[Item, ...]:
    """Take at most ``limit`` of the items, in their order; the same ones every time.

    No task has a second case before each has one. Where there are more tasks than cases, suites
    and splits have equal shares. Formats are taken in equal numbers as far as the tasks allow,
    then shifts; another seed comes after all formats and shifts of a task.
    """
    if limit >= len(items):
        return tuple(items)
    by_place = {place(item): index for index, item in enumerate(items)}
    dealer = _Dealer(by_place)
    taken = {by_place[dealer.take(task)] for task in _turns(by_place, limit)}
    return tuple(item for index, item in enumerate(items) if index in taken)


class _Dealer:
    """Gives a task its next case, in the format and shift that are behind the others."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._left: defaultdict[_Task, dict[str, dict[str, list[Place]]]] = defaultdict(dict)
        for place in places:
            shifts = self._left[place[:3]].setdefault(place.format, {})
            shifts.setdefault(place.shift, []).append(place)
        self._formats: Counter[tuple[str, ...]] = Counter()
        self._shifts: Counter[tuple[str, ...]] = Counter()

    def take(self, task: _Task) -> Place:
        formats = self._left[task]
        name = min(formats, key=lambda each: self._lag(self._formats, task, each))
        shifts = formats[name]
        shift = min(shifts, key=lambda each: self._lag(self._shifts, (*task, name), each))
        place = shifts[shift].pop(0)
        if not shifts[shift]:
            del shifts[shift]
        if not shifts:
            del formats[name]
        self._formats.update([(*task, name), (name,)])
        self._shifts.update([(*task, name, shift), (shift,), (name, shift)])
        return place

    def _lag(
        self, taken: Counter[tuple[str, ...]], within: tuple[str, ...], name: str
    ) -> tuple[int, ...]:
        """Count how often a name was taken: for this task, in all, and with the same format."""
        return taken[*within, name], taken[name,], taken[within[-1], name]


def _turns(places: Iterable[Place], limit: int) -> Iterator[_Task]:
    """Name the tasks whose turn it is, round by round; a task is named once a case."""
    left = Counter(place[:3] for place in places)
    while limit > 0:
        tasks = [task for task, count in left.items() if count > 0]
        now = tasks if limit >= len(tasks) else list(_few(tasks, limit))
        left.subtract(now)
        limit -= len(now)
        yield from now


def _few(tasks: Sequence[_Task], number: int) -> Iterator[_Task]:
    """Take tasks from all suites alike, and from the whole length of each suite."""
    suites = _grouped(tasks, lambda task: task[:2])
    sizes = {suite: len(suites[suite]) for suite in _alternating(suites)}
    for suite, share in _shares(sizes, number).items():
        own = suites[suite]
        yield from (own[index * len(own) // share] for index in range(share))


def _alternating(suites: Iterable[_Suite]) -> Iterator[_Suite]:
    """Order suites so that their splits take turns."""
    splits = _grouped(suites, lambda suite: suite[0]).values()
    return (suite for suite in chain.from_iterable(zip_longest(*splits)) if suite is not None)


def _shares(sizes: dict[_Suite, int], number: int) -> dict[_Suite, int]:
    """Deal a number out one by one, to none more than its size."""
    shares = dict.fromkeys(sizes, 0)
    while number > 0:
        for suite in [each for each in sizes if shares[each] < sizes[each]][:number]:
            shares[suite] += 1
            number -= 1
    return shares


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    groups: defaultdict[Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)
