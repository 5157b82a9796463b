"""What a whole call outside every section lacks."""

from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.fault import Fault, fault, insert
from toolbench_ood.readers.text.scanner import SPACE, skip_space
from toolbench_ood.types.finding import Code

_WRONG = {"(": ")", "{": "}", "<": ">"}


def bare_kind(passage: Passage, call: RawCall, last: RawCall) -> Fault:
    """Tell a missing bracket from a wrong one; ``last`` is the last call of the same row."""
    text, section = passage.text, passage.spec.section
    before = text[passage.start : call.start].rstrip(SPACE)[-1:]
    position = skip_space(text, last.end)
    after = text[position : position + 1]
    span = (call.start, last.end)
    if before in _WRONG and after == _WRONG[before]:
        return fault(Code.E5_MARKER_TYPO, span, "open", before)
    closed = section.close and text.startswith(section.close, position)
    if closed and passage.is_first(call):
        opener = insert(call.start, section.open)
        return fault(Code.E1_UNBALANCED, span, "open", repairs=opener)
    return fault(Code.E1_UNBALANCED, span, "envelope")
