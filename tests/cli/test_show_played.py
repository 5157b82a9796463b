"""``show CASE --run DIR``: one case as it was played."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.command import error_line, run, run_json

from toolbench_ood.run.folder import HEADER, RECORDS

_CASE = "calendar/task_create.py::files_an_event[none][hermes][0]"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play a model that breaks all its calls over one task in two formats."""
    out = tmp_path_factory.mktemp("runs") / "run"
    chosen = ("--seeds", 1, "--format", "hermes,pythonic", "-k", "task_create and files_an_event")
    assert run("eval", "--model", "faulty:1.0", *chosen, "--shift", "none", "--out", out)
    return out


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (path / RECORDS).read_text().splitlines()]


def _with(finished: Path, path: Path, **changes: Any) -> Path:
    """Copy the run with one record changed and moved to another model."""
    shutil.copytree(finished, path)
    records = _records(path)
    records[0].update(changes)
    (path / RECORDS).write_text("".join(f"{json.dumps(each)}\n" for each in records))
    return path


def test_a_case_is_shown_step_by_step(finished: Path) -> None:
    """Prompt, completion, findings at their words, states, and why it is not solved."""
    (record,) = [each for each in _records(finished) if each["case"] == _CASE]
    text = run("show", _CASE, "--run", finished).stdout
    assert text.startswith(f"{_CASE}\nmodel faulty:1.0: not solved, not well-formed, ")
    assert "⟦<|im_start|>⟧system\n" in text
    assert text.count("# Tools") <= 1
    steps = [each for each in record["messages"] if each["role"] == "assistant"]
    assert text.count(": completion, ") == len(steps)
    assert text.count("⟦<|im_end|>⟧\n") > len(steps)
    for finding in record["findings"]:
        assert f"{finding['code']} ({finding['severity']}" in text
    assert "--- final state of the world" in text
    assert "  before    (absent)\n  solution  " in text
    assert text.rstrip().splitlines()[-1].endswith(record["failure"])


def test_json_has_every_part(finished: Path) -> None:
    """What is new in each prompt joins to the last one; offsets count in the completion's text."""
    shown = run_json("show", _CASE, "--run", finished, "--json")
    (record,) = [each for each in _records(finished) if each["case"] == _CASE]
    own = [each for each in record["messages"] if each["role"] == "assistant"]
    for step, entry in zip(shown["steps"], own, strict=True):
        text = "".join(span["text"] for span in step["completion"])
        assert text == f"{entry['text']}<|im_end|>"
        assert [span["text"] for span in step["completion"] if span["special"]] == ["<|im_end|>"]
        new = "".join(span["text"] for said in step["prompt"] for span in said["spans"])
        assert len(new.encode()) >= step["prompt_tokens"] - step["resent_tokens"]
    assert shown["failure"] == record["failure"]
    assert {row["before"] for row in shown["state"]} == {None}


@pytest.mark.slow
def test_words_of_an_id_are_enough(finished: Path) -> None:
    """One case is meant, or candidates are listed; a case that was not played is named as such."""
    shown = run_json("show", "FILES", "pythonic", "--run", finished, "--json")
    assert shown["case"] == _CASE.replace("hermes", "pythonic")
    shown = run_json("show", "files_an_event[pythonic]", "--run", finished, "--json")
    assert shown["case"] == _CASE.replace("hermes", "pythonic")
    line = error_line("show", "calendar", "--run", finished)
    assert "'calendar' matches 2 cases of the run; give more of one id:" in line
    assert _CASE in line
    line = error_line("show", "files_an_evnt", "--run", finished)
    assert "none of the 2 recorded cases of the run matches 'files_an_evnt'" in line
    assert _CASE in line or _CASE.replace("hermes", "pythonic") in line
    assert "is not a run folder" in error_line("show", _CASE, "--run", finished.parent)


def test_no_text_moves_the_terminal(finished: Path, tmp_path: Path) -> None:
    """Controls of any kind are written out, markup is text, in every part that a model reaches."""
    evil = "\x1b[2J\x9b1A\r\b\u202e\u2028[bold]x[/bold]"
    record = _records(finished)[0]
    place = next(n for n, each in enumerate(record["messages"]) if each["role"] == "assistant")
    finding = {"message": place, "code": "A1_ARGS_SYNTAX", "severity": "judgement", "start": 4}
    finding |= {"end": 6, "call_index": 0, "kind": "", "detail": evil}
    messages = [{**each, "text": evil} for each in record["messages"]]
    call = {"message": place, "name": evil, "arguments": {evil: evil}, "status": "ok"}
    path = _with(
        finished,
        tmp_path / "run",
        messages=messages,
        findings=[finding],
        calls=[{**call, "result": evil}],
        failure=evil,
        solved=False,
    )
    for options in ((), ("--json",)):
        text = run("show", record["case"], "--run", path, *options).stdout
        assert not {sign for sign in text if not (sign.isprintable() or sign == "\n")}
        assert "[bold]x[/bold]" in text
    line = "\\x1b[2J\\x9b1A\\r\\x08\\u202e\\u2028[bold]x[/bold]"
    text = run("show", record["case"], "--run", path).stdout
    assert f"\n{line}⟦token " in text


def test_lines_fit_a_narrow_terminal(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What models read and write is broken at the width, and so are the lines below it."""
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("show", _CASE, "--run", finished).stdout.splitlines()
    start = lines.index(next(line for line in lines if line.startswith("--- step 1: completion")))
    said = lines[start + 1 : lines.index("", start)]
    assert all(len(line) <= 40 or "(" in line for line in said), said


def test_a_run_names_no_code(finished: Path, tmp_path: Path) -> None:
    """A suite that only run.json names is not loaded; the record is shown without states."""
    suites = tmp_path / "suites"
    shutil.copytree(Path(__file__).parents[2] / "tasks" / "calendar", suites / "diary")
    out = tmp_path / "run"
    chosen = ("--suite", "diary", "--tasks", suites, "--seeds", 1, "-k", "files_an_event")
    played = (*chosen, "--format", "hermes", "--shift", "none", "--out", out)
    result = run("eval", "--model", "noop", *played)
    text = run("show", "diary", "--run", out).stdout
    assert "note: the world's state is not shown: the recorded case diary/" in text
    assert "--- final state of the world" not in text
    (hint,) = [line for line in result.stderr.splitlines() if "toolbench-ood show" in line]
    _, *arguments = shlex.split(hint.partition(": ")[2])
    assert "--- final state of the world" in run(*arguments).stdout


def test_a_real_models_run_needs_its_tokenizer_for_prompts(finished: Path, tmp_path: Path) -> None:
    """Without it, prompts are messages and a note says so; a wrong one is an error."""
    path = _with(finished, tmp_path / "run")
    header = json.loads((path / HEADER).read_text())
    header["model"].update(kind="local", name="step-7")
    header["settings"]["model"] = "/nosuch/step-7"
    (path / HEADER).write_text(json.dumps(header))
    text = run("show", _CASE, "--run", path).stdout
    assert "note: prompts are shown as messages; with --model (the run's was step-7)" in text
    assert "\n[system]\n" in text
    assert "\n[user]\n" in text
    assert "⟦token 257⟧" in text
    assert "is a scripted model" in error_line("show", _CASE, "--run", path, "--model", "oracle")


def test_the_end_of_an_evaluation_names_the_command(tmp_path: Path) -> None:
    """The whole command, for one case that was not solved; nothing where all were."""
    chosen = ("--seeds", 1, "--format", "hermes", "--shift", "none", "-k", "files_an_event")
    result = run("eval", "--model", "noop", *chosen, "--out", tmp_path / "a run")
    (hint,) = [line for line in result.stderr.splitlines() if "toolbench-ood show" in line]
    assert hint.startswith("to see a case that was not solved: toolbench-ood show ")
    program, *arguments = shlex.split(hint.partition(": ")[2])
    assert program == "toolbench-ood"
    assert run(*arguments).stdout.startswith(_CASE)
    result = run("eval", "--model", "oracle", *chosen, "--out", tmp_path / "solved")
    assert "toolbench-ood show" not in result.stderr


def test_a_reader_that_leaves_early_is_no_error(finished: Path) -> None:
    """As in ``| head``: no traceback."""
    command = [sys.executable, "-c", "from toolbench_ood.cli.main import main; main()"]
    shown = subprocess.Popen(  # noqa: S603  # our own program
        [*command, "show", _CASE, "--run", str(finished)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert shown.stdout is not None
    assert shown.stderr is not None
    shown.stdout.close()
    assert "Traceback" not in shown.stderr.read()
    shown.stderr.close()
    shown.wait()
