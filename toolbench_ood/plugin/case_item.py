"""One case as a test item, which passes if the case is solved and well-formed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from toolbench_ood.plugin.conversation import findings_text, last_messages
from toolbench_ood.plugin.records import records_of
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.spread import Place
from toolbench_ood.tasks.task import Task
from toolbench_ood.types.errors import UserError

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr


class CaseItem(pytest.Item):
    """Reports the record of a played case."""

    def __init__(self, *, task: Task, case_id: str, place: Place, **given: Any) -> None:
        """Take what ``from_parent`` was given."""
        super().__init__(**given)
        self._task = task
        self._record: Record | None = None
        self.case_id = case_id
        self.place = place

    def setup(self) -> None:
        """Take the record; without one that is the model's own, the case is an error."""
        try:
            run = records_of(self.config)
        except UserError as error:
            pytest.fail(str(error), pytrace=False)
        record = run.records.get(self.case_id)
        again = f"{run.resume_command} plays it"
        if record is None:
            pytest.fail(f"not played, because the run ended first; {again}", pytrace=False)
        if not record.stop.scored:
            who = "engine" if record.stop is Stop.ENGINE_ERROR else "program"
            pytest.fail(f"the {who} failed: {record.failure}; {again} again", pytrace=False)
        self._record = record

    def runtest(self) -> None:
        """Fail unless the case was solved without a structural fault."""
        record = self._record
        if record is not None and not (record.solved and record.well_formed):
            pytest.fail(_verdict(record), pytrace=False)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> "str | TerminalRepr":
        """Show the verdict, the findings and the end of the conversation."""
        record = self._record
        if record is None:
            return super().repr_failure(excinfo, style)
        view = excinfo.getrepr(style="value")
        if record.findings:
            view.addsection("findings", findings_text(record))
        view.addsection("conversation", last_messages(record))
        return view

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the location of the task."""
        return self._task.file, self._task.line - 1, self.name


def _verdict(record: Record) -> str:
    words = "solved, but not well-formed" if record.solved else f"not solved: {record.failure}"
    return f"{words} ({record.stop})"
