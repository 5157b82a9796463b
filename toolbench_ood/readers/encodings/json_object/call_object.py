"""The object that holds a call: how it is written, and where its parts stand in a text."""

import json
from collections.abc import Iterator

from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.text.calls import ArgumentSpan, CallParts, RawCall, Span
from toolbench_ood.readers.text.marker import MarkerPattern
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.value import Json


def call_object(arguments: JsonObject, name: str, values: Json, number: str | None = None) -> str:
    """Return the object as JSON; ``number`` is the call's id, where it has one."""
    if arguments.name_is_key:
        return json_text({name: values})
    own: dict[str, Json] = {arguments.name_key: name, arguments.arguments_key: values}
    if arguments.id_key and number is not None:
        own[arguments.id_key] = number
    return json_text({**arguments.beside, **own})


_DECODER = json.JSONDecoder()


def call_parts(spec: Grammar, arguments: JsonObject, text: str, raw: RawCall) -> CallParts:
    """Return where the parts of a call stand that was read from the text."""
    if arguments.names_inside:
        return _named_object(arguments, text, raw.name_start)
    members = tuple(_members(text, _object_after(spec, text, raw)))
    return CallParts((raw.name_start, raw.name_end), members)


def _named_object(arguments: JsonObject, text: str, position: int) -> CallParts:
    """Find the parts in one object that holds the name and the arguments."""
    members = tuple(_members(text, position))
    if arguments.name_is_key:
        return CallParts(members[0].key, tuple(_members(text, members[0].value[0])))
    # Where a key stands twice, both values are equal.
    by_key = {json.loads(text[key[0] - 1 : key[1] + 1]): value for key, value in _pairs(members)}
    (start, end), inner = by_key[arguments.name_key], by_key[arguments.arguments_key]
    return CallParts((start + 1, end - 1), tuple(_members(text, inner[0])))


def _pairs(members: tuple[ArgumentSpan, ...]) -> Iterator[tuple[Span, Span]]:
    return ((member.key, member.value) for member in members)


def _object_after(spec: Grammar, text: str, raw: RawCall) -> int:
    """Return where the object of arguments starts, whose name has a place of its own."""
    if spec.call.arguments_first:
        after, _ = MarkerPattern(spec.call.open).take(text, raw.start, "call_open")
    else:
        named = skip_space(text, raw.name_end)
        after, _ = MarkerPattern(spec.call.name_close).take(text, named, "name_close", raw.call.id)
    return skip_space(text, after)


def _members(text: str, position: int) -> Iterator[ArgumentSpan]:
    """Yield the members of the well-formed JSON object at the position."""
    position = skip_space(text, position + 1)
    while not text.startswith("}", position):
        _, end = _DECODER.raw_decode(text, position)
        begin = skip_space(text, skip_space(text, end) + 1)
        _, after = _DECODER.raw_decode(text, begin)
        yield ArgumentSpan((position + 1, end - 1), (begin, after))
        position = skip_space(text, after)
        if text.startswith(",", position):
            position = skip_space(text, position + 1)
