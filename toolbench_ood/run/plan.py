"""What a run will play, before any model is loaded; only ``native`` needs its tokenizer."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.run.arms import find_arm_obstacles
from toolbench_ood.run.beginnings import count_beginnings
from toolbench_ood.run.check_settings import check_settings
from toolbench_ood.run.choose import keep_few, keep_matching
from toolbench_ood.run.choose_formats import choose_formats
from toolbench_ood.run.count_cases import count_cases
from toolbench_ood.run.header import IdContent
from toolbench_ood.run.id_content import find_id_content
from toolbench_ood.run.id_formats import require_declared_formats, require_known
from toolbench_ood.run.listed_cases import take_listed
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.pick_tasks import pick_suites, pick_tasks
from toolbench_ood.run.settings import AUTO_DETECT, NONE, Settings
from toolbench_ood.run.templates_end import templates_end
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.shifts.obstacles import Skipped, find_obstacles
from toolbench_ood.tasks.case import Case, make_cases
from toolbench_ood.tasks.collect import Collection, collect, shipped_suites
from toolbench_ood.tasks.manifest import Manifest
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError

_NO_CONTENT = IdContent(suites={}, reason="")


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases of a run, and their suites and formats."""

    suites: tuple[Suite, ...]
    formats: tuple[Format, ...]
    cases: tuple[Case, ...]
    problems: tuple[str, ...] = ()
    """Files that were skipped because they fail to load, one sentence each."""
    arm_obstacles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Why cases in a format cannot have an arm's help, by arm and format; they have no cases."""
    skipped: tuple[Skipped, ...] = ()
    """Tasks to which a shift cannot apply; they have no cases in it."""
    tasks: int = 0
    """How many tasks there are cases of before any limit."""
    id_content: IdContent = _NO_CONTENT
    """What of the content the model saw in training."""
    notes: tuple[str, ...] = ()
    """What of the profile is not played, one sentence each."""

    @property
    def shifts(self) -> tuple[str, ...]:
        """The shifts in which there are cases, joined ones as they are."""
        return tuple(dict.fromkeys(case.shift for case in self.cases))

    @property
    def arms(self) -> Mapping[str, int]:
        """The number of cases by arm, in the order of the cases."""
        return Counter(case.arm for case in self.cases)

    @property
    def digest(self) -> str:
        """SHA-256 over the sorted case ids."""
        return digest_of(self.cases)

    @property
    def summary(self) -> str:
        """The number of cases, and how it comes about."""
        return count_cases(self.cases, self.tasks)

    @property
    def beginnings(self) -> int:
        """How many distinct beginnings the prompts of its cases have: formats with their tools."""
        return count_beginnings(self.cases)


def make_plan(
    settings: Settings,
    model: Model | None = None,
    collection: Collection | None = None,
    proven: Mapping[str, str] | None = None,
    *,
    fetch: bool = True,
) -> Plan:
    """Collect suites and formats and cross them.

    Args:
        settings: what the user chose.
        model: the model of the settings, where it is open already.
        collection: the suites, where they are loaded already.
        proven: digests by name of formats that are known to obey their laws; None for those of
            the manifest, which the tests of what ships have checked.
        fetch: whether a model that is not at hand may be fetched, as its run would do.

    Raises:
        UserError: a name is unknown, a file fails to load, a format breaks its laws, ``native``
            does not fit the model, the model declares other training than was chosen, a choice
            would be ignored, or no case is left.
    """
    check_settings(settings)
    model = model or open_model(settings)
    collection = collection or collect(settings.task_folders, keep_going=settings.keep_going)
    suites = pick_suites(collection.suites, settings.suites, settings.splits)
    require_known(settings.id_formats, model.library)
    formats, notes = choose_formats(model, fetch=fetch)
    _require_sound(formats, Manifest.load().format_digests if proven is None else proven)
    obstacles = find_obstacles(suites, _shifts(settings))
    arm_obstacles = find_arm_obstacles(settings.arms, formats)
    matching = _matching(settings, suites, formats, obstacles, arm_obstacles)
    chosen = keep_few(matching, settings.limit)
    if not chosen:
        raise UserError(_nothing_left(tuple(obstacles.values())))
    return Plan(
        suites=tuple(suite for suite in suites if any(case.suite is suite for case in chosen)),
        formats=tuple(format_ for format_ in formats if any(c.format is format_ for c in chosen)),
        cases=chosen,
        problems=collection.problems,
        arm_obstacles=arm_obstacles,
        skipped=tuple(obstacles.values()),
        tasks=len({(case.suite.name, case.task_id) for case in matching}),
        id_content=_id_content(model, collection, fetch=fetch),
        notes=notes,
    )


def _matching(
    settings: Settings,
    suites: Sequence[Suite],
    formats: Sequence[Format],
    obstacles: Mapping[tuple[str, str, str], Skipped],
    arm_obstacles: Mapping[str, Mapping[str, str]],
) -> Sequence[Case]:
    """Return the cases that are possible and that all choices but the limit leave."""
    tasks = frozenset(pick_tasks(suites, settings.kinds, settings.tasks))
    shifts = _shifts(settings)
    arms = tuple(dict.fromkeys(settings.arms))
    cases = [
        case
        for case in make_cases(suites, formats, range(settings.seeds), shifts, arms)
        if (case.suite.name, case.task_id) in tasks
        and _key(case) not in obstacles
        and case.format.name not in arm_obstacles.get(case.arm, {})
    ]
    return keep_matching(take_listed(cases, settings.cases), settings.keyword)


def _shifts(settings: Settings) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(shift_name, settings.shifts)))


def digest_of(cases: Iterable[Case]) -> str:
    """SHA-256 over the sorted ids of cases."""
    names = "\n".join(sorted(case.id for case in cases))
    return hashlib.sha256(names.encode()).hexdigest()


def _id_content(model: Model, collection: Collection, *, fetch: bool) -> IdContent:
    """Find out what the model was trained on, and check both options against what it declares."""
    settings = model.settings
    training = model.training if fetch or model.is_here else None
    if training is None and not set(settings.trained_on) - {AUTO_DETECT, NONE}:
        return find_id_content(settings.trained_on, {})
    if training is not None:
        require_declared_formats(settings.id_formats, training)
    suites = (*shipped_suites(), *collection.suites)
    splits = {suite.name: suite.split for suite in suites}
    return find_id_content(settings.trained_on, splits, training)


def _nothing_left(skipped: Sequence[Skipped]) -> str:
    why = f"shift {skipped[0].shift}: {skipped[0].reason}" if skipped else "there is no task"
    return f"no case is left ({why}); drop some of the options that select cases"


def _key(case: Case) -> tuple[str, str, str]:
    return case.suite.name, case.task_id, case.shift


def _require_sound(formats: Iterable[Format], proven: Mapping[str, str]) -> None:
    """Refuse a format that does not read back what it writes, before a model is asked in it."""
    for each in formats:
        format_ = each.matching if isinstance(each, NativeFormat) else each
        drawn = format_.folder is None  # what is drawn has been checked as it was drawn
        if not drawn and proven.get(format_.name) != format_.digest:
            _check(format_)


def _check(format_: Format) -> None:
    with templates_end(format_):
        problems = format_problems(format_)
    if problems:
        first = problems[0].partition("\n")[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        where = f" in {format_.folder}" if format_.folder else ""
        raise UserError(
            f"format {format_.name}{where} breaks its laws: {first}{more}; fix it until "
            f"toolbench-ood validate --format {format_.name} reports no problem"
        )
