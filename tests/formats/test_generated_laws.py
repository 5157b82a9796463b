"""Laws 1 to 3 over two hundred generated formats.

What a format may do is drawn along with it, so every law is tried on a format of a block, and no
format is left out of those that are cheap.
"""

from collections.abc import Iterator, Sequence

import pytest
from cases import for_each
from extent import Extent
from formats.generated import BLOCKS, NAMES
from formats.messages import OSLO, ROME, slips_in_markup, squeezed
from formats.round_trip import assert_comes_back
from formats.strategies import fitting, moderate, plain_words, soups, tools_with_calls
from formats.timing import assert_proportional
from hypothesis import assume, given
from hypothesis import strategies as st
from shipped_formats import LIBRARY

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import hard_values
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Code, Severity
from toolbench_ood.types.tool import ToolSpec

every_block = for_each("names", BLOCKS, ids=lambda names: names[0], parts=2)


def _loaded(names: Sequence[str]) -> Iterator[Format]:
    return map(LIBRARY.load, names)


def test_there_are_two_hundred() -> None:
    """As many as the tests promise, each of its own, whatever names them."""
    assert len(set(NAMES)) == 200
    assert len({LIBRARY.load(name).digest for name in NAMES}) == 200


@every_block
def test_they_obey_the_laws_of_formats(names: Sequence[str]) -> None:
    """Delimiters, templates and the forty values are in order; only declared ones are refused."""
    for fmt in _loaded(names):
        assert format_problems(fmt) == [], fmt.name
        refused = {case.name for case in hard_values(fmt.spec) if _refused(fmt, case.call)}
        assert refused <= set(fmt.spec.lossy), fmt.name


def _refused(fmt: Format, call: Call) -> bool:
    tools = [case.tool for case in hard_values(fmt.spec) if case.call == call]
    try:
        fmt.write([call], tools[:1])
    except UnwritableError:
        return True
    return False


@every_block
@moderate
@given(data=st.data(), drawn=tools_with_calls())
def test_calls_come_back(
    names: Sequence[str], data: st.DataObject, drawn: tuple[list[ToolSpec], list[Call]]
) -> None:
    """P-RT, P-COL: calls come back type-exact and without a finding, or are declared lossy."""
    fmt = LIBRARY.load(data.draw(st.sampled_from(names)))
    tools, calls = drawn[0], fitting(fmt, drawn[1])
    assert_comes_back(fmt, tools, calls)


@every_block
@moderate
@given(data=st.data(), text=soups)
def test_any_text_can_be_read(
    names: Sequence[str], data: st.DataObject, text: str, booking: list[ToolSpec]
) -> None:
    """P-TOT: no text raises, with the format's own delimiters strewn in."""
    fmt = LIBRARY.load(data.draw(st.sampled_from(names)))
    markers = fmt.spec.markers()
    for soup in (text, *(text.replace("[", marker) for marker in markers)):
        reading = fmt.read(soup, booking)
        assert all(0 <= one.start <= one.end <= len(soup) for one in reading.findings)


@for_each("name", NAMES[::10])
def test_time_grows_with_the_length(name: str, booking: list[ToolSpec]) -> None:
    """Law 2: reading is linear, whatever delimiter a text repeats."""
    fmt = LIBRARY.load(name)
    whole = fmt.write([OSLO], booking)
    for sign in (*fmt.spec.markers(), fmt.call_opener, whole, f"{fmt.call_opener}book", "\n"):
        assert_proportional(fmt, fmt.call_opener, sign, booking)


@pytest.mark.slow
@every_block
def test_every_prefix(names: Sequence[str], booking: list[ToolSpec]) -> None:
    """P-PREFIX: the end of the text closes no call."""
    for fmt in _loaded(names):
        for calls in ([ROME], fitting(fmt, [ROME, OSLO])):
            text = fmt.write(calls, booking)
            for cut in range(len(text)):
                reading = fmt.read(text[:cut], booking)
                written = calls[: len(reading.calls)]
                assert not reading.well_formed or same_calls(reading.calls, written), text[:cut]


@for_each("name", NAMES[::4])
def test_a_slip_in_the_words_of_the_format(
    name: str, booking: list[ToolSpec], extent: Extent
) -> None:
    """Law 3: one wrong sign in the format's words makes no other call and no plain answer.

    Where a sign beside a value became a part of it, the text must be how the format writes the
    calls that were read, white space aside.
    """
    fmt = LIBRARY.load(name)
    for slip in slips_in_markup(fmt, [OSLO], booking, extent=extent):
        reading = fmt.read(slip, booking)
        trusted = reading.well_formed and reading.schema_valid
        if trusted and not same_calls(reading.calls, [OSLO]):
            assert reading.calls, slip
            assert squeezed(fmt.write(reading.calls, booking)) == squeezed(slip)


@every_block
@moderate
@given(data=st.data(), before=plain_words, after=plain_words)
def test_prose_around_calls(
    names: Sequence[str],
    data: st.DataObject,
    before: str,
    after: str,
    booking: list[ToolSpec],
) -> None:
    """P-PROSE: prose leaves the calls as they are and gives E3 alone, as the policy grades it."""
    fmt = LIBRARY.load(data.draw(st.sampled_from(names)))
    assume(before.strip() and after.strip())
    assume(not fmt.call_opener.startswith(after.strip()))
    reading = fmt.read(f"{before}\n{fmt.write([OSLO], booking)}\n{after}", booking)
    assert same_calls(reading.calls, [OSLO])
    assert [(found.code, found.severity) for found in reading.findings] == [
        (Code.E3_EXTRA_TEXT, Severity.BENIGN if allowed else Severity.DETERMINISTIC)
        for allowed in (fmt.spec.prose.before, fmt.spec.prose.after)
    ]
