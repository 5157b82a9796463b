"""The manifest of what ships, and what makes a run another than a published one."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from cases import for_each
from task.suites import write_suite

from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.run.published import departures, profile_settings, shifts_digest
from toolbench_ood.task.collect import shipped_suites
from toolbench_ood.task.manifest import Manifest

SMOKE = profile_settings("smoke", PROFILES["smoke"])


def test_what_ships_is_what_the_manifest_says() -> None:
    """Suites, shifts and the smallest profile are as hashed; else run ``make manifest``."""
    manifest = Manifest.load()
    shipped = {suite.name: (suite.version, suite.digest) for suite in shipped_suites()}
    assert {name: (each.version, each.digest) for name, each in manifest.suites.items()} == shipped
    assert manifest.shifts == shifts_digest()
    assert manifest.profiles.keys() == PROFILES.keys()
    assert departures(SMOKE, make_plan(SMOKE), manifest) == ()


@for_each(
    ("change", "words"),
    [
        ({"seeds": 2}, "the cases are not those of the profile smoke"),
        ({"limit": 30}, "the cases are not those of the profile smoke"),
        ({"keyword": "library"}, "the cases are not those of the profile smoke"),
        ({"shifts": ("opaque",)}, "the cases are not those of the profile smoke"),
    ],
)
def test_other_cases_are_not_comparable(change: dict[str, Any], words: str) -> None:
    """Whoever plays other cases than the profile's is told so."""
    settings = replace(SMOKE, **change)
    assert departures(settings, make_plan(settings), Manifest.load()) == (words,)


def test_a_changed_suite_is_not_comparable(tmp_path: Path) -> None:
    """A suite that is not as it ships, or does not ship, is named."""
    folder = write_suite(tmp_path / "lamps")
    manifest = Manifest.load()
    plan = make_plan(SMOKE)
    changed = manifest.suites["library"].model_copy(update={"digest": "0" * 64})
    other = manifest.model_copy(update={"suites": {**manifest.suites, "library": changed}})
    assert departures(SMOKE, plan, other) == (
        f"suite library is not version {changed.version} as it ships",
    )
    settings = replace(SMOKE, task_folders=(folder,), suites=("lamps",), kinds=())
    found = departures(settings, make_plan(settings), manifest)
    assert re.match("suite lamps does not ship", found[0])
