"""What the README tells a reader to do works."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from cli.command import run
from plugin.pytest_run import pytest_in

from toolbench_ood.plugin.options import plugin_options, spell

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

CHECKPOINT = "runs/checkpoint-20260101-120000"
FEW = {
    "eval": ("--limit", 3),
    "validate": ("--seeds", 1),
    "export": ("--n", 3),
}
"""Options that make the README's commands short; none changes what they are about."""
SCRIPTED = {
    "path/to/checkpoint": "oracle",
    "smollm2": "oracle",
    "strict,lenient,mask,grammar,grammar-forced,hint": "strict,lenient,hint",
}
"""What a scripted model can do in place of a real one: its words follow no grammar."""

NOT_RUN = {
    "make demo": "it sets up an environment and asks a model; CI runs it",
    "make test": "it runs all tests",
    "make quick": "it runs many of them",
    "pip install": "it installs packages",
    "toolbench-ood eval --model org/name --tensor-parallel-size 4": "it needs four GPUs",
    "toolbench-ood eval --model Qwen/Qwen2.5-1.5B-Instruct": "it needs a GPU and a model hub",
    "toolbench-ood eval --model path/to/checkpoint --base-url": "it needs a server",
    "toolbench-ood eval --model path/to/checkpoint --format native": "it needs a chat template",
    "toolbench-ood doctor --model path/to/checkpoint": "it needs a chat template",
    "toolbench-ood show format hermes --model path/to/checkpoint": "it needs a tokenizer",
    "toolbench-ood show 'standup": "the case is none of the few that are played here",
    "toolbench-ood export --split train --format hermes --style sft": "it needs a tokenizer",
    "# grpo.py": "it trains a model; tests/train runs what it is made of",
    "ladder:tuned": "it is what a real model prints",
}
"""What is not run here, by how it begins, and why."""


def _reason(text: str) -> str | None:
    return next((why for begin, why in NOT_RUN.items() if text.startswith(begin)), None)


def _blocks() -> list[tuple[str, str]]:
    """The language and the content of every code block, in the order of the README."""
    return re.findall(r"```(\w+)\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.slow
def test_every_snippet_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who types what the README shows, in an empty folder, sees it work.

    The oracle stands in for a checkpoint, and fewer cases are played.
    """
    monkeypatch.chdir(tmp_path)
    played = []
    for language, content in _blocks():
        if _reason(content) and language != "bash":
            continue
        if language == "python":
            _run_python(content)
            continue
        assert language == "bash", content
        for line in content.splitlines():
            if not _reason(line):
                _run_line(line)
                played.append(line)
    assert sum(line.startswith("toolbench-ood") for line in played) > 15
    assert "<<\n{" in Path("myformats/angle/golden/one_call.txt").read_text(encoding="utf-8")
    assert Path(CHECKPOINT, "records.jsonl").is_file()


def test_what_is_not_run_is_there() -> None:
    """No reason is left over from a line that the README does not have."""
    texts = [content for _, content in _blocks()]
    lines = [line for text in texts for line in text.splitlines()]
    for begin in NOT_RUN:
        assert any(text.startswith(begin) for text in [*texts, *lines]), begin


def _run_python(content: str) -> None:
    """Write a file that names itself in its first line, and run any other snippet."""
    named = re.match(r"# (\S+/\S+\.py)\n", content)
    if named:
        file = Path(named[1])
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return
    Path("snippet.py").write_text(content, encoding="utf-8")
    done = subprocess.run(  # our own interpreter
        [sys.executable, "snippet.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def _run_line(line: str) -> None:
    if line.startswith("#"):
        _edit(line)
        return
    program, *words = shlex.split(line, comments=True)
    words = [SCRIPTED.get(word, word) for word in words]
    if program == "pytest":
        done = pytest_in(Path(), *words)
        assert done.code == 0, done.text
        return
    assert program == "toolbench-ood", line
    command = words[0]
    few = () if "--resume" in words else FEW.get(command, ())
    if command == "eval" and not Path(CHECKPOINT).exists():
        few = (*few, "--out", CHECKPOINT)
    elif command == "eval" and "--resume" not in words:
        few = (*few, "--out", f"runs/{len(list(Path('runs').iterdir()))}")
    done = run(*words, *few)
    assert done.exit_code == 0, (line, done.output)


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
        "probe",
        "sweep",
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
    helps += " ".join(spell(each.option.name) for each in plugin_options())
    others = {"--no-deps", "--requirement", "--lf"}
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) - others:
        assert option in helps, option
