"""The text around the calls: where it may stand, and what in it is no prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from toolbench_ood.readers.outside.cut_opener import cut_at, cut_opener, first_opener
from toolbench_ood.readers.outside.unopened import bare_call, lone_delimiter, unopened_call
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.text.repair import Diagnosis, Repair, fault
from toolbench_ood.types.finding import Code

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


def fake_result(passage: Passage, around: Sequence[Gap]) -> int:
    """Return the offset of the first result that the model wrote itself, or -1."""
    text, markers = passage.text, passage.spec.results.markers
    for gap in around:
        hits = [hit for marker in markers if (hit := _at_line_start(text, marker, gap)) >= 0]
        if hits:
            return min(hits)
    return -1


@lru_cache(maxsize=1024)
def _line_that_begins(marker: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\n|(?<![^\n]))[ \t]*{re.escape(marker)}")


def _at_line_start(text: str, marker: str, gap: Gap) -> int:
    """Find a marker with nothing but blanks before it on its line, or right after a call."""
    match = _line_that_begins(marker).search(text, gap.start, gap.end)
    if match:
        return match.end() - len(marker)
    if gap.place == "before":
        return -1
    lead = (
        gap.start + len(text[gap.start : gap.end]) - len(text[gap.start : gap.end].lstrip(_BLANKS))
    )
    return lead if text.startswith(marker, lead) and lead + len(marker) <= gap.end else -1


def strip_fence(text: str, around: list[Gap]) -> tuple[list[Gap], Diagnosis | None]:
    """Take a Markdown fence around all the calls out of the gaps, and name it."""
    first, last = around[0], around[-1]
    opening = _FENCE_BEFORE.search(text[first.start : first.end][-80:])
    closing = _FENCE_AFTER.match(text, last.start, last.end)
    if len(around) == 1 or not opening or not closing:
        return around, None
    start = first.end - len(opening.group())
    edits = (Repair(start, first.end), Repair(last.start, closing.end()))
    span = (start, closing.end())
    return [
        Gap(first.start, start, "before"),
        *around[1:-1],
        Gap(closing.end(), last.end, "after"),
    ], fault(Code.E3_EXTRA_TEXT, span, "fence", index=None, repairs=edits)


def gap_fault(passage: Passage, gap: Gap, *, settled: bool) -> Diagnosis | None:
    """Name what is wrong with a gap: a delimiter alone, or text where none is allowed.

    Whether a call in the text has lost its envelope can be told only once it is ``settled`` where
    the attempts end.
    """
    inside = passage.text[gap.start : gap.end]
    blank = len(inside) - len(inside.lstrip(_BLANKS))
    if gap.start + blank >= gap.end:
        return None
    part = passage.part(gap.start, gap.end)
    found = lone_delimiter(part) or passage.encoding.sign_of_call(part) or unopened_call(part)
    if found:
        return _further_on(found, gap.start)
    inner = replace(gap, start=gap.start + blank)
    found = _begun(passage, inner) or _call_in_prose(passage, inner, settled=settled)
    return found or _extra(passage, inner)


def _extra(passage: Passage, gap: Gap) -> Diagnosis:
    """Say that text stands here, and whether it may."""
    span, allowed = (gap.start, gap.end), getattr(passage.spec.prose, gap.place)
    cut = () if allowed else (Repair(*span, "\n"),)
    return fault(Code.E3_EXTRA_TEXT, span, gap.place, index=None, repairs=cut)


def _begun(passage: Passage, gap: Gap) -> Diagnosis | None:
    """Return the call of which the end of the text has left no more than the opener."""
    text, reader = passage.text, passage.reader
    if gap.end < len(text) or not passage.spec.section.repeat:
        return None
    if first_opener(reader).startswith(text[gap.start :].rstrip(_BLANKS)):
        cut: Diagnosis | None = cut_at(text, gap.start)
    else:
        cut = cut_opener(replace(passage, start=gap.start))
    return replace(cut, finding=replace(cut.finding, call_index=None)) if cut else None


def _call_in_prose(passage: Passage, gap: Gap, *, settled: bool) -> Diagnosis | None:
    """Return the call that lost its envelope, where prose may stand or not."""
    if _spoilt_call(passage, gap):
        return fault(Code.E1_UNBALANCED, (gap.start, gap.end), "inner", index=None)
    if not settled or getattr(passage.spec.prose, gap.place):
        return None
    call = bare_call(passage.part(gap.start, gap.end))
    if not call:
        return None
    span = (gap.start + call.start, gap.start + call.end)
    return fault(Code.E1_UNBALANCED, span, "envelope", index=None)


def _spoilt_call(passage: Passage, gap: Gap) -> bool:
    """Whether a separator after the prose says that it was a call, where calls stand bare."""
    section, prose = passage.spec.section, passage.text[gap.start : gap.end]
    bare = section.separator and not section.open and gap.place != "after"
    return bool(bare) and prose.rstrip(_BLANKS).endswith(section.separator)


def _further_on(found: Diagnosis, offset: int) -> Diagnosis:
    """Place what was found in a gap in the whole text."""
    finding = found.finding
    start, end = finding.start + offset, finding.end + offset
    placed = replace(finding, start=start, end=end, call_index=None)
    return Diagnosis(placed, tuple(repair.moved(offset) for repair in found.repairs))


def content(text: str, around: Sequence[Gap]) -> str:
    """Join the prose of the gaps, each stripped, by line feeds."""
    parts = (text[gap.start : gap.end].strip() for gap in around)
    return "\n".join(part for part in parts if part)
