"""Every shipped task, tried without a model."""

from cases import for_each

from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.trial.trial import try_task


@for_each("suite", shipped_suites, ids=lambda suite: suite.name, parts=6)
def test_tasks_hold_what_they_promise(suite: Suite) -> None:
    """Solved by the solution alone: no wrong play, silence or temptation passes, no read fails.

    What the solution says is known from the conversation, and the kind is what it says.
    """
    for nth, task in enumerate(suite.tasks.values()):
        assert list(try_task(suite, task, seed=nth % 20).problems) == []
