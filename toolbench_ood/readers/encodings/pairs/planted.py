"""Faults planted in pairs."""

from toolbench_ood.readers.encodings.pairs.grammar import PairGrammar
from toolbench_ood.readers.encodings.pairs.words import PairWords
from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.scan.operators import Operators, another, between_letters
from toolbench_ood.readers.scan.written import WrittenCalls
from toolbench_ood.readers.specification.marker import filled
from toolbench_ood.readers.specification.pairs import Form, Pairs
from toolbench_ood.types.value import Json

_SIGNED = frozenset({"json", "literal", "piped_json"})
"""Codecs whose values are literals of a language with its own notation."""


def _pairs(written: WrittenCalls) -> tuple[Pairs, PairGrammar]:
    encoding = written.encoding
    if not isinstance(encoding, PairGrammar):
        raise TypeError(f"format {written.spec.name!r} has no pairs")
    return encoding.pairs, encoding


def _form(written: WrittenCalls, value: Json) -> Form:
    return _pairs(written)[1].form_for(value)


def _text(written: WrittenCalls, value: Json) -> str:
    encoding = _pairs(written)[1]
    return encoding.codec(encoding.form_for(value)).write(value)


def _replaced(written: WrittenCalls, value: Json, other: str) -> str | None:
    """Return the message with one value of the first call written differently."""
    raw = written.spans()[0]
    body = written.text[raw.start : raw.end]
    own = _text(written, value)
    if not own or body.count(own) != 1:
        return None
    return written.with_call(body.replace(own, other))


def syntax(written: WrittenCalls) -> str | None:
    """Omit the sign between the first argument's name and its value."""
    pairs, _ = _pairs(written)
    key, value = next(iter(written.first.arguments.items()), ("", None))
    form = _form(written, value)
    if not key or not form.assign.strip() or pairs.keys == "declared" or form.close:
        return None
    raw = written.spans()[0]
    body = written.text[raw.start : raw.end]
    at = body.find(form.assign, body.find(f"{form.open}{key}"))
    return written.with_call(body[:at] + " " + body[at + len(form.assign) :])


def repairable(written: WrittenCalls) -> str | None:
    """Write a separator after the last argument, or a string in single quotes."""
    if not written.first.arguments:
        return None
    raw = written.spans()[0]
    body = written.text[raw.start : raw.end]
    separator = _words(written).separator
    if separator.strip():
        end = len(body.removesuffix(written.spec.call.close))
        return written.with_call(f"{body[:end]}{separator}\n{body[end:]}")
    value = next(iter(written.first.arguments.values()))
    quoted = isinstance(value, str) and _text(written, value) == json_text(value)
    if not quoted or "'" in value:
        return None
    return _replaced(written, value, f"'{value}'")


def escape(written: WrittenCalls) -> str | None:
    """Insert an unescaped quote between two letters of a string."""
    for value in written.first.arguments.values():
        spot = between_letters(value)
        text = _text(written, value)
        if spot and text == json_text(value):
            return _replaced(written, value, f'{text[: spot + 1]}"{text[spot + 1 :]}')
    return None


def duplicate(written: WrittenCalls) -> str | None:
    """Pass the first argument twice, with different values."""
    pairs, encoding = _pairs(written)
    key, value = next(iter(written.first.arguments.items()), ("", None))
    other = another(value)
    if other is None or pairs.keys == "declared":
        return None
    raw, index = written.spans()[0], _index(written)
    opening = f"{filled(encoding.form_for(value).open, index)}{key}"
    at = written.text.find(opening, raw.name_end)
    between = _words(written).separator
    apart = f"{between} " if between.strip() else "\n"
    return written.text[:at] + encoding.write_pair(key, other, index) + apart + written.text[at:]


def _index(written: WrittenCalls) -> str:
    """Return the index of the first call, as written."""
    return str(written.spec.call.first_index)


def _words(written: WrittenCalls) -> PairWords:
    return _pairs(written)[1].words(_index(written), written.first.name)


def expression(written: WrittenCalls) -> str | None:
    """Write a sum instead of an integer."""
    for value in written.first.arguments.values():
        number = isinstance(value, int) and not isinstance(value, bool)
        form = _form(written, value)
        if number and form.value in _SIGNED and not form.close:
            return _replaced(written, value, f"{value} + 1")
    return None


def chimera(written: WrittenCalls) -> str | None:
    """Write a JSON object in place of the pairs."""
    pairs, _ = _pairs(written)
    first = written.first
    if not first.arguments or pairs.keys == "declared":
        return None
    call, words = written.spec.call, _words(written)
    quoted = call.open.endswith('"')
    opening = words.fill(call.open) + ("" if quoted or not call.open else " ")
    header = f"{opening}{first.name}{words.fill(call.name_close)}"
    body = f"{header} {json_text(first.arguments)}\n{words.fill(call.close)}"
    return written.with_call(body)


def inner(written: WrittenCalls) -> str | None:
    """Omit the closer of the last call."""
    raw = written.spans()[-1]
    close = written.spec.call.close
    if not close or written.spec.section.close in ("", close):
        return None
    return written.with_call(written.text[raw.start : raw.end].removesuffix(close), index=-1)


PAIR_OPERATORS: Operators = {
    operator.__name__: operator
    for operator in (*(syntax, repairable, escape, duplicate, expression, chimera, inner),)
}
