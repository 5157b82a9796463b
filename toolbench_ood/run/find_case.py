"""From a case id, whole or in part, to the case."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from toolbench_ood.format.format import Format
from toolbench_ood.shifts.find import AND, SHIFTS, shift_name
from toolbench_ood.shifts.obstacles import find_obstacles
from toolbench_ood.task.case import NO_SHIFT, Case
from toolbench_ood.task.collect import collect
from toolbench_ood.task.suite import Suite
from toolbench_ood.types.errors import UserError

DEFAULT_FORMAT = "hermes"

_ID = re.compile(r"(?P<suite>[^/\[\]]+)/(?P<task>[^\[\]]+)(?P<choices>(?:\[[^\[\]]*\])*)")
_FORM = "suite/task_file.py::task[shift][format][seed]"


def find_case(
    name: str, task_folders: Sequence[Path], load_format: Callable[[str], Format]
) -> Case:
    """Return the case of an id.

    Brackets may be left out: a number is the seed (0), names of shifts are the shift (none), and
    any other word the format (hermes), which ``load_format`` loads.

    Raises:
        UserError: there is no such case; its text names those that are spelt alike.
    """
    match = _ID.fullmatch(name)
    if match is None:
        raise UserError(f"{name!r} is no case id; write {_FORM}, as list tasks prints the names")
    suites = {suite.name: suite for suite in collect(task_folders).suites}
    suite, task = _find_task(match["suite"], match["task"], suites)
    format_name, shift, seed = DEFAULT_FORMAT, NO_SHIFT, 0
    for word in re.findall(r"\[([^\[\]]*)\]", match["choices"]):
        if word.isdecimal():
            seed = int(word)
        elif word == NO_SHIFT or set(word.split(AND)) <= SHIFTS.keys():
            shift = shift_name(word)
        else:
            format_name = word
    case = Case(suite, task, load_format(format_name), seed, shift)
    _require_possible(case)
    return case


def _require_possible(case: Case) -> None:
    for skipped in find_obstacles([case.suite], [case.shift]).values():
        if skipped.task == case.task_id:
            raise UserError(
                f"shift {case.shift} cannot apply to {case.suite.name}/{case.task_id}: "
                f"{skipped.reason}; leave it out"
            )


def _find_task(suite: str, task: str, suites: dict[str, Suite]) -> tuple[Suite, str]:
    if suite in suites and task in suites[suite].tasks:
        return suites[suite], task
    known = [f"{name}/{one}" for name in suites for one in suites[name].tasks]
    raise UserError(
        f"there is no task {suite}/{task}; {_alike(f'{suite}/{task}', known)}"
        "list tasks prints all names"
    )


def _alike(name: str, known: Iterable[str]) -> str:
    """Name the known tasks that are spelt like one, by their own names first."""
    tails = {one.rpartition("::")[2]: one for one in known}
    matches = get_close_matches(name.rpartition("::")[2], tails, n=3)
    return f"did you mean {', '.join(tails[match] for match in matches)}? " if matches else ""
