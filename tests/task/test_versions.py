"""Versions of suites and formats count their published states."""

import shutil
import tomllib
from pathlib import Path

from manifest import restart_versions, version_problems

from toolbench_ood.shipped import shipped
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.tasks.manifest import Manifest


def test_a_change_raises_the_version_by_one() -> None:
    """What has changed under another number than the next one is named, with where to set it."""
    before = Manifest.load()
    for what, name in (("suites", "library"), ("formats", "hermes")):
        known = getattr(before, what)
        for version, counts in ((1, False), (2, True), (3, False), (0, False)):
            changed = known[name].model_copy(update={"digest": "0" * 64, "version": version})
            now = before.model_copy(update={what: {**known, name: changed}})
            problems = version_problems(before, now)
            assert len(problems) == (not counts), (name, version)
            assert counts or f"{name} has changed" in problems[0]
            assert counts or "set version 2 in" in problems[0]
    assert version_problems(before, before) == []


def test_versions_can_begin_anew(tmp_path: Path) -> None:
    """Every suite and format has version 1 then, and nothing else of it is another."""
    suite, fmt = tmp_path / "tasks" / "library", tmp_path / "formats" / "hermes"
    shutil.copytree(shipped("tasks") / "library", suite)
    shutil.copytree(shipped("formats") / "hermes", fmt)
    world, spec = suite / "world.py", fmt / "format.toml"
    first = world.read_text(), spec.read_text()
    world.write_text(first[0].replace("version=1)", "version=12)"))
    spec.write_text(first[1].replace("version = 1", "version = 3"))
    assert load_suite(suite).version == 12
    assert tomllib.loads(spec.read_text())["version"] == 3
    restart_versions(suite.parent, fmt.parent)
    assert (world.read_text(), spec.read_text()) == first
