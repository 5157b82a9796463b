"""Single decisions of the readers that the laws do not spell out."""

from collections.abc import Sequence

from cases import for_each
from formats.every import every_format
from formats.strategies import fitting
from shipped_formats import LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.readers.outside.foreign import reads_here
from toolbench_ood.readers.specification.marker import is_distinctive
from toolbench_ood.types.call import Call, ToolOutput, same_calls
from toolbench_ood.types.finding import Code, Severity, primary
from toolbench_ood.types.piece import plain
from toolbench_ood.types.tool import ToolSpec, functions_by_name

STAY = Call("book", {"city": "Rome", "nights": 2})


def code_of(fmt: Format, text: str, tools: list[ToolSpec]) -> Code | None:
    """Return the primary code of a text."""
    found = primary(fmt.read(text, tools).findings)
    return found.code if found else None


@every_format
@for_each(
    "prose",
    [
        "See [1] and [done], or (maybe) {later}.",
        "- [ ] buy milk\n- [x] book\n[link](https://example.org) a[0] = [1, 2]",
        "I called book(city, nights) in my head; use book() or f(x) = 2.",
        "Prices: <5 EUR, >3 EUR & 'quotes' \"too\". {'a': 1} {\"b\": 2}",
        "```python\nprint('hello')\n```",
        "[]",
        "",
        " \n ",
    ],
)
def test_prose_with_brackets_is_an_answer(fmt: Format, prose: str, booking: list[ToolSpec]) -> None:
    """Ordinary punctuation is never taken for a call."""
    reading = fmt.read(prose, booking)
    assert reading.findings == ()
    assert reading.calls == ()
    assert reading.content == prose.strip()


@every_format
def test_polluted_prose_is_never_silent(fmt: Format, booking: list[ToolSpec]) -> None:
    """A delimiter that betrays a call always gives a finding, wherever it stands alone."""
    section = fmt.spec.section
    for marker in filter(is_distinctive, fmt.spec.markers()):
        for text in (marker, f"Well {marker} then", f"{marker}{marker}", f"a\n{marker}\nb"):
            assert not fmt.read(text, booking).well_formed, text
    if is_distinctive(section.open):
        assert not fmt.read(section.open + section.close, booking).well_formed
        assert not fmt.read(section.close + section.open, booking).well_formed


def test_a_form_like_a_call_is_flagged_in_pythonic(booking: list[ToolSpec]) -> None:
    """``[name(`` is a call attempt even where the rest is prose."""
    fmt = LIBRARY.load("pythonic")
    assert code_of(fmt, "It is [foo(bar)] then.", booking) == Code.A6_NONLITERAL
    assert code_of(fmt, "[book(city='Rome', nights=2", booking) == Code.E2_TRUNCATED
    assert code_of(fmt, "[bookcity='Rome', nights=2)]", booking) is not None


@every_format
def test_reasoning_is_apart(fmt: Format, booking: list[ToolSpec]) -> None:
    """Leading reasoning is no prose, and a call in it does not count beside one outside."""
    text = fmt.write([STAY], booking)
    reading = fmt.read(f"<think>\nMaybe.\n</think>\n\n{text}", booking)
    assert (reading.reasoning, reading.content, reading.findings) == ("Maybe.", "", ())
    assert same_calls(reading.calls, [STAY])
    both = fmt.read(f"<think>{text}</think>\n{text}", booking)
    assert both.findings == ()
    assert same_calls(both.calls, [STAY])
    opened_before = fmt.read(f"Maybe.\n</think>\n{text}", booking)
    assert opened_before.reasoning == "Maybe."
    assert opened_before.findings == ()


@every_format
def test_a_call_only_in_reasoning(fmt: Format, booking: list[ToolSpec]) -> None:
    """P2: nobody runs a call that was only thought of, closed or not."""
    text = fmt.write([STAY], booking)
    for message in (f"<think>{text}</think>Done.", f"<think>{text}", f"<think>{text}</think>"):
        reading = fmt.read(message, booking)
        assert reading.calls == ()
        assert [found.code for found in reading.findings] == [Code.P2_WRONG_CHANNEL]
    thought = fmt.read("<think>only thinking", booking)
    assert (thought.reasoning, thought.content, thought.findings) == ("only thinking", "", ())


@every_format
def test_a_closing_think_tag_inside_a_string_is_data(fmt: Format) -> None:
    """Reasoning does not end inside a call."""
    tools = [probe_tool("probe", {"value": {"type": "string"}})]
    call = Call("probe", {"value": "a </think> b"})
    reading = fmt.read(fmt.write([call], tools), tools)
    assert same_calls(reading.calls, [call])
    assert reading.reasoning == ""


@every_format
def test_calls_after_a_fake_result_do_not_count(fmt: Format, booking: list[ToolSpec]) -> None:
    """E4 cuts at the result: what follows rests on something that never happened.

    Where results have no marker, the call after one stands in a second batch or after prose.
    """
    text = fmt.write([STAY], booking)
    fake = fmt.results([ToolOutput("ok", "book")])
    reading = fmt.read(f"{text}\n{fake}\n{text}", booking)
    if not fmt.spec.results.markers:
        assert not reading.well_formed
        return
    assert same_calls(reading.calls, [STAY])
    assert [found.code for found in reading.findings] == [Code.E4_FAKE_RESULT]


def _stripped(calls: Sequence[Call]) -> list[Call]:
    """Leave out the line feeds that are layout in one raw format and value in another."""
    return [
        Call(
            call.name,
            {
                key: value.strip("\n") if isinstance(value, str) else value
                for key, value in call.arguments.items()
            },
        )
        for call in calls
    ]


@every_format
def test_foreign_calls_are_named(fmt: Format, booking: list[ToolSpec]) -> None:
    """P-FOREIGN: what another format writes gives no call, and P3 with that format's name.

    Unless the other's calls stand whole in its text for this format too: then they are calls.
    """
    for other in fmt.other_formats:
        for pair in ([STAY], [STAY, Call("book", {"city": "Oslo", "nights": 1})]):
            calls = fitting(other, pair)
            text = other.write(calls, booking)
            reading = fmt.read(text, booking)
            functions = functions_by_name(booking)
            if any(reads_here(reader, text, functions) for reader in fmt.readers):
                assert same_calls(_stripped(reading.calls), calls)
                continue
            assert reading.calls == ()
            assert [(found.code, found.detail) for found in reading.findings] == [
                (Code.P3_FOREIGN_FORMAT, other.spec.calls_like or other.name)
            ]


@every_format
def test_an_unknown_tool_is_a_matter_of_schema(fmt: Format, booking: list[ToolSpec]) -> None:
    """S1 is no structural fault; without declared tools every name is unknown."""
    text = plain(fmt.draft([Call("reserve", {"city": "Rome"})]))
    for tools in (booking, []):
        reading = fmt.read(text, tools)
        assert reading.well_formed
        assert not reading.schema_valid
        assert [found.code for found in reading.findings] == [Code.S1_NAME_UNKNOWN]


@for_each(
    ("body", "code", "severity"),
    [
        ('{"name": "book", "arguments": {"nights": NaN}}', Code.A6_NONLITERAL, Severity.JUDGEMENT),
        ('{"name": "book", "arguments": {"n": -Infinity}}', Code.A6_NONLITERAL, Severity.JUDGEMENT),
        (
            '{"name": "book", "arguments": {"n": 1e999}}',
            Code.A1_ARGS_SYNTAX,
            Severity.UNRECOVERABLE,
        ),
        (
            '{"name": "book", "arguments": {"n": ' + "9" * 5000 + "}}",
            Code.A1_ARGS_SYNTAX,
            Severity.UNRECOVERABLE,
        ),
        ('{"name": "book", "arguments": {"c": "\\ud800"}}', Code.A3_ESCAPE, Severity.JUDGEMENT),
        ('{"name": "book", "arguments": {"a": 1, "a": 1}}', Code.A5_DUP_KEY, Severity.BENIGN),
        ('{"name": "book", "arguments": {"a": 1, "a": 1.0}}', Code.A5_DUP_KEY, Severity.JUDGEMENT),
        ('{"name": "book", "arguments": {"a": 07}}', Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE),
        ('{"name": "book", "arguments": {"a": "\\d"}}', Code.A3_ESCAPE, Severity.JUDGEMENT),
        ('{"name": "book", "arguments": {} /* so */}', Code.A6_NONLITERAL, Severity.JUDGEMENT),
        ('{"name": "book"}', Code.A4_WRONG_CONTAINER, Severity.JUDGEMENT),
        ('{"name": "book", "city": "Rome"}', Code.A4_WRONG_CONTAINER, Severity.JUDGEMENT),
        ('{"name": "", "arguments": {}}', Code.H1_NAME_MISSING, Severity.UNRECOVERABLE),
        ('{"name": 3, "arguments": {}}', Code.H1_NAME_MISSING, Severity.UNRECOVERABLE),
        ('{"name": "book", "arguments": {}, "id": 1}', Code.A4_WRONG_CONTAINER, Severity.JUDGEMENT),
        ('{"book": {"city": "Rome"}}', Code.P4_CHIMERA, Severity.JUDGEMENT),
        ('{"tool": "book", "arguments": {}}', Code.A7_KEY_ALIAS, Severity.DETERMINISTIC),
        ('[{"name": "book", "arguments": {}}]', Code.E6_BATCHING, Severity.DETERMINISTIC),
        ('```json\n{"name": "book", "arguments": {}}\n```', Code.E3_EXTRA_TEXT, Severity(1)),
        ('{"name": "book", "arguments": {}}}', Code.E1_UNBALANCED, Severity.JUDGEMENT),
        ('{"name": "book", "arguments": {}', Code.E1_UNBALANCED, Severity.JUDGEMENT),
        ('{"name": "book", "arguments": {}} ok', Code.E3_EXTRA_TEXT, Severity.DETERMINISTIC),
        ('{"name": "book", "arguments": ' + "[" * 100_000, Code.A1_ARGS_SYNTAX, Severity(3)),
        ("", Code.H1_NAME_MISSING, Severity.UNRECOVERABLE),
        ("well", Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE),
    ],
    ids=lambda value: str(value)[:50],
)
def test_json_bodies(body: str, code: Code, severity: Severity, booking: list[ToolSpec]) -> None:
    """JSON is what RFC 8259 says, with one object of exactly two keys; the rest has a code."""
    found = primary(
        tuple(
            one
            for one in LIBRARY.load("hermes")
            .read(f"<tool_call>{body}</tool_call>", booking)
            .findings
            if one.code.structural
        )
    )
    assert found is not None
    assert (found.code, found.severity) == (code, severity)


@for_each(
    ("arguments", "code"),
    [
        ("city=f'Rome'", Code.A6_NONLITERAL),
        ("city='Ro' 'me'", Code.A1_ARGS_SYNTAX),
        ("city='it''s'", Code.A3_ESCAPE),
        ("city='''Rome'''", Code.A3_ESCAPE),
        ("city=place", Code.A6_NONLITERAL),
        ("nights=int(2)", Code.A6_NONLITERAL),
        ("nights=+2", Code.A6_NONLITERAL),
        ("nights=07", Code.A1_ARGS_SYNTAX),
        ("nights=1_000", Code.A1_ARGS_SYNTAX),
        ("nights=0x10", Code.A1_ARGS_SYNTAX),
        ("nights=1e999", Code.A1_ARGS_SYNTAX),
        ("nights=nan", Code.A6_NONLITERAL),
        ("city='\\d'", Code.A3_ESCAPE),
        ("city='\\ud83d\\ude00'", Code.A3_ESCAPE),
        ("tags=('a', 'b')", Code.A6_NONLITERAL),
        ("tags={'a', 'b'}", Code.A1_ARGS_SYNTAX),
        ("tags={1: 'b'}", Code.A1_ARGS_SYNTAX),
        ("tags=['a',]", Code.A2_ARGS_REPAIRABLE),
        ("city='Rome' # so", Code.A6_NONLITERAL),
        ("**{'city': 'Rome'}", Code.A6_NONLITERAL),
        ("from='Rome'", Code.A1_ARGS_SYNTAX),
        ("city: 'Rome'", Code.A1_ARGS_SYNTAX),
        ("nights=" + "[" * 100_000, Code.A1_ARGS_SYNTAX),
        ("nights=" + "-" * 100_000, Code.A6_NONLITERAL),
    ],
    ids=lambda value: str(value)[:40],
)
def test_python_arguments(arguments: str, code: Code, booking: list[ToolSpec]) -> None:
    """Python arguments are keywords with literals; the rest has a code."""
    assert code_of(LIBRARY.load("pythonic"), f"[book({arguments})]", booking) == code


@for_each(
    ("body", "code"),
    [
        ("<function=book>\n</tool_call>", Code.E1_UNBALANCED),
        ("<function=book>\n<parameter=city>\nRome\n</function>\n</tool_call>", Code.E1_UNBALANCED),
        (
            "<function=book>\n<param=city>\nRome\n</param>\n</function>\n</tool_call>",
            Code.A7_KEY_ALIAS,
        ),
        (
            "<function=book>\n<parameters=city>\nRome\n</parameter>\n</function>\n</tool_call>",
            Code.E5_MARKER_TYPO,
        ),
        ("<parameter=city>\nRome\n</parameter>\n</tool_call>", Code.E1_UNBALANCED),
        ("<functions=book>\n</function>\n</tool_call>", Code.E5_MARKER_TYPO),
        ("<book>\n</book>\n</tool_call>", Code.P4_CHIMERA),
        (
            "<function=book>\n<parameter=tags>\n[&quot;a&quot;]\n</parameter>\n</function>\n</tool_call>",
            Code.A3_ESCAPE,
        ),
        (
            "<function=book>\n<parameter=tags>\n['a']\n</parameter>\n</function>\n</tool_call>",
            Code.A2_ARGS_REPAIRABLE,
        ),
        (
            '<function=book>\n<parameter=tags>\n["a"\n</parameter>\n</function>\n</tool_call>',
            Code.A1_ARGS_SYNTAX,
        ),
        (
            "<function=book>\n<parameter=nights>\nNaN\n</parameter>\n</function>\n</tool_call>",
            Code.A6_NONLITERAL,
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_tag_bodies(body: str, code: Code, booking: list[ToolSpec]) -> None:
    """Tags nest as the format says; the rest has a code."""
    assert code_of(LIBRARY.load("qwen3_coder"), f"<tool_call>\n{body}", booking) == code


@every_format
def test_what_begins_a_section_is_sought_before_the_section(
    fmt: Format, booking: list[ToolSpec]
) -> None:
    """No section begins without its reader's ``beginning``, in any form, index or white space."""
    text = fmt.write([STAY], booking)
    rewritten = [text, text.replace(" ", "\n"), text.replace(" ", ""), text.replace("0", "")]
    for reader in fmt.readers:
        assert reader.beginning, reader.spec
        for each in rewritten:
            if any(True for _ in reader.sections(each, 0, functions_by_name(booking))):
                assert reader.beginning in each, (reader.beginning, each)
            if reader.ambiguous_open is not None and reader.ambiguous_open.search(each):
                assert reader.may_open(each, 0), (reader.beginning, each)
