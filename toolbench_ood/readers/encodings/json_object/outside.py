"""JSON calls in messages that have no section."""

import re
from itertools import islice
from string import punctuation

from toolbench_ood.readers.encodings.bare_kind import bare_kind
from toolbench_ood.readers.literals.strict_json import JsonFault, read_json
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import MOST_FAULTS
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.specification.names import SLOT
from toolbench_ood.readers.text.fault import Fault, fault
from toolbench_ood.readers.text.marker import MarkerPattern
from toolbench_ood.types.finding import Code

_BLANKS = r"[ \t\n\r]*"


def outside(arguments: JsonObject, passage: Passage) -> Fault | None:
    """Return the first whole call without an envelope, or what is left of one."""
    if arguments.name_key:
        call = passage.first_call
        if call and call.call.name in passage.functions:
            return bare_kind(passage, call, passage.last_in_a_row(call))
        return _named(passage, _headless(arguments)) if '"' in passage.text else None
    if passage.spec.call.name_close.isspace():
        return behind_signs(passage) or stray_arguments(passage)
    return _named(passage, _name_alone(passage)) if passage.spec.call.arguments_first else None


def behind_signs(passage: Passage) -> Fault | None:
    """Return a whole call whose name stands right behind other signs than the opener's."""
    call, opener = passage.first_call, passage.spec.section.open
    if call is None or call.call.name not in passage.functions:
        return None
    before = passage.text[max(passage.start, call.start - len(opener)) : call.start]
    signs = before[len(before.rstrip(punctuation)) :]
    span = (call.start - len(signs), call.end)
    return fault(Code.E5_MARKER_TYPO, span, "open", signs) if signs else None


def stray_arguments(passage: Passage) -> Fault | None:
    """Return an object that is a declared tool's arguments, where no prose stands before it."""
    declared = [
        (function["parameters"].get("properties") or {}).keys()
        for function in passage.functions.values()
    ]
    opener = re.escape(passage.spec.section.open)
    begun = re.compile(rf"(?:^[ \t]*|(?<=\S)|{opener}\S{{1,99}}[ \t]+)\{{", re.MULTILINE)
    for match in islice(begun.finditer(passage.text, passage.start), MOST_FAULTS):
        try:
            read = read_json(passage.text, match.end() - 1)
        except JsonFault:
            continue
        if read.value and any(read.value.keys() <= keys for keys in declared):
            return fault(Code.E1_UNBALANCED, (match.end() - 1, read.end), "inner")
    return None


def _named(passage: Passage, pattern: re.Pattern[str]) -> Fault | None:
    """Return the first match that names a declared tool."""
    for match in pattern.finditer(passage.text, passage.start):
        if any(name in passage.functions for name in match.groups()):
            return fault(Code.E1_UNBALANCED, match.span(), "inner")
    return None


def _name_alone(passage: Passage) -> re.Pattern[str]:
    """A name between its delimiters, without an object of arguments before it."""
    call = passage.spec.call
    opening, closing = MarkerPattern(call.name_close).pattern, MarkerPattern(call.close).pattern
    return re.compile(rf"{opening}{_BLANKS}({SLOT.pattern}){_BLANKS}{closing}")


def _headless(arguments: JsonObject) -> re.Pattern[str]:
    """The keys of a call with its name, in what is no object that begins a call."""
    name, values = re.escape(arguments.name_key), re.escape(arguments.arguments_key)
    return re.compile(
        rf'"{name}"{_BLANKS}:{_BLANKS}"([^"]+)"|"([^"]+)"{_BLANKS},{_BLANKS}"{values}"'
    )
