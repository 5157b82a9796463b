"""Profiles: what they choose, and where their choice stands back."""

from collections import Counter
from pathlib import Path

import pytest

from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.run.published import profile_settings
from toolbench_ood.run.read_options import make_settings
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError


def test_the_smallest_profile_is_small_and_shows_every_cell() -> None:
    """Few cases with few different prompts, but trained and held-out tasks and several formats."""
    plan = make_plan(profile_settings("smoke", PROFILES["smoke"]))
    assert len(plan.cases) <= 45
    assert {suite.split.value for suite in plan.suites} == {"train", "held_out"}
    assert len(plan.formats) >= 3
    assert len(plan.suites) * len(plan.formats) <= 6
    assert plan.skipped == ()


def test_the_ladder_plays_short_tasks_of_both_splits_in_four_kinds() -> None:
    """Half of its tasks may be trained on; none is left out, and all are of the named kinds."""
    plan = make_plan(profile_settings("ladder", PROFILES["ladder"]))
    assert {case.shift for case in plan.cases} == {"lean+terse"}
    assert len(plan.cases) == 6 * 26
    tasks = {(case.suite.split.value, case.suite.name, case.task_id) for case in plan.cases}
    assert Counter(split for split, *_ in tasks) == {"train": 13, "held_out": 13}
    kinds = {case.task.kind.value for case in plan.cases}
    assert kinds == {"single", "missing_parameter", "parallel", "several_asks"}


def test_a_task_that_is_not_there_is_named_with_the_nearest() -> None:
    """A profile that names a task that a suite has lost is an error, not a smaller run."""
    settings = Settings(model="oracle", tasks=("bank/task_disputes.py::disputes_part",))
    with pytest.raises(UserError, match=r"there is no task bank/.*did you mean 'bank/task_disput"):
        make_plan(settings)


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
        assert make_settings({**base, option: value, "--profile": "ladder"}).tasks == (), option
