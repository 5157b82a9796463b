"""Names the fault of a section whose strict reading stopped."""

import re

from toolbench_ood.readers.diagnosis.after_calls import after_calls
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.text.calls import Span
from toolbench_ood.readers.text.repair import Repair
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.finding import NOTHING, Code

_FENCE_OPEN = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")
_FENCE_CLOSE = re.compile(r"[ \t\n\r]*```[ \t\n\r]*")

_BETWEEN = frozenset(
    {"call_open", "name", "name_close", "key", "assign", "separator", "call_close", "value", "body"}
)
"""Where a text that ends was cut short; inside a string the missing quote may be the fault."""


def diagnose(broken: BrokenSection) -> Attempt:
    """Return the attempt with its faults; with calls only where all of them stand complete."""
    if broken.stop.place == "section_close":
        return after_calls(broken)
    position = _call_start(broken)
    found = _empty(broken, position) or _fenced(broken, position) or _cut(broken)
    return found or broken.passage.encoding.diagnose(broken, position)


def _cut(broken: BrokenSection) -> Attempt | None:
    """The text ends where nothing but more text is missing."""
    if not broken.stop.ended or broken.stop.place not in _BETWEEN:
        return None
    return broken.attempt(broken.truncated())


def _call_start(broken: BrokenSection) -> int:
    """Where the call at fault begins: after the calls that were read, or after the opener."""
    text, section = broken.text, broken.spec.section
    if not broken.calls:
        return skip_space(text, broken.body)
    position = skip_space(text, broken.calls[-1].end)
    if section.separator and text.startswith(section.separator, position):
        position = skip_space(text, position + len(section.separator))
    return position


def _empty(broken: BrokenSection, position: int) -> Attempt | None:
    """Nothing stands in the envelope, or after a separator."""
    closed = position < broken.limit
    if closed and broken.find_close(position) != position:
        return None
    span = (broken.start, min(position, len(broken.text)))
    if closed and broken.calls:
        return _trailing_separator(broken, span, position)
    code = Code.E2_TRUNCATED if broken.at_text_end else Code.E1_UNBALANCED
    if closed:
        code, span = Code.H1_NAME_MISSING, (broken.start, broken.extent(position))
    kind = "" if broken.calls else NOTHING
    return broken.attempt(broken.found(code, span, kind), position=position)


def _trailing_separator(broken: BrokenSection, span: Span, position: int) -> Attempt:
    """A separator with no call after it."""
    at = skip_space(broken.text, broken.calls[-1].end)
    cut = (Repair(at, at + len(broken.spec.section.separator)),)
    found = broken.found(Code.A2_ARGS_REPAIRABLE, span, "trailing_comma", repairs=cut)
    return broken.attempt(found, position=position)


def _fenced(broken: BrokenSection, position: int) -> Attempt | None:
    """A Markdown fence around the body, inside the envelope."""
    opening = _FENCE_OPEN.match(broken.text, position)
    if not opening:
        return None
    call = broken.passage.call_at(skip_space(broken.text, opening.end()))
    closing = _FENCE_CLOSE.match(broken.text, call.end) if call else None
    if not call or not closing:
        return None
    if not broken.text.startswith(broken.spec.section.close, closing.end()):
        return None
    span = (position, opening.end())
    repairs = (Repair(*span), Repair(*closing.span()))
    fence = broken.found(Code.E3_EXTRA_TEXT, span, "fence", repairs=repairs)
    return Attempt(broken.start, broken.extent(closing.end()), (call,), (fence,))
