"""Arms in published entries: every figure is checked, and the run's header with it."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cli.command import error_line, run, run_json
from score.made import make

from toolbench_ood.leaderboard.arithmetic import arithmetic_problems
from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.leaderboard.publish import make_entry
from toolbench_ood.leaderboard.verify import verify
from toolbench_ood.run.folder import HEADER, RunFolder
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError

_ARMS = ("strict", "lenient", "prefix")
_OF_PAIRS = re.compile(r".*\.difference\.(low|high|detectable)")
"""Figures that follow from pairs of cases, which an entry does not hold; they have ranges."""
_SAMPLED = 7
"""One of so many figures is changed."""


def _entry(folder: Path) -> dict[str, Any]:
    strict = [
        make.record(
            case=f"{nth}{format_}",
            task=f"{nth}",
            format=format_,
            solved=nth == 0 or format_ == "xml",
        )
        for nth in range(3)
        for format_ in ("hermes", "xml")
    ]
    helped = [
        replace(each, arm=arm, case=f"{each.case}{arm}", solved=True)
        for each in strict
        for arm in _ARMS[1:]
        if (each.format, arm) != ("xml", "prefix")
    ]
    settings = Settings(model="oracle", arms=_ARMS)
    made = make_entry(make.run(folder, [*strict, *helped], settings=settings))
    return made.model_dump(mode="json")


def _problems(entry: dict[str, Any]) -> list[str]:
    return list(arithmetic_problems(Entry.model_validate(entry)))


def _set(entry: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(json.dumps(entry))
    *parents, last = path.split(".")
    place: Any = changed
    for key in parents:
        place = place[int(key) if isinstance(place, list) else key]
    place[int(last) if isinstance(place, list) else last] = value
    return changed


def test_each_fault_of_an_arm_is_named(tmp_path: Path) -> None:
    """Names, counts, sums and the rows without help must go together."""
    entry = _entry(tmp_path / "run")
    assert _problems(entry) == []
    assert entry["choices"]["arms"] == list(_ARMS)
    arms = entry["scores"]["arms"]
    for path, value, words in (
        ("choices.arms", ["strict", "lenient"], "scores.arms is ['lenient', 'prefix']; expected"),
        ("scores.arms", arms[::-1], "scores.arms is ['prefix', 'lenient']; expected"),
        ("scores.arms.0.name", "strict", "scores.arms is ['strict', 'prefix']; expected"),
        ("scores.arms.0.name", "magic", "scores.arms is ['magic', 'prefix']; expected"),
        ("scores.arms.1.is_informed", False, "scores.arms.1.is_informed is False; expected True"),
        ("scores.arms.0.missing", 1, "scores.arms.0.missing is 1; expected 0"),
        ("scores.arms.0.planned", 7, "scores.arms.0.planned is 7; expected 6"),
        ("scores.arms.0.sides", {}, "scores.arms.0.sides is []; expected ['id', 'ood']"),
        ("scores.arms.0.obstacles", {"xml": "it is"}, "scores.arms.0.formats.xml has cases"),
        ("scores.arms.0.formats", {"odd": arms[0]["total"]}, "formats.odd is none of the formats"),
        ("scores.arms.0.total.pairs", 5, "scores.arms.0.total.pairs is 5; expected 6"),
        ("scores.arms.0.total.failed", 1, "scores.arms.0.total.failed is 1; expected 0"),
        ("scores.arms.0.total.solved", arms[0]["sides"]["id"]["solved"], "total.solved.strict.n"),
        (
            "scores.arms.0.formats.hermes.solved.strict",
            arms[0]["formats"]["hermes"]["solved"]["arm"],
            "formats.hermes.solved.strict.k is 3; expected 1 to 1",
        ),
        (
            "scores.arms.0.total.solved.difference.difference",
            0.9,
            "scores.arms.0.total.solved.difference.difference is 0.9; expected 0.33",
        ),
        ("scores.arms.0.total.tokens.ratio", 0.5, "total.tokens.ratio is 0.5; expected 1.0"),
        ("scores.arms.0.total.tokens.strict", 99, "tokens.strict is 99.0; expected 0 to 18"),
        ("scores.arms.0.total.seconds.strict", 99, "seconds.strict is 99.0; expected 0 to 12"),
    ):
        problems = _problems(_set(entry, path, value))
        assert any(words in problem for problem in problems), (path, problems)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play a few cases in arms and in two formats."""
    out = tmp_path_factory.mktemp("arms") / "run"
    chosen = ("--format", "hermes,sexp", "--arm", ",".join(_ARMS), "--seeds", 1, "--limit", 24)
    assert run("eval", "--model", "faulty:0.5", *chosen, "--out", out).exit_code == 0
    return out


@pytest.mark.slow
def test_no_figure_of_an_arm_can_be_changed(finished: Path) -> None:
    """Each number of a real run's arms follows from others, or has a range that it must keep."""
    entry = make_entry(RunFolder.open(finished)).model_dump(mode="json")
    assert _problems(entry) == []
    figures = list(_numbers("scores.arms", entry["scores"]["arms"]))
    unnoticed = [
        (path, step)
        for path, value in figures[::_SAMPLED]
        if not _OF_PAIRS.fullmatch(path)
        for step in (1, -1)
        if not _problems(_set(entry, path, value + step))
    ]
    assert unnoticed == []


def _numbers(path: str, value: Any) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _numbers(f"{path}.{key}", child)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


@pytest.mark.slow
def test_a_run_with_arms_is_published_as_it_was_played(finished: Path, tmp_path: Path) -> None:
    """It verifies and validates; a header that says otherwise of its arms is refused."""
    entries = tmp_path / "entries"
    assert run("leaderboard", "add", finished, "--out", entries).exit_code == 0
    assert run("leaderboard", "validate", entries).exit_code == 0
    names = [arm["name"] for arm in run_json("report", finished, "--json")["arms"]]
    assert names == list(_ARMS[1:])
    for name, (key, value), words in (
        ("cases", ("cases", 3), "arms.lenient.cases is recorded as 3 but is"),
        ("reason", ("obstacles", {"hermes": "no"}), "arms.lenient.obstacles.hermes is recorded"),
    ):
        path = tmp_path / name
        shutil.copytree(finished, path)
        header = json.loads((path / HEADER).read_text())
        header["arms"]["lenient"][key] = value
        (path / HEADER).write_text(json.dumps(header))
        with pytest.raises(UserError, match=re.escape(words)):
            verify(RunFolder.open(path))
        assert words in error_line("leaderboard", "add", path, "--out", tmp_path / "none")
