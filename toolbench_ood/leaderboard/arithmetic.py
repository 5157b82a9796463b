"""Check that every figure of an entry follows from its counts."""

from collections.abc import Iterator

from toolbench_ood.leaderboard.count_problems import count_problems
from toolbench_ood.leaderboard.distribution_problems import distribution_problems
from toolbench_ood.leaderboard.effort_problems import effort_problems
from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.leaderboard.failure_problems import failure_problems
from toolbench_ood.leaderboard.row_problems import row_problems
from toolbench_ood.score.scores import SCORES_VERSION
from toolbench_ood.shifts.find import AND
from toolbench_ood.tasks.task import Kind
from toolbench_ood.types.errors import choices


def arithmetic_problems(entry: Entry) -> Iterator[str]:
    """Yield one sentence for each wrong figure."""
    scores = entry.scores
    yield from expect("scores.version", scores.version, SCORES_VERSION)
    yield from distribution_problems(entry)
    yield from expect("scores.missing", scores.missing, 0)
    yield from expect("scores.total.failed", scores.total.failed, 0)
    yield from expect("scores.planned", scores.planned, scores.total.cases)
    yield from _name_problems(entry)
    yield from row_problems(entry)
    yield from count_problems(scores)
    yield from effort_problems(scores)
    yield from failure_problems(scores)


def _name_problems(entry: Entry) -> Iterator[str]:
    """Compare what is counted with what was chosen."""
    scores, chosen = entry.scores, entry.choices
    yield from expect("scores.formats", sorted(scores.formats), sorted(entry.formats))
    yield from expect("scores.suites", sorted(scores.suites), sorted(entry.suites))
    for name in scores.kinds.keys() - set(Kind):
        yield f"scores.kinds.{name} is unknown; expected one of {choices(Kind)}"
    shifts = {frozenset(shift.split(AND)) for shift in chosen.shifts}
    for name in scores.shifts:
        if frozenset(name.split(AND)) not in shifts:
            yield f"scores.shifts.{name} was not chosen; choices.shifts: {choices(chosen.shifts)}"
    if chosen.limit is not None:
        yield from within("scores.planned", scores.planned, 0, chosen.limit)
