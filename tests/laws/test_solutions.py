"""Laws 4 and 5: the solution solves, and silence never wins; over everything that ships."""

from collections import Counter
from math import sqrt

import pytest
from laws.everything import everything, in_format, play_all, sample

from toolbench_ood.policy.faulty import faulty_lines
from toolbench_ood.policy.find import NULL_POLICIES, script_random
from toolbench_ood.rollout.limits import Limits, Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.oracle import play_solution
from toolbench_ood.task.task import Kind


@pytest.fixture(scope="module")
def oracle_records() -> list[Record]:
    return play_all("oracle", everything())


def test_the_solution_solves(oracle_records: list[Record]) -> None:
    """The oracle solves every case in every format, with no finding and no refused call."""
    unsolved = [(record.case, record.failure) for record in oracle_records if not record.solved]
    assert unsolved == []
    faulty = [(record.case, record.findings) for record in oracle_records if record.findings]
    assert faulty == []
    refused = [
        (record.case, call)
        for record in oracle_records
        for call in record.calls
        if call.status == "refused"
    ]
    assert refused == []
    assert {record.stop for record in oracle_records} == {Stop.ANSWERED}


def test_formats_are_paired(oracle_records: list[Record]) -> None:
    """A task and seed makes the same calls in every format: only the writing differs."""
    calls: dict[tuple[str, str, int], list[object]] = {}
    for record in oracle_records:
        made = [(call.name, call.arguments, call.status, call.result) for call in record.calls]
        key = (record.suite, record.task, record.seed)
        assert calls.setdefault(key, made) == made


@pytest.mark.parametrize("policy", NULL_POLICIES)
def test_silence_never_wins(policy: str) -> None:
    """No null policy solves any case."""
    records = play_all(policy, sample())
    assert [record.case for record in records if record.solved] == []


@pytest.mark.parametrize("policy", ["noop", "constant"])
def test_a_silent_model_is_found_out(policy: str) -> None:
    """Where calls are required, closing the ask without trying one is a finding of its own."""
    for record in play_all(policy, sample(1)):
        if record.kind in {Kind.MISSING_PARAMETER, Kind.MISSING_TOOL, Kind.IRRELEVANT}:
            continue
        assert [finding.code for finding in record.findings] == ["P1_NO_CALL"], record.case
        assert not record.well_formed


def test_kinds_are_what_they_say() -> None:
    """Every task demands what its kind promises."""
    for case in in_format():
        acts = play_solution(case.suite, case.task, case.seed)
        assert kind_problem(case.task, acts) is None


def test_recovery_tasks_have_something_to_recover_from(oracle_records: list[Record]) -> None:
    """In a recovery task the oracle meets a refusal of the world's; elsewhere it meets none."""
    for record in oracle_records:
        refused = any(call.status == "tool_error" for call in record.calls)
        assert refused == (record.kind == Kind.RECOVERY), record.case


@pytest.mark.parametrize("split", ["train", "held_out"])
def test_each_split_has_every_kind(split: str) -> None:
    """Both splits have at least six tasks, of seven kinds or more."""
    suites = {case.suite.name: case.suite for case in in_format() if case.suite.split == split}
    assert suites
    for suite in suites.values():
        assert len(suite.tasks) >= 6
        assert len({task.kind for task in suite.tasks.values()}) >= 7


RATE = 0.3


def test_planted_faults_are_the_faults_reported() -> None:
    """``faulty:0.3`` is measured at 0.3, and every planted code is the code reported."""
    cases = sample()
    limits = Limits(steps=200, tokens=1 << 30, message_tokens=1 << 20, faults=200, repeats=200)
    records = play_all(f"faulty:{RATE}", cases, limits)
    assert [record.case for record in records if not record.solved] == []
    attempts = 0
    planted_faults = 0
    confused: Counter[tuple[str, str | None, str | None]] = Counter()
    for case, record in zip(cases, records, strict=True):
        reported = _primary_codes(record)
        writing = [i for i, message in enumerate(record.messages) if message.role == "assistant"]
        lines = faulty_lines(RATE, case, script_random(0, case.id))
        for index, line in zip(writing, lines, strict=True):
            attempts += line.is_call
            planted_faults += line.planted is not None
            if reported.get(index) != line.planted:
                confused[case.format.name, line.planted, reported.get(index)] += 1
    assert confused == Counter()
    spread = 1.96 * sqrt(RATE * (1 - RATE) / attempts)
    assert abs(planted_faults / attempts - RATE) <= spread


def _primary_codes(record: Record) -> dict[int, str]:
    rank = {"benign": 0, "deterministic": 1, "judgement": 2, "unrecoverable": 3}
    worst: dict[int, tuple[int, str]] = {}
    for finding in record.findings:
        if finding.code.startswith("S") or finding.severity == "benign":
            continue
        held = worst.get(finding.message)
        if held is None or rank[finding.severity] > held[0]:
            worst[finding.message] = (rank[finding.severity], finding.code)
    return {message: code for message, (_, code) in worst.items()}
