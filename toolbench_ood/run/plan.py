"""What a run will play, before any model is loaded; ``native`` alone asks for its tokenizer."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.run.choose import choose
from toolbench_ood.run.native import named_format
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.templates_end import templates_end
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.shifts.obstacles import Skipped, find_obstacles
from toolbench_ood.task.case import Case, make_cases
from toolbench_ood.task.collect import Collection, collect
from toolbench_ood.task.suite import Suite
from toolbench_ood.types.errors import UserError, choices

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases of a run, and what they are made of."""

    suites: tuple[Suite, ...]
    formats: tuple[Format, ...]
    cases: tuple[Case, ...]
    problems: tuple[str, ...] = ()
    """Files that were left out because they do not load, one sentence each."""
    skipped: tuple[Skipped, ...] = ()
    """Tasks to which a shift cannot apply; they have no cases in it."""

    @property
    def digest(self) -> str:
        """SHA-256 over the sorted case ids."""
        names = "\n".join(sorted(case.id for case in self.cases))
        return hashlib.sha256(names.encode()).hexdigest()


def make_plan(settings: Settings, collection: Collection | None = None) -> Plan:
    """Collect suites and formats and cross them.

    Args:
        settings: what the user chose.
        collection: the suites, where they are loaded already.

    Raises:
        UserError: a name is unknown, a file fails to load, a format breaks its laws, ``native``
            does not fit the model, or no case is left.
    """
    if collection is None:
        folders = [Path(folder) for folder in settings.task_folders]
        collection = collect(folders, keep_going=settings.keep_going)
    suites = pick({suite.name: suite for suite in collection.suites}, settings.suites, "suite")
    folders = [Path(folder) for folder in settings.format_folders]
    library = FormatLibrary(folders, settings.formats)
    names = settings.formats or library.names()
    found = [_format(name, library, settings) for name in dict.fromkeys(names)]
    formats = tuple(dict.fromkeys(found))
    shifts = tuple(dict.fromkeys(map(shift_name, settings.shifts)))
    crossed = make_cases(suites, formats, range(settings.seeds), shifts)
    obstacles = find_obstacles(suites, shifts)
    cases = tuple(case for case in crossed if _key(case) not in obstacles)
    chosen = choose(_listed(cases, settings.cases), settings.keyword, settings.limit)
    return Plan(
        suites=tuple(suite for suite in suites if any(case.suite is suite for case in chosen)),
        formats=tuple(format_ for format_ in formats if any(c.format is format_ for c in chosen)),
        cases=chosen,
        problems=collection.problems,
        skipped=tuple(obstacles.values()),
    )


def _key(case: Case) -> tuple[str, str, str]:
    return case.suite.name, case.task_id, case.shift


def _listed(cases: Sequence[Case], ids: Sequence[str]) -> Sequence[Case]:
    if not ids:
        return cases
    by_id = {case.id: case for case in cases}
    unknown = [name for name in ids if name not in by_id]
    if unknown:
        raise UserError(f"there is no case {unknown[0]} among the {len(cases)} of the settings")
    wanted = frozenset(ids)
    return [case for case in cases if case.id in wanted]


def _format(name: str, library: FormatLibrary, settings: Settings) -> Format:
    format_ = named_format(name, settings, library)
    _sound(format_.matching if isinstance(format_, NativeFormat) else format_)
    return format_


def _sound(format_: Format) -> None:
    """Refuse a format that does not read back what it writes, before a model is asked in it."""
    with templates_end(format_):
        problems = format_problems(format_)
    if problems:
        first = problems[0].partition("\n")[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        where = f" in {format_.folder}" if format_.folder else ""
        raise UserError(
            f"format {format_.name}{where} breaks its laws: {first}{more}; fix it until "
            f"toolbench-ood validate --format {format_.name} finds nothing"
        )


def pick(found: Mapping[str, Named], names: Sequence[str], what: str) -> tuple[Named, ...]:
    """Return the named ones of what was found, or all when none is named (UserError)."""
    unknown = [name for name in names if name not in found]
    if unknown:
        raise UserError(f"there is no {what} {unknown[0]!r}; there are: {choices(found)}")
    return tuple(found[name] for name in dict.fromkeys(names)) if names else tuple(found.values())
