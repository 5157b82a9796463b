"""Every example of the catalogue's taxonomy (section 7.3) comes out as its section's code."""

import tomllib
from pathlib import Path

from cases import for_each
from shipped_formats import LIBRARY

from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import OF_TOKENS, Code, Severity, primary
from toolbench_ood.types.tool import ToolSpec

EXAMPLES = tomllib.loads(Path(__file__).with_name("taxonomy.toml").read_text("utf-8"))["example"]

LEGAL = {
    (
        "A2_ARGS_REPAIRABLE",
        "raw_newline",
        "qwen3_coder",
    ): "a raw value may hold line feeds: 'Ro\\nme' is a city's name like any other",
    (
        "A3_ESCAPE",
        "",
        "qwen3_coder",
    ): "the format has no entities, so 'R &amp; B' is the text that stands there; "
    "refusing it would make strings with HTML unwritable",
}
"""Examples that are well formed in their format, with the reason."""

BENIGN = {
    ("E3_EXTRA_TEXT", "prose_before", "hermes"),
    ("E3_EXTRA_TEXT", "prose_before", "qwen3_coder"),
}


def _key(example: dict[str, str]) -> tuple[str, str, str]:
    return example["code"], example["case"], example["format"]


@for_each("example", EXAMPLES, ids=lambda example: "-".join(_key(example)))
def test_example_has_its_code(example: dict[str, str], booking: list[ToolSpec]) -> None:
    """The primary finding of a malformed message is the code under which it is listed."""
    text = example["text"]
    reading = LIBRARY.load(example["format"]).read(text, booking)
    if _key(example) in LEGAL:
        assert reading.findings == ()
        assert len(reading.calls) == 1
        return
    found = primary(reading.findings)
    assert found is not None
    assert found.code == Code(example["code"])
    assert (found.severity == Severity.BENIGN) == (_key(example) in BENIGN)
    assert all(0 <= one.start <= one.end <= len(text) for one in reading.findings)
    assert reading.well_formed == (not found.code.structural or _key(example) in BENIGN)


def test_every_code_that_readers_report_has_an_example() -> None:
    """The table covers what a text can show of the taxonomy; P1 is the rollout's."""
    covered = {example["code"] for example in EXAMPLES}
    assert covered == {code.value for code in Code} - {Code.P1_NO_CALL} - OF_TOKENS


@for_each(
    ("code", "case", "severity"),
    [
        ("E1_UNBALANCED", "missing_open", Severity.DETERMINISTIC),
        ("E1_UNBALANCED", "missing_close", Severity.DETERMINISTIC),
        ("A6_NONLITERAL", "nonliteral", Severity.JUDGEMENT),
        ("A6_NONLITERAL", "positional", Severity.DETERMINISTIC),
        ("A4_WRONG_CONTAINER", "", Severity.DETERMINISTIC),
        ("S4_TYPE", "type_coercible", Severity.DETERMINISTIC),
        ("S4_TYPE", "type_fatal", Severity.UNRECOVERABLE),
        ("P3_FOREIGN_FORMAT", "", Severity.UNRECOVERABLE),
    ],
)
def test_severity_where_the_taxonomy_leaves_a_choice(
    code: str, case: str, severity: Severity, booking: list[ToolSpec]
) -> None:
    """The severity is the same in every format for the same fault."""
    for example in EXAMPLES:
        if (example["code"], example["case"]) == (code, case):
            reading = LIBRARY.load(example["format"]).read(example["text"], booking)
            assert max(found.severity for found in reading.findings) == severity


def test_call_index_counts_attempts(booking: list[ToolSpec]) -> None:
    """A finding about the third attempt says 2, whether the second could be read or not."""
    fmt = LIBRARY.load("hermes")
    good = fmt.write([Call("book", {"city": "Rome", "nights": 2})], booking)
    bad = good.replace('"nights": 2', '"nights": two')
    late = good.replace('"nights": 2', '"nights": "2"')
    reading = fmt.read(f"{good}\n{bad}\n{late}", booking)
    assert [(found.code, found.call_index) for found in reading.findings] == [
        (Code.A6_NONLITERAL, 1),
        (Code.S4_TYPE, 2),
    ]
    assert len(reading.calls) == 2
