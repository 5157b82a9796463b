"""From case ids, whole or in part, to cases."""

from collections.abc import Callable

from toolbench_ood.format.format import Format
from toolbench_ood.shifts.find import AND, SHIFTS, shift_name
from toolbench_ood.shifts.obstacles import find_obstacle
from toolbench_ood.task.case import NO_SHIFT, Case
from toolbench_ood.task.case_id import CaseId, parse_case_id
from toolbench_ood.task.library import SuiteLibrary
from toolbench_ood.task.suite import Suite
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.suggest import closest

DEFAULT_FORMAT = "hermes"


class CaseFinder:
    """Finds cases by their ids; what an id names is loaded once, when it is first named."""

    def __init__(self, suites: SuiteLibrary, load_format: Callable[[str], Format]) -> None:
        """Look cases up in these suites and formats.

        Args:
            suites: the suites that an id can name.
            load_format: returns the format of a name, the same object every time, or raises
                UserError.
        """
        self._suites = suites
        self._load_format = load_format
        self._obstacles: dict[tuple[str, str, str], str | None] = {}

    def find(self, name: str) -> Case:
        """Return the case of an id.

        Brackets may be left out: a number is the seed (0), names of shifts are the shift (none),
        and any other word the format (hermes).

        Raises:
            UserError: there is no such case; its text names those that were probably meant.
        """
        wanted = parse_case_id(name, is_shift)
        suite = self._suite(wanted)
        shift = shift_name(wanted.shift or NO_SHIFT)
        format_ = self._format(wanted)
        case = Case(suite, wanted.task, format_, wanted.seed or 0, shift)
        self._require_possible(case)
        return case

    def _suite(self, wanted: CaseId) -> Suite:
        names = self._suites.names()
        near = None if wanted.suite in names else closest(wanted.suite, names)
        if near is None:
            return _with_task(self._suites.load(wanted.suite), wanted)
        exists = wanted.task in self._suites.load(near).tasks
        example = f"{near}/{wanted.task}" if exists else f"the suite {near}"
        raise UserError(
            f"there is no suite {wanted.suite!r}; did you mean {example}? See list tasks for all "
            "names"
        )

    def _format(self, wanted: CaseId) -> Format:
        name = wanted.format or DEFAULT_FORMAT
        try:
            return self._load_format(name)
        except UserError as error:
            near = closest(name, (NO_SHIFT, *SHIFTS))
            if near is None or wanted.shift is not None:
                raise
            raise UserError(
                f"{name!r} is neither a format nor a shift; did you mean the shift {near}?"
            ) from error

    def _require_possible(self, case: Case) -> None:
        key = (case.suite.name, case.task_id, case.shift)
        if key not in self._obstacles:
            self._obstacles[key] = find_obstacle(case.suite, case.task_id, case.shift)
        reason = self._obstacles[key]
        if reason is not None:
            raise UserError(
                f"shift {case.shift} cannot apply to {case.suite.name}/{case.task_id}: {reason}; "
                "leave it out"
            )


def is_shift(word: str) -> bool:
    """Whether a word in a case id stands for a shift, known or mistyped, rather than a format."""
    return word == NO_SHIFT or word in SHIFTS or AND in word


def _with_task(suite: Suite, wanted: CaseId) -> Suite:
    if wanted.task in suite.tasks:
        return suite
    by_own_name = {task.name: f"{suite.name}/{task_id}" for task_id, task in suite.tasks.items()}
    near = closest(wanted.task.rpartition("::")[2], by_own_name)
    hint = f"; did you mean {by_own_name[near]}?" if near else "."
    raise UserError(
        f"there is no task {suite.name}/{wanted.task}{hint} See list tasks for all names"
    )
