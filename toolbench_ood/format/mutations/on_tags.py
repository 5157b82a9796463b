"""Operators on arguments that are tagged raw text."""

import html

from toolbench_ood.format.literals import json_text, raw_text
from toolbench_ood.format.mutations.mutation import Message, Operators, another
from toolbench_ood.readers.literals.raw_value import parameter_types
from toolbench_ood.readers.specification.arguments import RawTags
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import functions_by_name

_PAIR = 2
"""An unclosed argument and the one after it."""


def _with_tags(message: Message, body: str, *, name: str = "") -> str:
    call = message.fmt.spec.call
    header = f"{call.open}{name or message.first.name}{call.name_close}"
    return message.with_call(f"{header}\n{body}\n{call.close}")


def _tag(message: Message, key: str, raw: str) -> str:
    tags = message.fmt.spec.arguments
    if not isinstance(tags, RawTags):
        return ""
    edge = "\n" if tags.strip_newline else ""
    return f"{tags.open}{key}{tags.name_close}{tags.value_open}{edge}{raw}{edge}{tags.close}"


def _tag_members(message: Message) -> list[str]:
    values = message.first.arguments.items()
    return [_tag(message, key, raw_text(value)) for key, value in values]


def _types(message: Message, key: str) -> frozenset[str]:
    function = functions_by_name(message.tools)[message.first.name]
    return parameter_types(function, key) or frozenset()


def tag_syntax(message: Message) -> str | None:
    """Leave the first argument unclosed and damage the second one's tag."""
    members, tags = _tag_members(message), message.fmt.spec.arguments
    if len(members) < _PAIR or not isinstance(tags, RawTags):
        return None
    stem = tags.open.rstrip("=\"' ")
    if stem == tags.open or len(stem) < _PAIR:
        return None
    members[0] = members[0].removesuffix(tags.close)
    members[1] = members[1].replace(tags.open, f"{stem} ", 1)
    return _with_tags(message, "\n".join(members))


def tag_repairable(message: Message) -> str | None:
    """Omit the first argument's closer before the second argument."""
    members, tags = _tag_members(message), message.fmt.spec.arguments
    if len(members) < _PAIR or not isinstance(tags, RawTags):
        return None
    members[0] = members[0].removesuffix(tags.close)
    return _with_tags(message, "".join(members[:2]) + "\n" + "\n".join(members[2:]))


def tag_escape(message: Message) -> str | None:
    """Write the quotes of a list or object as entities."""
    members = _tag_members(message)
    for index, (key, value) in enumerate(message.first.arguments.items()):
        written = raw_text(value)
        typed = _types(message, key)
        if not isinstance(value, str) and '"' in written and typed and "string" not in typed:
            members[index] = _tag(message, key, html.escape(written))
            return _with_tags(message, "\n".join(members))
    return None


def tag_duplicate(message: Message) -> str | None:
    """Pass the first argument twice, with different values."""
    key, value = next(iter(message.first.arguments.items()), ("", None))
    other = another(value)
    if other is None:
        return None
    members = [_tag(message, key, raw_text(other)), *_tag_members(message)]
    return _with_tags(message, "\n".join(members))


def tag_expression(message: Message) -> str | None:
    """Write a sum instead of an integer."""
    members = _tag_members(message)
    for index, (key, value) in enumerate(message.first.arguments.items()):
        typed = _types(message, key)
        if typed and typed <= {"integer", "number"} and not isinstance(value, float):
            members[index] = _tag(message, key, f"{value}+1")
            return _with_tags(message, "\n".join(members))
    return None


def tag_alias(message: Message) -> str | None:
    """Write the call with the tags of a related family."""
    first = message.first
    inner = "\n".join(
        f'<arg name="{key}">{raw_text(value)}</arg>' for key, value in first.arguments.items()
    )
    if "invoke" in message.fmt.spec.call.open:
        return None
    return message.with_call(f'<invoke name="{first.name}">\n{inner}\n</invoke>')


def tag_chimera(message: Message) -> str | None:
    """Write a JSON object between the tags of the call."""
    return _with_tags(message, json_text(message.first.arguments))


def tag_inner(message: Message) -> str | None:
    """Omit the closer of the last call."""
    raw = message.spans()[-1]
    close = message.fmt.spec.call.close
    if not close or not message.fmt.spec.section.close:
        return None
    return message.with_call(message.text[raw.start : raw.end].removesuffix(close), index=-1)


def tag_container(message: Message) -> str | None:
    """Write all arguments as one JSON object in one tag."""
    first = message.first
    if "arguments" in functions_by_name(message.tools)[first.name]["parameters"].get(
        "properties", {}
    ):
        return None
    return message.with_first(Call(first.name, {"arguments": dict(first.arguments)}))


TAG_OPERATORS: Operators = {
    "syntax": tag_syntax,
    "repairable": tag_repairable,
    "escape": tag_escape,
    "container": tag_container,
    "duplicate": tag_duplicate,
    "expression": tag_expression,
    "alias": tag_alias,
    "chimera": tag_chimera,
    "inner": tag_inner,
}
