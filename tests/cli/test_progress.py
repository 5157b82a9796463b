"""What is said while a run goes on."""

import io
import time
from pathlib import Path

import pytest
from score.made import make

from toolbench_ood.cli.own_stderr import own_stderr
from toolbench_ood.cli.progress import Lines, show_progress
from toolbench_ood.engines.quiet_start import output_to
from toolbench_ood.report.tally import Tally
from toolbench_ood.report.words import about
from toolbench_ood.rollout.limits import Stop

_ANSWER = make.written(tokens=50)


def _tally(ended: int, *, total: int = 20, before: int = 0, messages: int = 1) -> Tally:
    """Count cases of so many messages that began at 100 s."""
    tally = Tally(total=total, before=before, began=100.0)
    for number in range(ended):
        for _ in range(messages):
            tally.wrote(50)
        tally.add(make.record(messages=[_ANSWER] * messages, solved=number % 2 == 0))
    return tally


def test_rates_and_the_time_left_follow_from_the_counts() -> None:
    """Cases that were on disk before are done, but say nothing about the speed."""
    tally = _tally(4, before=8)
    assert tally.done == 12
    assert tally.words(110.0) == "0.4 messages/s, 20 tokens/s, about 20 s left, 2 of 4 solved"


def test_nothing_is_made_up_before_enough_is_known() -> None:
    """No rate before a message, and no time left before some cases have ended."""
    tally = Tally(total=20, began=100.0)
    assert tally.words(105.0) == "waiting for the first message"
    tally.wrote(30)
    assert tally.words(110.0) == "0.1 messages/s, 3 tokens/s, estimating the time left"
    assert "estimating" in _tally(3).words(110.0)
    assert "estimating" not in _tally(4).words(110.0)


def test_cases_in_flight_count_as_far_as_they_have_come() -> None:
    """Messages of cases that have not ended shorten the estimate; never below nothing."""
    tally = _tally(5, messages=2)
    alone = tally.seconds_left(120.0)
    for _ in range(10):
        tally.wrote(50)
    assert alone == 60.0
    assert tally.seconds_left(120.0) == 20.0
    tally.asked = tally.messages + 10
    assert tally.seconds_left(120.0) == 12.0
    for _ in range(1000):
        tally.wrote(50)
    assert tally.seconds_left(120.0) == 0.0


def test_a_failed_case_is_neither_solved_nor_unsolved() -> None:
    """It is counted apart while the run goes on, too; at the end the time is what it took."""
    tally = _tally(1, total=2)
    tally.add(make.record(messages=[], stop=Stop.ENGINE_ERROR, solved=False))
    words = tally.words(101.0)
    assert words.endswith("took 1.0 s, 1 of 1 solved, 1 failed in the engine")


def test_an_estimate_is_no_finer_than_it_is_known() -> None:
    """Tens of seconds, then minutes, then hours and tens of minutes."""
    words = {3: "10 s", 44: "40 s", 100: "2 min", 3500: "58 min", 7300: "2 h 00 min"}
    assert {seconds: about(seconds) for seconds in words} == {
        seconds: f"about {each}" for seconds, each in words.items()
    }


def test_lines_come_at_the_beginning_and_at_the_end() -> None:
    """Without a terminal a short run says two things; between them whatever is asked for.

    A probe behind it is counted, and is not taken for the engine's end.
    """
    records = make.many(3)
    stream = io.StringIO()
    lines = Lines(stream)
    lines.tick()
    lines.loading("a model")
    lines.tick()
    lines.started(make.header(records), 0)
    for record in records:
        lines.asked()
        lines.wrote(50)
        lines.finished(record)
    lines.counting("scoring", 2)
    lines.advance()
    lines.tick()
    lines.advance()
    lines.tick()
    waiting, loading, still, first, last, *probe, closing = stream.getvalue().splitlines()
    assert waiting.startswith("preparing, 0 s so far")
    assert loading == "loading a model"
    assert still.startswith("loading a model, 0 s so far")
    assert first == "playing 3 of 3 cases"
    assert last.startswith("3 of 3 cases; ")
    assert probe[0] == "probe: scoring 2 conversations"
    assert [line.partition(" so far")[0] for line in probe[1:]] == [
        f"probe: scoring conversations, {done} of 2 done, 0 s" for done in (1, 2)
    ]
    assert closing.startswith("closing the engine, ")


def test_a_model_that_loads_hides_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """While an engine's output goes to a file, signs of life still reach standard error."""
    with show_progress(between_lines=0.05) as listener:
        listener.loading("a model")
        with output_to(tmp_path / "log"):
            time.sleep(0.5)
    errors = capfd.readouterr().err.splitlines()
    assert errors[0] == "loading a model"
    assert errors[-1].endswith(" s so far")
    assert (tmp_path / "log").read_text() == ""


def test_standard_error_without_a_descriptor_is_used_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where something in the process takes what is written, it goes on doing so."""
    taken = io.StringIO()
    monkeypatch.setattr("sys.stderr", taken)
    with own_stderr() as stream:
        assert stream is taken
