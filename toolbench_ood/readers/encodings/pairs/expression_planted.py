"""Faults planted in call expressions."""

from collections.abc import Sequence

from toolbench_ood.readers.encodings.pairs.expression import ExpressionGrammar
from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.scan.operators import Operators, another, between_letters
from toolbench_ood.readers.scan.written import WrittenCalls
from toolbench_ood.types.value import Json


def _grammar(written: WrittenCalls) -> ExpressionGrammar:
    encoding = written.encoding
    if not isinstance(encoding, ExpressionGrammar):
        raise TypeError(f"format {written.spec.name!r} has no call expressions")
    return encoding


def _text(written: WrittenCalls, value: Json) -> str:
    grammar = _grammar(written)
    return grammar.codec(grammar.form_for(value)).write(value)


def _pair(written: WrittenCalls, key: str, text: str) -> str:
    return f"{key}{_grammar(written).pairs.forms[0].assign}{text}"


def _members(written: WrittenCalls) -> list[str]:
    return [_grammar(written).write_pair(*pair) for pair in written.first.arguments.items()]


def _with(written: WrittenCalls, members: Sequence[str], ending: str = "") -> str:
    """Write the first call with these arguments."""
    opening, between, closing = written.encoding.envelope(written.first)
    inner = f"{_grammar(written).pairs.separator} ".join(members)
    return written.with_call(f"{opening}{written.first.name}{between}{inner}{ending}{closing}")


def syntax(written: WrittenCalls) -> str | None:
    """Omit the sign between the first argument's name and its value."""
    key, value = next(iter(written.first.arguments.items()), ("", None))
    literal = _text(written, value)
    if not key or literal.startswith("-"):
        # A name, a minus sign and a number form an expression.
        return None
    return _with(written, [f"{key} {literal}", *_members(written)[1:]])


def repairable(written: WrittenCalls) -> str | None:
    """Add a trailing comma to the arguments."""
    members = _members(written)
    return _with(written, members, ",") if members else None


def escape(written: WrittenCalls) -> str | None:
    """Insert an unescaped quote between two letters of a string."""
    members = _members(written)
    for index, (key, value) in enumerate(written.first.arguments.items()):
        spot, literal = between_letters(value), _text(written, value)
        if spot:
            broken = literal[: spot + 1] + literal[0] + literal[spot + 1 :]
            members[index] = _pair(written, key, broken)
            return _with(written, members)
    return None


def container(written: WrittenCalls) -> str | None:
    """Write the arguments as one JSON text in a string."""
    return _with(written, [_text(written, json_text(written.first.arguments))])


def duplicate(written: WrittenCalls) -> str | None:
    """Pass the first argument twice, with different values."""
    key, value = next(iter(written.first.arguments.items()), ("", None))
    other = another(value)
    if other is None:
        return None
    return _with(written, [_grammar(written).write_pair(key, other), *_members(written)])


def expression(written: WrittenCalls) -> str | None:
    """Write a variable name instead of the first argument's value."""
    key = next(iter(written.first.arguments), None)
    if key is None:
        return None
    return _with(written, [_pair(written, key, "previous_value"), *_members(written)[1:]])


def alias(written: WrittenCalls) -> str | None:
    """Assign an object to the tool's name instead of calling it."""
    if len(written.calls) > 1 or not written.first.arguments:
        return None
    return f"{written.first.name} = {_text(written, dict(written.first.arguments))}"


def chimera(written: WrittenCalls) -> str | None:
    """Write a JSON object inside the parentheses."""
    return _with(written, [json_text(written.first.arguments)])


def inner(written: WrittenCalls) -> str | None:
    """Omit the last parenthesis of the last call."""
    raw = written.spans()[-1]
    return written.with_call(written.text[raw.start : raw.end - 1], index=-1)


EXPRESSION_OPERATORS: Operators = {
    operator.__name__: operator
    for operator in (
        *(syntax, repairable, escape, container, duplicate),
        *(expression, alias, chimera, inner),
    )
}
