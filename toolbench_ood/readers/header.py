"""What a whole call's name and container say once the tools are known."""

from dataclasses import replace

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import RawCall
from toolbench_ood.readers.grammar import JsonObject
from toolbench_ood.readers.names import undecorated
from toolbench_ood.readers.pairs_spec import NAME, Pairs
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.repair import Diagnosis, Repair, Repairs, fault
from toolbench_ood.readers.shapes import wrapped_key
from toolbench_ood.readers.spell import call_object, spell_call
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code


def header_findings(
    reader: Reader, raw: RawCall, functions: Functions, index: int
) -> tuple[Diagnosis, ...]:
    """Return H2 for a decorated name, H1 for one that the format does not have, or A4.

    A4 is for arguments wrapped in one more key.
    """
    name, span = raw.call.name, (raw.name_start, raw.name_end)
    fits = reader.encoding.name_fits(name)
    if name not in functions or not fits:
        meant = undecorated(name, functions)
        if meant is None:
            invalid = fault(Code.H1_NAME_MISSING, span, "invalid", index=index)
            return () if fits else (invalid,)
        repairs = _renamed(reader, raw, meant, functions)
        code = Code.H2_NAME_DECORATED
        return (fault(code, span, "decorated", meant, index=index, repairs=repairs),)
    declared = functions[name]["parameters"].get("properties", {})
    key = wrapped_key(raw.call.arguments, declared)
    if not key:
        return ()
    repairs = _unwrapped(reader, raw, key, functions)
    whole = (raw.start, raw.end)
    return (fault(Code.A4_WRONG_CONTAINER, whole, "key", key, index=index, repairs=repairs),)


def _renamed(reader: Reader, raw: RawCall, meant: str, functions: Functions) -> Repairs:
    """Write the declared name; where it stands in an object or in every row, the call again."""
    arguments = reader.spec.arguments
    if isinstance(arguments, JsonObject) and arguments.names_inside:
        text = call_object(arguments, meant, raw.call.arguments)
        return (Repair(raw.name_start, raw.name_end, text),)
    if isinstance(arguments, Pairs) and NAME in arguments.separator:
        spelt = spell_call(reader.spec, replace(raw.call, name=meant), functions)
        return (Repair(raw.start, raw.end, spelt),) if spelt is not None else ()
    return (Repair(raw.name_start, raw.name_end, meant),)


def _unwrapped(reader: Reader, raw: RawCall, key: str, functions: Functions) -> Repairs:
    """Take the arguments out of the key that wraps them."""
    bare = Call(raw.call.name, raw.call.arguments[key])
    text = spell_call(reader.spec, bare, functions)
    return () if text is None else (Repair(raw.start, raw.end, text),)
