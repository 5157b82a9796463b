"""The subject of a validation: what is named, or everything that ships."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.run.pick_tasks import pick_suites, pick_tasks
from toolbench_ood.tasks.collect import Collection, folders_below
from toolbench_ood.tasks.suite import Suite


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the user named; empty means nothing."""

    task_folders: Sequence[Path] = ()
    format_folders: Sequence[Path] = ()
    suites: Sequence[str] = ()
    splits: Sequence[str] = ()
    kinds: Sequence[str] = ()
    formats: Sequence[str] = ()
    everything: bool = False
    """Include everything that ships."""

    @property
    def tasks(self) -> bool:
        """Whether tasks were named."""
        return bool(self.task_folders or self.suites or self.splits or self.kinds)

    @property
    def any_format(self) -> bool:
        """Whether formats were named."""
        return bool(self.format_folders or self.formats)

    @property
    def all(self) -> bool:
        """Whether everything is meant."""
        return self.everything or not (self.tasks or self.any_format)


@dataclass(frozen=True, slots=True)
class Subject:
    """The tasks and formats to validate."""

    tasks: tuple[tuple[str, str], ...]
    """Suite and task id of each task."""
    formats: tuple[str, ...]
    """Names of the formats in which the tasks are played."""
    checks_formats: bool
    """Whether the formats are checked against their laws."""
    tries_tasks: bool
    """Whether the tasks are checked against theirs; a sample of shipped tasks is only played."""

    @property
    def suites(self) -> int:
        """How many suites the tasks are of."""
        return len({suite for suite, _ in self.tasks})


def choose_subject(named: Named, collection: Collection) -> Subject:
    """Choose the subject of a validation.

    A task folder means its suites, a format folder its formats. Tasks alone
    are tried in all formats, which are not checked; in formats alone a sample of the shipped tasks
    is played.

    Raises:
        UserError: a name is unknown.
    """
    sample = named.any_format and not named.tasks and not named.all
    tasks = _sample(collection.suites) if sample else _tasks(named, collection)
    return Subject(
        tasks=tuple(tasks),
        formats=_formats(named),
        checks_formats=named.any_format or named.all,
        tries_tasks=not sample,
    )


def _tasks(named: Named, collection: Collection) -> Sequence[tuple[str, str]]:
    suites = collection.suites
    if named.task_folders and not named.suites and not named.all:
        own = frozenset(folders_below(named.task_folders))
        suites = tuple(suite for suite in suites if suite.folder in own)
    return pick_tasks(pick_suites(suites, named.suites, named.splits), named.kinds)


def _sample(suites: Sequence[Suite]) -> Iterator[tuple[str, str]]:
    """Choose one task of each suite, of a kind that was not there before where it has one."""
    seen: set[str] = set()
    for suite in suites:
        fresh = (name for name, task in suite.tasks.items() if task.kind not in seen)
        chosen = next(fresh, next(iter(suite.tasks)))
        seen.add(suite.tasks[chosen].kind)
        yield suite.name, chosen


def _formats(named: Named) -> tuple[str, ...]:
    library = FormatLibrary(named.format_folders, named.formats)
    own = library.extra_names() if not named.all else ()
    chosen = named.formats or own or library.names()
    return tuple(dict.fromkeys(library.load(name).name for name in chosen))
