"""Which cases are exported: of training suites in formats to train on, with their own seeds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolbench_ood.format.format import Format
from toolbench_ood.format.split import HELD_OUT
from toolbench_ood.run.choose import keep_few
from toolbench_ood.run.model import Model
from toolbench_ood.run.plan import Plan, make_plan
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.suite import Split, Suite
from toolbench_ood.types.errors import UserError

FIRST_SEED = 100_000
"""Exported situations are drawn from this seed on; evaluations begin at 0."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported."""

    suites: tuple[Suite, ...]
    """Those that have cases."""
    formats: tuple[Format, ...]
    """Likewise."""
    cases: tuple[Case, ...]


def select(model: Model, number: int, *, allow_held_out: bool) -> Selection:
    """Choose cases, evenly over tasks, then over formats and shifts, then over seeds.

    Args:
        model: its settings select suites, formats and shifts.
        number: how many cases.
        allow_held_out: also export held-out suites and formats.

    Raises:
        UserError: a name is unknown, a suite or a format is held out, or no task is left.
    """
    plan = make_plan(replace(model.settings, seeds=1), model)
    if not allow_held_out:
        _require_trainable(plan)
    cases = tuple(_drawn(_in_turns(plan), number))
    return Selection(
        suites=tuple(each for each in plan.suites if any(case.suite is each for case in cases)),
        formats=tuple(each for each in plan.formats if any(case.format is each for case in cases)),
        cases=cases,
    )


def _require_trainable(plan: Plan) -> None:
    suites = [f"suite {each.name}" for each in plan.suites if each.split is Split.HELD_OUT]
    formats = [f"format {each.name}" for each in plan.formats if each.split == HELD_OUT]
    for what in (*suites, *formats):
        raise UserError(
            f"{what} is held out: a model trained on it cannot be tested on it; leave it out, or "
            "give --allow-held-out (list suites and list formats show the splits)"
        )


def _in_turns(plan: Plan) -> Sequence[Case]:
    """Order cases so that tasks take turns, in one shift and format after the other."""
    places = {format_.name: place for place, format_ in enumerate(plan.formats)}
    return sorted(plan.cases, key=lambda case: (case.shift, places[case.format.name]))


def _drawn(cases: Sequence[Case], number: int) -> Iterator[Case]:
    """Draw every case from one seed after the other, and of the last seed a few."""
    whole, rest = divmod(number, len(cases))
    for seed in range(FIRST_SEED, FIRST_SEED + whole):
        yield from (replace(case, seed=seed) for case in cases)
    for case in keep_few(cases, rest):
        yield replace(case, seed=FIRST_SEED + whole)
