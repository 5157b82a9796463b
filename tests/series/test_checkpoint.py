"""What a run says of a checkpoint, and what checkpoints say together."""

from pathlib import Path

import numpy as np
import pytest
from numpy.random import default_rng
from numpy.typing import NDArray
from score.made import make

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.score.rate import Count
from toolbench_ood.series.checkpoint import SOLVED, Checkpoint
from toolbench_ood.series.peak import compare_peak_with_last
from toolbench_ood.series.power import Size, smallest_drop
from toolbench_ood.series.watched import HEALTHY, watch_figures
from toolbench_ood.tasks.session import AskEnd
from toolbench_ood.types.errors import UserError


def _records() -> list[Record]:
    """Make two tasks: one solved in two cases of three, one with a collapsed message and help."""
    empty = make.found("E1_UNBALANCED")
    collapsed = make.written("<tool_call>")
    unsolved = [make.asked(calls=1, end=AskEnd.OPEN, done=None, closed_by=None)]
    other = {"task": "task_y.py::y"}
    return [
        *make.many(2),
        make.record(case="c", solved=False, asks=unsolved),
        make.record(
            case="d",
            **other,
            solved=False,
            well_formed=False,
            asks=unsolved,
            messages=[make.written(), collapsed],
            findings=[empty],
        ),
        make.record(case="e", **other, arm="lenient"),
    ]


def test_figures_are_counted_by_case_and_task(tmp_path: Path) -> None:
    """Every figure is a count a case, without help, and a mean a task.

    An unfinished run, an unknown figure and checkpoints of different cases are refused.
    """
    run = make.run(tmp_path / "run", _records())
    signatures = {"end_after_opener": {("calendar", "task_x.py::x"): 0.25}}
    one = Checkpoint.read(run, "step-100", signatures)
    assert len(one.cases) == 4
    x, y = ("calendar", "task_x.py::x"), ("calendar", "task_y.py::y")
    assert one.task_means("solved") == {x: pytest.approx(2 / 3), y: 0}
    assert one.task_means("well_formed") == {x: 1, y: 0}
    assert one.task_means("healthy_response") == {x: 1, y: 0.5}
    assert one.task_means("collapsed") == {x: 0, y: 0.5}
    assert one.task_means("ran_out")[x] == pytest.approx(1 / 3)
    assert one.task_means("attempt_broken") == {x: 0, y: 1}
    assert one.task_means("end_after_opener") == signatures["end_after_opener"]
    watched = watch_figures([one, one], {**HEALTHY, "end_after_opener": 0})
    assert {each.name: each.means.shape for each in watched} == {
        **dict.fromkeys(HEALTHY, (2, 2)),
        "end_after_opener": (2, 1),
    }
    with pytest.raises(UserError, match="no figure 'speed'; it has solved, well_formed"):
        one.task_means("speed")
    fewer = Checkpoint.read(make.run(tmp_path / "fewer", _records()[1:]), "step-200")
    with pytest.raises(UserError, match="step-100 and step-200 did not play the same cases"):
        watch_figures([one, fewer])
    failed = [*_records()[1:], make.record(stop=Stop.ENGINE_ERROR)]
    with pytest.raises(UserError, match="1 of 5 cases are not scored; finish it with: toolbench"):
        Checkpoint.read(make.run(tmp_path / "failed", failed), "step-300")


def _checkpoints(solved: NDArray[np.bool_]) -> list[Checkpoint]:
    """Make checkpoints of cases by checkpoint, task and case."""
    return [
        Checkpoint(
            f"step-{step}",
            {
                SOLVED: {
                    f"{task}-{case}": Count(("s", f"task-{task}"), bool(value), 1)
                    for task, row in enumerate(rows)
                    for case, value in enumerate(row)
                }
            },
        )
        for step, rows in enumerate(solved)
    ]


def test_the_peak_is_judged_by_tasks_that_did_not_choose_it() -> None:
    """Among equal checkpoints the best one is no better on the other tasks; a real drop is found.

    A drop as large as is said to be the smallest that such cases find is found about as often as
    that says.
    """
    rng = default_rng(5)
    size = (8, 40, 3)
    nothing = [compare_peak_with_last(_checkpoints(rng.random(size) < 0.5)) for _ in range(100)]
    drops = np.array([each.drop.difference for each in nothing], dtype=float)
    assert abs(drops.mean()) < 3 * drops.std() / 10
    assert np.mean([each.drop.low > 0 for each in nothing]) <= 0.1
    chosen = Size(tasks=40, cases=3, discordant=0.5, correlation=0.0)
    assert smallest_drop(chosen) < smallest_drop(chosen.judging_a_peak()) < 1
    detectable = smallest_drop(chosen.judging_a_peak())
    found = []
    for _ in range(100):
        rates = np.array([0.5 - detectable / 2, 0.5 + detectable / 2, 0.5 - detectable / 2])
        compared = compare_peak_with_last(
            _checkpoints(rng.random((3, *size[1:])) < rates[:, np.newaxis, np.newaxis])
        )
        found.append(compared.peak == 1 and compared.drop.low > 0)
    assert 0.65 <= np.mean(found) <= 0.95
    with pytest.raises(UserError, match="played a single task"):
        compare_peak_with_last(_checkpoints(rng.random((2, 1, 3)) < 0.5))
