"""Grammars of generated formats: what is written is admitted, and what is damaged is not."""

from random import Random

import pytest
from cases import for_each
from formats.generated import FAR, NEAR, RECOMBINED
from formats.messages import OSLO, ROME
from formats.strategies import fitting, moderate, tools_with_calls
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shipped_formats import LIBRARY

from constrain.admits import Admits, in_declared_order, refused_hard_values
from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Severity
from toolbench_ood.types.tool import ToolSpec

SAMPLE = (*FAR[::4], *RECOMBINED[::6], *NEAR[::6])
some = for_each("name", SAMPLE, parts=2)

BOOKING: list[ToolSpec] = [
    {
        "type": "function",
        "function": {
            "name": "book",
            "description": "Book a stay.",
            "parameters": {
                "type": "object",
                "properties": {
                    "city": {"type": "string"},
                    "nights": {"type": "integer"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["city", "nights"],
                "additionalProperties": False,
            },
        },
    }
]


@some
def test_hard_values_are_admitted(name: str) -> None:
    """What a format can write of the forty hard values, its grammar admits."""
    assert refused_hard_values(LIBRARY.load(name)) == []


@some
def test_damaged_messages_are_not_admitted(name: str) -> None:
    """A message with a planted fault that the reader reports is none of the grammar's."""
    fmt = LIBRARY.load(name)
    admits = Admits(fmt, BOOKING)
    assert admits(fmt.write(fitting(fmt, [ROME, OSLO]), BOOKING))
    for mutation in MUTATIONS:
        text = mutation.apply(fmt, [ROME, OSLO], BOOKING, Random(1))
        reported = text is not None and any(
            found.severity > Severity.BENIGN for found in fmt.read(text, BOOKING).findings
        )
        assert not (reported and admits(text)), (mutation.name, text)


@pytest.mark.slow
@settings(moderate, max_examples=100)
@given(name=st.sampled_from(SAMPLE), drawn=tools_with_calls())
def test_drawn_calls_are_admitted(name: str, drawn: tuple[list[ToolSpec], list[Call]]) -> None:
    """Written calls that fit their schemas are admitted, whatever the format."""
    fmt = LIBRARY.load(name)
    tools, calls = drawn
    calls = [in_declared_order(call, tools) for call in calls]
    try:
        text = fmt.write(calls, tools)
    except UnwritableError:
        assume(False)
    assert Admits(fmt, tools)(text)
