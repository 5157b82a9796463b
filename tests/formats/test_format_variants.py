"""Formats of other shapes need no Python: TOML and a template, and the laws hold for them."""

from random import Random

import pytest
from cases import for_each
from formats.every import every_variant
from formats.messages import OSLO, ROME
from formats.strategies import moderate, soups, tools_with_calls
from formats.timing import assert_proportional
from hypothesis import given

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Code, primary
from toolbench_ood.types.tool import ToolSpec


@every_variant
def test_variants_are_sound(name: str, variant_library: FormatLibrary) -> None:
    """The forty values, the goldens and the delimiters are in order."""
    assert format_problems(variant_library.load(name)) == []


@moderate
@given(drawn=tools_with_calls())
@every_variant
def test_calls_come_back(
    name: str, variant_library: FormatLibrary, drawn: tuple[list[ToolSpec], list[Call]]
) -> None:
    """P-RT: calls come back type-exact or the writer raises."""
    tools, calls = drawn
    fmt = variant_library.load(name)
    try:
        text = fmt.write(calls, tools)
    except UnwritableError:
        return
    reading = fmt.read(text, tools)
    assert same_calls(reading.calls, calls)
    assert reading.well_formed


@every_variant
@for_each("calls", [[ROME], [ROME, OSLO]], ids=len)
def test_every_prefix(
    name: str, variant_library: FormatLibrary, calls: list[Call], booking: list[ToolSpec]
) -> None:
    """P-PREFIX: only whole calls are trusted."""
    fmt = variant_library.load(name)
    text = fmt.write(calls, booking)
    for cut in range(len(text)):
        reading = fmt.read(text[:cut], booking)
        assert not reading.well_formed or same_calls(reading.calls, calls[: len(reading.calls)])


@moderate
@given(text=soups)
@every_variant
def test_any_text_can_be_read(name: str, variant_library: FormatLibrary, text: str) -> None:
    """P-TOT, with the variant's own delimiters strewn in."""
    fmt = variant_library.load(name)
    markers = fmt.spec.markers()
    for soup in (
        text,
        *(text.replace(sign, marker) for sign, marker in zip("[{'", markers, strict=False)),
    ):
        for tools in ([], library_tools()):
            reading = fmt.read(soup, tools)
            assert all(0 <= one.start <= one.end <= len(soup) for one in reading.findings)


def library_tools() -> list[ToolSpec]:
    """One tool whose name and argument the soups hold."""
    return [
        {
            "type": "function",
            "function": {
                "name": "book",
                "description": "",
                "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
            },
        }
    ]


@every_variant
def test_planted_faults_are_never_silent(
    name: str, variant_library: FormatLibrary, booking: list[ToolSpec]
) -> None:
    """P-MUT, weakly: a planted fault gives a finding; which code comes first may differ."""
    fmt = variant_library.load(name)
    for mutation in MUTATIONS:
        for calls in ([ROME], [ROME, OSLO]):
            text = mutation.apply(fmt, calls, booking, Random(1))
            if text is not None:
                assert primary(fmt.read(text, booking).findings) is not None, (mutation.name, text)


@every_variant
def test_what_shipped_formats_write_is_foreign(
    name: str, variant_library: FormatLibrary, booking: list[ToolSpec]
) -> None:
    """P-FOREIGN: a shipped format's call gives no call here, and P3."""
    fmt = variant_library.load(name)
    for other in ("hermes", "pythonic", "qwen3_coder"):
        reading = fmt.read(variant_library.load(other).write([ROME], booking), booking)
        assert reading.calls == ()
        assert [found.code for found in reading.findings] == [Code.P3_FOREIGN_FORMAT]


@pytest.mark.slow
@every_variant
def test_time_grows_with_the_length(
    name: str, variant_library: FormatLibrary, booking: list[ToolSpec]
) -> None:
    """Law 2: reading is linear for other shapes too."""
    fmt = variant_library.load(name)
    whole = fmt.write([OSLO], booking)
    for sign in (*fmt.spec.markers(), fmt.call_opener, whole, f"{fmt.call_opener}book", " ", "\n"):
        for start in ("", fmt.call_opener):
            assert_proportional(fmt, start, sign, booking)
