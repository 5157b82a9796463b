"""The manifest of what ships, and what makes a run another than a published one."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from cases import for_each
from shipped_formats import LIBRARY
from task.suites import write_suite

from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.run.published import departures, profile_settings
from toolbench_ood.shifts.digest import shift_digests
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.manifest import Manifest

SMOKE = profile_settings("smoke", PROFILES["smoke"])


def test_what_ships_is_what_the_manifest_says() -> None:
    """Suites, formats, shifts and the smallest profile are as hashed (``make manifest``)."""
    manifest = Manifest.load()
    shipped = {suite.name: (suite.version, suite.digest) for suite in shipped_suites()}
    assert {name: (each.version, each.digest) for name, each in manifest.suites.items()} == shipped
    formats = {name: LIBRARY.load(name) for name in LIBRARY.names()}
    known = {name: (each.version, each.digest) for name, each in manifest.formats.items()}
    assert known == {name: (each.spec.version, each.digest) for name, each in formats.items()}
    assert manifest.shifts == shift_digests()
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


def test_what_is_played_must_be_as_it_ships(tmp_path: Path) -> None:
    """What has changed, or does not ship, is named; what is not played does not matter."""
    manifest = Manifest.load()
    settings = replace(SMOKE, shifts=("terse",))
    plan = make_plan(settings)
    other = "0" * 64
    changed = {
        "suites": {
            name: each.model_copy(update={"digest": other}) if name in {"library", "bank"} else each
            for name, each in manifest.suites.items()
        },
        "formats": {
            name: each.model_copy(update={"digest": other}) if name in {"sexp", "cli"} else each
            for name, each in manifest.formats.items()
        },
        "shifts": manifest.shifts | {"terse": other, "opaque": other},
    }
    found = departures(settings, plan, manifest.model_copy(update=changed))
    assert found == (
        "suite library differs from the shipped version 1",
        "format sexp differs from the shipped version 1",
        "shift terse differs from the shipped one",
    )
    folder = write_suite(tmp_path / "lamps")
    settings = replace(SMOKE, task_folders=(folder,), suites=("lamps",), kinds=())
    found = departures(settings, make_plan(settings), manifest)
    assert re.match("suite lamps is not shipped", found[0])
