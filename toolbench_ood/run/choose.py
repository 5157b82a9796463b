"""Which cases of a plan are played: ``-k`` and ``--limit``."""

from collections import defaultdict
from collections.abc import Sequence

from toolbench_ood.run.keyword import compile_keyword
from toolbench_ood.run.spread import Place, spread
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import UserError


def keep_matching(cases: Sequence[Case], keyword: str | None) -> tuple[Case, ...]:
    """Keep the cases whose id matches the expression.

    Raises:
        UserError: the expression is malformed or matches nothing.
    """
    if keyword is None:
        return tuple(cases)
    matches = compile_keyword(keyword)
    kept = tuple(case for case in cases if matches(case.id))
    if not kept:
        raise UserError(
            f"-k {keyword!r} matches none of the {len(cases)} cases; list tasks prints their names"
        )
    return kept


def keep_few(cases: Sequence[Case], limit: int | None) -> tuple[Case, ...]:
    """Keep at most ``limit`` cases, spread over tasks, formats and shifts; all for None.

    A case is kept in all of its arms or in none, unless the limit is smaller than their number.
    """
    if limit is None:
        return tuple(cases)
    arms: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        arms[case.paired_id].append(case)
    most = max(map(len, arms.values()), default=1)
    kept = spread([each[0] for each in arms.values()], max(limit // most, 1), case_place)
    return tuple(case for one in kept for case in arms[one.paired_id])[:limit]


def case_place(case: Case) -> Place:
    """Return the place of a case among the others."""
    return Place(
        split=case.suite.split.value,
        suite=case.suite.name,
        task=case.task_id,
        format=case.format.name,
        shift=case.shift,
        seed=case.seed,
        arm=case.arm,
        sample=case.sample,
    )
