"""Names the fault of a section whose body should be a JSON call."""

from collections.abc import Sequence

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.departures import departure_findings, stop_finding
from toolbench_ood.readers.grammar import JsonObject
from toolbench_ood.readers.shapes import ARGUMENT_ALIASES, NAME_ALIASES, json_object_in
from toolbench_ood.readers.strict_json import JsonFault, read_json
from toolbench_ood.readers.tolerant import tolerate
from toolbench_ood.types.finding import Code, Finding, Severity
from toolbench_ood.types.value import Json

_BOTH = 2
"""The keys of a call: its name and its arguments."""


def diagnose_json(broken: Broken, position: int) -> Attempt:
    """Name the fault of the object that starts (or should start) at the position."""
    try:
        read = read_json(broken.text, position)
    except JsonFault as fault:
        if fault.grammatical:
            span = (position, fault.end)
            named = broken.finding(fault.code, fault.severity, span, fault.kind)
            return broken.attempt(named, position=fault.end)
        return _not_json(broken, position)
    span = (position, read.end)
    return broken.attempt(_shape(broken, read.value, span), position=read.end)


def _not_json(broken: Broken, position: int) -> Attempt:
    read = tolerate(broken.text, position, broken.limit, "json")
    findings = departure_findings(broken, read, "json")
    if not read.complete:
        findings.append(stop_finding(broken, read))
    return broken.attempt(*findings, position=read.end)


def _shape(broken: Broken, value: Json, span: tuple[int, int]) -> Finding:
    """Say what is wrong with a value that is JSON but not the object of a call."""
    arguments = broken.reader.spec.arguments
    if isinstance(value, str):
        return _container(broken, span, exact=json_object_in(value) is not None, kind="string")
    if not isinstance(arguments, JsonObject) or not isinstance(value, dict):
        return _container(broken, span, exact=False, kind="list")
    if arguments.name_is_key:
        return _named_object(broken, value, span)
    if not arguments.name_key:
        return _container(broken, span, exact=False, kind="list")
    return _call_object(broken, value, (arguments.name_key, arguments.arguments_key), span)


def _named_object(broken: Broken, value: dict[str, Json], span: tuple[int, int]) -> Finding:
    """The object's only key should be the name, and its value the arguments."""
    if len(value) == 1:
        ((name, arguments),) = value.items()
        if name:
            return _bad_arguments(broken, name, arguments, span)
    if not any(value):
        return broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "empty")
    named = [key for key in value if key in NAME_ALIASES and isinstance(value[key], str)]
    if named:
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, "name in a key", named[0])
    return _container(broken, span, exact=False, kind="keys")


def _call_object(
    broken: Broken, value: dict[str, Json], keys: Sequence[str], span: tuple[int, int]
) -> Finding:
    name_key, arguments_key = keys
    if name_key not in value:
        return _nameless(broken, value, arguments_key, span)
    name = value[name_key]
    if not isinstance(name, str) or not name:
        return broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "empty")
    rest = value.keys() - {name_key}
    if rest == {arguments_key}:
        return _bad_arguments(broken, name, value[arguments_key], span)
    if len(rest) == 1 and rest <= ARGUMENT_ALIASES:
        return broken.finding(
            Code.A7_KEY_ALIAS, Severity.DETERMINISTIC, span, "arguments", next(iter(rest))
        )
    kind = "extra" if arguments_key in rest else "flat" if rest else "missing"
    return _container(broken, span, exact=False, kind=kind)


def _nameless(
    broken: Broken, value: dict[str, Json], arguments_key: str, span: tuple[int, int]
) -> Finding:
    """The name's key is absent: another key may hold it, or the call may be wrapped or inverted."""
    if any(isinstance(value.get(key), dict) for key in ("function", "tool_call", "call")):
        return _container(broken, span, exact=True, kind="wrapped")
    aliases = [key for key in value if key in NAME_ALIASES and isinstance(value[key], str)]
    if (
        len(aliases) == 1
        and len(value) == _BOTH
        and value.keys() & (ARGUMENT_ALIASES | {arguments_key})
    ):
        return broken.finding(Code.A7_KEY_ALIAS, Severity.DETERMINISTIC, span, "name", aliases[0])
    only = next(iter(value)) if len(value) == 1 else ""
    if only in broken.functions:
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, "name as key", only)
    return broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "missing")


def _bad_arguments(broken: Broken, name: str, value: Json, span: tuple[int, int]) -> Finding:
    if isinstance(value, str):
        return _container(broken, span, exact=json_object_in(value) is not None, kind="string")
    if isinstance(value, list):
        return positional(broken, name, len(value), span)
    return _container(broken, span, exact=False, kind="scalar")


def _container(broken: Broken, span: tuple[int, int], *, exact: bool, kind: str) -> Finding:
    severity = Severity.DETERMINISTIC if exact else Severity.JUDGEMENT
    return broken.finding(Code.A4_WRONG_CONTAINER, severity, span, kind)


def positional(broken: Broken, name: str, count: int, span: tuple[int, int]) -> Finding:
    """Positional arguments: deterministic when the tool declares enough parameters in order."""
    function = broken.functions.get(name)
    declared = function["parameters"].get("properties", {}) if function else {}
    fits = 0 < count <= len(declared)
    severity = Severity.DETERMINISTIC if fits else Severity.JUDGEMENT
    return broken.finding(Code.A6_NONLITERAL, severity, span, "positional")
