"""A package brings suites and formats by its entry points, once it is installed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from task.suites import write_suite

from toolbench_ood.shipped import shipped

PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "lamp-plugin"
version = "1.0"

[project.entry-points."toolbench_ood.tasks"]
lamps = "lamp_plugin.suites"

[project.entry-points."toolbench_ood.formats"]
lamps = "lamp_plugin.formats"

[tool.hatch.build.targets.wheel]
packages = ["lamp_plugin"]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the plugin was really installed by pip."""
    source = tmp_path_factory.mktemp("source")
    (source / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    package = source / "lamp_plugin"
    write_suite(package / "suites" / "lamps")
    folder = package / "formats" / "lamp_hermes"
    shutil.copytree(shipped("formats") / "hermes", folder)
    toml = (folder / "format.toml").read_text(encoding="utf-8")
    toml = toml.replace('name = "hermes"', 'name = "lamp_hermes"')
    (folder / "format.toml").write_text(toml, encoding="utf-8")
    for part in (package, package / "suites", package / "formats"):
        (part / "__init__.py").write_text("", encoding="utf-8")
    target = tmp_path_factory.mktemp("site")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    how = ["--no-build-isolation", "--target", target, source]
    subprocess.run([*install, *how], check=True)  # noqa: S603  # our own package
    return target


def program(site: Path, *arguments: object) -> Any:
    """Run the program where the plugin is installed; return what it prints as JSON."""
    command = [Path(sys.executable).with_name("toolbench-ood"), *map(str, arguments), "--json"]
    done = subprocess.run(  # noqa: S603  # our own program
        command,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_installed_suites_and_formats_are_found(site: Path) -> None:
    """What a package brings is listed beside what ships."""
    assert {"calendar", "lamps"} <= {each["name"] for each in program(site, "list", "suites")}
    assert {"hermes", "lamp_hermes"} <= {each["name"] for each in program(site, "list", "formats")}


def test_installed_suites_and_formats_are_played(site: Path, tmp_path: Path) -> None:
    """What a package brings runs like what ships."""
    chosen = ("--suite", "lamps", "--format", "lamp_hermes", "--shift", "none")
    chosen = (*chosen, "--out", tmp_path / "run")
    scores = program(site, "eval", "--model", "oracle", "--seeds", 2, *chosen)
    assert scores["total"]["solved"] == {**scores["total"]["solved"], "k": 4, "n": 4}
