"""The fuzzer itself: some seconds of it, what it must notice, and what it once found."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from cases import for_each
from shipped_formats import FORMATS, LIBRARY

from fuzz.cases import Case, Cases
from fuzz.laws import Read, broken_law
from fuzz.regressions import REGRESSIONS, Regression
from fuzz.run import fuzz, reader_of
from fuzz.samples import TOOLS
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.finding import Code, Finding, Severity
from toolbench_ood.types.reading import Reading

CASES = Cases(FORMATS, seed=0)
INPUTS = 8_000
"""Some seconds' worth."""
HERMES = LIBRARY.load("hermes")


@pytest.mark.slow
def test_damaged_messages_break_no_law() -> None:
    """The same inputs in every run: nothing raises, misplaces, invents, dawdles or hangs."""
    outcome = fuzz(CASES, range(INPUTS))
    assert outcome.failure is None, str(outcome.failure)
    assert outcome.inputs == INPUTS


@for_each("entry", REGRESSIONS, ids=lambda entry: entry.format)
def test_what_was_found_stays_repaired(entry: Regression) -> None:
    """An input that once broke a law breaks none."""
    case = Case(LIBRARY.load(entry.format), "regression", entry.text)
    assert broken_law(case, reader_of(case))[0] == "", entry.law


def test_an_input_depends_on_seed_and_number_alone() -> None:
    """Input n can be made again without the inputs before it, and another seed has others."""
    again = Cases(FORMATS, seed=0)
    assert [again[n].text for n in (900, 3)] == [CASES[n].text for n in (900, 3)]
    other = Cases(FORMATS, seed=1)
    assert [other[n].text for n in range(9)] != [CASES[n].text for n in range(9)]


@pytest.mark.slow
def test_every_kind_of_damage_comes_up() -> None:
    """All kinds but the rare grown texts stand among the first inputs, for every format."""
    drawn = {(CASES[n].fmt.name, CASES[n].kind) for n in range(len(FORMATS) * 120)}
    kinds = {"bytes", "words", "planted", "soup", "soup bytes", "mixed"}
    assert {(fmt.name, kind) for fmt in FORMATS for kind in kinds} <= drawn


def _raises(text: str) -> Reading:
    return Reading((Call(text[len(text) :][0]),))


def _outside(text: str) -> Reading:
    found = Finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, 0, len(text) + 1)
    return Reading(findings=(found,))


def _disordered(text: str) -> Reading:
    found = Finding(Code.E3_EXTRA_TEXT, Severity.BENIGN, 1, 2)
    return Reading(findings=(found, replace(found, start=0)))


def _invents(text: str) -> Reading:
    return Reading((Call("book", {"city": "Atlantis"}),))


_REPAIRABLE = Finding(Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC, 0, 0)


def _recovers_too_much(text: str) -> Reading:
    hopeless = replace(_REPAIRABLE, severity=Severity.UNRECOVERABLE)
    return Reading(findings=(hopeless,), repair=Reading)


def _believes(text: str) -> Reading:
    return Reading(findings=(_REPAIRABLE,), repair=lambda: Reading(findings=(_REPAIRABLE,)))


def _recovers_another(text: str) -> Reading:
    return Reading(findings=(_REPAIRABLE,), repair=lambda: _invents(text))


def _dawdles(text: str) -> Reading:
    until = time.thread_time() + 0.1
    while time.thread_time() < until:
        pass
    return Reading()


@for_each(
    ("read", "reason"),
    [
        (_raises, "raised IndexError"),
        (_outside, "outside the text"),
        (_disordered, "out of order"),
        (_invents, "not written"),
        (_recovers_too_much, "not deterministic"),
        (_believes, "does not read"),
        (_recovers_another, "not written"),
        (_dawdles, "took 0.1"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_wrong_reader_is_found_out(read: Read, reason: str) -> None:
    """Each law can be broken, and the report names the input, its seed and the reason."""
    outcome = fuzz(CASES, range(50), reader=lambda _: read)
    assert outcome.failure is not None
    assert reason in outcome.failure.reason
    number = outcome.failure.number
    report = str(outcome.failure)
    assert f"--seed 0 --format {CASES[number].fmt.name} --start {number} --inputs 1" in report


def test_a_reader_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading without end is a failure with its input, not a silent program."""
    monkeypatch.setattr("fuzz.laws.HANG_SECONDS", 0.05)

    def hang(text: str) -> Reading:
        while True:
            pass

    reason, _ = broken_law(Case(HERMES, "any", "any"), hang)
    assert "TimeoutError" in reason


def test_the_program_ends_by_its_own(tmp_path: Path) -> None:
    """``python -m tests.fuzz`` reads what it is told to, says how fast, and ends with 0."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--inputs", "40", "--format", "hermes"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("40 inputs in ")
    assert "slowest: input " in done.stdout


def test_written_calls_are_what_the_law_compares() -> None:
    """The honest message of a case breaks no law, so the damage alone is judged."""
    for fmt in FORMATS:
        calls = [Call("book", {"city": "Rome", "nights": 2, "tags": []})]
        case = Case(fmt, "honest", fmt.write(calls, TOOLS), calls)
        assert broken_law(case, reader_of(case))[0] == ""
        assert same_calls(reader_of(case)(case.text).calls, calls)
