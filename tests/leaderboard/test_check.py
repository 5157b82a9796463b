"""The check of published entries names what is wrong, where, and what it should be."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from score.made import make

from toolbench_ood.leaderboard.arithmetic import arithmetic_problems
from toolbench_ood.leaderboard.check import entry_files, entry_problems
from toolbench_ood.leaderboard.entry import Entry, entry_schema
from toolbench_ood.leaderboard.publish import make_entry
from toolbench_ood.leaderboard.store import write_entry
from toolbench_ood.rollout.record import Record
from toolbench_ood.score.scores import make_scores
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError

_RECORDS = st.lists(
    st.builds(
        make.record,
        solved=st.booleans(),
        well_formed=st.booleans(),
        format=st.sampled_from(["hermes", "pythonic", "qwen3_coder"]),
        suite=st.sampled_from(["calendar", "lab_samples"]),
        split=st.sampled_from(["train", "held_out"]),
        kind=st.sampled_from(["single", "chain"]),
        calls=st.lists(st.builds(make.called, st.sampled_from(["ok", "refused"])), max_size=3),
    ),
    max_size=12,
)

Alter = Callable[[dict[str, Any]], Any]


def write_valid_entry(folder: Path) -> Path:
    records = [*make.many(3), *make.many(2, format="pythonic", solved=False)]
    return write_entry(make_entry(make.run(folder / "run", records)), folder / "entries")


def _set(path: str, value: Any) -> Alter:
    def alter(entry: dict[str, Any]) -> None:
        *parents, last = path.split(".")
        place: Any = entry
        for key in parents:
            place = place[int(key) if isinstance(place, list) else key]
        place[last] = value

    return alter


@for_each(
    ("alter", "words"),
    [
        (_set("surprise", 1), "'surprise' was unexpected"),
        (_set("scores.total.surprise", 1), "scores.total: Additional properties"),
        (lambda entry: entry.pop("versions"), "'versions' is a required property"),
        (_set("schema_version", 2), "schema_version: 1 was expected"),
        (_set("scores.total.cases", "5"), "scores.total.cases: '5' is not of type 'integer'"),
        (_set("date", "yesterday"), "date: 'yesterday' does not match"),
        (_set("scores.total.solved.k", 4), "scores.total.solved.rate is 0.6; expected 0.8"),
        (_set("scores.total.solved.k", 6), "scores.total.solved.k is 6; expected 0 to 5"),
        (_set("scores.total.solved.rate", 0.61), "rate is 0.61; expected 0.6"),
        (_set("scores.total.solved.low", 0.5), "scores.total.solved.low is 0.5; expected 0.23"),
        (_set("scores.formats.hermes.cases", 9), "scores.formats.hermes.solved.n is 3; expected 9"),
        (_set("scores.cells.0.row.messages", 9), "sum of messages over scores.cells is 11"),
        (_set("scores.total.failed", 1), "scores.total.failed is 1; expected 0"),
        (_set("scores.planned", 7), "scores.planned is 7; expected 5"),
        (_set("scores.id_format", "pythonic"), "scores.id_format is 'pythonic'; expected 'hermes'"),
        (_set("formats", {}), "scores.formats is ['hermes', 'pythonic']; expected []"),
        (lambda entry: entry["scores"]["cells"].pop(), "scores.cells"),
        (lambda entry: entry["scores"]["cells"].reverse(), "scores.cells"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, alter: Alter, words: str) -> None:
    """A fault in an otherwise valid entry is reported with file, place and expectation."""
    entry_file = write_valid_entry(tmp_path)
    entry = json.loads(entry_file.read_text())
    alter(entry)
    entry_file.write_text(json.dumps(entry))
    problems = entry_problems(entry_file)
    assert any(words in problem for problem in problems), problems
    assert all(problem.startswith(f"{entry_file}: ") for problem in problems)


@for_each("content", ["", "{", "[" * 100_000, "\udcff"])
def test_what_is_no_json_is_named(tmp_path: Path, content: str) -> None:
    """A broken file is a problem, not a crash."""
    entry_file = write_valid_entry(tmp_path)
    entry_file.write_bytes(content.encode(errors="surrogateescape"))
    (problem,) = entry_problems(entry_file)
    assert "cannot be read as JSON" in problem


def test_the_schema_is_no_entry(tmp_path: Path) -> None:
    """A folder that holds the schema beside its entries is checked without it."""
    entry_file = write_valid_entry(tmp_path)
    (entry_file.parent / "entry.schema.json").write_text("{}")
    assert entry_files(entry_file.parent) == [entry_file]


@for_each("value", [None, [], 3, {}])
def test_other_json_is_named(tmp_path: Path, value: Any) -> None:
    """JSON of any shape is checked."""
    entry_file = write_valid_entry(tmp_path)
    entry_file.write_text(json.dumps(value))
    assert entry_problems(entry_file)


@given(_RECORDS)
def test_the_scores_of_any_run_agree_with_themselves(records: list[Record]) -> None:
    """The check finds nothing wrong with what the program itself counts."""
    run = make.header(records)
    entry = Entry.model_construct(
        id_format=run.id_format,
        formats=run.formats,
        suites=run.suites,
        scores=make_scores(records, planned=len(records), id_format="hermes"),
    )
    assert list(arithmetic_problems(entry)) == []


def test_entries_are_found(tmp_path: Path) -> None:
    """A file, the folder of entries, and the folder above it may be named."""
    entry_file = write_valid_entry(tmp_path)
    folder = entry_file.parent
    assert entry_files(entry_file) == entry_files(folder) == entry_files(folder.parent)


def test_a_path_without_entries_is_refused(tmp_path: Path) -> None:
    """Nothing to check is the user's mistake."""
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(UserError, match="holds no entry"):
            entry_files(path)


def test_the_published_schema_is_the_models() -> None:
    """``leaderboards/entry.schema.json`` is what the program checks, and is a valid schema."""
    text = (shipped("leaderboards") / "entry.schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == entry_schema()
    Draft202012Validator.check_schema(entry_schema())


def test_no_object_of_the_schema_is_open() -> None:
    """Every object either names all its keys or says what all its values are."""
    definitions = entry_schema()["$defs"]
    for name, definition in {**definitions, "": entry_schema()}.items():
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False, name


def test_the_shipped_entries_are_valid() -> None:
    """Whatever is published passes the check."""
    assert [problem for file in entry_files() for problem in entry_problems(file)] == []
