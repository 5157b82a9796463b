"""What was changed by hand in a finished run is found before the run is published."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.command import error_line, run

from toolbench_ood.leaderboard.difference import first_difference
from toolbench_ood.leaderboard.publish import make_entry
from toolbench_ood.leaderboard.verify import verify
from toolbench_ood.run.folder import HEADER, RECORDS, RunFolder
from toolbench_ood.run.header import HEADER_VERSION
from toolbench_ood.types.errors import UserError

Records = list[dict[str, Any]]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play an oracle that breaks half of its calls: solved and unsolved cases, with findings."""
    out = tmp_path_factory.mktemp("runs") / "run"
    chosen = ("--seeds", 1, "--format", "hermes,pythonic", "--limit", 12)
    assert run("eval", "--model", "faulty:0.5", *chosen, "--out", out).exit_code == 0
    return out


def _read(path: Path) -> tuple[dict[str, Any], Records]:
    lines = (path / RECORDS).read_text().splitlines()
    return json.loads((path / HEADER).read_text()), [json.loads(line) for line in lines]


def _write(path: Path, header: dict[str, Any], records: Records) -> RunFolder:
    (path / HEADER).write_text(json.dumps(header))
    (path / RECORDS).write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return RunFolder.open(path)


def _broken(records: Records) -> dict[str, Any]:
    """Return a case that was solved although a message of it broke its format."""
    return next(each for each in records if each["findings"] and each["solved"])


def _set(name: str, value: Any) -> Callable[[Records], Any]:
    return lambda records: _broken(records).update({name: value})


def _say(role: str, text: str) -> Callable[[Records], Any]:
    def alter(records: Records) -> None:
        messages = _broken(records)["messages"]
        [each for each in messages if each["role"] == role][-1]["text"] = text

    return alter


_RECORDS: dict[str, tuple[Callable[[Records], Any], str]] = {
    "a verdict": (_set("solved", False), "solved is recorded as False but is True"),
    "the structure": (_set("well_formed", True), "well_formed is recorded as True but is False"),
    "the reason": (_set("failure", "bad luck"), "failure is recorded as 'bad luck' but is ''"),
    "the stop": (_set("stop", "step_limit"), "stop is recorded as 'step_limit' but is 'answered'"),
    "the kind": (_set("kind", "other"), "kind is recorded as 'other'"),
    "the findings": (_set("findings", []), "findings.0 is recorded as nothing but is"),
    "a result": (
        lambda records: _broken(records)["calls"][0].update(result="[]"),
        "calls.0.result is recorded as '[]'",
    ),
    "what the user said": (_say("user", "Hello"), ".text is recorded as 'Hello' but is"),
    "what the model said": (_say("assistant", "<tool_call>"), "is"),
    "the tokens": (
        lambda records: _broken(records)["messages"][2]["tokens"].pop(),
        "messages.2.tokens",
    ),
    "a message more": (
        lambda records: _broken(records)["messages"].append(_broken(records)["messages"][-1]),
        "but is nothing",
    ),
    "a message less": (lambda records: _broken(records)["messages"].pop(), "is"),
    "a case twice": (
        lambda records: records.append({**_broken(records), "solved": False}),
        "has another record after it ended",
    ),
    "another case's words": (
        lambda records: records[0].update({"messages": records[-1]["messages"]}),
        "but is",
    ),
}
"""By what was changed: how, and what the refusal says."""


@pytest.mark.slow
def test_every_change_of_a_record_is_found(finished: Path, tmp_path: Path) -> None:
    """The refusal names the case and the field; the run as it was played is taken."""
    verify(RunFolder.open(finished))
    for what, (alter, words) in _RECORDS.items():
        path = tmp_path / what
        shutil.copytree(finished, path)
        header, records = _read(path)
        case = records[0]["case"] if what.startswith("another") else _broken(records)["case"]
        alter(records)
        run_folder = _write(path, header, records)
        with pytest.raises(UserError) as caught:
            verify(run_folder)
        assert words in str(caught.value), what
        assert f"{case}" in str(caught.value), what


@pytest.mark.slow
def test_every_change_of_the_header_is_found(finished: Path, tmp_path: Path) -> None:
    """Digests and what is said of comparability follow from what is found here."""
    other = "0" * 64
    changes: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
        "a suite": (
            lambda header: next(iter(header["suites"].values())).update(digest=other),
            "digest is recorded as '00000",
        ),
        "a format": (
            lambda header: header["formats"]["hermes"].update(version=7),
            "format hermes.version is recorded as 7 but is",
        ),
        "a suite too many": (
            lambda header: header["suites"].update(
                nosuch={"split": "train", "version": 1, "digest": other}
            ),
            "suite nosuch is",
        ),
        "a shift too many": (
            lambda header: header["shifts"].update(nosuch={"digest": other}),
            "shift nosuch is",
        ),
        "departures": (
            lambda header: header.update(departures=[]),
            "departures.0 is recorded as nothing",
        ),
        "custom formats": (
            lambda header: header["settings"].update(format_folders=["/nosuch"]),
            "was played with --formats",
        ),
    }
    for what, (alter, words) in changes.items():
        path = tmp_path / what
        shutil.copytree(finished, path)
        header, records = _read(path)
        alter(header)
        run_folder = _write(path, header, records)
        with pytest.raises(UserError) as caught:
            verify(run_folder)
        assert words in str(caught.value), what


@pytest.mark.slow
def test_what_only_the_model_could_know_is_held_to_the_budgets(
    finished: Path, tmp_path: Path
) -> None:
    """Of a real model's run tokens are taken as recorded, if the run allows so many."""
    path = tmp_path / "run"
    shutil.copytree(finished, path)
    header, records = _read(path)
    header["model"]["kind"] = "local"
    header["settings"]["limits"].update(tokens=100_000, message_tokens=50_000)
    for record in records:
        for message in record["messages"]:
            if message["role"] == "assistant":
                message.update(tokens=[1, 2, 3], prompt_tokens=7, resent_tokens=0)
    ran_out = _broken(records)
    ran_out["messages"].pop()
    ran_out.update(
        solved=False, stop="token_limit", failure="no tokens are left for another message"
    )
    ran_out["asks"][-1].update(end="open", done=None, closed_by=None)
    header["departures"].append("the budgets are not those of the profile standard")
    with pytest.raises(UserError, match="stop is recorded as 'token_limit' but is"):
        verify(_write(path, header, records))
    own = [each for each in ran_out["messages"] if each["role"] == "assistant"]
    own[0]["tokens"] = [1] * 50_000
    own[1]["tokens"] = [1] * (50_000 - 3 * len(own[2:]))
    verify(_write(path, header, records))
    own[1]["tokens"] = [1] * 50_001
    with pytest.raises(UserError, match="a message has 50001 tokens; the run allows 50000"):
        verify(_write(path, header, records))


def test_only_the_command_line_names_code(tmp_path: Path) -> None:
    """A run with suites of its own is refused until their folder is given; none is loaded."""
    suites = tmp_path / "suites"
    shutil.copytree(Path(__file__).parents[2] / "tasks" / "calendar", suites / "lamps")
    out = tmp_path / "run"
    chosen = ("--suite", "lamps", "--tasks", suites, "--seeds", 1, "--limit", 2)
    run("eval", "--model", "oracle", *chosen, "--format", "hermes", "--out", out)
    add = ("leaderboard", "add", out, "--out", tmp_path / "entries")
    assert "give --tasks again, as in: toolbench-ood leaderboard add" in error_line(*add)
    assert run(*add, "--tasks", suites).exit_code == 0


def test_a_run_of_another_version_is_refused(finished: Path, tmp_path: Path) -> None:
    """Which version it is, which one is read here, and what made it."""
    path = tmp_path / "run"
    shutil.copytree(finished, path)
    header, records = _read(path)
    header["version"] = HEADER_VERSION + 1
    header["versions"]["toolbench_ood"] = "9.9"
    (path / HEADER).write_text(json.dumps(header))
    for command in (("report", path), ("score", path), ("leaderboard", "add", path)):
        line = error_line(*command)
        assert f"run.json has version {HEADER_VERSION + 1}" in line
        assert (
            f"reads version {HEADER_VERSION}; use the toolbench-ood 9.9 that made the run" in line
        )
    del header["version"]
    (path / HEADER).write_text(json.dumps(header))
    assert "has version None" in error_line("report", path)
    assert len(records) == 12


def test_add_publishes_what_verify_takes(finished: Path, tmp_path: Path) -> None:
    """An edited verdict is one line and no file."""
    path = tmp_path / "run"
    shutil.copytree(finished, path)
    header, records = _read(path)
    unsolved = next(record for record in records if not record["solved"])
    unsolved.update(solved=True, failure="")
    make_entry(_write(path, header, records))
    line = error_line("leaderboard", "add", path, "--out", tmp_path / "entries")
    assert f"{unsolved['case']}: solved is recorded as True but is False" in line
    assert not (tmp_path / "entries").exists()


def test_the_first_difference_is_named() -> None:
    """By its path; what is missing on one side is nothing."""
    assert first_difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}) is None
    words = first_difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]})
    assert words == "a.1.b is recorded as 2 but is 3"
    assert first_difference({"a": 1}, {}) == "a is recorded as 1 but is nothing"
    assert first_difference([], ["x"]) == "0 is recorded as nothing but is 'x'"
    assert len(first_difference("x" * 999, "y") or "") < 200
