"""What is said while a run goes on."""

import pytest
from score.made import make

from toolbench_ood.cli.progress import Lines
from toolbench_ood.cli.tally import Tally
from toolbench_ood.rollout.limits import Stop

_ANSWER = make.written(tokens=50)


def test_rates_and_the_time_left_follow_from_the_counts() -> None:
    """Cases that were on disk before are done, but say nothing about the speed."""
    tally = Tally(total=20, before=8, began=100.0)
    for solved in (True, False):
        tally.add(make.record(messages=[_ANSWER], solved=solved))
    assert tally.done == 10
    assert tally.words(104.0) == "0.5 cases/s, 25 tokens/s, 20.0 s left, 1 of 2 solved"


def test_a_failed_case_is_neither_solved_nor_unsolved() -> None:
    """It is counted apart while the run goes on, too."""
    tally = Tally(total=2, began=0.0)
    tally.add(make.record())
    tally.add(make.record(stop=Stop.ENGINE_ERROR, solved=False))
    assert tally.words(1.0).endswith("1 of 1 solved, 1 failed in the engine")


def test_nothing_is_said_before_the_first_case() -> None:
    """There is no rate yet."""
    assert Tally(total=2, began=0.0).words(5.0) == "waiting for the first case"


def test_lines_come_at_the_beginning_and_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal a short run says two things, on stderr."""
    records = make.many(3)
    lines = Lines()
    lines.started(make.header(records), 0)
    for record in records:
        lines.finished(record)
    captured = capsys.readouterr()
    first, last = captured.err.splitlines()
    assert captured.out == ""
    assert first == "playing 3 of 3 cases"
    assert last.startswith("3 of 3 cases; ")
