"""Names the fault of a section whose body should be JSON, alone or with a name in a slot."""

import re

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.diagnose_json import diagnose_json
from toolbench_ood.readers.fault import RawCall
from toolbench_ood.readers.grammar import JsonObject
from toolbench_ood.readers.indexed import Marker
from toolbench_ood.readers.repair import Repair
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.shapes import shape_at
from toolbench_ood.readers.spell import call_object, joint
from toolbench_ood.readers.strict_json import JsonFault, read_json
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json


def diagnose_slot(broken: Broken, position: int) -> Attempt:
    """The body should be JSON, or a name in a slot before or after JSON."""
    spec = broken.reader.spec
    in_slot = isinstance(spec.arguments, JsonObject) and not spec.arguments.names_inside
    if in_slot and broken.fault.place not in ("body", "json"):
        return (_name_last if spec.call.arguments_first else _slot)(broken, position)
    if in_slot and not spec.call.arguments_first:
        position = _after_name(broken, position)
    shape = shape_at(broken.text, position, broken.limit)
    if shape == "json":
        return _listed(broken, position) or diagnose_json(broken, position)
    if shape in ("call", "tag"):
        return broken.attempt(broken.chimera(position))
    if broken.text.startswith(("[", '"', "'"), position):
        return diagnose_json(broken, position)
    span = (position, position + 1)
    if broken.find_close(position) < 0:
        return broken.attempt(broken.found(Code.E1_UNBALANCED, span, "close"))
    return broken.attempt(broken.found(Code.A1_ARGS_SYNTAX, span, "body"))


def _after_name(broken: Broken, position: int) -> int:
    """Return where the arguments start after the name's closer, which was read."""
    closer = re.compile(Marker(broken.reader.spec.call.name_close).pattern)
    found = closer.search(broken.text, position, broken.limit)
    return skip_space(broken.text, found.end() if found else position)


def _name_last(broken: Broken, start: int) -> Attempt:
    """The name after a JSON object is missing, or not set off."""
    position = broken.fault.position
    span = (start, position + 1)
    nameless = broken.fault.place == "name"
    if nameless and broken.text.startswith(broken.reader.spec.call.close, position):
        return broken.attempt(broken.found(Code.H1_NAME_MISSING, span, "empty"))
    return broken.attempt(broken.found(Code.E1_UNBALANCED, span, "inner"))


def _slot(broken: Broken, start: int) -> Attempt:
    """The name in front of a JSON object is missing or not closed."""
    if shape_at(broken.text, start, broken.limit) == "call":
        return broken.attempt(broken.chimera(start))
    position = broken.fault.position
    span = (position, position + 1)
    close = Marker(broken.reader.spec.call.name_close)
    if broken.fault.place == "name" and close.stands(broken.text, position):
        return broken.attempt(broken.found(Code.H1_NAME_MISSING, span, "empty"))
    if shape_at(broken.text, position, broken.limit) == "json" and broken.fault.place == "name":
        return broken.attempt(broken.chimera(position))
    return broken.attempt(broken.found(Code.E1_UNBALANCED, span, "inner"))


def _listed(broken: Broken, position: int) -> Attempt | None:
    """A JSON list of whole calls where one call should stand."""
    arguments = broken.reader.spec.arguments
    if not isinstance(arguments, JsonObject) or not arguments.name_key:
        return None
    if not broken.text.startswith("[", position):
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
    repairs = (Repair(*span, joint(broken.reader.spec).join(bodies)),)
    listed = broken.found(Code.E6_BATCHING, span, "list", repairs=repairs)
    end = broken.extent(read.end)
    return Attempt(broken.start, end, tuple(calls), (listed,), len(calls))


def _call_of(arguments: JsonObject, item: Json) -> Call | None:
    """Return the call that an object with exactly the two keys spells."""
    keys = {arguments.name_key, arguments.arguments_key}
    if not isinstance(item, dict) or item.keys() != keys:
        return None
    name, values = item[arguments.name_key], item[arguments.arguments_key]
    whole = isinstance(name, str) and bool(name) and isinstance(values, dict)
    return Call(name, values) if whole else None
