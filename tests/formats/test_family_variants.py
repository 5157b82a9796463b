"""Variants: what a family's own templates and documents allow beside the form that is written."""

from collections.abc import Sequence

from cases import for_each
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.readers.specification.variant import Variant
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.finding import Severity
from toolbench_ood.types.piece import plain

NATIVE = [fmt for fmt in FORMATS if fmt.spec.kind == "native"]
VALUES = ("Europe/Paris", "Paris", "3")
NAMES = ("ns.get", "get-it", "a/b", "a:b", "a::b", "f:1", "x/y.z-1")

every_variant = for_each(
    ("fmt", "variant"),
    [(fmt, variant) for fmt in FORMATS for variant in fmt.spec.variants],
    ids=[f"{fmt.name}-{place}" for fmt in FORMATS for place, _ in enumerate(fmt.spec.variants)],
)


@every_variant
def test_a_variant_is_read_and_never_written(fmt: Format, variant: Variant) -> None:
    """Its example gives the golden calls and no finding above benign; the writer's form is one."""
    reading = fmt.read(variant.example, GOLDEN_TOOLS)
    assert reading.calls
    assert same_calls(reading.calls, GOLDEN_CALLS[: len(reading.calls)])
    assert all(found.severity is Severity.BENIGN for found in reading.findings)
    written = fmt.write(reading.calls, GOLDEN_TOOLS)
    assert fmt.reader.scan(written, 0, {})[0].calls


@every_variant
def test_a_damaged_variant_is_no_other_call(fmt: Format, variant: Variant) -> None:
    """Law 3: cut anywhere, or short of one sign, it gives the calls that were written, or none."""
    text = variant.example
    opener = fmt.spec.varied(variant).section.open
    begun = text.index(opener) + len(opener) + len('{"type": "function", "name": "get_weather"')
    for cut in range(len(text)):
        reading = fmt.read(text[:cut], GOLDEN_TOOLS)
        if reading.well_formed:
            assert same_calls(reading.calls, GOLDEN_CALLS[: len(reading.calls)]), text[:cut]
            assert reading.calls or cut <= begun, text[:cut]
    for at in filter(lambda at: not _in_a_value(text, at), range(len(text))):
        short = text[:at] + text[at + 1 :]
        reading = fmt.read(short, GOLDEN_TOOLS)
        if reading.well_formed and reading.schema_valid and reading.calls:
            assert same_calls(reading.calls, GOLDEN_CALLS[: len(reading.calls)]), short


def _in_a_value(text: str, at: int) -> bool:
    spans = ((text.find(value, at - len(value) + 1), len(value)) for value in VALUES)
    return any(0 <= start <= at < start + size for start, size in spans)


@for_each("key", ["city", "city name", "user.id", "x-y"])
@for_each("name", NAMES)
@for_each("fmt", NATIVE, ids=lambda fmt: fmt.name)
def test_declared_names_stand_as_they_are_declared(fmt: Format, name: str, key: str) -> None:
    """Law 15: dots, dashes, slashes, colons and blanks in a declared name are no fault."""
    call = Call(name, {key: "Paris"})
    tools = [probe_tool(name, {key: {"type": "string"}}), probe_tool("get", {})]
    reading = fmt.read(plain(fmt.draft([call], tools)), tools)
    assert same_calls(reading.calls, [call])
    assert reading.findings == ()


@for_each(
    ("name", "text", "ids"),
    [
        ("mistral_v2", '[TOOL_CALLS][{"name": "f", "arguments": {}}]', [None]),
        (
            "mistral_v2",
            '[TOOL_CALLS][{"name": "f", "arguments": {}, "id": "9Ae3bDc2F"}]',
            ["9Ae3bDc2F"],
        ),
        (
            "mistral_v2",
            '[TOOL_CALLS] [{"name": "f", "arguments": {}, "id": "9Ae3bDc2F"}]',
            ["9Ae3bDc2F"],
        ),
        ("mistral_v2", '[TOOL_CALLS] [{"name": "f", "arguments": {}}]', [None]),
        ("mistral", "[TOOL_CALLS]f[ARGS]{}", [None]),
        ("mistral", "[TOOL_CALLS]f[CALL_ID]9Ae3bDc2F[ARGS]{}", ["9Ae3bDc2F"]),
        ("mistral", "[TOOL_CALLS]f[CALL_ID]short[ARGS]{}", []),
        (
            "mistral",
            "[TOOL_CALLS]f[CALL_ID]9Ae3bDc2F[ARGS]{}[TOOL_CALLS]f[CALL_ID]9Ae3bDc2F[ARGS]{}",
            [],
        ),
    ],
)
def test_ids_are_kept_as_they_are_written(name: str, text: str, ids: Sequence[str | None]) -> None:
    """Ids of nine signs that differ are those of the calls; any other is a fault."""
    reading = LIBRARY.load(name).read(text, [probe_tool("f", {})])
    assert reading.well_formed == bool(ids)
    assert not ids or [call.id for call in reading.calls] == ids


@for_each("space", ["", " ", "\n", " \r\n\t"])
@for_each("opener", ["functions.", ""])
def test_white_space_around_an_id_of_kimi_is_free(opener: str, space: str) -> None:
    """It stands before the id, behind it, or both, with the namespace or without it."""
    for before, after in ((space, ""), ("", space), (space, space)):
        text = (
            f"<|tool_calls_section_begin|><|tool_call_begin|>{before}{opener}get_time:0{after}"
            '<|tool_call_argument_begin|>{"tz": "UTC"}<|tool_call_end|><|tool_calls_section_end|>'
        )
        reading = LIBRARY.load("kimi_k2").read(text, GOLDEN_TOOLS)
        assert reading.findings == ()
        assert same_calls(reading.calls, [Call("get_time", {"tz": "UTC"})])


_CALL = "<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>"


@for_each(
    ("text", "content", "count"),
    [
        (f"<|channel|>commentary<|message|>I look.<|end|><|start|>assistant{_CALL}", "I look.", 1),
        (" to=functions.f<|channel|>commentary<|message|>{}<|call|>", "", 1),
        ("<|channel|>final<|message|>It is fine.<|return|>", "It is fine.", 0),
        (
            "<|channel|>commentary<|message|>So.<|end|><|start|>assistant<|channel|>final<|message|>Yes.",
            "So.\nYes.",
            0,
        ),
    ],
)
def test_frames_belong_to_no_content(text: str, content: str, count: int) -> None:
    """What begins and ends harmony's messages is neither prose nor a fault."""
    reading = LIBRARY.load("harmony").read(text, [probe_tool("f", {})])
    assert reading.well_formed
    assert (reading.content, len(reading.calls)) == (content, count)
