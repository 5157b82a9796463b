"""Messages in which no section opens: plain answers, and calls that lost their envelope."""

import re
from itertools import islice

from toolbench_ood.readers.outside.cut_opener import begun_opener, cut_at, cut_opener
from toolbench_ood.readers.outside.prose import Gap, fake_result
from toolbench_ood.readers.outside.unopened import lone_delimiter
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import MOST_FAULTS
from toolbench_ood.readers.text.calls import Span
from toolbench_ood.readers.text.repair import Diagnosis, Repair, fault
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.finding import Code

_FENCED = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")


def outside_fault(passage: Passage) -> Diagnosis | None:
    """Return the one fault of a message without a section; None for a plain answer."""
    found = _typo(passage) or lone_delimiter(passage) or _fenced_calls(passage)
    found = found or passage.encoding.outside(passage) or cut_opener(passage)
    return found or _result(passage)


def _typo(passage: Passage) -> Diagnosis | None:
    typo = passage.typo()
    if not typo:
        return None
    begun = begun_opener(passage)
    if 0 <= begun <= typo[0]:
        return cut_at(passage.text, begun)
    return fault(Code.E5_MARKER_TYPO, typo[:2], "open", typo[2])


def _fenced_calls(passage: Passage) -> Diagnosis | None:
    """Bodies in Markdown fences instead of in the envelope; the first one is named."""
    text, section, position = passage.text, passage.spec.section, passage.start
    first: Span | None = None
    repairs: list[Repair] = []
    for fence in islice(_FENCED.finditer(text, position), MOST_FAULTS):
        if fence.start() < position:
            continue
        call = passage.call_at(skip_space(text, fence.end()))
        end = skip_space(text, call.end) if call else 0
        named = call is not None and call.call.name in passage.functions
        if not named or not text.startswith("```", end):
            continue
        position = end + len("```")
        repairs += (
            Repair(*fence.span(), section.open),
            Repair(end, position, f"{section.close}\n"),
        )
        first = first or (fence.start(), position)
    return fault(Code.E3_EXTRA_TEXT, first, "fence", repairs=tuple(repairs)) if first else None


def _result(passage: Passage) -> Diagnosis | None:
    span = (passage.start, len(passage.text))
    at = fake_result(passage, [Gap(*span, "before")])
    if at < 0:
        return None
    cut = (at, len(passage.text))
    return fault(Code.E4_FAKE_RESULT, cut, index=None, repairs=(Repair(*cut),))
