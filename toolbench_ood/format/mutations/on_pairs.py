"""Operators on arguments that are pairs of a name and a literal value."""

from toolbench_ood.format.literals import json_text
from toolbench_ood.format.mutations.mutation import Message, Operators, another, between_letters
from toolbench_ood.readers.encodings.pairs.encoding import PairsEncoding
from toolbench_ood.readers.encodings.pairs.words import PairWords
from toolbench_ood.readers.specification.marker import filled
from toolbench_ood.readers.specification.pairs import Form, Pairs
from toolbench_ood.types.value import Json

_SIGNED = frozenset({"json", "literal", "piped_json"})
"""Codecs whose values are literals of a language with its own notation."""


def _pairs(message: Message) -> tuple[Pairs, PairsEncoding]:
    encoding = message.fmt.reader.encoding
    if not isinstance(encoding, PairsEncoding):
        raise TypeError(f"format {message.fmt.name!r} has no pairs")
    return encoding.pairs, encoding


def _form(message: Message, value: Json) -> Form:
    return _pairs(message)[1].form_for(value)


def _written(message: Message, value: Json) -> str:
    encoding = _pairs(message)[1]
    return encoding.codec(encoding.form_for(value)).write(value)


def _replaced(message: Message, value: Json, other: str) -> str | None:
    """Return the message with one value of the first call written differently."""
    raw = message.spans()[0]
    body = message.text[raw.start : raw.end]
    written = _written(message, value)
    if not written or body.count(written) != 1:
        return None
    return message.with_call(body.replace(written, other))


def pair_syntax(message: Message) -> str | None:
    """Omit the sign between the first argument's name and its value."""
    pairs, _ = _pairs(message)
    key, value = next(iter(message.first.arguments.items()), ("", None))
    form = _form(message, value)
    if not key or not form.assign.strip() or pairs.keys == "declared" or form.close:
        return None
    raw = message.spans()[0]
    body = message.text[raw.start : raw.end]
    at = body.find(form.assign, body.find(f"{form.open}{key}"))
    return message.with_call(body[:at] + " " + body[at + len(form.assign) :])


def pair_repairable(message: Message) -> str | None:
    """Write a separator after the last argument, or a string in single quotes."""
    if not message.first.arguments:
        return None
    raw = message.spans()[0]
    body = message.text[raw.start : raw.end]
    separator = _words(message).separator
    if separator.strip():
        end = len(body.removesuffix(message.fmt.spec.call.close))
        return message.with_call(f"{body[:end]}{separator}\n{body[end:]}")
    value = next(iter(message.first.arguments.values()))
    quoted = isinstance(value, str) and _written(message, value) == json_text(value)
    if not quoted or "'" in value:
        return None
    return _replaced(message, value, f"'{value}'")


def pair_escape(message: Message) -> str | None:
    """Insert an unescaped quote between two letters of a string."""
    for value in message.first.arguments.values():
        spot = between_letters(value)
        written = _written(message, value)
        if spot and written == json_text(value):
            return _replaced(message, value, f'{written[: spot + 1]}"{written[spot + 1 :]}')
    return None


def pair_duplicate(message: Message) -> str | None:
    """Pass the first argument twice, with different values."""
    pairs, encoding = _pairs(message)
    key, value = next(iter(message.first.arguments.items()), ("", None))
    other = another(value)
    if other is None or pairs.keys == "declared":
        return None
    raw, index = message.spans()[0], _index(message)
    opening = f"{filled(encoding.form_for(value).open, index)}{key}"
    at = message.text.find(opening, raw.name_end)
    between = _words(message).separator
    apart = f"{between} " if between.strip() else "\n"
    return message.text[:at] + encoding.write_pair(key, other, index) + apart + message.text[at:]


def _index(message: Message) -> str:
    """Return the index of the first call, as written."""
    return str(message.fmt.spec.call.first_index)


def _words(message: Message) -> PairWords:
    return _pairs(message)[1].words(_index(message), message.first.name)


def pair_expression(message: Message) -> str | None:
    """Write a sum instead of an integer."""
    for value in message.first.arguments.values():
        number = isinstance(value, int) and not isinstance(value, bool)
        form = _form(message, value)
        if number and form.value in _SIGNED and not form.close:
            return _replaced(message, value, f"{value} + 1")
    return None


def pair_chimera(message: Message) -> str | None:
    """Write a JSON object in place of the pairs."""
    pairs, _ = _pairs(message)
    first = message.first
    if not first.arguments or pairs.keys == "declared":
        return None
    call, words = message.fmt.spec.call, _words(message)
    quoted = call.open.endswith('"')
    opening = words.fill(call.open) + ("" if quoted or not call.open else " ")
    header = f"{opening}{first.name}{words.fill(call.name_close)}"
    body = f"{header} {json_text(first.arguments)}\n{words.fill(call.close)}"
    return message.with_call(body)


def pair_inner(message: Message) -> str | None:
    """Omit the closer of the last call."""
    raw = message.spans()[-1]
    close = message.fmt.spec.call.close
    if not close or message.fmt.spec.section.close in ("", close):
        return None
    return message.with_call(message.text[raw.start : raw.end].removesuffix(close), index=-1)


PAIR_OPERATORS: Operators = {
    "syntax": pair_syntax,
    "repairable": pair_repairable,
    "escape": pair_escape,
    "duplicate": pair_duplicate,
    "expression": pair_expression,
    "chimera": pair_chimera,
    "inner": pair_inner,
}
