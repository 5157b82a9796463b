"""Profiles: what they choose, and where their choice stands back."""

from pathlib import Path

from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.run.published import profile_settings
from toolbench_ood.run.read_options import make_settings


def test_the_smallest_profile_is_small_and_shows_every_cell() -> None:
    """Few cases with few different prompts, but trained and held-out tasks and several formats."""
    plan = make_plan(profile_settings("smoke", PROFILES["smoke"]))
    assert len(plan.cases) <= 45
    assert {suite.split.value for suite in plan.suites} == {"train", "held_out"}
    assert len(plan.formats) >= 3
    assert len(plan.suites) * len(plan.formats) <= 6
    assert plan.skipped == ()


def test_a_profiles_choice_of_tasks_stands_back_where_the_user_chooses(tmp_path: Path) -> None:
    """By suite, split, kind or folder; formats and budgets are the profile's all the same."""
    smoke = PROFILES["smoke"]
    base = {"--model": "m", "--profile": "smoke"}
    plain = make_settings(base)
    assert (plain.suites, plain.kinds) == (smoke.suites, smoke.kinds)
    for option, value, suites, kinds in (
        ("--suite", ["calendar"], ("calendar",), ()),
        ("--split", ["train"], (), ()),
        ("--kind", ["undo"], (), ("undo",)),
        ("--tasks", [str(tmp_path)], (), ()),
    ):
        chosen = make_settings({**base, option: value})
        assert (chosen.suites, chosen.kinds) == (suites, kinds), option
        assert (chosen.formats, chosen.limits) == (smoke.formats, smoke.limits), option
