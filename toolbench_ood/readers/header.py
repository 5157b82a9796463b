"""What a whole call's name and container say once the tools are known."""

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import RawCall
from toolbench_ood.readers.names import undecorated
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.shapes import wrapped_key
from toolbench_ood.types.finding import Code, Finding, Severity


def header_findings(
    reader: Reader, raw: RawCall, functions: Functions, index: int
) -> tuple[Finding, ...]:
    """Return H2 for a decorated name, H1 for one that the format does not have, or A4.

    A4 is for arguments wrapped in one more key.
    """
    name, span = raw.call.name, (raw.name_start, raw.name_end)
    fits = reader.encoding.name_fits(name)
    if name not in functions or not fits:
        meant = undecorated(name, functions)
        if meant is None:
            return () if fits else (_invalid(span, index),)
        return (
            Finding(
                Code.H2_NAME_DECORATED, Severity.DETERMINISTIC, *span, index, "decorated", meant
            ),
        )
    declared = functions[name]["parameters"].get("properties", {})
    key = wrapped_key(raw.call.arguments, declared)
    if not key:
        return ()
    return (
        Finding(
            Code.A4_WRONG_CONTAINER, Severity.DETERMINISTIC, raw.start, raw.end, index, "key", key
        ),
    )


def _invalid(span: tuple[int, int], index: int) -> Finding:
    return Finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, *span, index, "invalid")
