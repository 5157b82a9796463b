"""Names the fault of a section whose body should be JSON, alone or with a name in a slot."""

import re

from toolbench_ood.readers.encodings.departures import departures_of, stop_of
from toolbench_ood.readers.encodings.json_object.call_object import call_object
from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.literals.strict_json import JsonFault, read_json
from toolbench_ood.readers.literals.tolerant import tolerate
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.shapes import (
    ARGUMENT_ALIASES,
    NAME_ALIASES,
    json_object_in,
    shape_at,
)
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.text.calls import RawCall, Span
from toolbench_ood.readers.text.fault import Fault, Repair
from toolbench_ood.readers.text.marker import MarkerPattern
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json


def diagnose(arguments: JsonObject, broken: BrokenSection, position: int) -> Attempt:
    """The body should be JSON, or a name in a slot before or after JSON."""
    call = broken.spec.call
    in_slot = not arguments.names_inside
    if in_slot and broken.stop.place not in ("body", "json"):
        return (_name_last if call.arguments_first else _slot)(broken, position)
    if in_slot and not call.arguments_first:
        position = _after_name(broken, position)
    shape = shape_at(broken.text, position, broken.limit)
    if shape == "json":
        listed = _listed(arguments, broken, position)
        return listed or diagnose_body(arguments, broken, position)
    if shape in ("call", "tag"):
        return broken.attempt(broken.chimera(position))
    if broken.text.startswith(("[", '"', "'"), position):
        return diagnose_body(arguments, broken, position)
    span = (position, position + 1)
    if broken.find_close(position) < 0:
        return broken.attempt(broken.found(Code.E1_UNBALANCED, span, "close"))
    return broken.attempt(broken.found(Code.A1_ARGS_SYNTAX, span, "body"))


def _after_name(broken: BrokenSection, position: int) -> int:
    """Return where the arguments start after the name's closer, which was read."""
    closer = re.compile(MarkerPattern(broken.spec.call.name_close).pattern)
    found = closer.search(broken.text, position, broken.limit)
    return skip_space(broken.text, found.end() if found else position)


def _name_last(broken: BrokenSection, start: int) -> Attempt:
    """The name after a JSON object is missing, or not set off."""
    position = broken.stop.position
    span = (start, position + 1)
    nameless = broken.stop.place == "name"
    if nameless and broken.text.startswith(broken.spec.call.close, position):
        return broken.attempt(broken.found(Code.H1_NAME_MISSING, span, "empty"))
    return broken.attempt(broken.found(Code.E1_UNBALANCED, span, "inner"))


def _slot(broken: BrokenSection, start: int) -> Attempt:
    """The name in front of a JSON object is missing or not closed."""
    if shape_at(broken.text, start, broken.limit) == "call":
        return broken.attempt(broken.chimera(start))
    position, nameless = broken.stop.position, broken.stop.place == "name"
    span = (position, position + 1)
    closer = broken.spec.call.name_close
    no_name = closer.isspace() or MarkerPattern(closer).stands(broken.text, position)
    if nameless and no_name:
        return broken.attempt(broken.found(Code.H1_NAME_MISSING, span, "empty"))
    if nameless and shape_at(broken.text, position, broken.limit) == "json":
        return broken.attempt(broken.chimera(position))
    return broken.attempt(broken.found(Code.E1_UNBALANCED, span, "inner"))


def _listed(arguments: JsonObject, broken: BrokenSection, position: int) -> Attempt | None:
    """A JSON list of whole calls where one call should stand."""
    if not arguments.name_key or not broken.text.startswith("[", position):
        return None
    try:
        read = read_json(broken.text, position)
    except JsonFault:
        return None
    span = (position, read.end)
    found = [_call_of(arguments, item) for item in read.value]
    calls = [RawCall(call, *span, *span) for call in found if call is not None]
    if not calls or len(calls) < len(found):
        return None
    bodies = [call_object(arguments, raw.call.name, raw.call.arguments) for raw in calls]
    repairs = (Repair(*span, broken.passage.reader.joint.join(bodies)),)
    listed = broken.found(Code.E6_BATCHING, span, "list", repairs=repairs)
    end = broken.extent(read.end)
    return Attempt(broken.start, end, tuple(calls), (listed,), len(calls))


def _call_of(arguments: JsonObject, item: Json) -> Call | None:
    """Return the call that an object with exactly the two keys means."""
    keys = {arguments.name_key, arguments.arguments_key}
    if not isinstance(item, dict) or item.keys() != keys:
        return None
    name, values = item[arguments.name_key], item[arguments.arguments_key]
    whole = isinstance(name, str) and bool(name) and isinstance(values, dict)
    return Call(name, values) if whole else None


_BOTH = 2
"""The keys of a call: its name and its arguments."""

_WRAPPERS = ("function", "tool_call", "call")
"""Keys in whose value a family or an API keeps the whole call."""

_WRAPPED_BESIDE = ("type", "id")
"""What may stand beside such a key without saying anything about the call."""


def diagnose_body(arguments: JsonObject, broken: BrokenSection, position: int) -> Attempt:
    """Name the fault of the object that starts (or should start) at the position."""
    try:
        read = read_json(broken.text, position)
    except JsonFault as error:
        if error.grammatical:
            named = broken.found(error.code, (position, error.end), error.kind)
            return broken.attempt(named, position=error.end)
        return _not_json(broken, position)
    shape = _shape(arguments, broken, read.value, (position, read.end))
    return broken.attempt(shape, position=read.end)


def _not_json(broken: BrokenSection, position: int) -> Attempt:
    read = tolerate(broken.text, position, broken.limit, "json")
    if not read.complete:
        met = departures_of(broken, read, "json")
        return broken.attempt(*met, stop_of(broken, read), position=read.end)
    written = (Repair(position, read.end, json_text(read.value)),)
    return broken.attempt(*departures_of(broken, read, "json", written), position=read.end)


def _shape(arguments: JsonObject, broken: BrokenSection, value: Json, span: Span) -> Fault:
    """Say what is wrong with a value that is JSON but not the object of a call."""
    if isinstance(value, str):
        inner = json_object_in(value)
        return _container(broken, span, "string", None if inner is None else json_text(inner))
    if not isinstance(value, dict):
        return _container(broken, span, "list")
    value = {key: each for key, each in value.items() if key != arguments.id_key}
    if arguments.name_is_key:
        return _named_object(broken, value, arguments, span)
    if not arguments.name_key:
        return _container(broken, span, "list")
    return _call_object(broken, value, arguments, span)


def _named_object(
    broken: BrokenSection, value: dict[str, Json], arguments: JsonObject, span: Span
) -> Fault:
    """The object's only key should be the name, and its value the arguments."""
    if len(value) == 1:
        ((name, inner),) = value.items()
        if name:
            return _bad_arguments(broken, name, arguments, inner, span)
    if not any(value):
        return broken.found(Code.H1_NAME_MISSING, span, "empty")
    named = [key for key in value if key in NAME_ALIASES and isinstance(value[key], str)]
    if named:
        return broken.found(Code.P4_CHIMERA, span, "name in a key", named[0])
    return _container(broken, span, "keys")


def _call_object(
    broken: BrokenSection, value: dict[str, Json], keys: JsonObject, span: Span
) -> Fault:
    if keys.name_key not in value:
        return _nameless(broken, value, keys, span)
    name = value[keys.name_key]
    if not isinstance(name, str) or not name:
        return broken.found(Code.H1_NAME_MISSING, span, "empty")
    rest = value.keys() - {keys.name_key}
    if rest == {keys.arguments_key}:
        return _bad_arguments(broken, name, keys, value[keys.arguments_key], span)
    if len(rest) == 1 and rest <= ARGUMENT_ALIASES:
        alias = next(iter(rest))
        renamed = call_object(keys, name, value[alias])
        return _alias(broken, span, "arguments", alias, renamed)
    kind = "extra" if keys.arguments_key in rest else "flat" if rest else "missing"
    return _container(broken, span, kind)


def _nameless(broken: BrokenSection, value: dict[str, Json], keys: JsonObject, span: Span) -> Fault:
    """The name's key is absent: another key may hold it, or the call may be wrapped or inverted."""
    wrappers = [key for key in _WRAPPERS if isinstance(value.get(key), dict)]
    if wrappers:
        exact = value.keys() <= {wrappers[0], *_WRAPPED_BESIDE}
        inner = json_text(value[wrappers[0]]) if exact else None
        return _container(broken, span, "wrapped", inner)
    aliases = [key for key in value if key in NAME_ALIASES and isinstance(value[key], str)]
    values = value.keys() & (ARGUMENT_ALIASES | {keys.arguments_key})
    if len(aliases) == 1 and len(value) == _BOTH and values:
        renamed = call_object(keys, value[aliases[0]], value[values.pop()])
        return _alias(broken, span, "name", aliases[0], renamed)
    only = next(iter(value)) if len(value) == 1 else ""
    if only in broken.functions:
        return broken.found(Code.P4_CHIMERA, span, "name as key", only)
    return broken.found(Code.H1_NAME_MISSING, span, "missing")


def _bad_arguments(
    broken: BrokenSection, name: str, keys: JsonObject, value: Json, span: Span
) -> Fault:
    """The arguments are no object, though the object around them is right."""
    if isinstance(value, str):
        inner = json_object_in(value)
        written = None if inner is None else call_object(keys, name, inner)
        return _container(broken, span, "string", written)
    if isinstance(value, list):
        named = broken.by_declared_order(name, value)
        repairs = (Repair(*span, call_object(keys, name, named)),) if named else ()
        return broken.found(Code.A6_NONLITERAL, span, "positional", repairs=repairs)
    return _container(broken, span, "scalar")


def _alias(broken: BrokenSection, span: Span, kind: str, alias: str, renamed: str) -> Fault:
    """A key that another family uses; the object is written with the format's own."""
    return broken.found(Code.A7_KEY_ALIAS, span, kind, alias, repairs=(Repair(*span, renamed),))


def _container(broken: BrokenSection, span: Span, kind: str, written: str | None = None) -> Fault:
    """The wrong container; ``written`` is what it holds, where that can be written."""
    repairs = () if written is None else (Repair(*span, written),)
    return broken.found(Code.A4_WRONG_CONTAINER, span, kind, repairs=repairs)
