"""The text around the calls: where it may stand, and what in it is no prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.stray import MIN_PREFIX, begun_opener, stray_fault
from toolbench_ood.types.finding import Code, Finding, Severity

_FENCE_BEFORE = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n?[ \t]*\Z")
_FENCE_AFTER = re.compile(r"[ \t\n\r]*```")
_BLANKS = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of text before, between or after the attempts."""

    start: int
    end: int
    place: str


def gaps(text: str, start: int, spans: Sequence[tuple[int, int]]) -> list[Gap]:
    """Return the stretches around the spans, in order; empty ones included."""
    edges = [start, *(edge for span in spans for edge in span), len(text)]
    last = len(spans)
    places = ["before" if i == 0 else "after" if i == last else "between" for i in range(last + 1)]
    return [
        Gap(edges[2 * i], max(edges[2 * i], edges[2 * i + 1]), place)
        for i, place in enumerate(places)
    ]


def fake_result(reader: Reader, text: str, around: Sequence[Gap]) -> int:
    """Return the offset of the first result that the model wrote itself, or -1."""
    markers = reader.spec.results.markers
    for gap in around:
        hits = [hit for marker in markers if (hit := _at_line_start(text, marker, gap)) >= 0]
        if hits:
            return min(hits)
    return -1


def _at_line_start(text: str, marker: str, gap: Gap) -> int:
    """Find a marker with nothing but blanks before it on its line, or right after a call."""
    match = re.compile(rf"(?:\n|(?<![^\n]))[ \t]*{re.escape(marker)}").search(
        text, gap.start, gap.end
    )
    if match:
        return match.end() - len(marker)
    if gap.place == "before":
        return -1
    lead = (
        gap.start + len(text[gap.start : gap.end]) - len(text[gap.start : gap.end].lstrip(_BLANKS))
    )
    return lead if text.startswith(marker, lead) and lead + len(marker) <= gap.end else -1


def strip_fence(text: str, around: list[Gap]) -> tuple[list[Gap], Finding | None]:
    """Take a Markdown fence around all the calls out of the gaps, and name it."""
    first, last = around[0], around[-1]
    opening = _FENCE_BEFORE.search(text[first.start : first.end][-80:])
    closing = _FENCE_AFTER.match(text, last.start, last.end)
    if len(around) == 1 or not opening or not closing:
        return around, None
    start = first.end - len(opening.group())
    finding = Finding(
        Code.E3_EXTRA_TEXT, Severity.DETERMINISTIC, start, closing.end(), kind="fence"
    )
    inner = around[1:-1]
    return [
        Gap(first.start, start, "before"),
        *inner,
        Gap(closing.end(), last.end, "after"),
    ], finding


def gap_finding(reader: Reader, text: str, gap: Gap, functions: Functions) -> Finding | None:
    """Name what is wrong with a gap: a stray delimiter, or text where none is allowed."""
    blank = len(text[gap.start : gap.end]) - len(text[gap.start : gap.end].lstrip(_BLANKS))
    if gap.start + blank >= gap.end:
        return None
    if stray := stray_fault(reader, text[gap.start : gap.end], 0, functions):
        return replace(
            stray, start=stray.start + gap.start, end=stray.end + gap.start, call_index=None
        )
    begun = _begun_section(reader, text, gap, gap.start + blank)
    if begun >= 0:
        span = (begun, gap.end)
        return Finding(Code.E2_TRUNCATED, Severity.UNRECOVERABLE, *span, kind="opener")
    benign = getattr(reader.spec.prose, gap.place)
    severity = Severity.BENIGN if benign else Severity.DETERMINISTIC
    return Finding(Code.E3_EXTRA_TEXT, severity, gap.start + blank, gap.end, kind=gap.place)


def _begun_section(reader: Reader, text: str, gap: Gap, start: int) -> int:
    """Return where one more section begins that the end of the text cuts off, or -1."""
    if gap.place != "after" or gap.end < len(text) or not reader.spec.section.repeat:
        return -1
    if reader.spec.section.open.startswith(text[start:]):
        return start
    return begun_opener(reader, text, start, MIN_PREFIX)


def content(text: str, around: Sequence[Gap]) -> str:
    """Join the prose of the gaps, each stripped, by line feeds."""
    parts = (text[gap.start : gap.end].strip() for gap in around)
    return "\n".join(part for part in parts if part)
