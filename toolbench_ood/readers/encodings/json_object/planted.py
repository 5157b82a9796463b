"""Faults planted in JSON objects."""

from toolbench_ood.readers.literals.as_text import json_text, python_literal
from toolbench_ood.readers.scan.operators import Operators, another, between_letters
from toolbench_ood.readers.scan.written import WrittenCalls
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import INDEX, filled, is_distinctive
from toolbench_ood.readers.specification.names import SLOT


def json_call(spec: Grammar, name: str, arguments: str) -> str:
    """Write a first call around the text of its arguments."""
    opening, named, closing = (
        filled(marker, spec.call.id_of(0))
        for marker in (spec.call.open, spec.call.name_close, spec.call.close)
    )
    return f"{opening}{_body(spec, name, named, arguments)}{closing}"


def _body(spec: Grammar, name: str, name_close: str, arguments: str) -> str:
    encoding = spec.arguments
    if not isinstance(encoding, JsonObject) or not encoding.names_inside:
        touches = SLOT.match(name_close) and INDEX not in spec.call.name_close
        apart = "\n" if touches else ""
        parts = (name, apart + name_close, arguments)
        return "".join(reversed(parts) if spec.call.arguments_first else parts)
    if encoding.name_is_key:
        return f"{{{json_text(name)}: {arguments}}}"
    keys = (json_text(encoding.name_key), json_text(encoding.arguments_key))
    number = spec.call.id_of(0)
    own = f", {json_text(encoding.id_key)}: {json_text(number)}" if encoding.id_key else ""
    return f"{{{keys[0]}: {json_text(name)}, {keys[1]}: {arguments}{own}}}"


def _with_json(written: WrittenCalls, arguments: str) -> str:
    return written.with_call(json_call(written.spec, written.first.name, arguments))


def _json_members(written: WrittenCalls) -> list[tuple[str, str]]:
    """Return the JSON texts of the keys and values of the first call's arguments."""
    return [(json_text(key), json_text(value)) for key, value in written.first.arguments.items()]


def _joined_json(members: list[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in members) + "}"


def syntax(written: WrittenCalls) -> str | None:
    """Omit the colon after the first argument's name."""
    members = _json_members(written)
    if not members:
        return None
    text = _joined_json(members)
    return _with_json(written, text.replace(f"{members[0][0]}: ", f"{members[0][0]} ", 1))


def repairable(written: WrittenCalls) -> str | None:
    """Add a trailing comma to the arguments."""
    members = _json_members(written)
    return _with_json(written, _joined_json(members)[:-1] + ",}") if members else None


def escape(written: WrittenCalls) -> str | None:
    """Insert an unescaped quote between two letters of a string."""
    members = _json_members(written)
    for index, value in enumerate(written.first.arguments.values()):
        spot = between_letters(value)
        if spot:
            broken = json_text(value)[: spot + 1] + '"' + json_text(value)[spot + 1 :]
            members[index] = (members[index][0], broken)
            return _with_json(written, _joined_json(members))
    return None


def container(written: WrittenCalls) -> str | None:
    """Write the arguments as JSON text in a string."""
    return _with_json(written, json_text(json_text(written.first.arguments)))


def duplicate(written: WrittenCalls) -> str | None:
    """Pass the first argument twice, with different values."""
    members = _json_members(written)
    other = another(next(iter(written.first.arguments.values()), None))
    if other is None:
        return None
    return _with_json(written, _joined_json([(members[0][0], json_text(other)), *members]))


def expression(written: WrittenCalls) -> str | None:
    """Write a variable name instead of the first argument's value."""
    members = _json_members(written)
    if not members:
        return None
    return _with_json(written, _joined_json([(members[0][0], "previous_value"), *members[1:]]))


def alias(written: WrittenCalls) -> str | None:
    """Use another family's key for the arguments."""
    encoding = written.spec.arguments
    if not isinstance(encoding, JsonObject) or not encoding.arguments_key:
        return None
    own = encoding.arguments_key
    alias = "parameters" if own != "parameters" else "arguments"
    body = json_call(written.spec, written.first.name, json_text(written.first.arguments))
    return written.with_call(body.replace(f"{json_text(own)}: ", f"{json_text(alias)}: ", 1))


def chimera(written: WrittenCalls) -> str | None:
    """Write a call expression inside the envelope."""
    first = written.first
    if not is_distinctive(written.spec.section.open) or not first.arguments:
        # In ordinary brackets or without any, a call expression is a message in another format.
        return None
    values = ", ".join(f"{key}={python_literal(value)}" for key, value in first.arguments.items())
    return written.with_call(f"{first.name}({values})")


def inner(written: WrittenCalls) -> str | None:
    """Omit the last brace of the last call."""
    raw = written.spans()[-1]
    if not written.spec.section.close or not written.text[: raw.end].endswith("}"):
        return None
    return written.with_call(written.text[raw.start : raw.end - 1], index=-1)


JSON_OPERATORS: Operators = {
    operator.__name__: operator
    for operator in (
        *(syntax, repairable, escape, container, duplicate),
        *(expression, alias, chimera, inner),
    )
}
