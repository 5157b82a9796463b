"""What becomes of output, and of runs that begin together."""

import subprocess
import sys
from pathlib import Path

import pytest
from cli.command import error_line, run, run_json

from toolbench_ood.run.evaluate import default_folder

_MAIN = "from toolbench_ood.cli.main import main; main()"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_sentence() -> None:
    """Whoever writes the output, help or a table, a full disk ends in one line and code 2."""
    for command in ("list shifts", "--help", "list formats --json"):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(  # noqa: S603  # this interpreter
                [sys.executable, "-c", _MAIN, *command.split()],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert done.returncode == 2, command
        assert done.stderr.startswith("error: the output cannot be written: No space left"), command
        assert done.stderr.count("\n") == 1, done.stderr


def test_runs_that_begin_together_have_folders_of_their_own() -> None:
    """Names within one second differ."""
    assert len({default_folder("some/model") for _ in range(20)}) > 15


def test_listed_cases_are_played(tmp_path: Path) -> None:
    """A file of ids decides what is played, whatever the profile would; an unknown one is named."""
    task = "bank/task_saving.py::transfers_from_savings"
    listed = tmp_path / "cases.txt"
    listed.write_text(f"# two\n{task}[rename][sexp][3]\n{task}[none][hermes][0]\n", "utf-8")
    given = ("eval", "--model", "oracle", "--profile", "smoke", "--cases", listed, "--dry-run")
    plan = run_json(*given, "--json")
    assert plan["cases"] == [f"{task}[none][hermes][0]", f"{task}[rename][sexp][3]"]
    assert "2 cases: 1 task, 2 formats, 2 shifts, 2 seeds, starting with:" in run(*given).stdout
    listed.write_text(f"{task[:-1]}[none][hermes][0]\n", "utf-8")
    assert f"did you mean {task}?" in error_line(*given)


@pytest.mark.slow
def test_every_command_chooses_tasks_alike() -> None:
    """Kind, split and suite mean the same in a list as in a plan, and errors are the same."""
    chosen = ("--suite", "bank,airline", "--split", "train", "--kind", "undo,chain")
    names = {row["name"] for row in run_json("list", "tasks", *chosen, "--json")}
    plan = run_json("eval", "--model", "m", "--dry-run", *chosen, "--json")
    assert {case.partition("[")[0] for case in plan["cases"]} == names
    assert all(name.startswith("bank/") for name in names)
    for command in (("list", "tasks"), ("validate",), ("export", "--out", "/nowhere")):
        assert "there is no kind 'nope'" in error_line(*command, "--kind", "nope")
        assert "--suite '' holds no name" in error_line(*command, "--suite", "")
        assert "train is a split, not a suite" in error_line(*command, "--suite", "train")
