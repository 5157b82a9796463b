"""The check of published entries names what is wrong, where, and what it should be."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from cli.command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from score.made import make

from toolbench_ood.leaderboard.arithmetic import arithmetic_problems
from toolbench_ood.leaderboard.check import entry_files, entry_problems
from toolbench_ood.leaderboard.entry import Choices, Entry, entry_schema
from toolbench_ood.leaderboard.publish import make_entry
from toolbench_ood.leaderboard.store import write_entry
from toolbench_ood.rollout.limits import Limits, Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.header import IdContent, IdFormats
from toolbench_ood.score.pairs import pair_key
from toolbench_ood.score.scores import make_scores
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Sampling

_SPLITS = {"calendar": "train", "lab_samples": "held_out"}
_CALLS = st.lists(st.builds(make.called, st.sampled_from(["ok", "refused"])), max_size=3)
_STRUCTURE = st.one_of(
    st.fixed_dictionaries({"well_formed": st.just(True), "calls": _CALLS}),
    st.fixed_dictionaries(
        {
            "well_formed": st.just(False),
            "findings": st.just([make.found("E1_UNBALANCED")]),
            "solved": st.just(False),
            "stop": st.sampled_from([Stop.FAULT_LIMIT, Stop.STEP_LIMIT]),
        }
    ),
)
"""A message is either broken, or its calls are carried out or refused."""


def _record(suite: str, structure: dict[str, Any], **others: Any) -> Record:
    return make.record(suite=suite, split=_SPLITS[suite], **{**others, **structure})


_RECORDS = st.lists(
    st.builds(
        _record,
        st.sampled_from(sorted(_SPLITS)),
        _STRUCTURE,
        solved=st.booleans(),
        format=st.sampled_from(["hermes", "pythonic", "qwen3_coder", "native"]),
        kind=st.sampled_from(["single", "chain"]),
        shift=st.sampled_from(["none", "opaque"]),
        arm=st.sampled_from(["strict", "lenient", "hint"]),
        seed=st.integers(0, 3),
    ),
    max_size=12,
)

_CONTENTS = st.sampled_from(
    [
        make.id_content(),
        make.id_content("calendar"),
        make.id_content("calendar", shifts=("none", "opaque")),
        IdContent(
            suites={"calendar": ("none",), "lab_samples": ("none",)},
            held_out=("lab_samples",),
            reason="declared",
        ),
    ]
)

_FORMATS = st.sampled_from(
    [
        make.id_formats(),
        make.id_formats("hermes", "pythonic"),
        make.id_formats("hermes", "sexp", held_out=("sexp",)),
    ]
)

_CHOICES = Choices(
    profile="standard",
    seeds=1,
    shifts=("none", "opaque"),
    arms=("strict", "lenient", "hint"),
    keyword=None,
    limit=None,
    history="append",
    limits=Limits(),
    sampling=Sampling(),
    template_options={},
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
        (_set("schema_version", 1), "schema_version: 2 was expected"),
        (_set("scores.total.cases", "5"), "scores.total.cases: '5' is not of type 'integer'"),
        (_set("date", "yesterday"), "date: 'yesterday' does not match"),
        (_set("scores.total.solved.k", 4), "scores.total.solved.rate is 0.6; expected 0.8"),
        (_set("scores.total.solved.k", 6), "scores.total.solved.k is 6; expected 0 to 5"),
        (_set("scores.total.solved.rate", 0.61), "rate is 0.61; expected 0.6"),
        (_set("scores.total.solved.low", 0.5), "solved.low is 0.5; expected 0 to 0.230724"),
        (_set("scores.total.solved.low", 0.2), "scores.total.solved.high is 1.0; expected 0.90"),
        (_set("scores.total.solved.high", 0.5), "solved.high is 0.5; expected 0.88"),
        (_set("scores.formats.hermes.cases", 9), "scores.formats.hermes.solved.n is 3; expected 9"),
        (_set("scores.cells.0.row.messages", 9), "sum of messages over scores.cells is 11"),
        (_set("scores.total.failed", 1), "scores.total.failed is 1; expected 0"),
        (_set("scores.planned", 7), "scores.planned is 7; expected 5"),
        (_set("scores.id_formats", ["react"]), "scores.id_formats is ('react',); expected"),
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


@settings(deadline=None)  # the first example also pays for what is loaded once
@given(_RECORDS, _FORMATS, _CONTENTS)
def test_the_scores_of_any_run_agree_with_themselves(
    records: list[Record], id_formats: IdFormats, id_content: IdContent
) -> None:
    """The check finds nothing wrong with what the program counts, whatever was trained on."""
    records = list({pair_key(record, "sample"): record for record in records}.values())
    header = make.header(records, id_formats=id_formats, id_content=id_content)
    suites = {
        name: suite.model_copy(update={"split": _SPLITS[name]})
        for name, suite in header.suites.items()
    }
    entry = Entry.model_construct(
        id_formats=header.id_formats,
        id_content=header.id_content,
        formats=header.formats,
        suites=suites,
        model=header.model,
        choices=_CHOICES,
        scores=make_scores(records, header),
    )
    assert list(arithmetic_problems(entry)) == []


_FREE = re.compile(
    r"findings\.\d+\.messages|tokens\.(prompt|resent)|seconds\.(cases|wall)"
    r"|pictures\.\w+\.calls_needed"
)
"""Figures that nothing else in an entry says; they are held to a range."""
_OF_PAIRS = re.compile(r"effects\.\d+\.(broken\..*|solved\.(pairs|low|high|detectable))")
"""Figures that follow from pairs of cases, which an entry does not hold; ranges overlap them."""


@pytest.mark.slow
def test_no_figure_can_be_changed(tmp_path: Path) -> None:
    """Each number of a real run's scores follows from others, or has a range that it must keep."""
    chosen = ("--format", "hermes,pythonic", "--shift", "none,opaque", "--seeds", 1, "--limit", 24)
    run("eval", "--model", "faulty:0.5", *chosen, "--out", tmp_path / "run")
    entry = make_entry(RunFolder.open(tmp_path / "run")).model_dump(mode="json")
    assert list(arithmetic_problems(Entry.model_validate(entry))) == []
    unnoticed = []
    figures = _numbers("", entry["scores"])
    for path, value in (each for each in figures if not _OF_PAIRS.fullmatch(each[0])):
        steps = (-1, -(10**9)) if _FREE.fullmatch(path) else (1, -1)
        for step in steps:
            changed = json.loads(json.dumps(entry))
            _set(f"scores.{path}", -1 if step < -1 else value + step)(changed)
            free = _FREE.fullmatch(path) and step == -1
            if not free and not list(arithmetic_problems(Entry.model_validate(changed))):
                unnoticed.append((path, step))
    assert unnoticed == []


def test_counts_must_go_together(tmp_path: Path) -> None:
    """Names are known ones, and counts of one thing agree however they are grouped."""
    broken = {"well_formed": False, "findings": [make.found("E1_UNBALANCED")]}
    records = [*make.many(3, calls=[make.called()]), *make.many(2, format="pythonic", **broken)]
    entry = make_entry(make.run(tmp_path, records)).model_dump(mode="json")
    assert list(arithmetic_problems(Entry.model_validate(entry))) == []
    for path, value, words in (
        ("shifts", {"rename": entry["scores"]["total"]}, "scores.shifts.rename was not chosen"),
        ("kinds", {"odd": entry["scores"]["total"]}, "scores.kinds.odd is unknown"),
        ("stops.hermes", {"bored": 3}, "scores.stops.hermes.bored is unknown"),
        ("stops.hermes", {"engine_error": 3}, "scores.stops.hermes.engine_error is unknown"),
        ("stops.hermes", {"step_limit": 3}, "scores.formats.hermes.solved.k is 3; expected 0 to 0"),
        ("stops.hermes", {"answered": 4}, "the sum over scores.stops.hermes is 4; expected 3"),
        ("states.hermes", {"healthy_response": 3}, "healthy_call is 0; expected 1 to 3"),
        ("states", {}, "scores.states is []; expected ['hermes', 'pythonic']"),
        ("findings", [], "in pythonic that are not well-formed is 2; expected 0 to 0"),
        ("findings.0.code", "E9_ODD", "scores.findings.0.code is 'E9_ODD'"),
        ("findings.0.severity", "mild", "scores.findings.0.severity is 'mild'"),
        ("findings.0.format", "react", "scores.findings.0.format is 'react'"),
        ("findings.0.messages", 3, "scores.findings.0.messages is 3; expected 1 to 2"),
        ("tokens.written", 16, "scores.tokens.written is 16; expected 15"),
        ("tokens.cached", 51, "scores.tokens.cached is 51; expected 0 to 50"),
        ("tokens.resent_known", 1, "scores.tokens.resent_known is 1; expected 0 to 0"),
        ("tokens.resent_cached_share", 0.5, "resent_cached_share is 0.5; expected None"),
        ("seconds.wall", 0.5, "scores.seconds.wall is 0.5; expected 1 or more"),
        ("seconds.cases", float("nan"), "scores.seconds.cases is nan"),
        ("total.messages", 161, "scores.total.messages is 161; expected 0 to 160"),
    ):
        changed = json.loads(json.dumps(entry))
        _set(f"scores.{path}", value)(changed)
        problems = list(arithmetic_problems(Entry.model_validate(changed)))
        assert any(words in problem for problem in problems), (path, problems)


def _numbers(path: str, value: Any) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _numbers(f"{path}.{key}".removeprefix("."), child)
    elif isinstance(value, int | float):
        yield path, value


def test_entries_are_found(tmp_path: Path) -> None:
    """A file, the folder of entries, and the folder above it may be named."""
    entry_file = write_valid_entry(tmp_path)
    folder = entry_file.parent
    assert entry_files(entry_file) == entry_files(folder) == entry_files(folder.parent)


def test_a_path_without_entries_is_refused(tmp_path: Path) -> None:
    """Nothing to check is the user's mistake."""
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(UserError, match="contains no entries"):
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
