"""The lossy sets of the formats, stated apart from the readers that must agree with them."""

import re
from collections.abc import Iterator

from toolbench_ood.format.format import Format
from toolbench_ood.format.literals import raw_text
from toolbench_ood.readers.literals.raw_value import parameter_types, typed_value
from toolbench_ood.readers.specification.arguments import RawTags
from toolbench_ood.readers.specification.json_types import json_type
from toolbench_ood.readers.specification.marker import stem
from toolbench_ood.readers.specification.pairs import Form, Pairs
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import FunctionSpec, ToolSpec, functions_by_name
from toolbench_ood.types.value import Json, same_value

_BARE = re.compile(r"[^\s\ufeff<>\[\](){}\"'=,;|&:]+")


def is_lossy(fmt: Format, call: Call, tools: list[ToolSpec]) -> bool:
    """Whether a call is in the declared lossy set of its format."""
    arguments = fmt.spec.arguments
    if isinstance(arguments, RawTags):
        return _lossy_in_tags(fmt, call, functions_by_name(tools)[call.name])
    if isinstance(arguments, Pairs):
        return any(_lossy_in_pair(fmt, arguments, value) for value in call.arguments.values())
    return False


def lacks_words(fmt: Format, call: Call, tools: list[ToolSpec]) -> bool:
    """Whether a call is lossy because the format has no words for one of its values."""
    return isinstance(fmt.spec.arguments, Pairs) and is_lossy(fmt, call, tools)


def _lossy_in_tags(fmt: Format, call: Call, function: FunctionSpec) -> bool:
    """A stem of a delimiter, or a string that the schema lets mean something else."""
    return any(
        _holds_a_stem(fmt, raw_text(value))
        or (isinstance(value, str) and _ambiguous(value, function, key))
        for key, value in call.arguments.items()
    )


def _ambiguous(value: str, function: FunctionSpec, key: str) -> bool:
    types = parameter_types(function, key)
    if types is not None and "string" not in types:
        return True
    return not same_value(typed_value(value, types, 0).value, value)


def _holds_a_stem(fmt: Format, text: str) -> bool:
    return any(stem(marker) in text for marker in fmt.spec.markers())


def _lossy_in_pair(fmt: Format, pairs: Pairs, value: Json) -> bool:
    form = _form(pairs, value)
    if form.value == "raw":
        return not isinstance(value, str) or _holds_a_stem(fmt, value)
    if form.value != "literal":
        return False
    literal = pairs.literal
    inner = list(_inner(value))
    return (
        (not literal.null and None in inner)
        or (literal.string == "token" and any(_quoted(literal.quote, item) for item in inner))
        or (literal.map_key == "bare" and not all(map(_BARE.fullmatch, _keys(value))))
    )


def _form(pairs: Pairs, value: Json) -> Form:
    named = [form for form in pairs.forms if json_type(value) in form.types]
    return (named or [form for form in pairs.forms if not form.types])[0]


def _quoted(quote: str, item: Json) -> bool:
    """Whether the first quote token after a string's beginning is not its closing one."""
    return isinstance(item, str) and (item + quote).find(quote) != len(item)


def _inner(value: Json) -> Iterator[Json]:
    """Yield every value in a value, keys left out."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _inner(item)
    elif isinstance(value, list):
        for item in value:
            yield from _inner(item)
    else:
        yield value


def _keys(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        yield from _keys(item)
