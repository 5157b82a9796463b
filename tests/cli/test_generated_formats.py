"""Generated formats from the shell: wherever a format is named, a generated one can be."""

import json
from pathlib import Path

import pytest
from cases import for_each
from cli.command import error_line, run, run_json
from shipped_formats import LIBRARY

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.scaffold import new_format

SOME = ("gen:7", "gen:3/2", "gen:recombined:4", "gen:near:hermes:7", "gen:near:minimax_m2:7/4")


@pytest.mark.slow
def test_a_run_plays_them_and_is_scored_again(tmp_path: Path) -> None:
    """Ids, header and records name them; two spellings of one are one; scores can be made anew."""
    given = ("--format", "gen:7/0,gen:7,gen:near:hermes:3/1", "--suite", "calendar", "--limit", 4)
    out = tmp_path / "run"
    assert run("eval", "--model", "oracle", *given, "--out", out, "--seeds", 1).exit_code == 0
    header = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert list(header["formats"]) == ["gen:7", "gen:near:hermes:3/1"]
    for name, entry in header["formats"].items():
        assert entry["digest"] == LIBRARY.load(name).digest
    records = [json.loads(line) for line in (out / "records.jsonl").read_text().splitlines()]
    assert {record["format"] for record in records} == set(header["formats"])
    assert all(record["solved"] and record["well_formed"] for record in records)
    assert all(f"[{record['format']}][0]" in record["case"] for record in records)
    assert run("score", out).exit_code == 0
    assert run("eval", "--resume", out).exit_code == 0
    shown = run_json("show", records[0]["case"], "--json")
    assert shown["case"] == records[0]["case"]


def test_a_planted_fault_is_found_among_the_runs_own(tmp_path: Path) -> None:
    """A faulty model gives findings in generated formats too, and scoring again finds the same."""
    out = tmp_path / "run"
    given = ("--format", "gen:7,gen:recombined:1", "--suite", "calendar", "--limit", 6)
    run("eval", "--model", "faulty:0.5", *given, "--out", out, "--seeds", 1)
    before = (out / "records.jsonl").read_text(encoding="utf-8")
    assert '"code"' in before
    assert run("score", out).exit_code == 0
    assert (out / "records.jsonl").read_text(encoding="utf-8") == before


@for_each("name", SOME)
def test_show_format(name: str) -> None:
    """What a model would read and write, with the digest that a run records."""
    shown = run_json("show", "format", name, "--json")
    fmt = LIBRARY.load(name)
    assert (shown["name"], shown["kind"], shown["folder"]) == (name, "generated", None)
    assert shown["digest"] == fmt.digest
    assert fmt.call_opener in shown["rendered"]["two_calls"]
    assert run("show", "format", name).exit_code == 0


@pytest.mark.slow
def test_validate() -> None:
    """The laws hold for them as for any; they have no golden files to write."""
    few = ("--suite", "calendar", "--kind", "single,parallel", "--seeds", 1)
    given = ("--format", ",".join(SOME[:3]), *few)
    result = run("validate", *given)
    assert result.exit_code == 0
    assert "\n3 formats, " in result.stdout
    line = error_line("validate", "--format", "gen:7", "--write-goldens")
    assert "formats new NAME --like gen:7" in line


@for_each("like", SOME)
def test_one_can_be_written_out(like: str, tmp_path: Path) -> None:
    """The folder obeys the laws and has the same texts, but for its name, version and source."""
    made = FormatLibrary([new_format("mine", like, tmp_path)]).load("mine")
    model = LIBRARY.load(like)
    assert format_problems(made) == []
    own = {"name": "mine", "version": 1, "source": f"Made like {like}."}
    assert made.spec.model_dump() == {**model.spec.model_dump(), **own}
    templates = [file for file in model.source.texts if file != "format.toml"]
    for file in templates:
        assert (tmp_path / "mine" / file).read_text(encoding="utf-8") == model.source.texts[file]


def test_a_format_cannot_bear_a_generated_name(tmp_path: Path) -> None:
    """Neither a new folder nor one made by hand: such a name always means the generator's own."""
    assert "begin with a letter" in error_line(
        *("formats", "new", "gen:7", "--like", "hermes", "--out", tmp_path)
    )
    folder = new_format("mine", "gen:7", tmp_path)
    text = (folder / "format.toml").read_text(encoding="utf-8")
    (folder / "format.toml").write_text(text.replace('"mine"', '"gen:7"', 1), encoding="utf-8")
    folder = folder.rename(tmp_path / "gen:7")
    line = error_line("list", "formats", "--formats", folder)
    assert "rename the folder and its format" in line


def test_distance_takes_them_along() -> None:
    """They stand after all others; a near one lies no further from its base than one axis."""
    measured = run_json("formats", "distance", "gen:7", "gen:near:hermes:3/0", "--json")
    assert measured["formats"] == [*LIBRARY.names(), "gen:7", "gen:near:hermes:3"]
    row = dict(zip(measured["formats"], measured["matrix"][-1], strict=True))
    assert row["hermes"] <= 2 / 15.5
    assert row["gen:7"] > 0.3
    assert "gen:near:hermes:3" in run("formats", "distance", "gen:near:hermes:3").stdout
    assert "names no generated format" in error_line("formats", "distance", "gen:x")
    assert "no format 'hermess'" in error_line("formats", "distance", "hermess")


@for_each("command", [("show", "format"), ("validate", "--format")])
def test_a_bad_name_is_one_line(command: tuple[str, ...]) -> None:
    """What exists stands in the sentence."""
    assert "gen:near:FORMAT:SEED/N" in error_line(*command, "gen:seven")
