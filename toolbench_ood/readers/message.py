"""Reads one message: scan, diagnosis, prose, header; the order of the layers P, E, H, A."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.diagnose import diagnose
from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import RawCall, Section
from toolbench_ood.readers.foreign import foreign_call
from toolbench_ood.readers.header import header_findings
from toolbench_ood.readers.indexed import wrong_indices
from toolbench_ood.readers.prose import content, fake_result, gap_finding, gaps, strip_fence
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.reasoning import Lead, leading_reasoning
from toolbench_ood.readers.repair import Diagnosis, Repair, Repairs, fault, insert
from toolbench_ood.readers.silent import silent_fault
from toolbench_ood.readers.spell import joint, spell_call
from toolbench_ood.types.finding import Code, Finding

Rivals: TypeAlias = Callable[[], Sequence[Reader]]


@dataclass(frozen=True, slots=True)
class Message:
    """What stands in a message, before any schema is asked."""

    calls: tuple[tuple[int, RawCall], ...]
    """Whole calls with the index of their attempt."""
    content: str
    findings: tuple[Finding, ...]
    reasoning: str
    repairs: Repairs = ()
    """What fixes the deterministic findings (``lenient.recover``)."""


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
    content_, reasoning = text[lead.body :].strip(), lead.text(text)
    found = _in_reasoning(reader, text, lead, functions)
    if not found:
        foreign = foreign_call(reader, rivals(), text, lead.body, functions)
        if foreign:
            return Message((), content_, (foreign,), reasoning)
        found = silent_fault(reader, text, lead.body, functions)
    if not found:
        return Message((), content_, (), reasoning)
    return Message((), content_, (found.finding,), reasoning, found.repairs)


def _in_reasoning(reader: Reader, text: str, lead: Lead, functions: Functions) -> Diagnosis | None:
    """A whole call that stands in the reasoning, where nobody runs it."""
    if lead.end <= lead.start:
        return None
    sections = reader.scan(text[: lead.end], lead.start, functions)
    for section in sections:
        if section.fault is None and section.calls:
            span, code = (section.start, section.end), Code.P2_WRONG_CHANNEL
            repairs = _moved_out(reader, text, lead, sections)
            return fault(code, span, "reasoning", repairs=repairs)
    return None


def _moved_out(reader: Reader, text: str, lead: Lead, sections: Sequence[Section]) -> Repairs:
    """Move the calls behind the reasoning; a broken one among them leaves open what was meant."""
    if any(section.fault for section in sections):
        return ()
    spans = [(section.start, section.end) for section in sections]
    calls = "\n".join(["", *(text[begin:end] for begin, end in spans), ""])
    close = reader.spec.reasoning.close if lead.body == lead.end else ""
    return (*(Repair(*span) for span in spans), *insert(lead.body, close + calls))


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
    found: list[Diagnosis | None] = []
    around = gaps(text, lead.body, [(attempt.start, attempt.end) for attempt in attempts])
    cut = fake_result(reader, text, around)
    if cut >= 0:
        found.append(_own_result(text, cut))
        attempts = [attempt for attempt in attempts if attempt.start < cut]
        around = [replace(gap, end=min(gap.end, cut)) for gap in around if gap.start <= cut]
    around, fence = strip_fence(text, around)
    found.append(fence)
    settled = not any(attempt.repairs for attempt in attempts)
    found.extend(gap_finding(reader, text, gap, functions, settled=settled) for gap in around)
    calls = _indexed(attempts)
    if reader.spec.indexed:
        call = reader.spec.call
        wrong = wrong_indices(calls, call.first_index, restarts=call.index_restarts)
        repairs = _renumbered(reader, calls, functions) if wrong else ()
        found.extend(
            fault(Code.H3_ID_INVALID, span, kind, detail, index=place, repairs=repairs)
            for place, span, kind, detail in wrong
        )
    for index, raw in calls:
        found.extend(header_findings(reader, raw, functions, index))
    faults = [one for one in found if one]
    findings, repairs = _collected(attempts, calls, faults)
    if batching := _batching(reader, attempts):
        findings.append(batching.finding)
        repairs = repairs or batching.repairs
    findings.sort(key=lambda finding: (finding.start, finding.end))
    return Message(calls, content(text, around), tuple(findings), lead.text(text), repairs)


def _renumbered(
    reader: Reader, calls: Sequence[tuple[int, RawCall]], functions: Functions
) -> Repairs:
    """Spell every call again, with the indices that the format gives the calls of a message."""
    first = reader.spec.call.first_index
    spelt = (
        (raw, spell_call(reader.spec, replace(raw.call, id=str(first + place)), functions))
        for place, (_, raw) in enumerate(calls)
    )
    return tuple(Repair(raw.start, raw.end, text) for raw, text in spelt if text is not None)


def _own_result(text: str, cut: int) -> Diagnosis:
    span = (cut, len(text))
    return fault(Code.E4_FAKE_RESULT, span, index=None, repairs=(Repair(*span),))


def _collected(
    attempts: Sequence[Attempt],
    calls: Sequence[tuple[int, RawCall]],
    found: Sequence[Diagnosis],
) -> tuple[list[Finding], Repairs]:
    """Gather the findings, and the fixes that can be made now.

    Where a broken section ends is a guess as long as it is broken, so it is repaired before
    anything around it is; and sections are joined when nothing else is wrong with them.
    """
    findings = [one.finding for attempt in attempts for one in attempt.faults]
    inside = tuple(repair for attempt in attempts for repair in attempt.repairs)
    around: list[Repair] = []
    for index, raw in calls:
        findings.extend(replace(one.finding, call_index=index) for one in raw.faults)
        around.extend(repair for one in raw.faults for repair in one.repairs)
    findings.extend(one.finding for one in found)
    around.extend(repair for one in found for repair in one.repairs)
    return findings, inside or tuple(around)


def _batching(reader: Reader, attempts: Sequence[Attempt]) -> Diagnosis | None:
    """A second section where the format has one."""
    if reader.spec.section.repeat or len(attempts) < 2:  # noqa: PLR2004 - the first and another
        return None
    second, index = attempts[1], max(1, attempts[0].tries)
    span, repairs = (second.start, second.end), _merged(reader, attempts)
    return fault(Code.E6_BATCHING, span, "section", index=index, repairs=repairs)


def _merged(reader: Reader, attempts: Sequence[Attempt]) -> Repairs:
    """Make one section of several.

    Those of one call each stay as they are: the repaired text is read by ``Reader.repeating``.
    """
    section = reader.spec.section
    single = section.calls == "one"
    repairs: list[Repair] = []
    for one, other in pairwise(attempts):
        opener = (other.start, other.start + len(section.open))
        if not single:
            repairs.append(Repair(one.end - len(section.close), one.end))
        repairs.append(Repair(*opener, section.open if single else joint(reader.spec)))
    return tuple(repairs)


def _indexed(attempts: Sequence[Attempt]) -> tuple[tuple[int, RawCall], ...]:
    calls: list[tuple[int, RawCall]] = []
    index = 0
    for attempt in attempts:
        calls.extend((index + offset, raw) for offset, raw in enumerate(attempt.calls))
        index += max(1, attempt.tries)
    return tuple(calls)
