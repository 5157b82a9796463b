"""Every shipped task, tried without a model."""

from cases import for_each

from toolbench_ood.task.collect import shipped_suites
from toolbench_ood.task.suite import Suite
from toolbench_ood.task.trial.trial import try_task

SUITES = shipped_suites()


@for_each("suite", SUITES, ids=[suite.name for suite in SUITES])
def test_tasks_hold_what_they_promise(suite: Suite) -> None:
    """Solved by the solution alone: no spoilt write, silence or temptation passes, no read fails.

    What the solution says is known from the conversation, and the kind is what it says.
    """
    for nth, task in enumerate(suite.tasks.values()):
        assert try_task(suite, task, seed=nth % 20).problems == ()


def test_there_are_as_many_as_promised() -> None:
    """150 tasks on twelve worlds, six of them held out."""
    assert sum(len(suite.tasks) for suite in SUITES) >= 150
    assert sorted(suite.split.value for suite in SUITES) == ["held_out"] * 6 + ["train"] * 6
