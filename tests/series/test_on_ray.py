"""A sweep on real workers of Ray: two processes on this machine, and scripted models."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from cli.command import run_json
from laws.test_resume import without_times

from toolbench_ood.run.folder import RunFolder
from toolbench_ood.series.on_ray import INSTALL

_PROGRAM = "from toolbench_ood.cli.main import main; main()"
_CHOSEN = ("--profile", "ladder", "--format", "hermes", "--limit", "12", "--workers", "0")


def _start(*arguments: object) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", _PROGRAM, *map(str, arguments)]
    return subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own program


def _said_until(process: subprocess.Popen[str], word: str) -> str:
    """Read what a process says, up to the line with a word or to its end."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if word in line:
            break
    return said


def _require_start(said: str) -> None:
    """Skip where a busy machine does not start Ray within the 15 seconds that Ray allows."""
    if "no Ray answers" in said:
        pytest.skip(f"Ray does not start here: {said.splitlines()[-1]}")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ray") is None, reason=f"ray is not installed: {INSTALL}")
def test_workers_play_what_one_process_plays(tmp_path: Path) -> None:
    """Killed after the first part and started again, with one checkpoint that can't be played."""
    broken = tmp_path / "step-2"
    broken.mkdir()
    (broken / "config.json").write_text('{"model_type": "llama"}')
    names = ("step-1=faulty:0.5", broken)
    out = tmp_path / "out"
    command = ("sweep", *names, *_CHOSEN, "--out", out, "--ray", "local", "--shards", 2)
    with _start(*command) as killed:
        said = _said_until(killed, "played on Ray: 1 of 4")
        _require_start(said)
        killed.kill()
    assert "played on Ray: 1 of 4" in said
    with _start(*command, "--json") as again:
        printed, said = again.communicate()
    _require_start(said)
    assert again.returncode == 2, said
    assert "step-2 failed: " in said
    whole = run_json("sweep", names[0], *_CHOSEN, "--out", tmp_path / "whole", "--json")
    assert json.loads(printed)["points"] == whole["points"]
    one, other = (RunFolder.open(tmp_path / place / "step-1") for place in ("out", "whole"))
    assert without_times(one) == without_times(other)
    headers = [each.header.model_copy(update={"made": {}}) for each in (one, other)]
    assert headers[0] == headers[1]
