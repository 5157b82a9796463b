"""A watch over a folder in which checkpoints appear."""

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
import typer
from cli.command import error_line
from model.test_loadable import cut, write_model

from toolbench_ood.cli.series_choices import WatchChoices
from toolbench_ood.cli.watch import ALARM_EXIT, Watch, read_command
from toolbench_ood.run.read_options import make_settings
from toolbench_ood.series.arrivals import FolderLook, arrivals
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.types.errors import UserError

_OPTIONS = {
    "--model": "oracle",
    "--profile": "ladder",
    "--format": ["hermes"],
    "--limit": "26",
    "--workers": "0",
}


def _arriving(*models: str) -> list[Found]:
    return [Found(f"step-{at}", at, model) for at, model in enumerate(models, start=1)]


class _OneByOne:
    """One more checkpoint at each look."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._found = found
        self._there = 0

    def __call__(self, known: Collection[str]) -> Sequence[Found]:
        self._there += 1
        return [each for each in self._found[: self._there] if each.label not in known]


def _follow(out: Path, found: Sequence[Found], until: int, command: str | None = None) -> None:
    choices = WatchChoices(until=until)
    watch = Watch(out, make_settings(_OPTIONS), choices, read_command(command))
    assert watch.follow(_OneByOne(found), lambda: None) == []


def test_an_alarm_rings_once_and_a_restarted_watch_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with a code of its own, or runs a command; what was played is not played again."""
    found = _arriving("oracle", "oracle", "oracle", "faulty:1", "faulty:1")
    with pytest.raises(typer.Exit) as end:
        _follow(tmp_path / "out", found, until=5)
    assert end.value.exit_code == ALARM_EXIT
    said = capsys.readouterr().out
    assert "step-3: 100 % solved [" in said
    assert "alarm at step-4: fewer solved cases" in said
    assert not (tmp_path / "out/step-5").exists()
    _follow(tmp_path / "out", found, until=5)
    said = capsys.readouterr().out
    assert said.startswith("step-5: 0 % solved")
    assert "alarm" not in said
    _follow(tmp_path / "out", found, until=4)
    assert capsys.readouterr().out == ""
    script = tmp_path / "bell"
    script.write_text(f'#!/bin/sh\necho "$1 $TOOLBENCH_OOD_FIGURE" >> {tmp_path}/rang\n')
    script.chmod(0o755)
    _follow(tmp_path / "other", found, until=5, command=f"{script} 'a b'")
    assert set((tmp_path / "rang").read_text().splitlines()) >= {"a b solved", "a b well_formed"}
    for command, words in (("no-such-program x", "there is no program"), ("'", "is no command")):
        with pytest.raises(UserError, match=words):
            read_command(command)


def test_a_checkpoint_is_waited_for_until_it_is_whole(tmp_path: Path) -> None:
    """Until all its weights are there and its files have stayed as they were between two looks.

    A folder that is gone ends the watch with one sentence.
    """
    folder, look = tmp_path / "run", FolderLook(tmp_path / "run")
    write_model(folder / "checkpoint-20")
    assert look(()) == []
    assert [each.label for each in look(())] == ["checkpoint-20"]
    assert look({"checkpoint-20"}) == []
    weights = write_model(folder / "checkpoint-5") / "model.safetensors"
    whole = weights.read_bytes()
    cut(weights, 500)
    known = {"checkpoint-20"}
    assert look(known) == []
    assert look(known) == []
    assert "truncated" in look.waiting["checkpoint-5"]
    weights.write_bytes(whole)
    assert look(known) == []
    assert [each.step for each in look(known)] == [5]
    shards = folder / "checkpoint-30"
    shards.mkdir()
    (shards / "model_world_size_2_rank_0.pt").touch()
    assert look({*known, "checkpoint-5"}) == []
    assert "sharded state" in look.waiting["checkpoint-30"]
    once = arrivals(FolderLook(folder), lambda: None, once=True)
    assert [each.label for each in once] == ["checkpoint-5", "checkpoint-20"]
    shutil.rmtree(folder)
    with pytest.raises(UserError, match="is no folder \\(any more\\)"):
        look(())
    command = ("watch", folder, "--out", tmp_path / "out")
    assert "is no folder (any more)" in error_line(*command)
    assert "--every 0 is no time" in error_line(*command, "--every", 0)
