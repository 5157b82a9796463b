"""Damaged renderings: prefixes, slips in a format's own words, planted faults, any text at all."""

from collections.abc import Callable
from random import Random

from cases import for_each, pairwise
from extent import Extent
from formats.every import every_format, every_mutation, formats_in
from formats.messages import MESSAGES, OSLO, every_message, slips_in_markup, squeezed, told
from formats.strategies import fitting, moderate, more, soups, tools_with_calls
from hypothesis import assume, given
from hypothesis import strategies as st
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.mutations import MUTATIONS, Mutation
from toolbench_ood.readers.specification.arguments import RawTags
from toolbench_ood.readers.specification.marker import is_distinctive
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import OF_TOKENS, Code, Severity, primary
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec


def assert_sound(text: str, reading: Reading) -> None:
    """Offsets stand inside the text and findings stand in order."""
    assert all(0 <= one.start <= one.end <= len(text) for one in reading.findings)
    starts = [one.start for one in reading.findings]
    assert starts == sorted(starts)


def assert_no_invention(reading: Reading, calls: list[Call]) -> None:
    """What is trusted was written, in that order, from the first on."""
    if reading.well_formed:
        assert same_calls(reading.calls, calls[: len(reading.calls)])


@formats_in(4)
@every_message
def test_every_prefix(fmt: Format, calls: list[Call], booking: list[ToolSpec]) -> None:
    """P-PREFIX: the end of the text never closes a call, and a call cut short is never silent.

    A message cut anywhere recovers the calls that stand whole, or none.
    """
    calls = fitting(fmt, calls)
    text = fmt.write(calls, booking)
    sections = fmt.reader.scan(text, 0, {})
    closed = sections if fmt.spec.section.close else [one for it in sections for one in it.calls]
    ends = [part.end for part in closed]
    opener = fmt.spec.section.open
    for cut in range(len(text)):
        reading = fmt.read(text[:cut], booking)
        assert_sound(text[:cut], reading)
        assert_no_invention(reading, calls)
        assert same_calls(reading.recovered, calls[: len(reading.recovered)]), told(
            text[:cut], reading
        )
        whole = [end for end in ends if end <= cut]
        begun = text[whole[-1] if whole else 0 : cut].lstrip()
        if len(begun) > len(opener) + 2:
            codes = {found.code for found in reading.findings}
            assert codes & {Code.E1_UNBALANCED, Code.E2_TRUNCATED}, told(text[:cut], reading)


LAYOUTS = (
    lambda text: text,
    lambda text: text.replace("\n", ""),
    lambda text: text.replace("\n", "\n\n "),
)
"""Other white space than the writer's that a reader takes."""


@pairwise
@formats_in(4)
@every_message
@for_each("layout", LAYOUTS, ids=range(len(LAYOUTS)))
def test_what_is_cut_off_is_nothing_else(
    fmt: Format, calls: list[Call], layout: Callable[[str], str], booking: list[ToolSpec]
) -> None:
    """A text that its budget cut off, in an opener or a closer too, is unbalanced or truncated.

    It is no message with words after its calls, and no misspelt marker.
    """
    text = layout(fmt.write(fitting(fmt, calls), booking))
    if not fmt.read(text, booking).well_formed:
        return  # where lines tell, no other layout is the format's
    for cut in range(len(text)):
        reading = fmt.read(text[:cut], booking)
        codes = {one.code for one in reading.findings if one.severity > Severity.BENIGN}
        assert codes <= {Code.E1_UNBALANCED, Code.E2_TRUNCATED}, told(text[:cut], reading)


@more
@given(drawn=tools_with_calls(max_calls=2), share=st.floats(0, 1))
@every_format
def test_any_prefix_of_any_calls(
    fmt: Format, drawn: tuple[list[ToolSpec], list[Call]], share: float
) -> None:
    """P-PREFIX with values that look like structure."""
    tools, calls = drawn[0], fitting(fmt, drawn[1])
    try:
        text = fmt.write(calls, tools)
    except UnwritableError:
        assume(False)
    cut = text[: int(len(text) * share)]
    reading = fmt.read(cut, tools)
    assert_sound(cut, reading)
    assert_no_invention(reading, calls)


@formats_in(4)
@every_message
def test_a_slip_in_the_words_of_the_format(
    fmt: Format, calls: list[Call], booking: list[ToolSpec], extent: Extent
) -> None:
    """Law 3: one wrong sign in the format's words is harmless or reported, never another call.

    Nor does it turn a call into a plain answer: a malformed call is no abstention. Where a sign
    more beside a value is a sign of the value, as in raw text, the text must be, white space
    aside, exactly how the format writes the calls that were read. What is recovered, and carried
    out as the schema allows, is what was written.
    """
    calls = fitting(fmt, calls)
    for slip in slips_in_markup(fmt, calls, booking, extent=extent):
        reading = fmt.read(slip, booking)
        assert_sound(slip, reading)
        if reading.repaired and reading.repaired.schema_valid:
            assert same_calls(reading.repaired.calls, calls), told(slip, reading)
        trusted = reading.well_formed and reading.schema_valid
        if trusted and not same_calls(reading.calls, calls):
            assert isinstance(fmt.spec.arguments, RawTags | Pairs), told(slip, reading)
            assert reading.calls, told(slip, reading)
            assert squeezed(fmt.write(reading.calls, booking)) == squeezed(slip)


@pairwise
@every_format
@every_mutation
@every_message
@for_each("seed", range(12))
def test_planted_faults_are_reported(
    fmt: Format, mutation: Mutation, calls: list[Call], seed: int, booking: list[ToolSpec]
) -> None:
    """P-MUT: each operator's fault is the primary finding, with its code and severity."""
    text = mutation.apply(fmt, fitting(fmt, calls), booking, Random(seed))
    if text is None:
        return
    reading = fmt.read(text, booking)
    found = primary(reading.findings)
    assert found is not None, told(text, reading)
    as_planted = (found.code, found.severity) == (mutation.code, mutation.severity)
    assert as_planted, f"{mutation.code} {mutation.severity.name} planted, {told(text, reading)}"
    assert_sound(text, reading)


@every_mutation
def test_every_mutation_applies_somewhere(mutation: Mutation, booking: list[ToolSpec]) -> None:
    """An operator that never applies would test nothing."""
    assert any(
        mutation.apply(fmt, calls, booking, Random(0)) for fmt in FORMATS for calls in MESSAGES
    )


def test_mutations_cover_the_structural_codes() -> None:
    """A text shows every structural code; P1 is the rollout's, and P5 a fault of no format."""
    covered = {mutation.code for mutation in MUTATIONS if mutation.code.structural}
    elsewhere = {Code.P1_NO_CALL, Code.P5_OUTSIDE_FORMAT} | OF_TOKENS
    assert covered == {code for code in Code if code.structural} - elsewhere


def test_mutations_leave_wild_values_alone(booking: list[ToolSpec]) -> None:
    """A planted fault is only certain when nothing else in the message looks like one."""
    wild = Call("book", {"city": "</tool_call>", "nights": 1})
    fmt = LIBRARY.load("hermes")
    assert all(one.apply(fmt, [wild], booking, Random(0)) is None for one in MUTATIONS)


@every_format
@moderate
@given(text=st.one_of(soups, st.text(max_size=80), st.text(st.characters(), max_size=40)))
def test_any_text_can_be_read(fmt: Format, text: str) -> None:
    """P-TOT: no text raises, and every offset stands inside the text."""
    tools: list[ToolSpec] = [
        {
            "type": "function",
            "function": {
                "name": "book",
                "description": "",
                "parameters": {"type": "object", "properties": {"city": {"type": "integer"}}},
            },
        }
    ]
    reading = fmt.read(text, tools)
    assert_sound(text, reading)
    if any(marker in text for marker in filter(is_distinctive, fmt.spec.markers())):
        thinking = "think>" in text
        assert reading.findings or reading.calls or thinking or reading.reasoning


@moderate
@given(soup=soups)
@every_format
def test_soup_after_a_call_never_makes_another(fmt: Format, soup: str) -> None:
    """Broken structure after a call does not change what the call was."""
    tools = _declared({"city": {"type": "string"}, "nights": {"type": "integer"}})
    text = fmt.write([OSLO], tools)
    reading = fmt.read(f"{text}\n{soup}", tools)
    if reading.well_formed and not reading.reasoning:
        assert same_calls(reading.calls[:1], [OSLO])


def _declared(properties: dict[str, dict[str, str]]) -> list[ToolSpec]:
    return [
        {
            "type": "function",
            "function": {
                "name": "book",
                "description": "Book a stay.",
                "parameters": {"type": "object", "properties": dict(properties)},
            },
        }
    ]
