"""Cases listed by id."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TypedDict

from toolbench_ood.run.case_finder import SEAT_NAMES, find_arm
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.case_id import CaseId, parse_case_id
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.errors import UserError


class Axes(TypedDict):
    """The axes that include all listed cases."""

    suites: tuple[str, ...]
    formats: tuple[str, ...]
    shifts: tuple[str, ...]
    arms: tuple[str, ...]
    seeds: int


def axes_of(ids: Sequence[str]) -> Axes:
    """Return the suites, formats, shifts, arms and number of seeds that the ids name.

    ``strict``, with which arms are compared, is always among them.

    Raises:
        UserError: a text is not a case id, or names an unknown shift.
    """
    parts = [_whole(name) for name in ids]
    return Axes(
        suites=tuple(dict.fromkeys(part.suite for part in parts)),
        formats=tuple(dict.fromkeys(str(part.format) for part in parts)),
        shifts=tuple(dict.fromkeys(shift_name(str(part.shift)) for part in parts)),
        arms=tuple(dict.fromkeys((STRICT, *(part.arm for part in parts)))),
        seeds=1 + max(int(part.seed or 0) for part in parts),
    )


def take_listed(cases: Sequence[Case], ids: Sequence[str]) -> Sequence[Case]:
    """Keep the cases with these ids, in their order; all if no id is given.

    Raises:
        UserError: an id matches no case; the message names the nearest.
    """
    if not ids:
        return cases
    known = {case.id for case in cases}
    wanted = dict.fromkeys(str(parse_case_id(name, SEAT_NAMES)) for name in ids)
    unknown = next((name for name in wanted if name not in known), None)
    if unknown is not None:
        raise UserError(f"there is no case {unknown} {_nearest(unknown, cases)}")
    return [case for case in cases if case.id in wanted]


def _nearest(name: str, cases: Sequence[Case]) -> str:
    task = name.partition("[")[0]
    tasks = dict.fromkeys(f"{case.suite.name}/{case.task_id}" for case in cases)
    if task in tasks:
        same = next(case.id for case in cases if f"{case.suite.name}/{case.task_id}" == task)
        return f"among the {len(cases)} cases of these settings; its task has, for example, {same}"
    tails = {one.rpartition("::")[2]: one for one in tasks}
    near = get_close_matches(task.rpartition("::")[2], tails, n=3)
    hint = f"; did you mean {', '.join(tails[one] for one in near)}?" if near else ";"
    return (
        f"among the {len(cases)} cases of these settings{hint} eval --dry-run --json prints all ids"
    )


def _whole(name: str) -> CaseId:
    parsed = parse_case_id(name, SEAT_NAMES)
    if None in (parsed.shift, parsed.format, parsed.seed):
        raise UserError(
            f"{name!r} leaves out its shift, format or seed; give whole ids, as eval --dry-run "
            "--json prints them"
        )
    find_arm(parsed.arm)
    return parsed
