"""One task as an item: it passes when the task holds to the laws."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from toolbench_ood.format.format import Format
from toolbench_ood.plugin.failure import authors_view
from toolbench_ood.run.policy_trial import POLICIES, policy_problems
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.oracle import play_solution
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.trial.trial import task_problems
from toolbench_ood.types.errors import EndlessError, UserError

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr


class TaskItem(pytest.Item):
    """Tries a task with some seeds, and lets the oracle and the null policies play it."""

    def __init__(
        self, *, suite: Suite, task_id: str, seeds: int, formats: Sequence[Format], **given: Any
    ) -> None:
        """Take what ``from_parent`` was given."""
        super().__init__(**given)
        self._suite = suite
        self._task_id = task_id
        self._task = suite.tasks[task_id]
        self._seeds = range(seeds)
        self._formats = formats

    def runtest(self) -> None:
        """Fail with all that is wrong with the task as the first such seed and policy show it."""
        try:
            problems = list(next(filter(None, self._trials()), ()))
            problems += next(filter(None, self._plays()), ())
        except EndlessError as error:
            problems = [str(error)]
        if problems:
            pytest.fail("\n".join(dict.fromkeys(problems)), pytrace=False)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> "str | TerminalRepr":
        """Show what went wrong in the author's own code, where that is what went wrong."""
        view = authors_view(self.config, excinfo, self._suite.folder)
        return view or super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the location of the task."""
        return self._task.file, self._task.line - 1, self.name

    def _trials(self) -> Iterator[Sequence[str]]:
        for seed in self._seeds:
            yield self._solution_problems(seed)
            yield list(task_problems(self._suite, self._task, seed))

    def _plays(self) -> Iterator[Sequence[str]]:
        return (policy_problems(policy, self._cases()) for policy in POLICIES)

    def _solution_problems(self, seed: int) -> Sequence[str]:
        """Let an error through that the author's code caused: its traceback says the most."""
        try:
            play_solution(self._suite, self._task, seed)
        except UserError as error:
            if error.__cause__ is not None:
                raise
            return [str(error)]
        return []

    def _cases(self) -> list[Case]:
        return [
            Case(self._suite, self._task_id, format_, seed)
            for seed in self._seeds
            for format_ in self._formats
        ]
