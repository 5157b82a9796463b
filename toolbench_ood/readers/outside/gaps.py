"""The stretches of text around the attempts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.text.fault import Fault, Repair, fault
from toolbench_ood.types.finding import Code

_FENCE_BEFORE = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n?[ \t]*\Z")
_FENCE_AFTER = re.compile(r"[ \t\n\r]*```")
BLANKS = " \t\n\r"
FENCE = "```"
"""The signs of a Markdown fence."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of text before, between or after the attempts."""

    start: int
    end: int
    place: str

    def is_blank(self, text: str) -> bool:
        """Whether nothing but white space stands in it."""
        return not text[self.start : self.end].strip(BLANKS)


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
        gap.start + len(text[gap.start : gap.end]) - len(text[gap.start : gap.end].lstrip(BLANKS))
    )
    return lead if text.startswith(marker, lead) and lead + len(marker) <= gap.end else -1


def strip_fence(text: str, around: list[Gap]) -> tuple[list[Gap], Fault | None]:
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
