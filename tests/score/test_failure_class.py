"""Why a case is not solved, where it is not the model that ended it."""

from typing import Any

import pytest
from cases import for_each
from score.made import make

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import MessageEntry, Record
from toolbench_ood.score.failure_class import failure_of
from toolbench_ood.tasks.session import AskEnd

BROKEN = [make.found("E2_TRUNCATED")]


def left_open(stop: Stop, *, finish: str = "stop", **changes: Any) -> Record:
    """Make a record of a case that was ended in an ask that needs a call."""
    ask = make.asked(calls=1, end=AskEnd.OPEN, done=None, closed_by=None)
    said = [MessageEntry("user", "Do it."), MessageEntry("assistant", "…", [1], finish)]  # type: ignore[arg-type]
    return make.record(solved=False, stop=stop, asks=[ask], messages=said, **changes)


@for_each(
    ("record", "reason"),
    [
        (left_open(Stop.TOKEN_LIMIT, finish="length"), "ran_out"),
        (left_open(Stop.TOKEN_LIMIT, finish="length", findings=BROKEN), "ran_out"),
        (left_open(Stop.CONTEXT_FULL, calls=[make.called()]), "ran_out"),
        (left_open(Stop.STEP_LIMIT, calls=[make.called()]), "ran_out"),
        (left_open(Stop.STEP_LIMIT, findings=BROKEN), "attempt_broken"),
        (left_open(Stop.FAULT_LIMIT, findings=BROKEN), "attempt_broken"),
        (left_open(Stop.REPEATED_MESSAGE, findings=BROKEN), "attempt_broken"),
        (left_open(Stop.REPEATED_MESSAGE, calls=[make.called("refused")]), "refused_by_schema"),
        (left_open(Stop.REPEATED_MESSAGE, calls=[make.called()]), "ran_out"),
        (left_open(Stop.ENGINE_ERROR, calls=[make.called()]), "engine"),
        (left_open(Stop.PROGRAM_ERROR, findings=BROKEN), "program"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.stop.value,
)
def test_a_case_that_was_ended_has_the_class_of_its_last_attempt(
    record: Record, reason: str
) -> None:
    """It ran out if that attempt was valid or cut by a budget; failures of ours stand apart."""
    failure = failure_of(record)
    assert failure is not None
    assert failure.reason == reason


def test_a_solved_case_has_none() -> None:
    """Whatever was broken on the way."""
    assert failure_of(make.record(findings=BROKEN, well_formed=False)) is None


def test_records_of_another_version_are_refused(tmp_path: Any) -> None:
    """What asks became cannot be known later, so that older runs are refused in one sentence."""
    run = make.run(tmp_path / "run", [make.record()])
    path = run.path / "run.json"
    path.write_text(path.read_text().replace('"version": 4,', '"version": 3,', 1))
    with pytest.raises(
        Exception, match=r"has version 3, and this toolbench-ood .* reads version 4"
    ):
        type(run).open(run.path)
