"""Names the fault of a section whose strict reading stopped."""

import re

from toolbench_ood.readers.after_calls import after_calls
from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.diagnose_pairs import diagnose_pairs
from toolbench_ood.readers.diagnose_python import diagnose_python
from toolbench_ood.readers.diagnose_slot import diagnose_slot
from toolbench_ood.readers.diagnose_tags import diagnose_tags
from toolbench_ood.readers.fault import Fault
from toolbench_ood.readers.grammar import JsonObject, RawTags
from toolbench_ood.readers.pairs import PairsEncoding
from toolbench_ood.readers.repair import Repair
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.shapes import shape_at
from toolbench_ood.types.finding import NOTHING, Code

_FENCE_OPEN = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")
_FENCE_CLOSE = re.compile(r"[ \t\n\r]*```[ \t\n\r]*")

_BETWEEN = frozenset(
    {"call_open", "name", "name_close", "key", "assign", "call_close", "value", "body"}
)
"""Where a text that ends was cut short; inside a string the missing quote may be the fault."""


def diagnose(broken: Broken) -> Attempt:
    """Return the attempt with its findings; with calls only where all of them stand complete."""
    if broken.fault.place == "section_close":
        return after_calls(broken)
    position = _call_start(broken)
    found = _empty(broken, position) or _fenced(broken, position) or _cut(broken)
    return found or _by_encoding(broken, position)


def _by_encoding(broken: Broken, position: int) -> Attempt:
    arguments = broken.reader.spec.arguments
    if isinstance(arguments, RawTags):
        return diagnose_tags(broken, arguments)
    if isinstance(broken.reader.encoding, PairsEncoding):
        return diagnose_pairs(broken, broken.reader.encoding)
    if isinstance(arguments, JsonObject):
        return diagnose_slot(broken, position)
    if shape_at(broken.text, position, broken.limit) in ("json", "tag"):
        return broken.attempt(broken.chimera(position))
    return diagnose_python(broken, position)


def _cut(broken: Broken) -> Attempt | None:
    """The text ends where nothing but more text is missing."""
    if not broken.fault.ended or broken.fault.place not in _BETWEEN:
        return None
    return broken.attempt(broken.truncated())


def _call_start(broken: Broken) -> int:
    """Where the call at fault begins: after the calls that were read, or after the opener."""
    text, section = broken.text, broken.reader.spec.section
    if not broken.calls:
        return skip_space(text, broken.body)
    position = skip_space(text, broken.calls[-1].end)
    if section.separator and text.startswith(section.separator, position):
        position = skip_space(text, position + len(section.separator))
    return position


def _empty(broken: Broken, position: int) -> Attempt | None:
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


def _trailing_separator(broken: Broken, span: tuple[int, int], position: int) -> Attempt:
    """A separator with no call after it."""
    at = skip_space(broken.text, broken.calls[-1].end)
    cut = (Repair(at, at + len(broken.reader.spec.section.separator)),)
    found = broken.found(Code.A2_ARGS_REPAIRABLE, span, "trailing_comma", repairs=cut)
    return broken.attempt(found, position=position)


def _fenced(broken: Broken, position: int) -> Attempt | None:
    """A Markdown fence around the body, inside the envelope."""
    opening = _FENCE_OPEN.match(broken.text, position)
    if not opening:
        return None
    try:
        call = broken.reader.encoding.read_call(
            broken.text, skip_space(broken.text, opening.end()), broken.functions
        )
    except Fault:
        return None
    closing = _FENCE_CLOSE.match(broken.text, call.end)
    close = broken.reader.spec.section.close
    if not closing or not broken.text.startswith(close, closing.end()):
        return None
    span = (position, opening.end())
    repairs = (Repair(*span), Repair(*closing.span()))
    fence = broken.found(Code.E3_EXTRA_TEXT, span, "fence", repairs=repairs)
    return Attempt(broken.start, broken.extent(closing.end()), (call,), (fence,))
