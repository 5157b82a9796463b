"""Calls in pairs that lost their opener, where no delimiter that is left betrays them."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.pairs import PairsEncoding
from toolbench_ood.readers.pairs_spec import Form
from toolbench_ood.readers.reader import MOST_TRIES, Reader
from toolbench_ood.readers.repair import Diagnosis, fault, insert
from toolbench_ood.readers.scanner import SPACE, skip_space
from toolbench_ood.types.finding import Code
from toolbench_ood.types.tool import FunctionSpec

_ORDINARY = frozenset({"", ":", "="})
"""Signs that stand between a word and a value in any text."""


def bare_pairs(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """Return the first sign of a call to a declared tool outside every section.

    That is an opener with whole arguments and no name, the tool's name with whole arguments after
    it, its name after the opener, or a pair of one of its parameters. None where the text has none
    of them, or the format no pairs.
    """
    encoding = reader.encoding
    if not functions or not isinstance(encoding, PairsEncoding):
        return None
    found = _nameless(reader, encoding, text, start)
    found = found or _bare_call(reader, encoding, text, start, functions)
    found = found or _opened_name(reader, text, start, functions)
    return found or _stray_pair(reader, encoding, text, start, functions)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _bare_call(
    reader: Reader, encoding: PairsEncoding, text: str, start: int, functions: Functions
) -> Diagnosis | None:
    position = start
    named = re.compile(rf"(?<!\w)(?:{_any_of(functions)})(?!\w)")
    for match in islice(named.finditer(text, start), MOST_TRIES):
        if match.start() < position:
            continue
        end = encoding.arguments_end(text, match.end(), named=match.group())
        if end >= 0:
            return _named_call(reader, text, match.start(), end)
        position = -end
    return None


def _named_call(reader: Reader, text: str, name: int, end: int) -> Diagnosis:
    """Say what the call lacks whose name and arguments stand here."""
    section, call = reader.spec.section, reader.spec.call
    before = text[:name].rstrip(SPACE)
    opened = not call.open or before.endswith(call.open)
    begin = len(before) - len(call.open) if call.open and opened else name
    if _wrong_opener(reader, text, begin):
        return fault(Code.E5_MARKER_TYPO, (begin, end), "open")
    after = skip_space(text, end)
    after = skip_space(text, after + len(call.close)) if call.close else after
    if not opened or not text.startswith(call.close, skip_space(text, end)):
        return fault(Code.E1_UNBALANCED, (begin, end), "inner")
    if not text.startswith(section.close, after):
        return fault(Code.E1_UNBALANCED, (begin, end), "open")
    opener = insert(begin, f"{section.open} ")
    return fault(Code.E1_UNBALANCED, (begin, end), "open", repairs=opener)


def _wrong_opener(reader: Reader, text: str, begin: int) -> bool:
    """Whether signs stand before a call on its line where the opener, signs too, should stand."""
    opener = reader.spec.section.open.strip()
    before = text[max(0, begin - len(opener) - 2) : begin].rsplit("\n", 1)[-1].split()
    signs = bool(before) and not any(sign.isalnum() for sign in before[-1])
    return signs and not any(sign.isalnum() for sign in opener)


def _nameless(reader: Reader, encoding: PairsEncoding, text: str, start: int) -> Diagnosis | None:
    spec = reader.spec
    if reader.weak_open is None or not spec.section.open:
        return None
    opened = rf"{re.escape(spec.section.open)}\s*{re.escape(spec.call.name_close)}"
    for match in islice(re.compile(opened).finditer(text, start), MOST_TRIES):
        if encoding.arguments_end(text, match.end()) >= 0:
            return fault(Code.H1_NAME_MISSING, match.span(), "empty")
    return None


def _opened_name(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    opener = reader.spec.section.open
    if not opener:
        return None
    pattern = rf"{re.escape(opener)}\s*(?:{_any_of(functions)})(?!\w)"
    match = re.compile(pattern).search(text, start)
    if not match or match.end() == len(text):
        return None
    return fault(Code.E1_UNBALANCED, match.span(), "inner")


def _stray_pair(
    reader: Reader, encoding: PairsEncoding, text: str, start: int, functions: Functions
) -> Diagnosis | None:
    keys = {key for one in functions.values() for key in _parameters(one)}
    if not keys or encoding.pairs.keys == "declared":
        return None
    for form, begin, value in _pairs_of(encoding, text, start, keys):
        end = encoding.value_end(text, value, form)
        if end >= 0 and _goes_on(reader, encoding, text, end):
            return fault(Code.E1_UNBALANCED, (begin, end), "stray")
    return None


def _parameters(function: FunctionSpec) -> Iterable[str]:
    return tuple(function["parameters"].get("properties", ()))


def _pairs_of(
    encoding: PairsEncoding, text: str, start: int, keys: Iterable[str]
) -> Iterator[tuple[Form, int, int]]:
    """Yield what looks like the beginning of a pair: its form, its offset, its value's offset."""
    for form in encoding.pairs.forms:
        if not form.open and form.assign in _ORDINARY:
            continue
        named = rf"{re.escape(form.open)}(?<!\w)(?:{_any_of(keys)})\s*{re.escape(form.assign)}\s*"
        position = start
        for match in islice(re.compile(named).finditer(text, start), MOST_TRIES):
            if match.start() >= position:
                position = match.end()
                yield form, match.start(), match.end()


def _goes_on(reader: Reader, encoding: PairsEncoding, text: str, end: int) -> bool:
    """Whether another pair or the end of a call follows."""
    spec = reader.spec
    opens = (form.open for form in encoding.pairs.forms)
    marks = (encoding.pairs.separator.strip(), spec.call.close, spec.section.close, *opens)
    return text.startswith(tuple(filter(None, marks)), skip_space(text, end))
