"""The model, suites and formats of a run, opened in a worker process."""

from toolbench_ood.run.model import open_model
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.workers.messages import Begin
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import collect
from toolbench_ood.types.errors import UserError


class Stage:
    """The model and the suites of a run, opened once."""

    def __init__(self, settings: Settings) -> None:
        """Open them.

        Raises:
            UserError: the model's chat can't be opened, or a file fails to load.
        """
        self.model = open_model(settings, loads=False)
        found = collect(settings.task_folders, keep_going=settings.keep_going)
        self._suites = {suite.name: suite for suite in found.suites}

    def case(self, begin: Begin) -> Case:
        """Return the case that the main process named.

        Raises:
            UserError: its suite is another one here, since its files were changed meanwhile.
        """
        suite = self._suites.get(begin.suite)
        if suite is None or suite.digest != begin.digest:
            raise UserError(
                f"files of suite {begin.suite} were changed while the run was starting; start a "
                "new run, and leave the files unchanged until it has started"
            )
        format_ = self.model.format(begin.format)
        return Case(
            suite=suite,
            task_id=begin.task_id,
            format=format_,
            seed=begin.seed,
            shift=begin.shift,
            arm=begin.arm,
            sample=begin.sample,
        )
