"""What a whole call's name and container say once the tools are known."""

from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.shapes import wrapped_key
from toolbench_ood.readers.specification.names import undecorated
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.repair import Diagnosis, Repair, Repairs, fault
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code


def header_fault(passage: Passage, raw: RawCall, index: int) -> Diagnosis | None:
    """Return H2 for a decorated name, H1 for one that the format does not have, or A4.

    A4 is for arguments wrapped in one more key.
    """
    encoding, functions = passage.encoding, passage.functions
    name, span = raw.call.name, (raw.name_start, raw.name_end)
    fits = encoding.name_fits(name)
    if name in functions and fits:
        return _container(passage, raw, index)
    meant = undecorated(name, functions)
    if meant is None:
        return None if fits else fault(Code.H1_NAME_MISSING, span, "invalid", index=index)
    repairs = encoding.renamed(raw, meant, functions)
    return fault(Code.H2_NAME_DECORATED, span, "decorated", meant, index=index, repairs=repairs)


def _container(passage: Passage, raw: RawCall, index: int) -> Diagnosis | None:
    declared = passage.functions[raw.call.name]["parameters"].get("properties", {})
    key = wrapped_key(raw.call.arguments, declared)
    if not key:
        return None
    span, repairs = (raw.start, raw.end), _unwrapped(passage, raw, key)
    return fault(Code.A4_WRONG_CONTAINER, span, "key", key, index=index, repairs=repairs)


def _unwrapped(passage: Passage, raw: RawCall, key: str) -> Repairs:
    """Take the arguments out of the key that wraps them."""
    bare = Call(raw.call.name, raw.call.arguments[key])
    text = passage.encoding.write_call(bare, passage.functions)
    return () if text is None else (Repair(raw.start, raw.end, text),)
