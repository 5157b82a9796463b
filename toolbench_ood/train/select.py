"""Which cases are exported: of suites that may be trained on, drawn as no evaluation is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice, product
from pathlib import Path

from toolbench_ood.format.format import Format
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.settings import Settings
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.shifts.obstacles import find_obstacles
from toolbench_ood.task.case import Case
from toolbench_ood.task.collect import collect
from toolbench_ood.task.suite import Split, Suite
from toolbench_ood.types.errors import UserError, choices

FIRST_SEED = 100_000
"""Exported situations are drawn from this seed on; evaluations begin at 0."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported."""

    suites: tuple[Suite, ...]
    formats: tuple[Format, ...]
    cases: tuple[Case, ...]


def select(settings: Settings, number: int, *, allow_held_out: bool) -> Selection:
    """Choose cases, evenly over tasks, then over shifts and formats, then over seeds.

    Args:
        settings: suites (names, or the name of a split), formats, shifts and folders; the model.
        number: how many cases.
        allow_held_out: export suites that are held out too.

    Raises:
        UserError: a name is unknown, a suite is held out, or no task is left.
    """
    collection = collect([Path(folder) for folder in settings.task_folders])
    named = _suites(settings, collection.suites, allow_held_out=allow_held_out)
    chosen = settings.model_copy(update={"suites": tuple(each.name for each in named)})
    plan = make_plan(chosen, collection)
    shifts = tuple(dict.fromkeys(map(shift_name, settings.shifts)))
    cases = tuple(islice(_cases(plan.suites, plan.formats, shifts), number))
    return Selection(plan.suites, plan.formats, cases)


def _suites(settings: Settings, found: Sequence[Suite], *, allow_held_out: bool) -> list[Suite]:
    unknown = set(settings.suites) - {each.name for each in found} - set(Split)
    if unknown:
        raise UserError(
            f"there is no suite {min(unknown)!r}; there are the splits {choices(Split)} and the "
            f"suites {choices(each.name for each in found)}"
        )
    chosen = [each for each in found if {each.name, each.split.value} & set(settings.suites)]
    held_out = [each.name for each in chosen if each.split is Split.HELD_OUT]
    if held_out and not allow_held_out:
        raise UserError(
            f"suite {held_out[0]} is held out: a model trained on it cannot be tested on it; leave "
            "it out, or give --allow-held-out"
        )
    return chosen


def _cases(
    suites: Sequence[Suite], formats: Sequence[Format], shifts: Sequence[str]
) -> Iterator[Case]:
    obstacles = find_obstacles(suites, shifts)
    tasks = [(suite, task_id) for suite in suites for task_id in suite.tasks]
    if all((suite.name, task, shift) in obstacles for suite, task in tasks for shift in shifts):
        raise UserError(f"no task is left: {next(iter(obstacles.values())).reason}")
    for seed in count(FIRST_SEED):
        for shift, format_, (suite, task_id) in product(shifts, formats, tasks):
            if (suite.name, task_id, shift) not in obstacles:
                yield Case(suite, task_id, format_, seed, shift)
