"""Laws 4 and 5: the solution solves, and silence never wins; over everything that ships."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt

import pytest
from cases import for_each
from extent import Extent
from laws.crossing import crossed, silenced
from laws.everything import play_all, sample
from shipped_formats import FORMATS

from toolbench_ood.policy.faulty import faulty_lines
from toolbench_ood.policy.find import script_random
from toolbench_ood.rollout.limits import Limits, Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.score.failure_class import failure_of
from toolbench_ood.score.null_policies import score_null_policies
from toolbench_ood.score.picture import fine_state
from toolbench_ood.score.turn import turns_of
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.session import AskEnd
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Kind

Counting = Callable[[int], None]
PARTS = 12
"""As many items as suites ship, so that workers share them."""

every_suite = for_each("suite", shipped_suites, ids=lambda suite: suite.name, parts=PARTS)


@every_suite
def test_the_solution_solves(suite: Suite, extent: Extent, count_checks: Counting) -> None:
    """Law 4: the oracle solves every task in every format and shift, and in the same way.

    No finding, no refused call; only the writing differs between formats; and the world refuses a
    call in tasks that are about a recovery, and in no others. A flaky world interrupts every case,
    and the very call is made again.
    """
    records = play_all("oracle", crossed(suite, extent))
    count_checks(len(records))
    calls = [(one.case, call) for one in records for call in one.calls]
    none([(one.case, one.failure) for one in records if not one.solved], "unsolved")
    none([(one.case, one.findings) for one in records if one.findings], "with findings")
    none([(case, call) for case, call in calls if call.status == "refused"], "with refused calls")
    none([(one.case, one.stop) for one in records if one.stop != Stop.ANSWERED], "stopped")
    none([one.case for one in records if not fulfilled(one)], "with an ask that is not fulfilled")
    none(differing(records), "that differ between formats")
    none(belying_their_kind(records), "whose kind and refusals do not go together")
    none(uninterrupted(records), "of a flaky world that nothing interrupts")


def fulfilled(record: Record) -> bool:
    """Whether every ask passed with all of its solution's writes made, so that nothing failed."""
    return failure_of(record) is None and all(
        ask.end is AskEnd.PASSED and ask.done and ask.writes == ask.writes_reached
        for ask in record.asks
    )


def none(found: Sequence[object], what: str) -> None:
    """Assert that no case was found that should not be, and show the first."""
    shown = "\n".join(map(str, found[:3]))
    assert not found, f"{len(found)} cases {what}:\n{shown}"


def differing(records: Sequence[Record]) -> list[tuple[str, str]]:
    """Return records of one task, seed and shift that do not hold the same calls and results.

    A flaky world interrupts messages, of which a format of one call a message has more.
    """
    first: dict[tuple[str, str, int, str], Record] = {}
    pairs = [
        (first.setdefault((one.suite, one.task, one.seed, one.shift), one), one)
        for one in records
        if "flaky" not in one.shift
    ]
    return [(one.case, other.case) for one, other in pairs if made_in(one) != made_in(other)]


def made_in(record: Record) -> list[object]:
    return [(call.name, call.arguments, call.status, call.result) for call in record.calls]


def belying_their_kind(records: Sequence[Record]) -> list[str]:
    """Return cases where a refusal of the world's and the kind of the task do not go together."""
    return [
        one.case
        for one in records
        if "flaky" not in one.shift
        and any(call.status == "tool_error" for call in one.calls) != (one.kind == Kind.RECOVERY)
    ]


def uninterrupted(records: Sequence[Record]) -> list[str]:
    """Return cases of a flaky world whose first call is not interrupted and made again."""
    return [one.case for one in records if "flaky" in one.shift and not repeats_its_first(one)]


def repeats_its_first(record: Record) -> bool:
    calls = [(call.name, call.arguments) for call in record.calls]
    return record.calls[0].status == "tool_error" and calls[0] in calls[1:]


@every_suite
def test_silence_never_wins(suite: Suite, extent: Extent, count_checks: Counting) -> None:
    """Law 5: no null policy solves any task, shifted or not."""
    for policy, cases in silenced(suite, extent).items():
        records = play_all(policy, cases)
        count_checks(len(records))
        none([record.case for record in records if record.solved], f"solved by {policy}")
        none([one.case for one in records if unforeseen(policy, one)], f"other for {policy}")
        if policy in {"noop", "constant"}:
            none([one.case for one in records if not found_out(one)], f"where {policy} goes unseen")


TELLING = frozenset(each.name for each in FORMATS if each.reader.ambiguous_open is None)
"""Formats whose opener stands out from prose."""


def unforeseen(policy: str, record: Record) -> bool:
    """Whether a null policy scores otherwise than is said of it without playing.

    An opener that does not stand out from prose is no attempt, and no empty call.
    """
    if policy == "open_tag" and record.format not in TELLING:
        return False
    expected = score_null_policies([record]).get(policy)
    failure = failure_of(record)
    assert failure is not None, "every case that is not solved has a class"
    return expected is not None and (
        {failure.reason: 1.0} != expected.classes
        or {fine_state(turn) for turn in turns_of(record)} != {expected.state}
    )


def found_out(record: Record) -> bool:
    """Whether closing the ask without trying a call is a finding, where calls are required."""
    if record.kind in {Kind.MISSING_PARAMETER, Kind.MISSING_TOOL, Kind.IRRELEVANT}:
        return True
    codes = [finding.code for finding in record.findings]
    return codes == ["P1_NO_CALL"] and not record.well_formed


RATE = 0.3


@pytest.mark.slow
def test_planted_faults_are_the_faults_reported() -> None:
    """``faulty:0.3`` is measured at 0.3, and every planted code is the code reported."""
    cases = sample(formats=4)
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
