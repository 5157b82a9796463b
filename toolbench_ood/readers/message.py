"""Reads one message: scan, diagnosis, prose, header; the order of the layers P, E, H, A."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.diagnose import diagnose
from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import RawCall, Section
from toolbench_ood.readers.foreign import foreign_call
from toolbench_ood.readers.header import header_findings
from toolbench_ood.readers.indexed import index_findings
from toolbench_ood.readers.prose import content, fake_result, gap_finding, gaps, strip_fence
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.reasoning import Lead, leading_reasoning
from toolbench_ood.readers.silent import silent_fault
from toolbench_ood.types.finding import Code, Finding, Severity

Rivals: TypeAlias = Callable[[], Sequence[Reader]]


@dataclass(frozen=True, slots=True)
class Message:
    """What stands in a message, before any schema is asked."""

    calls: tuple[tuple[int, RawCall], ...]
    """Whole calls with the index of their attempt."""
    content: str
    findings: tuple[Finding, ...]
    reasoning: str


def read_message(reader: Reader, text: str, functions: Functions, rivals: Rivals) -> Message:
    """Read a message; total and linear in the length of the text."""
    lead = leading_reasoning(reader, text)
    sections = reader.scan(text, lead.body, functions)
    if not sections:
        return _silent(reader, text, lead, functions, rivals)
    if any(section.fault for section in sections):
        foreign = foreign_call(reader, rivals(), text, lead.body, functions)
        if foreign:
            return Message((), text[lead.body :].strip(), (foreign,), lead.text(text))
    attempts = _attempts(reader, text, sections, functions)
    return _around(reader, text, lead, attempts, functions)


def _silent(reader: Reader, text: str, lead: Lead, functions: Functions, rivals: Rivals) -> Message:
    """No section opens outside the reasoning."""
    found = _in_reasoning(reader, text, lead, functions)
    found = found or foreign_call(reader, rivals(), text, lead.body, functions)
    found = found or silent_fault(reader, text, lead.body, functions)
    findings = (found,) if found else ()
    return Message((), text[lead.body :].strip(), findings, lead.text(text))


def _in_reasoning(reader: Reader, text: str, lead: Lead, functions: Functions) -> Finding | None:
    """A whole call that stands in the reasoning, where nobody runs it."""
    if lead.end <= lead.start:
        return None
    sections = reader.scan(text[: lead.end], lead.start, functions)
    for section in sections:
        if section.fault is None and section.calls:
            return Finding(
                Code.P2_WRONG_CHANNEL,
                Severity.DETERMINISTIC,
                section.start,
                section.end,
                0,
                "reasoning",
            )
    return None


def _attempts(
    reader: Reader, text: str, sections: Sequence[Section], functions: Functions
) -> list[Attempt]:
    """Diagnose the broken sections; a section inside a former attempt's extent is no own one."""
    attempts: list[Attempt] = []
    index = 0
    for number, section in enumerate(sections):
        if attempts and section.start < attempts[-1].end:
            continue
        if section.fault is None:
            attempt = Attempt(section.start, section.end, section.calls, (), len(section.calls))
        else:
            following = number + 1 < len(sections)
            limit = sections[number + 1].start if following else len(text)
            attempt = diagnose(
                Broken(
                    reader,
                    text,
                    section.start,
                    limit,
                    section.fault,
                    section.calls,
                    functions,
                    index,
                )
            )
        attempts.append(attempt)
        index += max(1, attempt.tries)
    return attempts


def _around(
    reader: Reader, text: str, lead: Lead, attempts: list[Attempt], functions: Functions
) -> Message:
    """Add what the text around the attempts says, and what each whole call says."""
    findings: list[Finding] = []
    around = gaps(text, lead.body, [(attempt.start, attempt.end) for attempt in attempts])
    cut = fake_result(reader, text, around)
    if cut >= 0:
        findings.append(Finding(Code.E4_FAKE_RESULT, Severity.DETERMINISTIC, cut, len(text)))
        attempts = [attempt for attempt in attempts if attempt.start < cut]
        around = [replace(gap, end=min(gap.end, cut)) for gap in around if gap.start <= cut]
    around, fence = strip_fence(text, around)
    findings.extend([fence] if fence else [])
    findings.extend(filter(None, (gap_finding(reader, text, gap, functions) for gap in around)))
    findings.extend(_batching(reader, attempts))
    calls = _indexed(attempts)
    if reader.spec.indexed:
        call = reader.spec.call
        findings.extend(index_findings(calls, call.first_index, restarts=call.index_restarts))
    for index, raw in calls:
        findings.extend(replace(finding, call_index=index) for finding in raw.findings)
        findings.extend(header_findings(reader, raw, functions, index))
    findings.extend(finding for attempt in attempts for finding in attempt.findings)
    findings.sort(key=lambda finding: (finding.start, finding.end))
    return Message(calls, content(text, around), tuple(findings), lead.text(text))


def _batching(reader: Reader, attempts: Sequence[Attempt]) -> list[Finding]:
    """A second section where the format has one."""
    if reader.spec.section.repeat or len(attempts) < 2:  # noqa: PLR2004 - the first and another
        return []
    second = attempts[1]
    return [
        Finding(
            Code.E6_BATCHING,
            Severity.DETERMINISTIC,
            second.start,
            second.end,
            max(1, attempts[0].tries),
            "section",
        )
    ]


def _indexed(attempts: Sequence[Attempt]) -> tuple[tuple[int, RawCall], ...]:
    calls: list[tuple[int, RawCall]] = []
    index = 0
    for attempt in attempts:
        calls.extend((index + offset, raw) for offset, raw in enumerate(attempt.calls))
        index += max(1, attempt.tries)
    return tuple(calls)
