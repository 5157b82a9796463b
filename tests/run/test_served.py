"""Runs on servers: what a server does is tried, and its model's weights are nowhere here."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from cases import for_each

pytest.importorskip("httpx", reason="needs httpx")
pytest.importorskip("transformers", reason="needs transformers")

from cli.command import error_line, run
from engines.stand_ins import (
    Asked,
    Behaviour,
    Reply,
    endless,
    llama_cpp,
    lmdeploy,
    ollama,
    sglang,
    standing_in,
    vllm,
)
from run.served import CHOSEN, done, tokenizer_folder

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.run.folder import RunFolder


def _locked(asked: Asked, wish: Sequence[int]) -> Reply:
    return 401, {"error": {"message": f"no key for {asked['model']} of {len(wish)} tokens"}}


@pytest.mark.slow
@for_each("behaviour", [vllm, sglang], ids=lambda each: each.__name__)
def test_a_server_that_stops_plays_a_run(behaviour: Behaviour, tmp_path: Path) -> None:
    """Every message ends where the model ends it; the trial is the first case's own request."""
    model, out = tokenizer_folder(tmp_path / "tokenizer"), tmp_path / "run"
    with standing_in(behaviour, wish=done()) as server:
        given = ("--model", model, "--base-url", server.url, *CHOSEN, "--out", out)
        result = run("eval", *given)
    assert result.exit_code == 0, result.stderr
    records = RunFolder.open(out).records()
    assert {record.stop for record in records} == {Stop.ANSWERED}
    asked = sum(entry.role == "assistant" for record in records for entry in record.messages)
    assert len(server.posts) == asked
    notes = RunFolder.open(out).header.chat.notes
    assert any("which weights the server has loaded is not checked" in note for note in notes)


@pytest.mark.slow
@for_each(
    ("behaviour", "words"),
    [
        (llama_cpp, "its response has no token_ids; a server must take token ids as the prompt"),
        (lmdeploy, "it answered 500: Internal Server Error; a server must take token ids"),
        (ollama, "it answered 400: cannot unmarshal array into prompt of type string; a"),
        (endless, "it went on after the end token"),
        (_locked, "it answered 401: no key for served"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_server_that_cannot_serve_is_refused_before_the_first_case(
    behaviour: Behaviour, words: str, tmp_path: Path
) -> None:
    """It is asked once; what it lacks and which servers have it is said, and nothing is written."""
    model, out = tokenizer_folder(tmp_path / "tokenizer"), tmp_path / "run"
    with standing_in(behaviour, wish=[*done(), *done()]) as server:
        given = ("--model", model, "--base-url", server.url, *CHOSEN, "--out", out)
        line = error_line_after_notes(*given)
    assert f"{server.url}/v1 can't serve this run: {words}" in line
    way = "OPENAI_API_KEY" if behaviour is _locked else "vLLM from 0.10.2 on and SGLang since July"
    assert way in line
    assert len(server.posts) == 1
    assert not out.exists()


def error_line_after_notes(*given: object) -> str:
    """Evaluate what must be refused with exit code 2, and return the last line."""
    result = run("eval", *given)
    assert result.exit_code == 2, result.stderr
    line = result.stderr.splitlines()[-1]
    assert line.startswith("error: ")
    return line


def test_a_server_that_changes_after_the_trial_fails_cases(tmp_path: Path) -> None:
    """Other answers than in the trial are failures of the engine, one attempt each, and no zero."""
    model, out = tokenizer_folder(tmp_path / "tokenizer"), tmp_path / "run"
    with standing_in(vllm, llama_cpp, wish=done()) as server:
        given = ("--model", model, "--base-url", server.url, *CHOSEN, "--concurrency", 1)
        line = error_line_of_engine(*given, "--out", out)
    assert "its response has no token_ids" in line
    records = RunFolder.open(out).records()
    failed = [record for record in records if record.stop is Stop.ENGINE_ERROR]
    assert failed
    assert not any(record.solved for record in failed)
    assert len(server.posts) == 1 + len(failed)


def error_line_of_engine(*given: object) -> str:
    """Evaluate what must end with exit code 3, and return the last line."""
    result = run("eval", *given)
    assert result.exit_code == 3, result.stderr
    return result.stderr.splitlines()[-1]


def test_weights_are_asked_for_where_they_are_loaded(tmp_path: Path) -> None:
    """A folder without any is no model for an engine here, and enough to show a prompt."""
    model = tokenizer_folder(tmp_path / "tokenizer")
    refused = error_line("eval", "--model", model, *CHOSEN, "--out", tmp_path / "run")
    assert "is not a model folder: expected config.json, weights and tokenizer" in refused
    case = "calendar/task_create.py::files_an_event"
    assert "<|im_start|>" in run("show", case, "--model", model).stdout
