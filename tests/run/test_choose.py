"""Which cases of everything that ships are played."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from toolbench_ood.run.choose import keep_few
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError


def test_nothing_left_is_an_error() -> None:
    """An expression that matches no case says so instead of playing nothing."""
    with pytest.raises(UserError, match="matches none"):
        make_plan(Settings(model="oracle", keyword="no_such_task"))


def test_a_limit_reaches_every_task_split_format_and_shift() -> None:
    """As many cases as tasks are one of each task, in every format and shift alike."""
    standard = Settings(model="oracle", **PROFILES["standard"].choices())
    cases = make_plan(standard).cases
    tasks = {(case.suite.name, case.task_id) for case in cases}
    for limit in (1, 2, 40, len(tasks), 10**6):
        kept = keep_few(cases, limit)
        assert len(kept) == min(limit, len(cases))
        assert len({(case.suite.name, case.task_id) for case in kept}) == min(limit, len(tasks))
        for name in ("shift", "split", "format"):
            counts = Counter(_axis(case, name) for case in kept)
            assert max(counts.values()) - min(counts.values()) <= 1 or limit > 40, (name, counts)
            assert len(counts) == min(limit, len({_axis(case, name) for case in cases}))


def _axis(case: object, name: str) -> str:
    place = {"split": "suite.split", "format": "format.name", "shift": "shift"}[name]
    for part in place.split("."):
        case = getattr(case, part)
    return str(case)


_PRINT_PLAN = """\
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.settings import Settings
plan = make_plan(Settings(model="oracle", seeds=2, limit=5))
print(plan.digest, *(case.id for case in plan.cases), sep="\\n")
"""


def test_the_same_choice_every_time() -> None:
    """A plan depends on its settings alone: no order of a set or a hash plays a part."""
    done = subprocess.run(  # noqa: S603  our own interpreter and words
        [sys.executable, "-c", _PRINT_PLAN],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    plan = make_plan(Settings(model="oracle", seeds=2, limit=5))
    assert done.stdout.splitlines() == [plan.digest, *(case.id for case in plan.cases)]


def test_a_plan_says_what_its_cases_are_made_of() -> None:
    """The factors stand as a product where every combination is played, else as counts."""
    few = make_plan(Settings(model="oracle", seeds=2, limit=5))
    assert few.summary == f"5 cases: 5 of {few.tasks} tasks, 5 formats, 1 shift, 1 seed"
    chosen = {"suites": ("bank",), "kinds": ("undo",), "formats": ("hermes", "sexp"), "seeds": 3}
    whole = make_plan(Settings(model="oracle", shifts=("none", "opaque"), **chosen))
    factors = ("12 cases = 1 task", "2 formats", "2 shifts", "3 seeds")
    assert whole.summary == " \N{MULTIPLICATION SIGN} ".join(factors)


def test_kind_and_split_choose_tasks() -> None:
    """Tasks of other kinds and splits are left out; what is unknown is refused."""
    chosen = Settings(model="oracle", seeds=1, formats=("hermes",))
    cases = make_plan(replace(chosen, kinds=("undo", "chain"), splits=("train",))).cases
    assert {case.task.kind.value for case in cases} == {"undo", "chain"}
    assert {case.suite.split.value for case in cases} == {"train"}
    for more, words in (
        ({"kinds": ("nope",)}, "there is no kind 'nope'; the kinds are: aggregate, chain"),
        ({"splits": ("test",)}, "expected one of train, held_out"),
        ({"suites": ("train",)}, "train is a split, not a suite; give --split train"),
        ({"suites": ("bank",), "splits": ("held_out",)}, "none of the suites bank is in the split"),
    ):
        with pytest.raises(UserError, match=words):
            make_plan(replace(chosen, **more))


def test_unknown_names_are_refused_with_what_exists() -> None:
    """An unknown suite or format is an error that lists the known ones."""
    with pytest.raises(
        UserError, match="no suite 'calender'; the suites are: airline, bank, calendar"
    ):
        make_plan(Settings(model="oracle", suites=("calender",)))
    with pytest.raises(UserError, match="hermes"):
        make_plan(Settings(model="oracle", formats=("hermez",)))
