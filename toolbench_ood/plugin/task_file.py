"""A task file as pytest collects it."""

from collections.abc import Iterator
from itertools import product

import pytest

from toolbench_ood.plugin.case_item import CaseItem
from toolbench_ood.plugin.options import model_of
from toolbench_ood.plugin.settings import case_formats, settings_of, trial_formats, trial_seeds
from toolbench_ood.plugin.suites import suites_of
from toolbench_ood.plugin.task_item import TaskItem
from toolbench_ood.run.spread import Place
from toolbench_ood.shifts.obstacles import find_obstacles
from toolbench_ood.tasks.case_id import CaseId
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError


class TaskFile(pytest.File):
    """The tasks of one file: an item each, or an item for each case when a model plays them."""

    def collect(self) -> Iterator[pytest.Item]:
        """Load the suite and make the items of this file (CollectError: it does not load)."""
        try:
            suite = suites_of(self.config).of(self.path)
        except UserError as error:
            raise self.CollectError(str(error)) from error
        make = self._trials if model_of(self.config) is None else self._cases
        for task_id in suite.tasks:
            if task_id.startswith(f"{self.path.name}::"):
                yield from make(suite, task_id)

    def _trials(self, suite: Suite, task_id: str) -> Iterator[pytest.Item]:
        seeds = trial_seeds(self.config)
        formats = trial_formats(self.config)
        name = suite.tasks[task_id].name
        yield TaskItem.from_parent(
            self, name=name, suite=suite, task_id=task_id, seeds=seeds, formats=formats
        )

    def _cases(self, suite: Suite, task_id: str) -> Iterator[pytest.Item]:
        chosen = settings_of(self.config)
        obstacles = find_obstacles([suite], chosen.shifts)
        for seed, shift in product(range(chosen.seeds), chosen.shifts):
            if (suite.name, task_id, shift) in obstacles:
                continue
            for format_name in case_formats(self.config):
                case_id = CaseId(suite.name, task_id, shift, format_name, seed)
                name = f"{suite.tasks[task_id].name}{case_id.seats}"
                yield CaseItem.from_parent(
                    self,
                    name=name,
                    # Parsed as --lf parses what it remembers; pytest 9.2 would not, by itself.
                    nodeid=f"{self.nodeid}::{name}",
                    task=suite.tasks[task_id],
                    case_id=str(case_id),
                    place=Place(suite.split, suite.name, task_id, format_name, shift, seed),
                )
