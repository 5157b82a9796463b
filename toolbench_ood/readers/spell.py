"""Spells a call as its format's strict grammar reads it: one speller for each argument encoding.

What a repair puts in place is written here. A call that the grammar has no way to carry is written
all the same: whether the text reads back is for the reader of the repaired text to say.
"""

from collections.abc import Iterable, Mapping

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.grammar import Grammar, JsonObject, PythonKwargs, RawTags
from toolbench_ood.readers.indexed import filled
from toolbench_ood.readers.literals import json_text, python_literal, raw_text
from toolbench_ood.readers.pairs import PairsEncoding
from toolbench_ood.readers.pairs_spec import Pairs
from toolbench_ood.readers.raw_value import parameter_types, typed_value
from toolbench_ood.types.call import Call
from toolbench_ood.types.value import Json, same_value


def spell_call(spec: Grammar, call: Call, functions: Functions) -> str | None:
    """Spell a call with its own delimiters, without those of the section.

    None when a raw value would be read back as another one under the tool's schema.
    """
    arguments, envelope = spec.arguments, spec.call
    index = call.id or str(envelope.first_index)
    opening, closing = (filled(mark, index) for mark in (envelope.open, envelope.close))
    between = filled(envelope.name_close, index)
    if isinstance(arguments, JsonObject) and arguments.names_inside:
        return f"{opening}{call_object(arguments, call.name, dict(call.arguments))}{closing}"
    if isinstance(arguments, Pairs):
        function = functions.get(call.name)
        declared = tuple(function["parameters"].get("properties", ())) if function else ()
        return PairsEncoding(spec, arguments).spelt_call(call, declared)
    if envelope.arguments_first:
        return f"{opening}{json_text(call.arguments)}{between}{call.name}{closing}"
    if isinstance(arguments, JsonObject):
        inner = json_text(call.arguments)
    elif isinstance(arguments, PythonKwargs):
        inner = keyword_arguments(arguments, call.arguments)
    elif _comes_back(call, functions):
        pairs = ((key, raw_text(value)) for key, value in call.arguments.items())
        inner = tagged_arguments(arguments, pairs)
    else:
        return None
    return f"{opening}{call.name}{between}{inner}{closing}"


def call_object(arguments: JsonObject, name: str, values: Json) -> str:
    """Spell the object that holds a call's name and its arguments."""
    if arguments.name_is_key:
        return json_text({name: values})
    return json_text({arguments.name_key: name, arguments.arguments_key: values})


def keyword_arguments(arguments: PythonKwargs, values: Mapping[str, Json]) -> str:
    """Spell Python keyword arguments, without the parentheses."""
    spelt = (
        f"{key}{arguments.assign}{python_literal(value, arguments.constants)}"
        for key, value in values.items()
    )
    return f"{arguments.separator} ".join(spelt)


def tagged_arguments(tags: RawTags, pairs: Iterable[tuple[str, str]]) -> str:
    """Spell tagged arguments, each from its name and its raw text."""
    edge = "\n" if tags.strip_newline else ""
    return "\n".join(
        f"{tags.open}{key}{tags.name_close}{tags.value_open}{edge}{raw}{edge}{tags.close}"
        for key, raw in pairs
    )


def joint(spec: Grammar) -> str:
    """Return what stands between two calls of one message."""
    section = spec.section
    if section.calls == "many":
        return section.separator or "\n"
    return f"{section.close}\n{section.open}"


def _comes_back(call: Call, functions: Functions) -> bool:
    function = functions.get(call.name)
    return all(
        same_value(typed_value(raw_text(value), parameter_types(function, key), 0).value, value)
        for key, value in call.arguments.items()
    )
