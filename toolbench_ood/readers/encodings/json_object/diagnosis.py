"""Names the fault of a section whose body should be JSON, alone or with a name in a slot."""

import re

from toolbench_ood.readers.encodings.json_object.body import diagnose_body
from toolbench_ood.readers.encodings.json_object.call_object import call_object
from toolbench_ood.readers.literals.strict_json import JsonFault, read_json
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.shapes import shape_at
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.marker import Marker
from toolbench_ood.readers.text.repair import Repair
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
    closer = re.compile(Marker(broken.spec.call.name_close).pattern)
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
    if nameless and Marker(broken.spec.call.name_close).stands(broken.text, position):
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
