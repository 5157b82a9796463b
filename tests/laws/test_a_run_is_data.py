"""Law 17 for run folders: what run.json names is not run, read or contacted."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpx", reason="needs httpx")
pytest.importorskip("transformers", reason="needs transformers")

from cli.command import error_line, run
from engines.stand_ins import standing_in, vllm
from run.runs import scripted_run
from run.served import tokenizer_folder
from task.suites import TASK, WORLD, write_suite

from toolbench_ood.run.folder import HEADER, RECORDS, RunFolder
from toolbench_ood.shipped import shipped

_WATCHED = """
import json, sys
from pathlib import Path
from typer.testing import CliRunner
from toolbench_ood.cli.main import app

place, commands = sys.argv[1], json.loads(sys.argv[2])
touched, heard = [], ["open", "os.listdir", "os.scandir", "import", "socket.connect"]

def watch(event, arguments):
    if event == "socket.connect":
        touched.append(f"{event} {arguments[1]}")
    elif event in heard and str(arguments[0]).startswith(place):
        touched.append(f"{event} {arguments[0]}")

sys.addaudithook(watch)
ended = []
for command in commands:
    result = CliRunner().invoke(app, command)
    ended.append([result.exit_code, result.stderr])
print(json.dumps([ended, touched]))
"""
"""Runs commands and prints how they ended, what they opened in a folder, and where they went."""


def _watched(place: Path, *commands: tuple[object, ...]) -> tuple[list[list[Any]], list[str]]:
    tests = Path(__file__).parents[1]
    paths = os.pathsep.join([str(tests.parent), str(tests), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(  # noqa: S603  # this interpreter and our own commands
        [
            *(sys.executable, "-c", _WATCHED, str(place)),
            json.dumps([[str(word) for word in command] for command in commands]),
        ],
        env={**os.environ, "PYTHONPATH": paths, "OPENAI_API_KEY": "hush", "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    ended, touched = json.loads(done.stdout.splitlines()[-1])
    return ended, touched


def _of_somebody_else(place: Path) -> dict[str, Any]:
    """Put a suite that leaves a trace, a format, a template and a model into a folder."""
    trace = f"from pathlib import Path\nPath({str(place / 'ran')!r}).touch()\n"
    write_suite(place / "tasks" / "lamps", world=trace + WORLD, lamps=trace + TASK)
    shutil.copytree(shipped("formats") / "hermes", place / "formats" / "mine")
    tokenizer_folder(place / "model")
    (place / "template.jinja").write_text("{{ messages }}")
    return {
        "task_folders": [str(place / "tasks")],
        "format_folders": [str(place / "formats")],
        "chat_template": str(place / "template.jinja"),
        "model": str(place / "model"),
        "base_model": str(place / "model"),
    }


@pytest.mark.slow
def test_nothing_that_a_run_names_is_run_read_or_contacted(tmp_path: Path) -> None:
    """Every command over a run refuses or goes on without; the same names on a command line do it.

    A run of somebody else names a suite that writes a file, formats, a template, a model, and a
    server that would be sent the user's key.
    """
    place, out = tmp_path / "else", tmp_path / "run"
    places = _of_somebody_else(place)
    record = scripted_run(out, limit=3, formats=("hermes",)).records()[0]
    header = json.loads((out / HEADER).read_text())
    with standing_in(vllm) as server:
        header["settings"].update(places, engine="endpoint", base_urls=[server.url], shard="1/1")
        header["whole"] = {
            "cases": header["cases"],
            "cases_digest": header["cases_digest"],
            "arms": {"strict": header["cases"]},
            "departures": [],
        }
        header["model"].update(kind="local", name="model")
        (out / HEADER).write_text(json.dumps(header))
        commands = (
            ("eval", "--resume", out),
            ("score", out),
            ("report", out),
            ("show", record.case, "--run", out),
            ("leaderboard", "add", out, "--out", tmp_path / "entries"),
            ("merge", out, "--out", tmp_path / "merged"),
        )
        ended, touched = _watched(place, *commands)
        assert [code for code, _ in ended] == [2, 2, 0, 0, 2, 0], ended
        assert not touched
        assert not server.heads
    assert not (place / "ran").exists()
    for option in ("--tasks", "--formats", "--model", "--chat-template", "--base-url"):
        assert option in ended[0][1]
    given = ("score", out, "--tasks", place / "tasks", "--formats", place / "formats")
    _, touched = _watched(place, given)
    assert touched
    assert (place / "ran").exists()


def test_engine_arguments_that_can_name_code_are_given_again(tmp_path: Path) -> None:
    """Numbers, switches and types are the run's own; texts and mappings may name anything."""
    out = tmp_path / "run"
    scripted_run(out, limit=1, formats=("hermes",))
    header = json.loads((out / HEADER).read_text())
    for arguments, option in (
        ({"worker_extension_cls": "evil.Worker"}, "--engine-arg worker_extension_cls=evil.Worker"),
        ({"trust_remote_code": True}, "--engine-arg trust_remote_code=true"),
        ({"speculative_config": {"model": "/e"}}, "--engine-arg 'speculative_config={"),
    ):
        header["settings"]["engine_args"] = arguments
        (out / HEADER).write_text(json.dumps(header))
        line = error_line("eval", "--resume", out)
        assert "was played with --engine-arg" in line
        assert option in line
    header["settings"]["engine_args"] = {
        "dtype": "float32",
        "max_num_seqs": 4,
        "enforce_eager": True,
    }
    (out / HEADER).write_text(json.dumps(header))
    assert "is a scripted model, to which --engine-arg" in error_line("eval", "--resume", out)


def test_links_and_devices_are_no_files_of_a_run(tmp_path: Path) -> None:
    """What a run's file links to is neither read as records nor written to."""
    out = tmp_path / "run"
    scripted_run(out, limit=1, formats=("hermes",))
    mine = tmp_path / "notes.txt"
    mine.write_text("a line that is cut")
    for name in (RECORDS, HEADER):
        (out / name).rename(tmp_path / name)
        (out / name).symlink_to(mine)
        for command in (("report", out), ("eval", "--resume", out), ("score", out)):
            line = error_line(*command)
            assert f"{out / name} is no file of the run's own" in line
        assert mine.read_text() == "a line that is cut"
        (out / name).unlink()
        (tmp_path / name).rename(out / name)
    assert len(RunFolder.open(out).records()) == 1


def test_no_text_of_a_run_moves_the_terminal(tmp_path: Path) -> None:
    """Controls in names, reasons, notes and paths are written out, in reports and in errors."""
    out, evil = tmp_path / "run", "\x1b[2J\x9b1A\r\b\u202e"
    scripted_run(out, limit=1, formats=("hermes",))
    header = json.loads((out / HEADER).read_text())
    header["model"]["name"] = evil
    header["chat"]["notes"] = [evil]
    header["departures"] = [evil]
    header["id_formats"]["reason"] = evil
    header["engine"]["name"] = evil
    header["settings"]["task_folders"] = [f"/{evil}"]
    (out / HEADER).write_text(json.dumps(header))
    record = json.loads((out / RECORDS).read_text())
    (out / RECORDS).write_text(json.dumps({**record, "suite": evil, "kind": evil}) + "\n")
    for command, written in (
        (("report", out), "\\x1b[2J"),
        (("report", out, "--json"), "\\u001b[2J"),
        (("score", out), "\\x1b[2J"),
        (("eval", "--resume", out), "\\x1b[2J"),
    ):
        result = run(*command)
        text = result.stdout + result.stderr
        assert written in text, command
        assert not {sign for sign in text if not (sign.isprintable() or sign == "\n")}, command
