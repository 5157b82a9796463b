"""The text around the calls: where it may stand, and what in it is no prose."""

from dataclasses import replace

from toolbench_ood.readers.outside.gaps import BLANKS, Gap
from toolbench_ood.readers.outside.outside import (
    bare_call,
    cut_at,
    cut_opener,
    first_opener,
    lone_delimiter,
    unopened_call,
)
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.text.fault import Fault, Repair, fault
from toolbench_ood.types.finding import Code


def gap_fault(passage: Passage, gap: Gap, *, settled: bool) -> Fault | None:
    """Name what is wrong with a gap: a delimiter alone, or text where none is allowed.

    Whether a call in the text has lost its envelope can be told only once it is ``settled`` where
    the attempts end.
    """
    inside = passage.text[gap.start : gap.end]
    blank = len(inside) - len(inside.lstrip(BLANKS))
    if gap.start + blank >= gap.end:
        return None
    part = passage.part(gap.start, gap.end)
    found = lone_delimiter(part) or passage.encoding.sign_of_call(part) or unopened_call(part)
    if found:
        return _further_on(found, gap.start)
    inner = replace(gap, start=gap.start + blank)
    found = _begun(passage, inner) or _call_in_prose(passage, inner, settled=settled)
    return found or _extra(passage, inner)


def _extra(passage: Passage, gap: Gap) -> Fault:
    """Say that text stands here, and whether it may."""
    span, allowed = (gap.start, gap.end), getattr(passage.spec.prose, gap.place)
    cut = () if allowed else (Repair(*span, "\n"),)
    return fault(Code.E3_EXTRA_TEXT, span, gap.place, index=None, repairs=cut)


def _begun(passage: Passage, gap: Gap) -> Fault | None:
    """Return the call of which the end of the text has left no more than the opener."""
    text, reader = passage.text, passage.reader
    if gap.end < len(text) or not passage.spec.section.repeat:
        return None
    if first_opener(reader).startswith(text[gap.start :].rstrip(BLANKS)):
        cut: Fault | None = cut_at(text, gap.start)
    else:
        cut = cut_opener(replace(passage, start=gap.start))
    return replace(cut, finding=replace(cut.finding, call_index=None)) if cut else None


def _call_in_prose(passage: Passage, gap: Gap, *, settled: bool) -> Fault | None:
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
    return bool(bare) and prose.rstrip(BLANKS).endswith(section.separator)


def _further_on(found: Fault, offset: int) -> Fault:
    """Place what was found in a gap in the whole text."""
    finding = found.finding
    start, end = finding.start + offset, finding.end + offset
    placed = replace(finding, start=start, end=end, call_index=None)
    return Fault(placed, tuple(repair.moved(offset) for repair in found.repairs))
