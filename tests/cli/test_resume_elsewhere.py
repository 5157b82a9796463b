"""A run is gone on with from another folder, with a model and a server that have moved."""

import re
import shlex
from pathlib import Path

import pytest

pytest.importorskip("httpx", reason="needs httpx")
pytest.importorskip("transformers", reason="needs transformers")

from chat.template_shapes import CHATML
from cli.command import error_line, run
from engines.stand_ins import standing_in, vllm
from run.served import CHOSEN, done, tokenizer_folder

from toolbench_ood.run.folder import RECORDS, RunFolder
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import Sources, resume_command, whole_command


def _interrupted(out: Path) -> None:
    """Leave a run as if it had been stopped after its first case."""
    file = out / RECORDS
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])


@pytest.mark.slow
def test_a_run_goes_on_where_its_model_and_server_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal is a whole command, which works from anywhere; so do a new folder and address."""
    first, other = tmp_path / "first", tmp_path / "another place"
    first.mkdir()
    other.mkdir()
    tokenizer_folder(first / "checkpoint")
    monkeypatch.chdir(first)
    out = first / "run"
    with standing_in(vllm, wish=done()) as server:
        given = ("--model", "checkpoint", "--base-url", server.url, *CHOSEN, "--out", "run")
        assert run("eval", *given).exit_code == 0
        header = RunFolder.open(out).header
        assert (header.model.name, header.settings.model) == (
            "checkpoint",
            str(first / "checkpoint"),
        )
        _interrupted(out)
        monkeypatch.chdir(other)
        line = error_line("eval", "--resume", "../first/run")
        assert "was played with --model and --base-url" in line
        _, *words = shlex.split(line.partition("as in: ")[2])
        assert run(*words).exit_code == 0
        assert len(RunFolder.open(out).records()) == 2
    _interrupted(out)
    (first / "checkpoint").rename(other / "my model")
    with standing_in(vllm, wish=done()) as server, standing_in(vllm, wish=done()) as second:
        urls = ("--base-url", server.url, "--base-url", second.url)
        resumed = run("eval", "--resume", out, "--model", "my model", *urls)
        assert resumed.exit_code == 0, resumed.stderr
    assert len(RunFolder.open(out).records()) == 2


@pytest.mark.slow
def test_what_a_model_is_still_decides(tmp_path: Path) -> None:
    """Another template or tokenizer is refused by its hash, and a scripted model by its name."""
    model = tokenizer_folder(tmp_path / "model")
    other = tokenizer_folder(tmp_path / "other", CHATML.replace("\n{{", "\n\n{{"))
    out = tmp_path / "run"
    with standing_in(vllm, wish=done()) as server:
        address = ("--base-url", server.url)
        assert run("eval", "--model", model, *address, *CHOSEN, "--out", out).exit_code == 0
        _interrupted(out)
        refused = run("eval", "--resume", out, "--model", other, *address)
        assert refused.exit_code == 2
        assert re.search(r"(fingerprint\.chat_template|template).* was '.*' and is", refused.stderr)
    scripted = tmp_path / "scripted"
    assert run("eval", "--model", "oracle", *CHOSEN, "--out", scripted).exit_code == 0
    _interrupted(scripted)
    line = error_line_of(run("eval", "--resume", scripted, "--model", "noop").stderr)
    assert "settings.model was 'oracle' and is 'noop'" in line
    assert run("eval", "--resume", scripted, "--model", "oracle").exit_code == 0


def error_line_of(text: str) -> str:
    """Return the last line, which is an error."""
    line = text.splitlines()[-1]
    assert line.startswith("error: ")
    return line


def test_commands_hold_all_that_they_need_and_are_quoted() -> None:
    """Recorded places and given ones in their place; names of the program need no option."""
    settings = Settings(
        model="/my models/it's",
        base_model="org/base",
        chat_template=Path("/t/a b.jinja"),
        task_folders=(Path("/one"), Path("/two")),
        format_folders=(Path("/f"),),
        base_urls=("http://a:1/v1", "http://b:1/v1"),
        engine_args={"worker_cls": "a.B", "seed": 1},
    )
    assert resume_command(Path("my runs/x"), settings) == (
        "toolbench-ood eval --resume 'my runs/x' --tasks /one --tasks /two --formats /f "
        "--model '/my models/it'\"'\"'s' --base-model org/base --chat-template '/t/a b.jinja' "
        "--base-url http://a:1/v1 --base-url http://b:1/v1 "
        "--engine-arg worker_cls=a.B --engine-arg seed=1"
    )
    moved = Sources(model="/new", base_urls=("http://c:1",))
    words = whole_command(("eval",), settings, moved, ("model", "base_urls"))
    assert words == "toolbench-ood eval --model /new --base-url http://c:1"
    for name in ("oracle", "faulty:0.3", "smollm2", "ladder:zero"):
        plain = Settings(model=name, engine_args={"dtype": "bfloat16", "max_num_seqs": 2})
        assert resume_command(Path("run"), plain) == "toolbench-ood eval --resume run"
