"""The lenient tier (P-LEN): what is recovered is what was meant, proved by the strict reader."""

import json
import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cases import for_each, pairwise
from formats.every import every_format, every_variant, structural_mutations
from formats.messages import MESSAGES, OSLO, ROME, every_message, told
from formats.strategies import moderate, more, soups, tools_with_calls
from formats.timing import assert_proportional
from hypothesis import assume, given
from hypothesis import strategies as st
from shipped_formats import LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.mutations import MUTATIONS, Mutation
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Code, Severity
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec


def meant(mutation: Mutation, calls: list[Call]) -> list[Call]:
    """The calls of a mutated message; the operator on batching doubles a lone call."""
    return calls * 2 if mutation.name == "other_batching" and len(calls) == 1 else calls


def worst(reading: Reading) -> Severity:
    """The highest severity of a structural finding."""
    graded = [found.severity for found in reading.findings if found.code.structural]
    return max(graded, default=Severity.BENIGN)


def assert_tiers_agree(reading: Reading) -> None:
    """Lenient holds strict; a repair is proved, and only of what is deterministic."""
    assert reading.lenient or not reading.well_formed
    assert reading.lenient or reading.recovered == ()
    if reading.well_formed:
        assert reading.repaired is None
        assert reading.recovered is reading.calls
    elif reading.repaired:
        assert worst(reading) is Severity.DETERMINISTIC
        assert reading.repaired.well_formed
        assert reading.recovered == reading.repaired.calls


@pairwise
@every_format
@structural_mutations(Severity.DETERMINISTIC)
@every_message
@for_each("seed", range(6))
def test_deterministic_faults_are_repaired(
    fmt: Format, mutation: Mutation, calls: list[Call], seed: int, booking: list[ToolSpec]
) -> None:
    """P-LEN: after each D operator exactly the calls before it are recovered."""
    text = mutation.apply(fmt, calls, booking, Random(seed))
    if text is not None:
        reading = fmt.read(text, booking)
        assert reading.lenient, told(text, reading)
        assert same_calls(reading.recovered, meant(mutation, calls)), told(text, reading)
        assert_tiers_agree(reading)


@pairwise
@every_format
@structural_mutations(Severity.JUDGEMENT, Severity.UNRECOVERABLE)
@every_message
@for_each("seed", range(12))
def test_other_faults_are_never_repaired(
    fmt: Format, mutation: Mutation, calls: list[Call], seed: int, booking: list[ToolSpec]
) -> None:
    """P-LEN: after a J or U operator nothing is recovered, healthy calls beside it included."""
    text = mutation.apply(fmt, calls, booking, Random(seed))
    if text is not None:
        reading = fmt.read(text, booking)
        assert not reading.lenient, told(text, reading)
        assert reading.recovered == ()


@every_format
def test_schema_and_benign_faults_remove_no_call(fmt: Format, booking: list[ToolSpec]) -> None:
    """P-LEN: what only the schema or nobody objects to is read the same in both tiers."""
    for mutation in MUTATIONS:
        if mutation.code.structural and mutation.severity is not Severity.BENIGN:
            continue
        text = mutation.apply(fmt, [ROME, OSLO], booking, Random(0))
        if text is not None:
            reading = fmt.read(text, booking)
            assert len(reading.recovered) == 2
            assert reading.recovered == reading.calls


@every_variant
def test_variants_are_repaired_too(
    name: str, variant_library: FormatLibrary, booking: list[ToolSpec]
) -> None:
    """P-LEN in formats of other shapes: all D operators are repaired, all J and U ones are not."""
    fmt = variant_library.load(name)
    for mutation in MUTATIONS:
        for calls in MESSAGES:
            text = mutation.apply(fmt, calls, booking, Random(1))
            if text is None or not mutation.code.structural:
                continue
            reading = fmt.read(text, booking)
            if mutation.severity > Severity.DETERMINISTIC:
                assert reading.recovered == (), text
            else:
                assert same_calls(reading.recovered, meant(mutation, calls)), told(text, reading)


@more
@given(drawn=tools_with_calls())
@every_format
def test_lenient_holds_strict(fmt: Format, drawn: tuple[list[ToolSpec], list[Call]]) -> None:
    """P-LEN: whatever is well-formed is lenient, with the same calls."""
    tools, calls = drawn
    try:
        text = fmt.write(calls, tools)
    except UnwritableError:
        assume(False)
    reading = fmt.read(text, tools)
    assert reading.lenient
    assert same_calls(reading.recovered, calls)
    assert_tiers_agree(reading)


@moderate
@given(soup=soups)
@every_format
def test_tiers_agree_on_any_text(fmt: Format, soup: str) -> None:
    """P-TOT for lenient: no text raises, and only what is deterministic is repaired."""
    tools: list[ToolSpec] = [
        {
            "type": "function",
            "function": {
                "name": "book",
                "description": "",
                "parameters": {"type": "object", "properties": {"city": {}}},
            },
        }
    ]
    assert_tiers_agree(fmt.read(soup, tools))


@more
@given(drawn=tools_with_calls(max_calls=2), share=st.floats(0, 1))
@every_format
def test_no_prefix_of_any_calls_recovers_another(
    fmt: Format, drawn: tuple[list[ToolSpec], list[Call]], share: float
) -> None:
    """Law 3 for lenient, with values that look like structure."""
    tools, calls = drawn
    try:
        text = fmt.write(calls, tools)
    except UnwritableError:
        assume(False)
    recovered = fmt.read(text[: int(len(text) * share)], tools).recovered
    assert same_calls(recovered, calls[: len(recovered)])


EXAMPLES = tomllib.loads(Path(__file__).with_name("taxonomy.toml").read_text("utf-8"))["example"]
USUAL = '[{"city": "Rome", "nights": 2}]'


@for_each("example", EXAMPLES, ids=lambda one: "-".join((one["code"], one["case"], one["format"])))
def test_taxonomy_examples_recover_what_they_mean(
    example: dict[str, str], booking: list[ToolSpec]
) -> None:
    """Each example of a D fault recovers the calls that it means; those of J and U nothing."""
    reading = LIBRARY.load(example["format"]).read(example["text"], booking)
    assert_tiers_agree(reading)
    if worst(reading) is Severity.DETERMINISTIC:
        arguments = json.loads(example.get("recovered", USUAL))
        assert same_calls(reading.recovered, [Call("book", given) for given in arguments])
    elif worst(reading) > Severity.DETERMINISTIC:
        assert reading.recovered == ()


HERMES = '<tool_call>{"name": "book", "arguments": {"city": "Rome", "nights": 2}}</tool_call>'
BODY = '{"name": "book", "arguments": {"city": "Rome", "nights": 2}}'
SHORT = Call("book", {"city": "Rome", "nights": 2})

_SIBLINGS = "<arg name='city'>\nRome\n</arg><arg name='nights'>2</arg>"
_UNCLOSED = """<invoke name="book"><parameter name="city">Rome
<parameter name="nights">2</parameter></invoke>"""
_MISSPELT = "<parameter=city>\nRome</paramter>\n<parameter=nights>\n2\n</parameter>"

SEVERAL: list[tuple[str, str, int]] = [
    ("hermes", f"<think>Now.\n{HERMES}\n{HERMES}</think>\nDone.", 2),
    ("hermes", f"<think>Now.\n{HERMES}", 1),
    ("hermes", f"```json\n{BODY}\n```\nand\n```json\n{BODY}\n```", 2),
    ("hermes", f"<tool_call>\n```json\n{BODY}\n```\n</tool_call>", 1),
    ("hermes", f"<tool_call>\n{BODY}\nSo be it.\n</tool_call>", 1),
    ("hermes", f"<tool_call>[{BODY}, {BODY.replace('book', 'functions.book')}]</tool_call>", 2),
    ("hermes", f"{HERMES.replace('book', 'Book')}\nSo.\n{HERMES}\n<tool_response>\nok", 2),
    ("hermes", f"{HERMES}\n<tool_call>{BODY}", 2),
    ("hermes", f"<tool_call>{BODY}\n<tool_call>{BODY}", 2),
    ("hermes", HERMES.replace('"', "'").replace("book", "tools/book").replace("2}", "2,}"), 1),
    ("hermes", HERMES.replace('"arguments"', '"args"').replace('"name"', '"function"'), 1),
    ("hermes", f'<tool_call>{{"type": "function", "function": {BODY}, "id": "a"}}</tool_call>', 1),
    ("jamba", "<tool_calls>[" + BODY.replace('"', "'") + ", " + BODY.replace("}}", "},}") + "]", 2),
    ("jamba", f"<tool_calls>[[{BODY}, {BODY}]]</tool_calls>", 2),
    ("jamba", f"<tool_calls>[{BODY}; {BODY}]</tool_calls>\n<tool_calls>[{BODY}, ]</tool_calls>", 3),
    ("llama3_json", BODY.replace("arguments", "parameters") + "\n\nand\n" + BODY, 2),
    ("pythonic", "[book('Rome', 2), book(city='Rome', nights=2,)", 2),
    ("pythonic", "[Book(\"{'city': 'Rome', 'nights': 2}\")]", 1),
    ("pythonic", "book = {'city': 'Rome', 'nights': 2}\nbook = {'city': 'Rome', 'nights': 2}", 2),
    ("pythonic", "[book(city='Rome', nights=2)]\n[book(city='Rome', nights=2)]\nDone.", 2),
    (
        "qwen3_coder",
        f"<tool_call><function=book>{_SIBLINGS}</function></tool_call>",
        1,
    ),
    (
        "minimax_m2",
        f"<minimax:tool_call>{_UNCLOSED}</minimax:tool_call>",
        1,
    ),
    ("glm47", "<tool_call>book\n<parameter=city>Rome</parameter>\n<k=nights>2</k></tool_call>", 1),
    ("glm47", "<tool_call>book\nRome\n2\n</tool_call>", 1),
]
"""Messages with several deterministic faults, or unusual ones, and how often they call."""


@for_each(("name", "text", "times"), SEVERAL, ids=range(len(SEVERAL)))
def test_several_faults_are_repaired_together(
    name: str, text: str, times: int, booking: list[ToolSpec]
) -> None:
    """Deterministic faults stay so in company: all calls are recovered, in their order."""
    reading = LIBRARY.load(name).read(text, booking)
    assert not reading.well_formed
    assert same_calls(reading.recovered, [SHORT] * times), reading.findings


BEYOND: list[tuple[str, str]] = [
    ("hermes", f"{HERMES}\n<tool_call>{BODY.replace('2', '1+1')}</tool_call>"),
    ("hermes", f"<think>{HERMES}<tool_call>{BODY[:-9]}</tool_call></think>"),
    ("hermes", f'<tool_call>{{"function": {BODY}, "when": "later"}}</tool_call>'),
    ("hermes", '<tool_call>{"name": "book", "arguments": ["a", 1, "sea", [], 5]}</tool_call>'),
    ("hermes", "<tool_call>[]</tool_call>"),
    ("hermes", f"{HERMES}\n{BODY}"),
    ("hermes", f"{HERMES}\nAnd then:\n```json\n{BODY}\n```"),
    ("jamba", f"<tool_calls>[{BODY}; {BODY}, ]</tool_calls>"),
    ("pythonic", "[book(city='Rome', nights=2)] and book(city='Oslo', nights=1)"),
    ("qwen3_coder", "<tool_call>\n<sketch>\n<part>a</part>\n</sketch>\n</tool_call>"),
    ("qwen3_coder", "<tool_call><invoke name='book'><arg name='city'>Rome</invoke></tool_call>"),
    (
        "qwen3_coder",
        f"<tool_call><function=book>{_MISSPELT}</function></tool_call>",
    ),
    ("qwen3_coder", f"<tool_call><function=book>\nRome\n{_UNCLOSED}\n</function></tool_call>"),
    ("jamba", f"<tool_calls>[{BODY} book it]</tool_calls>"),
    ("pythonic", "[bookcity='Rome', nights=2), book(city='Rome', nights=2)]"),
    ("llama3_json", f'"name": "book", "parameters": {{}}}}; {BODY}'),
]
"""Messages that hold something that is meant one way or another."""


@for_each(("name", "text"), BEYOND, ids=range(len(BEYOND)))
def test_what_may_be_meant_otherwise_is_left(name: str, text: str, booking: list[ToolSpec]) -> None:
    """A doubtful fault keeps the whole message from being carried out, sound calls included."""
    reading = LIBRARY.load(name).read(text, booking)
    assert worst(reading) >= Severity.JUDGEMENT
    assert not reading.lenient
    assert reading.recovered == ()


def test_a_rewriting_that_a_raw_format_cannot_carry_is_none(booking: list[ToolSpec]) -> None:
    """An object that gives a number for a string is not turned into a string behind its back."""
    fmt = LIBRARY.load("qwen3_coder")
    good = (
        "<tool_call>\n<function=book>\n<parameter=arguments>\n"
        '{"city": "7", "nights": 2}\n</parameter>\n</function>\n</tool_call>'
    )
    assert same_calls(fmt.read(good, booking).recovered, [Call("book", {"city": "7", "nights": 2})])
    bad = fmt.read(good.replace('"7"', "7"), booking)
    assert worst(bad) is Severity.JUDGEMENT
    assert bad.recovered == ()


@every_format
def test_values_in_another_dialect_are_respelt(fmt: Format, booking: list[ToolSpec]) -> None:
    """A2: a literal of the other dialect means the same value, wherever a format holds literals."""
    if fmt.spec.arguments.encoding not in ("json_object", "python_kwargs", "raw_tags"):
        return
    call = Call("book", {"city": "Rome", "nights": 2, "tags": ["a", None, True, 'say "so"']})
    text = fmt.write([call], booking)
    json_list, python_list = '["a", null, true, "say \\"so\\""]', "['a', None, True, 'say \"so\"']"
    home, other = (json_list, python_list) if json_list in text else (python_list, json_list)
    if home not in text:  # neither dialect, or both mixed
        return
    reading = fmt.read(text.replace(home, other), booking)
    if any("constants" in variant.arguments for variant in fmt.spec.variants):  # both are its own
        assert same_calls(reading.calls, [call])
        return
    assert {found.code for found in reading.findings} == {Code.A2_ARGS_REPAIRABLE}
    assert same_calls(reading.recovered, [call])


def test_schema_faults_stand_beside_recovered_calls(booking: list[ToolSpec]) -> None:
    """A recovered call is checked against its tool's schema, which the strict tier leaves open."""
    text = HERMES.replace("book", "functions.book").replace("nights", "evenings")
    reading = LIBRARY.load("hermes").read(text, booking)
    assert [found.code for found in reading.findings] == [Code.H2_NAME_DECORATED]
    assert reading.repaired is not None
    assert {found.code for found in reading.repaired.findings} == {
        Code.S2_MISSING_REQUIRED,
        Code.S3_UNKNOWN_ARG,
    }
    assert len(reading.recovered) == 1


def test_a_fake_result_alone_is_an_answer_without_it(booking: list[ToolSpec]) -> None:
    """Cut at a result of the model's own making, a message without a call is a plain answer."""
    reading = LIBRARY.load("hermes").read("Booked.\n<tool_response>\nok\n", booking)
    assert reading.lenient
    assert reading.recovered == ()
    assert reading.repaired is not None
    assert reading.repaired.content == "Booked."


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Format:
    """A format of one call a message."""
    folder = tmp_path_factory.mktemp("formats") / "single"
    folder.mkdir()
    for path in LIBRARY.load("hermes").folder.glob("*.*"):
        text = path.read_text("utf-8").replace("repeat = true", "repeat = false")
        text = text.replace('"repeated block"', '"single only"')
        (folder / path.name).write_text(text.replace('name = "hermes"', 'name = "single"'), "utf-8")
    return FormatLibrary([folder]).load("single")


@for_each("text", [HERMES * 2, f"<tool_call>{BODY}{BODY}</tool_call>"])
def test_several_calls_where_one_may_stand(
    text: str, single: Format, booking: list[ToolSpec]
) -> None:
    """E6: a format of one call a message recovers several, though it could not write them."""
    reading = single.read(text, booking)
    assert [found.code for found in reading.findings] == [Code.E6_BATCHING]
    assert same_calls(reading.recovered, [SHORT, SHORT])


def test_repairing_has_a_limit(booking: list[ToolSpec]) -> None:
    """More faults behind one another than the rounds of repair recover nothing, in bounded time.

    Faults that do not hide one another are repaired at once, however many there are.
    """
    fmt = LIBRARY.load("pythonic")
    call = "book(city='Rome', nights=2,)"
    assert len(fmt.read(f"[{', '.join([call] * 8)}]", booking).recovered) == 8
    assert fmt.read(f"[{', '.join([call] * 9)}]", booking).recovered == ()
    many = HERMES.replace("book", "functions.book") * 500
    assert len(LIBRARY.load("hermes").read(many, booking).recovered) == 500


REPAIRED: list[Any] = [
    ("hermes", "", f"<tool_call>[{BODY}]</tool_call>"),
    ("hermes", "", HERMES.replace("book", "functions.book")),
    ("hermes", "<tool_call>", f"{BODY}\n"),
    ("hermes", "<think>", HERMES),
    ("hermes", "", f"```\n{BODY}\n```\n"),
    ("pythonic", "[", "book(city='Rome', nights=2,), "),
    ("pythonic", "", "[book('Rome', 2)]\n"),
    ("pythonic", "", "book = {'city': 'Rome'}\n"),
    ("pythonic", "[book(tags=[", "null, "),
    ("qwen3_coder", "<tool_call><function=book>", "<arg name='city'>Rome</arg>"),
    ("qwen3_coder", "<tool_call><function=book><parameter=tags>[", "'a', "),
]


@for_each(("name", "start", "sign"), REPAIRED, ids=range(len(REPAIRED)))
def test_repairing_takes_time_in_proportion(
    name: str, start: str, sign: str, booking: list[ToolSpec]
) -> None:
    """Law 2 for lenient: many faults of one kind are repaired in time linear in the text."""
    assert_proportional(LIBRARY.load(name), start, sign, booking)
