"""How many distinct beginnings prompts have, told without playing or rendering any."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from toolbench_ood.shifts.find import find_shifts
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case


def count_beginnings(cases: Iterable[Case]) -> int:
    """Count the distinct declarations that cases begin with: a format and the tools it declares."""
    return len({(text, name) for text, formats in _declarations(cases) for name in formats})


def _declarations(cases: Iterable[Case]) -> Iterator[tuple[str, set[str]]]:
    """Iterate over the tools that are declared, as JSON, with the formats that declare them."""
    texts: dict[Hashable, str] = {}
    for case, formats in _surfaces(cases):
        key = _declared_alike(case)
        if key not in texts:
            texts[key] = Surface(case).shown.text
        yield texts[key], formats


def _surfaces(cases: Iterable[Case]) -> Iterable[tuple[Case, set[str]]]:
    """Group cases that differ in the format at most: one of them, and the names of its formats."""
    first: dict[Hashable, Case] = {}
    formats: defaultdict[Hashable, set[str]] = defaultdict(set)
    for case in cases:
        key = case.suite.name, case.task_id, case.seed, case.shift
        first.setdefault(key, case)
        formats[key].add(case.format.name)
    return ((case, formats[key]) for key, case in first.items())


def _declared_alike(case: Case) -> Hashable:
    """Return a key that cases share only if the same tools are declared in them at first."""
    situation = case.situation
    keys = tuple(shift.declared_alike(situation) for shift in find_shifts(case.shift))
    return case.suite.name, case.shift, case.task.withhold, keys
