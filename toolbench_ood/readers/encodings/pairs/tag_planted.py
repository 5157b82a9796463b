"""Faults planted in tagged text."""

import html
from collections.abc import Sequence

from toolbench_ood.readers.encodings.pairs.tags import TagGrammar
from toolbench_ood.readers.literals.as_text import json_text, raw_text
from toolbench_ood.readers.literals.raw_value import parameter_types
from toolbench_ood.readers.scan.operators import Operators, another
from toolbench_ood.readers.scan.written import WrittenCalls
from toolbench_ood.types.call import Call

_PAIR = 2
"""An unclosed argument and the one after it."""


def _grammar(written: WrittenCalls) -> TagGrammar:
    encoding = written.encoding
    if not isinstance(encoding, TagGrammar):
        raise TypeError(f"format {written.spec.name!r} has no tagged text")
    return encoding


def _tag(written: WrittenCalls, key: str, text: str) -> str:
    return _grammar(written).write_texts([(key, text)])


def _members(written: WrittenCalls) -> list[str]:
    values = written.first.arguments.items()
    return [_tag(written, key, raw_text(value)) for key, value in values]


def _with(written: WrittenCalls, members: Sequence[str]) -> str:
    """Write the first call with these arguments."""
    opening, between, closing = written.encoding.envelope(written.first)
    body = "\n".join(members)
    return written.with_call(f"{opening}{written.first.name}{between}\n{body}\n{closing}")


def _types(written: WrittenCalls, key: str) -> frozenset[str]:
    return parameter_types(written.functions[written.first.name], key) or frozenset()


def syntax(written: WrittenCalls) -> str | None:
    """Leave the first argument unclosed and damage the second one's tag."""
    members, form = _members(written), _grammar(written).form
    stem = form.open.rstrip("=\"' ")
    if len(members) < _PAIR or stem == form.open or len(stem) < _PAIR:
        return None
    members[0] = members[0].removesuffix(form.close)
    members[1] = members[1].replace(form.open, f"{stem} ", 1)
    return _with(written, members)


def repairable(written: WrittenCalls) -> str | None:
    """Omit the first argument's closer before the second argument."""
    members, form = _members(written), _grammar(written).form
    if len(members) < _PAIR:
        return None
    unclosed = members[0].removesuffix(form.close) + members[1]
    return _with(written, [unclosed, "\n".join(members[2:])])


def escape(written: WrittenCalls) -> str | None:
    """Write the quotes of a list or object as entities."""
    members = _members(written)
    for index, (key, value) in enumerate(written.first.arguments.items()):
        text, types = raw_text(value), _types(written, key)
        if not isinstance(value, str) and '"' in text and types and "string" not in types:
            members[index] = _tag(written, key, html.escape(text))
            return _with(written, members)
    return None


def duplicate(written: WrittenCalls) -> str | None:
    """Pass the first argument twice, with different values."""
    key, value = next(iter(written.first.arguments.items()), ("", None))
    other = another(value)
    if other is None:
        return None
    return _with(written, [_tag(written, key, raw_text(other)), *_members(written)])


def expression(written: WrittenCalls) -> str | None:
    """Write a sum instead of an integer."""
    members = _members(written)
    for index, (key, value) in enumerate(written.first.arguments.items()):
        types = _types(written, key)
        if types and types <= {"integer", "number"} and not isinstance(value, float):
            members[index] = _tag(written, key, f"{value}+1")
            return _with(written, members)
    return None


def alias(written: WrittenCalls) -> str | None:
    """Write the call with the tags of a related family."""
    first = written.first
    if "invoke" in written.spec.call.open:
        return None
    inside = "\n".join(
        f'<arg name="{key}">{raw_text(value)}</arg>' for key, value in first.arguments.items()
    )
    return written.with_call(f'<invoke name="{first.name}">\n{inside}\n</invoke>')


def chimera(written: WrittenCalls) -> str | None:
    """Write a JSON object between the tags of the call."""
    return _with(written, [json_text(written.first.arguments)])


def inner(written: WrittenCalls) -> str | None:
    """Omit the closer of the last call."""
    raw, close = written.spans()[-1], written.spec.call.close
    if not close or not written.spec.section.close:
        return None
    body = written.text[raw.start : raw.end].removesuffix(close)
    return written.with_call(body, index=-1)


def container(written: WrittenCalls) -> str | None:
    """Write all arguments as one JSON object in one tag."""
    first = written.first
    declared = written.functions[first.name]["parameters"].get("properties", {})
    if "arguments" in declared:
        return None
    wrapped = Call(first.name, {"arguments": dict(first.arguments)})
    text = written.encoding.write_call(wrapped, written.functions)
    return None if text is None else written.with_call(text)


TAG_OPERATORS: Operators = {
    operator.__name__: operator
    for operator in (
        *(syntax, repairable, escape, container, duplicate),
        *(expression, alias, chimera, inner),
    )
}
