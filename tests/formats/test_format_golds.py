"""Literals of the families' own templates read back exactly, and are what our writers write."""

import tomllib
from pathlib import Path

from cases import for_each
from formats.alike import reads_alike, write_alike
from shipped_formats import LIBRARY

from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS
from toolbench_ood.readers.outside.foreign import reads_here
from toolbench_ood.types.call import same_calls
from toolbench_ood.types.finding import Code, Severity, primary
from toolbench_ood.types.tool import functions_by_name

GOLDS = tomllib.loads(Path(__file__).with_name("golds.toml").read_text("utf-8"))
SLIPS = GOLDS.pop("slip")

every_gold = for_each(
    ("name", "count"),
    [
        (name, count)
        for name in sorted(GOLDS)
        for count in (1, 2)
        if count == 1 or "two" in GOLDS[name]
    ],
    ids=str,
)


def gold_text(name: str, count: int) -> str:
    """Return the literal of one call or of two."""
    return str(GOLDS[name]["one" if count == 1 else "two"])


@every_gold
def test_gold_literals_read_back(name: str, count: int) -> None:
    """What the family writes gives exactly the calls, no prose, and no finding above benign."""
    reading = LIBRARY.load(name).read(gold_text(name, count), GOLDEN_TOOLS)
    assert same_calls(reading.calls, GOLDEN_CALLS[:count])
    assert reading.content == ""
    assert all(found.severity == Severity.BENIGN for found in reading.findings)


@every_gold
def test_the_writer_writes_the_gold_literal(name: str, count: int) -> None:
    """The format's own rendering is the family's, sign for sign."""
    written = LIBRARY.load(name).write(GOLDEN_CALLS[:count], GOLDEN_TOOLS)
    assert written == gold_text(name, count).strip()


@for_each("name", sorted(GOLDS))
def test_only_formats_of_single_calls_have_no_literal_of_two(name: str) -> None:
    """Each entry shows all that its format can write of the task."""
    assert ("two" in GOLDS[name]) != LIBRARY.load(name).spec.single


@every_gold
def test_cut_gold_literals_yield_no_unflagged_call(name: str, count: int) -> None:
    """A literal cut anywhere yields the whole calls before the cut, or a finding, never others."""
    text, fmt = gold_text(name, count), LIBRARY.load(name)
    for cut in range(len(text)):
        reading = fmt.read(text[:cut], GOLDEN_TOOLS)
        if reading.well_formed:
            assert same_calls(reading.calls, GOLDEN_CALLS[: len(reading.calls)])


@for_each("name", sorted(GOLDS))
def test_a_gold_literal_belongs_to_its_format_alone(name: str) -> None:
    """No other format reads it as a message of its own, but those that write calls alike."""
    home = LIBRARY.load(name)
    text = gold_text(name, 1 if home.spec.single else 2)
    for other in home.other_formats:
        reading = other.read(text, GOLDEN_TOOLS)
        alike = write_alike(other, home) or reads_alike(other, home)
        assert reading.well_formed == alike
        functions = functions_by_name(GOLDEN_TOOLS)
        if not any(reads_here(reader, text, functions) for reader in other.readers):
            assert [found.code for found in reading.findings] == [Code.P3_FOREIGN_FORMAT]


def test_formats_that_write_calls_alike_say_so() -> None:
    """Of formats with the same calls one lends its name, and the others declare it."""
    for name in LIBRARY.names():
        fmt = LIBRARY.load(name)
        alike = {one.name for one in fmt.other_formats if write_alike(one, fmt)}
        if fmt.spec.calls_like:
            assert fmt.spec.calls_like in alike
            assert not LIBRARY.load(fmt.spec.calls_like).spec.calls_like
        else:
            assert all(LIBRARY.load(other).spec.calls_like == name for other in alike)


@for_each("slip", SLIPS, ids=lambda slip: f"{slip['format']}-{slip['code']}")
def test_known_slips_of_the_families(slip: dict[str, str]) -> None:
    """Drifts that the catalogue reports for real models are findings with a fitting code."""
    reading = LIBRARY.load(slip["format"]).read(slip["text"], GOLDEN_TOOLS)
    found = primary(tuple(one for one in reading.findings if one.code.structural))
    assert found is not None
    assert found.code == Code(slip["code"])


@for_each("name", sorted(name for name in GOLDS if "spaced" in GOLDS[name]))
def test_free_space_and_key_order(name: str) -> None:
    """P-WS, P-KEY: white space between tokens and the order of keys change nothing."""
    reading = LIBRARY.load(name).read(GOLDS[name]["spaced"], GOLDEN_TOOLS)
    assert same_calls(reading.calls, GOLDEN_CALLS[:1])
    assert reading.findings == ()
