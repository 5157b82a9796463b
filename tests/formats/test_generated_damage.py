"""Planted faults in generated formats: never silent, and named as in shipped formats."""

from random import Random

from cases import for_each
from formats.generated import FAR, NEAR, RECOMBINED
from formats.messages import OSLO, ROME
from shipped_formats import LIBRARY

from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.readers.specification.arguments import JsonObject, RawTags
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.types.finding import Code, Severity, primary
from toolbench_ood.types.tool import ToolSpec

SAMPLE = (*FAR[::4], *RECOMBINED[::3], *NEAR[::4])

BLUNT = {"misspelt_marker", "no_inner_closer", "other_batching"}
"""Faults whose code depends on what else the delimiters leave to tell them by."""


def _inexpressible(mutation: str, arguments: object) -> bool:
    """Whether a fault cannot be planted: an argument more has no place among declared ones."""
    by_place = isinstance(arguments, Pairs) and arguments.keys == "declared"
    return by_place and mutation == "unknown_argument"


@for_each("name", SAMPLE)
def test_planted_faults_are_never_silent(name: str, booking: list[ToolSpec]) -> None:
    """P-MUT, weakly: whatever the fault, the message is not taken for a sound one."""
    fmt = LIBRARY.load(name)
    for mutation in MUTATIONS:
        for calls in ([ROME], [ROME, OSLO]):
            text = mutation.apply(fmt, calls, booking, Random(1))
            if text is None or _inexpressible(mutation.name, fmt.spec.arguments):
                continue
            found = primary(fmt.read(text, booking).findings)
            assert found is not None, (mutation.name, text)
            assert found.severity >= min(mutation.severity, Severity.DETERMINISTIC), text


@for_each("name", [*FAR[::4], *RECOMBINED[::3]])
def test_planted_faults_have_their_codes(name: str, booking: list[ToolSpec]) -> None:
    """P-MUT: JSON and tagged arguments yield exactly the table's code and severity."""
    fmt = LIBRARY.load(name)
    if not isinstance(fmt.spec.arguments, JsonObject | RawTags):
        return
    for mutation in MUTATIONS:
        text = mutation.apply(fmt, [ROME, OSLO], booking, Random(1))
        if text is None or mutation.name in BLUNT:
            continue
        found = primary(fmt.read(text, booking).findings)
        assert found is not None, (mutation.name, text)
        assert (found.code, found.severity) == (mutation.code, mutation.severity), text


@for_each("name", [*FAR[::5], *RECOMBINED[::5]])
@for_each("other", ["hermes", "pythonic", "qwen3_coder"])
def test_what_shipped_formats_write_is_foreign(
    name: str, other: str, booking: list[ToolSpec]
) -> None:
    """P-FOREIGN: falling back on a trained format is seen as that, whatever was asked for."""
    text = LIBRARY.load(other).write([ROME], booking)
    reading = LIBRARY.load(name).read(text, booking)
    assert reading.calls == ()
    assert [found.code for found in reading.findings] == [Code.P3_FOREIGN_FORMAT]
