"""``list`` and ``show``."""

from pathlib import Path

import pytest
from cases import for_each
from cli.command import error_line, run, run_json

_TASK = "calendar/task_create.py::files_an_event"


@pytest.mark.slow
@for_each("what", ["tasks", "formats", "suites"])
def test_lists_are_arrays_of_named_objects(what: str) -> None:
    """Programs find a name in each; people find the same names in the text."""
    rows = run_json("list", what, "--json")
    assert rows
    text = run("list", what).stdout
    for row in rows:
        assert f"\n{row['name']}  " in text


def test_tasks_say_what_they_demand() -> None:
    """Suite, split, kind and description stand beside the name."""
    (row,) = [row for row in run_json("list", "tasks", "--json") if row["name"] == _TASK]
    assert (row["suite"], row["split"], row["kind"]) == ("calendar", "train", "single")
    assert row["description"]


@pytest.mark.slow
def test_what_ships_is_listed() -> None:
    """Three formats, and suites of both splits."""
    formats = {row["name"] for row in run_json("list", "formats", "--json")}
    assert formats >= {"hermes", "pythonic", "qwen3_coder"}
    assert {row["split"] for row in run_json("list", "suites", "--json")} == {"train", "held_out"}


def test_further_folders_are_listed(tmp_path: Path) -> None:
    """A folder without a suite or format is refused in one line."""
    assert str(tmp_path) in error_line("list", "tasks", "--tasks", tmp_path)
    assert str(tmp_path) in error_line("list", "formats", "--formats", tmp_path)


def test_a_case_is_shown_whole() -> None:
    """The first prompt with its turns, the oracle's messages with results, and the tools."""
    text = run("show", f"{_TASK}[none][hermes][3]").stdout
    for words in (
        f"{_TASK}[none][hermes][3]",
        " bytes; give --model to count tokens)",
        "<|im_start|>system",
        "<|im_start|>assistant\n",
        "--- oracle ---\n<tool_call>",
        "<tool_response>",
        '"name": "create_event"',
    ):
        assert words in text


def test_brackets_may_be_left_out() -> None:
    """Shift, format and seed have defaults, and stand in any number."""
    assert run_json("show", _TASK, "--json")["case"] == f"{_TASK}[none][hermes][0]"
    shown = run_json("show", f"{_TASK}[pythonic]", "--json")
    assert shown["case"] == f"{_TASK}[none][pythonic][0]"
    assert run_json("show", f"{_TASK}[2]", "--json")["case"] == f"{_TASK}[none][hermes][2]"


def test_the_view_has_every_part() -> None:
    """JSON has the prompt's text and length, the turns by role, and the tools."""
    shown = run_json("show", _TASK, "--json")
    assert shown["prompt_tokens"] is None
    assert shown["prompt_bytes"] == len(shown["prompt"].encode())
    assert shown["prompt"].endswith("<|im_start|>assistant\n")
    assert shown["turns"][0]["role"] == "assistant"
    assert shown["turns"][-1]["role"] == "assistant"
    assert len(shown["tools"]) == 12


@for_each(
    ("case", "words"),
    [
        ("calendar/task_create.py::file_an_event", f"did you mean {_TASK}"),
        ("calender/task_create.py::files_an_event", f"did you mean {_TASK}"),
        (f"{_TASK}[hermess]", "did you mean 'hermes'"),
        ("calendar", "is not a case id"),
        ("", "is not a case id"),
    ],
)
def test_an_unknown_case_is_one_line(case: str, words: str) -> None:
    """What is spelt alike is offered."""
    assert words in error_line("show", case)


@pytest.mark.model
def test_a_prompt_is_written_with_a_models_own_template() -> None:
    """The model's template, not the program's, opens the turns, and its tokens are counted."""
    shown = run_json("show", _TASK, "--model", "smollm2", "--json")
    assert shown["prompt"].startswith("<|im_start|>system")
    assert shown["prompt_tokens"] < shown["prompt_bytes"] / 2
