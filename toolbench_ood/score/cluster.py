"""What makes cases dependent."""

from typing import TypeAlias

from toolbench_ood.rollout.record import Record

TaskName: TypeAlias = tuple[str, str]
"""Suite, and id of the task within it."""


def cluster(record: Record) -> TaskName:
    """Name the case's task function.

    Its cases are dependent whatever they differ in (seed, format, shift, arm, sample): a model that
    cannot do the task fails them all.
    """
    return record.suite, record.task
