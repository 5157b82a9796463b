"""The reasoning of a message: the calls in it, its end, and what a declared policy makes of both.

Where no policy is declared, a message whose only calls stand in its reasoning is at fault, and
calls there beside others are nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolbench_ood.readers.diagnosis.header import header_fault
from toolbench_ood.readers.message.raw_reading import RawReading
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reasoning import Lead
from toolbench_ood.readers.text.calls import RawCall, Section
from toolbench_ood.readers.text.fault import Fault, Repair, Repairs, fault, insert
from toolbench_ood.types.finding import REASONING, Code, Finding, Severity
from toolbench_ood.types.reasoning import ReasoningCalls


@dataclass(frozen=True)
class Thought:
    """The reasoning at the start of a message."""

    passage: Passage
    """The message proper, which stands behind it."""
    lead: Lead

    @property
    def _policy(self) -> ReasoningCalls | None:
        thinking = self.passage.reader.thinking
        return thinking.calls if thinking else None

    @cached_property
    def _sections(self) -> Sequence[Section]:
        lead, text = self.lead, self.passage.text
        if lead.end <= lead.start:
            return ()
        return replace(self.passage, text=text[: lead.end], start=lead.start).scan()

    @cached_property
    def _whole(self) -> Sequence[Section]:
        """The sections of whole calls."""
        return [section for section in self._sections if section.stop is None and section.calls]

    def only_calls(self) -> Fault | None:
        """Find that the calls of a message without others stand here, where nobody runs them."""
        if self._policy in {"ignore", "run"} or not self._whole:
            return None
        first, repairs = self._whole[0], self._moved_out()
        span = (first.start, first.end)
        return fault(Code.P2_WRONG_CHANNEL, span, REASONING, repairs=repairs)

    def _moved_out(self) -> Repairs:
        """Move the calls behind the reasoning; a broken one leaves open what was meant."""
        if any(section.stop for section in self._sections):
            return ()
        text, lead = self.passage.text, self.lead
        spans = [(section.start, section.end) for section in self._sections]
        calls = "\n".join(["", *(text[begin:end] for begin, end in spans), ""])
        close = self.passage.reader.marks.close if lead.body == lead.end else ""
        return (*(Repair(*span) for span in spans), *insert(lead.body, close + calls))

    def applied(self, message: RawReading) -> RawReading:
        """Return the message as the policy has it; as it is where there is none."""
        if self._policy is None:
            return message
        found = tuple(self._findings(message))
        message = replace(message, findings=_sorted(*found, *message.findings))
        return self._carried_out(message) if self._policy == "run" and self._whole else message

    def _findings(self, message: RawReading) -> Iterator[Finding]:
        severity = Severity.JUDGEMENT if self._policy == "fault" else Severity.BENIGN
        told = any(found.code is Code.P2_WRONG_CHANNEL for found in message.findings)
        if self._whole and not told:
            span = (self._whole[0].start, self._whole[0].end)
            yield Finding(Code.P2_WRONG_CHANNEL, severity, *span, kind=REASONING)
        if self.lead.is_open and not told:
            end = self.lead.end
            yield Finding(Code.E1_UNBALANCED, severity, end, end, kind=REASONING)

    def _carried_out(self, message: RawReading) -> RawReading:
        """Put the calls of the reasoning before those of the message."""
        raw_calls = [raw for section in self._whole for raw in section.calls]
        calls = tuple(enumerate(raw_calls))
        faults = [one for index, raw in calls for one in self._faults(index, raw)]
        return replace(
            message,
            calls=(*calls, *((index + len(calls), raw) for index, raw in message.calls)),
            findings=_sorted(
                *(one.finding for one in faults),
                *(_later(found, len(calls)) for found in message.findings),
            ),
            repairs=(*message.repairs, *(each for one in faults for each in one.repairs)),
        )

    def _faults(self, index: int, raw: RawCall) -> Iterator[Fault]:
        for one in raw.faults:
            yield replace(one, finding=replace(one.finding, call_index=index))
        if header := header_fault(self.passage, raw, index):
            yield header


def _later(found: Finding, calls: int) -> Finding:
    """Count the calls before those that a finding knows."""
    index = found.call_index
    return found if index is None else replace(found, call_index=index + calls)


def _sorted(*findings: Finding) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda found: (found.start, found.end)))
