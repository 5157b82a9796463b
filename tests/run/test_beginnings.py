"""How many distinct beginnings prompts have is counted as if each prompt was looked at."""

from pathlib import Path

from cases import for_each
from laws.crossing import JOINED
from shipped_formats import LIBRARY
from task.suites import write_suite

from toolbench_ood.run.beginnings import count_beginnings
from toolbench_ood.run.count_cases import say_beginnings
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.settings import Settings
from toolbench_ood.shifts.find import SHIFTS
from toolbench_ood.shifts.obstacles import find_obstacles
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import NO_SHIFT, Case, make_cases
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.load import load_suite

_SHIFTS = (NO_SHIFT, *SHIFTS, *JOINED, "lean+terse")


def looked_at(cases: list[Case]) -> int:
    """Count the distinct declarations case by case."""
    return len({(case.format.name, Surface(case).shown.text) for case in cases})


@for_each("shift", _SHIFTS)
def test_every_case_counts_as_what_it_declares(shift: str, tmp_path: Path) -> None:
    """In each shift, over suites with withheld tools and one so small that draws coincide."""
    shipped = {suite.name: suite for suite in shipped_suites()}
    suites = [shipped["bank"], shipped["smart_home"], load_suite(write_suite(tmp_path / "lamps"))]
    formats = [LIBRARY.load(name) for name in ("hermes", "sexp")]
    obstacles = find_obstacles(suites, [shift])
    cases = [
        case
        for case in make_cases(suites, formats, range(2), [shift])
        if (case.suite.name, case.task_id, shift) not in obstacles
    ]
    assert count_beginnings(cases) == looked_at(cases) > len(formats)


def test_a_plan_says_how_many_beginnings_its_prompts_have() -> None:
    """Files share them under lean, suites without a shift; each format has its own."""
    chosen = {"suites": ("bank",), "kinds": ("single", "parallel"), "formats": ("hermes", "sexp")}
    plan = make_plan(Settings(model="oracle", shifts=("none", "lean"), seeds=2, **chosen))
    files = {case.task.file for case in plan.cases}
    assert plan.beginnings == 2 * (1 + len(files))
    assert say_beginnings(1).startswith("1 distinct prompt beginning (")
    assert say_beginnings(plan.beginnings).startswith(
        f"{plan.beginnings} distinct prompt beginnings"
    )
