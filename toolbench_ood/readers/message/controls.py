"""Faults that the text of a message does not show: which of its signs are control tokens.

A model that knows a marker as a control token may spell it in ordinary tokens instead, which looks
the same, and a server that matches ids finds no call in it. Or it may write a control token inside
a value, where a server drops it or ends the call. A broken section has its fault already, so that
of it only the opener is looked at, and the calls that are whole.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, takewhile

from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import MOST_FAULTS, Reader
from toolbench_ood.readers.scan.reasoning import leading_reasoning
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.readers.text.calls import RawCall, Section, Span
from toolbench_ood.readers.text.fault import MATCHED_AS_TEXT, Repair, fault
from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.finding import Code, Finding


@dataclass(frozen=True)
class Tokens:
    """What is known of the tokens of a message."""

    spans: Sequence[ControlSpan]
    """Where control tokens stand, in order."""
    shown: frozenset[str]
    """Control tokens with which the prompt wrote the format's markers."""
    matched_as_text: bool
    """Whether the family's own server takes a marker in ordinary tokens too."""

    @cached_property
    def spelt(self) -> re.Pattern[str]:
        """The text of any control token that was shown, the longest first."""
        longest = sorted(self.shown, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest)) or "(?!)")

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [span.start for span in self.spans]

    def covers(self, stretch: Span) -> bool:
        """Whether a stretch is a control token, or inside one."""
        at = bisect_right(self._starts, stretch[0]) - 1
        return at >= 0 and self.spans[at].end >= stretch[1]

    def inside(self, stretch: Span) -> Iterator[ControlSpan]:
        """Yield the control tokens inside a stretch."""
        first = bisect_left(self._starts, stretch[0])
        within = takewhile(lambda span: span.start < stretch[1], self.spans[first:])
        return (span for span in within if span.start < span.end <= stretch[1])


def control_findings(
    reader: Reader, text: str, functions: Functions, tokens: Tokens
) -> tuple[Finding, ...]:
    """Return the faults of a message's control tokens, no more than ``MOST_FAULTS``.

    Args:
        reader: the strict reader of the message's format.
        text: the message.
        functions: the declared tools.
        tokens: what is known of its tokens.
    """
    if not tokens.spans and not tokens.spelt.search(text):
        return ()
    passage = Passage(reader, text, functions, leading_reasoning(reader, text).body)
    found: list[Finding] = []
    index = 0
    for section in passage.scan():
        found += _in_section(passage, section, index, tokens)
        if len(found) >= MOST_FAULTS:
            break
        index += max(1, len(section.calls))
    return tuple(found[:MOST_FAULTS])


def _in_section(
    passage: Passage, section: Section, index: int, tokens: Tokens
) -> Iterator[Finding]:
    """Find the faults of one section, whose first call has this index."""
    stretches = [_stretches(passage, raw) for raw in section.calls]
    yield from _spelt(passage, section, index, tokens, sorted(chain.from_iterable(stretches)))
    quote = _quote(passage.spec)
    for place, inner in enumerate(stretches, index):
        for stretch in inner:
            for span in tokens.inside(stretch):
                written = passage.text[span.start : span.end]
                if written != quote:
                    code, where = Code.A8_CONTROL_TOKEN, (span.start, span.end)
                    yield fault(code, where, detail=written, index=place).finding


def _spelt(
    passage: Passage, section: Section, index: int, tokens: Tokens, inner: Sequence[Span]
) -> Iterator[Finding]:
    """Find the markers in ordinary tokens; in a value the same text is none, but for its quote."""
    whole = section.stop is None
    end = section.end if whole else section.start + len(passage.spec.section.open)
    starts = [stretch[0] for stretch in inner]
    quote = _quote(passage.spec)
    for match in tokens.spelt.finditer(passage.text, section.start, end):
        at = bisect_right(starts, match.start()) - 1
        in_value = at >= 0 and match.end() <= inner[at][1]
        if not tokens.covers(match.span()) and (not in_value or match.group() == quote):
            yield _spelt_marker(match.span(), match.group(), index, tokens)


def _spelt_marker(span: Span, text: str, index: int, tokens: Tokens) -> Finding:
    """Make the finding; its one repair is the control token, which has the same text."""
    code = Code.E7_SPELT_MARKER
    if tokens.matched_as_text:
        return fault(code, span, MATCHED_AS_TEXT, text, index=index).finding
    return fault(code, span, detail=text, index=index, repairs=(Repair(*span, text),)).finding


def _stretches(passage: Passage, raw: RawCall) -> list[Span]:
    """Return where the name, and the names and values of the arguments of a call stand."""
    parts = passage.encoding.call_parts(passage.text, raw)
    arguments = (span for one in parts.arguments for span in (one.key, one.value))
    return [parts.name, *arguments]


def _quote(spec: Grammar) -> str:
    """Return the token with which the format quotes strings, which is a delimiter in a value."""
    arguments = spec.arguments
    if isinstance(arguments, Pairs) and arguments.literal.string == "token":
        return arguments.literal.quote
    return ""
