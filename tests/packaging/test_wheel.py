"""The wheel carries suites, formats and leaderboards, and they are found from anywhere."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from task.suites import write_suite

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked as pip would."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", place, ROOT], check=True)  # noqa: S603  # our own tree
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def run_from(folder: Path, site: Path, *arguments: str) -> str:
    """Run the program of an unpacked wheel from some other folder."""
    code = "import toolbench_ood.cli.main as m, sys; print(m.__file__, file=sys.stderr); m.main()"
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.startswith(str(site))
    return done.stdout


@pytest.mark.slow
def test_everything_ships(installed: Path, tmp_path: Path) -> None:
    """The installed program finds the suites and formats of the checkout, inside itself."""
    for kind in ("tasks", "suites", "formats"):
        here, there = (
            json.loads(run_from(tmp_path, site, "list", kind, "--json"))
            for site in (ROOT, installed)
        )
        assert here
        for checkout, wheel in zip(here, there, strict=True):
            folder = wheel.pop("folder", str(installed))
            assert folder.startswith(str(installed))
            assert wheel == {key: value for key, value in checkout.items() if key != "folder"}


@pytest.mark.slow
def test_an_installed_run_works(installed: Path, tmp_path: Path) -> None:
    """The installed program plays, and checks the entries that ship with it."""
    command = ("eval", "--model", "oracle", "--profile", "smoke", "--limit", "3", "--json")
    scores = json.loads(run_from(tmp_path, installed, *command, "--out", str(tmp_path / "run")))
    assert scores["total"]["solved"]["rate"] == 1.0
    run_from(tmp_path, installed, "leaderboard", "validate")


def test_no_test_and_no_cache_ships(installed: Path) -> None:
    """The wheel holds the package and its data, nothing else."""
    tops = {path.name.partition("-")[0] for path in installed.iterdir()}
    assert tops == {"toolbench_ood"}
    assert not list(installed.rglob("__pycache__"))


def test_the_ladder_stays_in_the_repository(installed: Path, tmp_path: Path) -> None:
    """Its adapters are large: the wheel lacks them, and says where they are."""
    boards = installed / "toolbench_ood" / "shipped" / "leaderboards"
    assert {path.name for path in boards.iterdir()} == {
        path.name for path in (ROOT / "leaderboards").iterdir() if path.name != "ladder"
    }
    assert not list(installed.rglob("adapter_model.safetensors"))
    command = ("-c", "from toolbench_ood.model.resolve import resolve; resolve('ladder:zero')")
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "leaderboards/ladder/adapters/zero of the clone" in done.stderr


def test_pytest_finds_the_installed_plugin(installed: Path, tmp_path: Path) -> None:
    """Once it is installed, pytest collects suites without being told to."""
    write_suite(tmp_path / "lamps")
    done = subprocess.run(  # our own interpreter
        [sys.executable, "-m", "pytest", "lamps", "--toolbench-seeds", "1"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in done.stdout, done.stdout
