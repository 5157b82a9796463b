"""The page for authors of suites says what is so."""

import re
from pathlib import Path

import toolbench_ood
from toolbench_ood.world import kit

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/suites.md").read_text(encoding="utf-8")
MODELS = ("bank", "tracker")


def test_the_page_names_what_there_is() -> None:
    """Every function of the kit is on it, its imports work, and its models have its files."""
    kit_table = PAGE.partition("## The kit")[2].partition("## Tasks")[0]
    assert [name for name in kit.__all__ if f"`{name}(" not in kit_table] == []
    for module, names in re.findall(r"^from (\S+) import (.*)$", PAGE, flags=re.MULTILINE):
        public = {"toolbench_ood": toolbench_ood, "toolbench_ood.world.kit": kit}[module].__all__
        assert set(names.split(", ")) <= set(public)
    files = re.findall(r"^\| `(\w+\.\w+)` \|", PAGE, flags=re.MULTILINE)
    for suite in MODELS:
        found = {file.name for file in (ROOT / "tasks" / suite).iterdir() if file.is_file()}
        assert {name for name in found if not name.startswith("task_")} == set(files), suite
    tool = re.search(r"@tool\n(.*?)```", PAGE, flags=re.DOTALL)
    assert tool is not None
    world = (ROOT / "tasks/bank/world.py").read_text(encoding="utf-8")
    assert re.sub(r"\s+", " ", tool[1]) in re.sub(r"\s+", " ", world)
