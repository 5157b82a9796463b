"""Calls in pairs that lost their opener, where no delimiter that is left shows them."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from toolbench_ood.readers.encodings.pairs.grammar import PairGrammar
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import MOST_TRIES
from toolbench_ood.readers.specification.pairs import Form
from toolbench_ood.readers.text.fault import Fault, fault, insert
from toolbench_ood.readers.text.name_index import FEW, index_of
from toolbench_ood.readers.text.scanner import SPACE, skip_space
from toolbench_ood.types.finding import Code
from toolbench_ood.types.tool import FunctionSpec

_ORDINARY = frozenset({"", ":", "="})
"""Signs that stand between a word and a value in any text."""


def outside(encoding: PairGrammar, passage: Passage) -> Fault | None:
    """Return the first sign of a call to a declared tool outside every section.

    That is an opener with whole arguments and no name, the tool's name with whole arguments after
    it, its name after the opener, or a pair of one of its parameters.
    """
    if not passage.functions:
        return None
    found = _nameless(encoding, passage) or _bare_call(encoding, passage)
    return found or _opened_name(passage) or _lone_pair(encoding, passage)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _standing(words: Collection[str], text: str) -> Collection[str]:
    """Return those of a few words that stand in a text; of many, all."""
    return [word for word in words if word in text] if len(words) <= FEW else words


def _bare_call(encoding: PairGrammar, passage: Passage) -> Fault | None:
    text, position = passage.text, passage.start
    names = index_of(tuple(passage.functions)).standing_in(text)
    if not names:
        return None
    named = re.compile(rf"(?<!\w)(?:{_any_of(names)})(?!\w)")
    for match in islice(named.finditer(text, passage.start), MOST_TRIES):
        if match.start() < position:
            continue
        position, whole = encoding.arguments_end(text, match.end(), named=match.group())
        if whole:
            return _named_call(passage, match.start(), position)
    return None


def _named_call(passage: Passage, name: int, end: int) -> Fault:
    """Say what the call lacks whose name and arguments stand here."""
    text, section, call = passage.text, passage.spec.section, passage.spec.call
    before = text[:name].rstrip(SPACE)
    opened = not call.open or before.endswith(call.open)
    begin = len(before) - len(call.open) if call.open and opened else name
    if _wrong_opener(passage, begin):
        return fault(Code.E5_MARKER_TYPO, (begin, end), "open")
    after = skip_space(text, end)
    after = skip_space(text, after + len(call.close)) if call.close else after
    if not opened or not text.startswith(call.close, skip_space(text, end)):
        return fault(Code.E1_UNBALANCED, (begin, end), "inner")
    closed = text.startswith(section.close, after)
    opener = insert(begin, f"{section.open} ") if closed else ()
    return fault(Code.E1_UNBALANCED, (begin, end), "open", repairs=opener)


def _wrong_opener(passage: Passage, begin: int) -> bool:
    """Whether signs stand before a call on its line where the opener, signs too, should stand."""
    opener = passage.spec.section.open.strip()
    near = passage.text[max(0, begin - len(opener) - 2) : begin]
    before = near.rsplit("\n", 1)[-1].split()
    signs = bool(before) and not any(sign.isalnum() for sign in before[-1])
    return signs and not any(sign.isalnum() for sign in opener)


def _nameless(encoding: PairGrammar, passage: Passage) -> Fault | None:
    spec, text = passage.spec, passage.text
    opener = spec.section.open
    if passage.reader.ambiguous_open is None or not opener or opener not in text:
        return None
    opened = re.compile(rf"{re.escape(opener)}\s*{re.escape(spec.call.name_close)}")
    for match in islice(opened.finditer(text, passage.start), MOST_TRIES):
        _, whole = encoding.arguments_end(text, match.end())
        if whole:
            return fault(Code.H1_NAME_MISSING, match.span(), "empty")
    return None


def _opened_name(passage: Passage) -> Fault | None:
    opener = passage.spec.section.open
    names = _standing(passage.functions, passage.text) if opener in passage.text else ()
    if not opener or not names:
        return None
    pattern = rf"{re.escape(opener)}\s*(?:{_any_of(names)})(?!\w)"
    match = re.compile(pattern).search(passage.text, passage.start)
    if not match or match.end() == len(passage.text):
        return None
    return fault(Code.E1_UNBALANCED, match.span(), "inner")


def _lone_pair(encoding: PairGrammar, passage: Passage) -> Fault | None:
    forms = _telling_forms(encoding, passage.text)
    if not forms or encoding.pairs.keys == "declared":
        return None
    keys = {key for one in passage.functions.values() for key in _parameters(one)}
    for form, begin, value in _pairs_of(forms, passage, _standing(keys, passage.text)):
        end = encoding.value_end(passage.text, value, form)
        if end >= 0 and _goes_on(encoding, passage, end):
            return fault(Code.E1_UNBALANCED, (begin, end), "stray")
    return None


def _parameters(function: FunctionSpec) -> Iterable[str]:
    return tuple(function["parameters"].get("properties", ()))


def _telling_forms(encoding: PairGrammar, text: str) -> Sequence[Form]:
    """Return the forms of pairs whose signs stand in a text and are not those of any text."""
    return [
        form
        for form in encoding.pairs.forms
        if (form.open or form.assign not in _ORDINARY) and form.open in text and form.assign in text
    ]


def _pairs_of(
    forms: Sequence[Form], passage: Passage, keys: Collection[str]
) -> Iterator[tuple[Form, int, int]]:
    """Yield what looks like the beginning of a pair: its form, its offset, its value's offset."""
    for form in forms if keys else ():
        named = rf"{re.escape(form.open)}(?<!\w)(?:{_any_of(keys)})\s*{re.escape(form.assign)}\s*"
        position = passage.start
        for match in islice(re.compile(named).finditer(passage.text, position), MOST_TRIES):
            if match.start() >= position:
                position = match.end()
                yield form, match.start(), match.end()


def _goes_on(encoding: PairGrammar, passage: Passage, end: int) -> bool:
    """Whether another pair or the end of a call follows."""
    opens = (form.open for form in encoding.pairs.forms)
    closes = (passage.spec.call.close, passage.spec.section.close)
    marks = (encoding.pairs.separator.strip(), *closes, *opens)
    return passage.text.startswith(tuple(filter(None, marks)), skip_space(passage.text, end))
