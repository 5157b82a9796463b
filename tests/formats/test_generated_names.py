"""Names of generated formats: which there are, and that each means one format for ever."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cases import for_each
from formats.generated import FAR, NEAR, RECOMBINED
from shipped_formats import LIBRARY

from toolbench_ood import load_format
from toolbench_ood.format.check import format_problems
from toolbench_ood.format.generate import GENERATOR_VERSION
from toolbench_ood.format.generate.name import parse_name
from toolbench_ood.format.generate.near import CHANGES
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.scaffold import new_format
from toolbench_ood.types.errors import UserError

PINNED = {
    "gen:0": "97e7d37755876d614788e81d828f62e531adba311a7ae700435fe463e1b2c24b",
    "gen:7": "e93c5724ef3261c44b8aedd6b983a06307e4946e409e1c0c4ecbfe783810e70a",
    "gen:7/1": "d4d50cb7a28d3b5a81164ff96d499d827fba5b560f508987816108e4285b929a",
    "gen:18446744073709551616": "8d6d9475e83c6f01e333208e59e1757c0c39d41655cb46ddb39012a7e9e70b57",
    "gen:recombined:7": "8592bee4e4c5d0f28b3efd9c5ca6c4362cee985db4d321eb96b19aa9d70ee9ac",
    "gen:recombined:7/5": "3b29979a3da0b9e7b68eb629de1b9e6897af4689a9c8bf238f50730c035a30a4",
}
"""What version 1 of the generator makes. When these change, its version has to as well."""


@for_each(
    ("text", "name"),
    [
        ("gen:7", "gen:7"),
        ("gen:7/0", "gen:7"),
        ("gen:far:7/0", "gen:7"),
        ("gen:far:0/3", "gen:0/3"),
        ("gen:recombined:7", "gen:recombined:7"),
        ("gen:recombined:7/0", "gen:recombined:7"),
        ("gen:near:hermes:7/12", "gen:near:hermes:7/12"),
        (f"gen:{'9' * 40}/999999", f"gen:{'9' * 40}/999999"),
    ],
)
def test_every_spelling_has_one_shortest_name(text: str, name: str) -> None:
    """However it is asked for, a format bears one name and is one object."""
    assert str(parse_name(text)) == name
    fmt = LIBRARY.load(text)
    assert fmt.name == name
    assert fmt is LIBRARY.load(name)


@for_each(
    "text",
    [
        *("gen:", "gen:x", "gen:-1", "gen:07", "gen:7/", "gen:7/01", "gen:7/x", "gen:7/1/2"),
        *(
            "gen:near:7",
            "gen:near:hermes",
            "gen:nearly:7",
            "gen: 7",
            "gen:7\n",
            "gen:\u0667",
            "gen:1e3",
        ),
        *(f"gen:{'9' * 41}", "gen:7/1000000"),
    ],
)
def test_a_bad_name_is_one_sentence(text: str) -> None:
    """It says what was given and what to write."""
    with pytest.raises(UserError, match="names no generated format") as caught:
        load_format(text)
    assert repr(text) in str(caught.value)
    assert "give shorter ones" in str(caught.value) or "gen:near:hermes:7" in str(caught.value)


def test_a_near_format_of_nothing_is_refused() -> None:
    """The sentence names the formats that there are."""
    with pytest.raises(UserError, match=r"no format 'hermess'; did you mean 'hermes'"):
        load_format("gen:near:hermess:7")


def test_an_unknown_format_is_told_of_generated_ones() -> None:
    """They are in no list, so an error is where they are found."""
    with pytest.raises(UserError, match="gen:SEED"):
        load_format("hermess")


@for_each(("name", "digest"), PINNED.items())
def test_names_mean_the_same_for_ever(name: str, digest: str) -> None:
    """A format that a result was published with can be made again."""
    assert GENERATOR_VERSION == 1
    assert LIBRARY.load(name).digest == digest


def test_the_words_of_near_formats_stay_the_same() -> None:
    """Their digests follow the format that they are near to; what is drawn does not."""
    spec = LIBRARY.load("gen:near:hermes:7/2").spec
    assert (spec.section.open, spec.section.close) == ("<fjivdu>", "</fjivdu>")


def test_what_made_it_is_recorded() -> None:
    """Kind, version and source name the generator, its version and the seed."""
    for name in (FAR[3], RECOMBINED[3], NEAR[3]):
        spec = LIBRARY.load(name).spec
        assert spec.kind == "generated"
        assert spec.version == GENERATOR_VERSION
        assert f"{name} by version {GENERATOR_VERSION} of the generator" in spec.source


_PRINT_DIGESTS = """\
import json, sys
from toolbench_ood import load_format
print(json.dumps({name: load_format(name).digest for name in sys.argv[1:]}))
"""


@for_each("hash_seed", ["0", "1"])
def test_another_process_makes_the_same(hash_seed: str) -> None:
    """No order of a set or a hash plays a part, nor what was made before."""
    names = [*FAR[:4], *RECOMBINED[:4], *NEAR[:4]]
    done = subprocess.run(  # noqa: S603  # this interpreter, and arguments of our own
        [sys.executable, "-c", _PRINT_DIGESTS, *reversed(names)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout) == {name: LIBRARY.load(name).digest for name in names}


def test_only_members_are_among_the_names_and_rivals() -> None:
    """Any can be loaded; a foreign call is looked for in those alone that a run is made with."""
    library = FormatLibrary(members=["gen:7/0", "hermes", "gen:recombined:1"])
    assert library.names() == (*LIBRARY.names(), "gen:7", "gen:recombined:1")
    assert "gen:7" in {other.name for other in library.load("hermes").other_formats}
    outside = library.load("gen:8")
    assert {other.name for other in outside.other_formats} == set(library.names())
    assert "gen:7" not in LIBRARY.names()
    assert {other.name for other in LIBRARY.load("gen:7").other_formats} == set(LIBRARY.names())


def test_a_near_format_of_a_broken_one_says_why(tmp_path: Path) -> None:
    """Whatever is drawn keeps the base's fault, so the sentence names it and gives up."""
    folder = new_format("mine", "hermes", tmp_path)
    toml = (folder / "format.toml").read_text(encoding="utf-8")
    (folder / "format.toml").write_text(toml.replace("lossy = []", 'lossy = ["null"]'))
    with pytest.raises(UserError, match=r"gen:near:mine:7 cannot be made.*'null' is in lossy"):
        load_format("gen:near:mine:7", [tmp_path])


def test_a_change_that_breaks_the_laws_is_left_for_the_next(tmp_path: Path) -> None:
    """A base with delimiters written into its template keeps them; another thing is changed."""
    folder = new_format("mine", "hermes", tmp_path)
    calls = (folder / "calls.jinja").read_text(encoding="utf-8")
    calls = calls.replace("{{ format.section.open }}", "<tool_call>")
    (folder / "calls.jinja").write_text(calls, encoding="utf-8")
    library = FormatLibrary([tmp_path])
    made = [library.load(f"gen:near:mine:7/{n}") for n in range(len(CHANGES))]
    assert [fmt.name for fmt in made if format_problems(fmt)] == []
    assert len({fmt.digest for fmt in made}) == len(made)
