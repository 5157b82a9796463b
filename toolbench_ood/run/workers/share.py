"""Dealing out the cases of a run to its workers."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import groupby

from toolbench_ood.tasks.case import Case


def share_out(cases: Iterable[Case], number: int) -> list[Iterator[Case]]:
    """Return what each of so many workers is to play; a case is taken when it is asked for.

    Cases that stand together and are of one situation go to one worker, which draws it once. When
    all situations have been begun, a worker goes on with those of others.
    """
    groups = (deque(group) for _, group in groupby(cases, key=_situation))
    begun: list[deque[Case]] = []

    def share() -> Iterator[Case]:
        for group in groups:
            begun.append(group)
            while group:
                yield group.popleft()
        for group in begun:
            while group:
                yield group.popleft()

    return [share() for _ in range(number)]


def _situation(case: Case) -> tuple[str, str, int]:
    return case.suite.name, case.task_id, case.seed
