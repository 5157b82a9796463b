"""What authors import from ``toolbench_ood``."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from mypy import api

import toolbench_ood
from toolbench_ood.world import kit

FACE = {
    "Ask": "tasks.ask",
    "Caller": "tasks.solution",
    "Environment": "train.environment",
    "Json": "types.value",
    "Reply": "tasks.reply",
    "Scorer": "train.scorer",
    "SuiteInfo": "tasks.suite",
    "ToolError": "world.tool",
    "Turns": "tasks.ask",
    "UserError": "types.errors",
    "World": "world.world",
    "decoy": "tasks.decoys",
    "evaluate": "api",
    "load_format": "format.library",
    "reward": "train.reward",
    "task": "tasks.task",
    "tool": "world.tool",
}
"""The module of each public name."""

KIT = [
    "clock",
    "cut_page",
    "draw_id",
    "exact_text",
    "find",
    "find_any",
    "listed",
    "money",
    "new_row",
    "new_rows",
    "read_pages",
    "without_id",
]

SNIPPET = """
from random import Random

from toolbench_ood import Ask, Caller, Reply, SuiteInfo, ToolError, Turns, World, task, tool


class Empty(World):
    @tool
    def fail(self, why: str) -> None:
        raise ToolError(why)


@task(kind="chain")
def waits(world: Empty, rng: Random) -> Turns:
    def solution(call: Caller) -> None:
        reveal_type(call("fail", why="x"))

    reply = yield Ask("Wait.", solution=solution)
    reveal_type(reply)


reveal_type(waits)
reveal_type(Empty.fail)
SuiteInfo(world=Empty, split=3, version=1)
"""


def test_the_face_is_exact() -> None:
    """``__all__`` names just what is public, each name is its module's own, and others are none."""
    assert toolbench_ood.__all__ == sorted(FACE, key=lambda name: (name.islower(), name))
    for name, place in FACE.items():
        own = getattr(import_module(f"toolbench_ood.{place}"), name)
        assert getattr(toolbench_ood, name) is own, name
    assert dir(toolbench_ood) == sorted(toolbench_ood.__all__)
    assert kit.__all__ == KIT
    with pytest.raises(AttributeError, match="no attribute 'World2'"):
        _ = toolbench_ood.World2


def test_a_name_of_the_face_outlives_the_import_of_its_module() -> None:
    """``from toolbench_ood import task`` decorates, before and after its package is imported."""
    for first in ("", "import toolbench_ood.tasks.session\n"):
        script = (
            f"{first}from toolbench_ood import task\n"
            "def named(world, rng):\n    'Says so.'\n    yield\n"
            "made = task(kind='chain')(named), task(named)\n"
            "print([each.kind.value for each in made])"
        )
        assert _run(script) == "['chain', 'single']"


def test_the_face_is_light() -> None:
    """Importing the package imports nothing of it; importing all of it, no model package."""
    listed = "print([m for m in sys.modules if m.startswith('toolbench_ood.')])"
    assert _run(f"import sys, toolbench_ood; {listed}") == "[]"


@pytest.mark.slow
def test_authors_see_types(tmp_path: Path) -> None:
    """Mypy knows the public names by their own types, and finds an author's mistake."""
    file = tmp_path / "snippet.py"
    file.write_text(SNIPPET, encoding="utf-8")
    told, _, _ = api.run(["--strict", "--no-error-summary", str(file)])
    found = [line.partition(": ")[2] for line in told.splitlines()]
    assert found[:4] == [
        'note: Revealed type is "Any"',
        'note: Revealed type is "toolbench_ood.tasks.reply.Reply"',
        'note: Revealed type is "toolbench_ood.tasks.task.Task"',
        'note: Revealed type is "def (self: snippet.Empty, why: str)"',
    ]
    assert len(found) == 5
    assert '"split" to "SuiteInfo" has incompatible type "int"; expected "str"' in found[4]


def _run(script: str) -> str:
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
