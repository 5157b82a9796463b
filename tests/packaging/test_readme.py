"""What the README tells a reader to do works."""

import re
import shlex
from pathlib import Path

import pytest
from cli.command import run

from toolbench_ood.run.validate import validate

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

IMPORTS = """
from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.task.task import task
from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World
"""


def block(first_line: str) -> str:
    """The code block of the README that begins with a line."""
    blocks = re.findall(r"```\w+\n(.*?)```", README, flags=re.DOTALL)
    return next(each for each in blocks if each.startswith(first_line))


def test_the_example_suite_obeys_the_laws(tmp_path: Path) -> None:
    """The README's world and task, with the imports it names, pass validation."""
    folder = tmp_path / "lamps"
    folder.mkdir()
    (folder / "world.py").write_text(IMPORTS + block("# lamps/world.py"), encoding="utf-8")
    task_file = IMPORTS + "from .world import Lamps\n" + block("# lamps/task_lamps.py")
    (folder / "task_lamps.py").write_text(task_file, encoding="utf-8")
    found = validate(task_folders=[folder], suites=["lamps"], seeds=3)
    assert found.problems == ()
    for line in IMPORTS.splitlines():
        if line.startswith("from toolbench_ood"):
            assert f"`{line.split()[1]}`" in README


def test_the_example_format_needs_no_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The README's own lines, with the edit that they ask for, make a format and play it."""
    monkeypatch.chdir(tmp_path)
    few = {
        "validate": ("--suite", "calendar", "--seeds", 1),
        "eval": ("--suite", "calendar", "--profile", "smoke", "--out", tmp_path / "run"),
    }
    commands = []
    for line in block("toolbench-ood formats new").splitlines():
        if line.startswith("#"):
            _edit(line)
            continue
        _, command, *rest = shlex.split(line)
        done = run(command, *rest, *few.get(command, ()))
        assert done.exit_code == 0, done.output
        commands.append(command)
    assert commands == ["formats", "validate", "show", "eval"]
    assert "<<\n{" in Path("myformats/angle/golden/one_call.txt").read_text(encoding="utf-8")


def _edit(comment: str) -> None:
    """Do what a comment asks: ``# in FILE, [section]: open = "A" and close = "B"``."""
    asked = re.fullmatch(r"# in (\S+), \[section\]: (open = \S+) and (close = \S+)", comment)
    assert asked is not None, comment
    file = Path(asked[1])
    before, head, section = file.read_text(encoding="utf-8").partition("[section]\n")
    for line in (asked[2], asked[3]):
        section = re.sub(rf"^{line.split()[0]} = .*$", line, section, count=1, flags=re.MULTILINE)
    file.write_text(before + head + section, encoding="utf-8")


def test_every_command_is_named() -> None:
    """The README names every command, and names no command that does not exist."""
    listing = run("--help").stdout.partition("Commands:")[2]
    commands = {line.split()[0] for line in listing.splitlines() if line}
    assert set(re.findall(r"toolbench-ood ([a-z]+)", README)) == commands


def test_every_option_that_is_named_exists() -> None:
    """No option of the README is unknown to the commands."""
    commands = (
        "eval",
        "validate",
        "leaderboard add",
        "list tasks",
        "show",
        "score",
        "report",
        "doctor",
        "export",
        "formats new",
    )
    helps = "".join(run(*command.split(), "--help").stdout for command in commands)
    helps += (ROOT / "toolbench_ood" / "plugin" / "options.py").read_text(encoding="utf-8")
    others = {"--no-deps", "--requirement", "--lf"}
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) - others:
        assert option in helps, option
