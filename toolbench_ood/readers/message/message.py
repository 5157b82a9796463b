"""Reads one message: scan, diagnosis, prose, header; the order of the layers P, E, H, A."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from toolbench_ood.readers.attempts.asides import is_example
from toolbench_ood.readers.attempts.detector import Detector
from toolbench_ood.readers.attempts.site import NEAR
from toolbench_ood.readers.diagnosis.diagnose import diagnose
from toolbench_ood.readers.diagnosis.header import header_fault, wrong_indices
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.readers.message.raw_reading import RawReading
from toolbench_ood.readers.message.thought import Thought
from toolbench_ood.readers.outside.foreign import foreign_call
from toolbench_ood.readers.outside.frames import content, without_frames
from toolbench_ood.readers.outside.gaps import FENCE, Gap, fake_result, gaps, strip_fence
from toolbench_ood.readers.outside.outside import outside_fault
from toolbench_ood.readers.outside.prose import gap_fault
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.scan.reasoning import Lead, leading_reasoning
from toolbench_ood.readers.text.calls import RawCall, Section
from toolbench_ood.readers.text.fault import Fault, Repair, Repairs, fault
from toolbench_ood.types.finding import Code, Finding, Severity


def read_message(
    reader: Reader, text: str, functions: Functions, others: OtherReaders
) -> RawReading:
    """Read a message; total and linear in the length of the text."""
    lead = leading_reasoning(reader, text)
    passage = Passage(reader, text, functions, lead.body)
    thought = Thought(passage, lead)
    return thought.applied(_behind(thought, others))


def _behind(thought: Thought, others: OtherReaders) -> RawReading:
    """Read what stands behind the reasoning; what looks like a plain answer is looked at again."""
    passage, message = thought.passage, _as_written(thought, others)
    if message.calls or message.findings:
        return message
    detector = Detector(passage.functions, partial(others.openers, passage.reader))
    found = detector.in_message(passage, partial(_is_whole, passage))
    return _without_call(passage, thought.lead, found) if found else message


def _is_whole(passage: Passage, text: str) -> bool:
    """Whether a message, rewritten, is whole calls without a fault."""
    lead = leading_reasoning(passage.reader, text)
    rewritten = replace(passage, text=text, start=lead.body)
    message = _as_written(Thought(rewritten, lead), OtherReaders())
    return bool(message.calls) and all(one.severity is Severity.BENIGN for one in message.findings)


def _as_written(thought: Thought, others: OtherReaders) -> RawReading:
    """Read what stands behind the reasoning as far as the format and its diagnosis know it."""
    passage, lead = thought.passage, thought.lead
    sections = passage.scan()
    if not sections:
        found = thought.only_calls() or foreign_call(passage, others.beginnings)
        return _without_call(passage, lead, found or _outside(passage))
    if any(section.stop for section in sections):
        foreign = foreign_call(passage, others.beginnings)
        if foreign:
            return _without_call(passage, lead, foreign)
    return _around(passage, lead, _attempts(passage, sections), others)


def _outside(passage: Passage) -> Fault | None:
    """Return the fault of a message without a section.

    A whole call in a fence, or bare, is none where the text before it says that it is an example.
    """
    found = outside_fault(passage)
    if found and found.finding.kind in ("fence", "envelope"):
        start = found.finding.start
        if is_example(passage.text[max(passage.start, start - NEAR) : start]):
            return None
    return found


def _without_call(passage: Passage, lead: Lead, found: Fault | None) -> RawReading:
    """Make the message of which no call can be read; with a fault, it is one that tries to."""
    reasoning = lead.text(passage.text)
    whole = Gap(lead.body, len(passage.text), "before")
    content_ = content(passage, [whole])
    if not found:
        return RawReading((), content_, (), reasoning)
    return RawReading((), content_, (found.finding,), reasoning, found.repairs)


def _attempts(passage: Passage, sections: Sequence[Section]) -> list[Attempt]:
    """Diagnose the broken sections; a section inside a former attempt's extent is no own one."""
    attempts: list[Attempt] = []
    index = 0
    limits = [*(section.start for section in sections[1:]), len(passage.text)]
    for section, limit in zip(sections, limits, strict=True):
        if attempts and section.start < attempts[-1].end:
            continue
        start, end, calls, stop = section.start, section.end, section.calls, section.stop
        if stop is None:
            attempt = Attempt(start, end, calls, (), len(calls))
        else:
            attempt = diagnose(BrokenSection(passage, start, limit, stop, calls, index))
        attempts.append(attempt)
        index += max(1, attempt.call_count)
    return attempts


def _around(
    passage: Passage, lead: Lead, attempts: list[Attempt], others: OtherReaders
) -> RawReading:
    """Add what the text around the attempts says, and what each whole call says."""
    found = list[Fault | None]()
    reasoning, spans = lead.text(passage.text), [(each.start, each.end) for each in attempts]
    around = gaps(passage.text, lead.body, spans)
    framed, passage = passage, without_frames(passage, around)
    text = passage.text
    fenced = FENCE in text
    if not fenced:
        around = [gap for gap in around if not gap.is_blank(text)]
    cut = fake_result(passage, around)
    if cut >= 0:
        found.append(_own_result(text, cut))
        attempts = [attempt for attempt in attempts if attempt.start < cut]
        around = [replace(gap, end=min(gap.end, cut)) for gap in around if gap.start <= cut]
    if fenced:
        around, fence = strip_fence(text, around)
        found.append(fence)
    settled = not any(attempt.repairs for attempt in attempts)
    calls = _indexed(attempts)
    told = [gap_fault(passage, gap, settled=settled) for gap in around]
    if around and not any(attempt.faults for attempt in attempts):
        told = _unnoticed(passage, others, around, told, {raw.call.name for _, raw in calls})
    found.extend(told)
    found.extend(_misnumbered(passage, calls))
    found.extend(header_fault(passage, raw, index) for index, raw in calls)
    faults = [one for one in found if one]
    findings, repairs = _collected(attempts, calls, faults)
    if batching := _batching(passage.reader, attempts):
        findings.append(batching.finding)
        repairs = repairs or batching.repairs
    findings.sort(key=lambda finding: (finding.start, finding.end))
    return RawReading(calls, content(framed, around), tuple(findings), reasoning, repairs)


def _unnoticed(
    passage: Passage,
    others: OtherReaders,
    around: Sequence[Gap],
    told: Sequence[Fault | None],
    made: Collection[str],
) -> list[Fault | None]:
    """Look for further calls in the text around whole ones that is allowed there."""
    detector = Detector(passage.functions, partial(others.openers, passage.reader))
    return [
        one
        if one and one.finding.severity > Severity.BENIGN
        else detector.in_gap(passage.text, gap.start, gap.end, made) or one
        for gap, one in zip(around, told, strict=True)
    ]


def _misnumbered(passage: Passage, calls: Sequence[tuple[int, RawCall]]) -> list[Fault]:
    """Name the calls whose index is wrong; every call is written again with its right one."""
    if not passage.spec.indexed:
        return []
    wrong = wrong_indices(calls, passage.spec.call)
    repairs = _renumbered(passage, calls) if wrong else ()
    return [
        fault(Code.H3_ID_INVALID, span, kind, detail, index=place, repairs=repairs)
        for place, span, kind, detail in wrong
    ]


def _renumbered(passage: Passage, calls: Sequence[tuple[int, RawCall]]) -> Repairs:
    """Write every call again, with the indices that the format gives the calls of a message."""
    id_of, write = passage.spec.call.id_of, passage.encoding.write_call
    written = (
        (raw, write(replace(raw.call, id=id_of(place)), passage.functions))
        for place, (_, raw) in enumerate(calls)
    )
    return tuple(Repair(raw.start, raw.end, text) for raw, text in written if text is not None)


def _own_result(text: str, cut: int) -> Fault:
    span = (cut, len(text))
    return fault(Code.E4_FAKE_RESULT, span, index=None, repairs=(Repair(*span),))


def _collected(
    attempts: Sequence[Attempt],
    calls: Sequence[tuple[int, RawCall]],
    found: Sequence[Fault],
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


def _batching(reader: Reader, attempts: Sequence[Attempt]) -> Fault | None:
    """A second section where the format has one."""
    if reader.spec.section.repeat or len(attempts) < 2:  # noqa: PLR2004 - the first and another
        return None
    second, index = attempts[1], max(1, attempts[0].call_count)
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
        repairs.append(Repair(*opener, section.open if single else reader.joint))
    return tuple(repairs)


def _indexed(attempts: Sequence[Attempt]) -> tuple[tuple[int, RawCall], ...]:
    calls: list[tuple[int, RawCall]] = []
    index = 0
    for attempt in attempts:
        calls.extend((index + offset, raw) for offset, raw in enumerate(attempt.calls))
        index += max(1, attempt.call_count)
    return tuple(calls)
