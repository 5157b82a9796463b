"""A case: one task in one shift, format and arm, drawn from one seed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolbench_ood.format.format import Format
from toolbench_ood.tasks.case_id import CaseId
from toolbench_ood.tasks.situation import Situation, situation_of
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Task
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.shift import NO_SHIFT

__all__ = ["NO_SHIFT", "Case", "make_cases"]


@dataclass(frozen=True, slots=True)
class Case:
    """Task x shift x format x arm x seed x sample; the unit that is run, recorded and counted."""

    suite: Suite
    task_id: str
    """Id of the task within its suite: ``task_move.py::moves_the_standup``."""
    format: Format
    seed: int
    shift: str = NO_SHIFT
    """Name of the content shift, or of several joined by ``+``."""
    arm: str = STRICT
    """How much help the model gets."""
    sample: int = 0
    """Number of the attempt at the same case; each is sampled independently."""

    @property
    def task(self) -> Task:
        """The task that is played."""
        return self.suite.tasks[self.task_id]

    @property
    def situation(self) -> Situation:
        """The task as the seed draws it, shared with the cases of other shifts and formats."""
        return situation_of(self.suite, self.task, self.seed)

    @property
    def id(self) -> str:
        """Read like a pytest node id: ``suite/file.py::task[shift][format][seed]``."""
        return self._id(self.arm)

    @property
    def paired_id(self) -> str:
        """The id without the arm, used to seed sampling and random draws.

        Cases that differ only in the arm are therefore paired, even above temperature 0.
        """
        return self._id(STRICT)

    def _id(self, arm: str) -> str:
        suite, task, format_ = self.suite.name, self.task_id, self.format.name
        return str(CaseId(suite, task, self.shift, format_, self.seed, arm, self.sample))


def make_cases(
    suites: Iterable[Suite],
    formats: Sequence[Format],
    seeds: Sequence[int],
    shifts: Sequence[str] = (NO_SHIFT,),
    arms: Sequence[str] = (STRICT,),
) -> Iterator[Case]:
    """Cross suites, tasks, seeds, shifts, formats and arms; those of a task are adjacent."""
    for suite in suites:
        for task_id in suite.tasks:
            for seed in seeds:
                for shift in shifts:
                    for format_ in formats:
                        for arm in arms:
                            yield Case(suite, task_id, format_, seed, shift, arm)
