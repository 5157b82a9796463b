"""What a finished run says of one checkpoint, case by case."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self, cast

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.sources import resume_command
from toolbench_ood.score.cluster import TaskName, cluster
from toolbench_ood.score.failure_class import UNSOLVED, failure_of
from toolbench_ood.score.rate import Count
from toolbench_ood.score.state import State, message_states
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.errors import UserError

SOLVED = "solved"
WELL_FORMED = "well_formed"

TaskMeans = Mapping[TaskName, float]
"""Mean of a figure by task, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The figures of one checkpoint, without help: those of the arm ``strict``."""

    name: str
    """What a user calls it: its folder or its step."""
    figures: Mapping[str, Mapping[str, Count]]
    """By figure and case id: ``solved``, ``well_formed``, each state (of the case's messages) and
    each class of failure; the cluster of a count is its task."""
    signatures: Mapping[str, TaskMeans] = field(default_factory=dict)
    """Of a probe, by the signature's name; empty where there was none."""

    @classmethod
    def read(
        cls, run: RunFolder, name: str, signatures: Mapping[str, TaskMeans] | None = None
    ) -> Self:
        """Take the figures from a finished run.

        Raises:
            UserError: some of its cases are not played or not scored.
        """
        records = run.records()
        left = run.header.cases - sum(record.stop.scored for record in records)
        if left:
            raise UserError(
                f"{run.path} is not finished: {left} of {run.header.cases} cases are not scored; "
                f"finish it with: {resume_command(run.path, run.header.settings)}"
            )
        return cls(name, count_cases(records), signatures or {})

    @property
    def cases(self) -> frozenset[str]:
        """The ids of its cases."""
        return frozenset(self.figures[SOLVED])

    def task_means(self, figure: str) -> TaskMeans:
        """Return the mean of a figure by task; a task without anything to count is left out.

        Raises:
            UserError: the checkpoint has no such figure.
        """
        if figure in self.signatures:
            return self.signatures[figure]
        if figure not in self.figures:
            raise UserError(
                f"checkpoint {self.name} has no figure {figure!r}; it has "
                f"{', '.join([*self.figures, *self.signatures])}"
            )
        return task_means(self.figures[figure].values())


def count_cases(records: Iterable[Record]) -> dict[str, dict[str, Count]]:
    """Count every figure in every case that was played without help."""
    figures: dict[str, dict[str, Count]] = {name: {} for name in _names()}
    for record in records:
        if record.arm == STRICT:
            for name, count in _figures_of(record):
                figures[name][record.case] = count
    return figures


def task_means(counts: Iterable[Count]) -> dict[TaskName, float]:
    """Add up counts by task, and return the share of each task that has anything to count."""
    sums: defaultdict[TaskName, Counter[str]] = defaultdict(Counter)
    for count in counts:
        sums[cast("TaskName", count.cluster)].update(k=count.k, n=count.n)
    return {task: each["k"] / each["n"] for task, each in sorted(sums.items()) if each["n"]}


def _names() -> tuple[str, ...]:
    return (SOLVED, WELL_FORMED, *(each.value for each in (*State, *UNSOLVED)))


def _figures_of(record: Record) -> Iterator[tuple[str, Count]]:
    task = cluster(record)
    yield SOLVED, Count(task, record.solved, 1)
    yield WELL_FORMED, Count(task, record.well_formed, 1)
    states = Counter(message_states(record))
    for state in State:
        yield state.value, Count(task, states[state], states.total())
    failure = failure_of(record)
    for reason in UNSOLVED:
        yield reason.value, Count(task, failure is not None and failure.reason is reason, 1)
