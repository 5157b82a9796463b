"""From case ids, whole or in part, to cases."""

from collections.abc import Callable

from toolbench_ood.format.format import Format
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.shifts.find import AND, SHIFTS, shift_name
from toolbench_ood.shifts.obstacles import find_obstacle
from toolbench_ood.tasks.case import NO_SHIFT, Case
from toolbench_ood.tasks.case_id import CaseId, SeatNames, parse_case_id
from toolbench_ood.tasks.library import SuiteLibrary
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.suggest import closest, did_you_mean

DEFAULT_FORMAT = "hermes"


class CaseFinder:
    """Finds cases by their ids; suites and formats are loaded once, when first needed."""

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

        Brackets may be left out: a number is the seed (0), ``sample`` and a number the sample (0),
        names of shifts are the shift (none), the name of an arm is the arm (strict), and any other
        word the format (hermes).

        Raises:
            UserError: there is no such case; the message suggests what was probably meant.
        """
        wanted = parse_case_id(name, SEAT_NAMES)
        suite = self._suite(wanted)
        shift = shift_name(wanted.shift or NO_SHIFT)
        arm = find_arm(wanted.arm)
        format_ = self._format(wanted)
        case = Case(suite, wanted.task, format_, wanted.seed or 0, shift, arm, wanted.sample)
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
            near = _near_seat(name, wanted)
            if near is None:
                raise
            raise UserError(
                f"{name!r} is neither a format nor a shift nor an arm; did you mean the {near}?"
            ) from error

    def _require_possible(self, case: Case) -> None:
        key = (case.suite.name, case.task_id, case.shift)
        if key not in self._obstacles:
            self._obstacles[key] = find_obstacle(case.suite, case.task_id, case.shift)
        reason = self._obstacles[key]
        if reason is not None:
            raise UserError(
                f"shift {case.shift} does not apply to {case.suite.name}/{case.task_id}: {reason}; "
                "leave it out"
            )


def find_arm(name: str) -> str:
    """Return the name of an arm (UserError: there is no such arm)."""
    if name in ARMS:
        return name
    hint = did_you_mean(name, ARMS)
    raise UserError(f"there is no arm {name!r}{hint} The arms are: {choices(ARMS)}")


def _is_shift(word: str) -> bool:
    """Whether a word in a case id stands for a shift, known or mistyped, rather than a format."""
    return word == NO_SHIFT or word in SHIFTS or AND in word


SEAT_NAMES = SeatNames(_is_shift, ARMS.__contains__)
"""The shifts and arms that there are."""


def _near_seat(word: str, wanted: CaseId) -> str | None:
    """Name the shift or arm that a word was probably meant to be, if the id has none yet."""
    shifts = (NO_SHIFT, *SHIFTS) if wanted.shift is None else ()
    arms = tuple(ARMS) if wanted.arm == STRICT else ()
    near = closest(word, (*shifts, *arms))
    return near and f"{'arm' if near in arms else 'shift'} {near}"


def _with_task(suite: Suite, wanted: CaseId) -> Suite:
    if wanted.task in suite.tasks:
        return suite
    by_own_name = {task.name: f"{suite.name}/{task_id}" for task_id, task in suite.tasks.items()}
    near = closest(wanted.task.rpartition("::")[2], by_own_name)
    hint = f"; did you mean {by_own_name[near]}?" if near else "."
    raise UserError(
        f"there is no task {suite.name}/{wanted.task}{hint} See list tasks for all names"
    )
