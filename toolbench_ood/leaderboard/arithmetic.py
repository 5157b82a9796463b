"""Check that every figure of an entry follows from its counts."""

from collections.abc import Iterator, Mapping

from toolbench_ood.leaderboard.arm_problems import arm_problems
from toolbench_ood.leaderboard.count_problems import count_problems
from toolbench_ood.leaderboard.distribution_problems import distribution_problems
from toolbench_ood.leaderboard.effort_problems import effort_problems
from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.leaderboard.failure_problems import failure_problems
from toolbench_ood.leaderboard.row_problems import row_problems
from toolbench_ood.score.row import Row
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
    yield from arm_problems(entry)


def _name_problems(entry: Entry) -> Iterator[str]:
    """Compare what is counted with what was chosen."""
    scores, chosen = entry.scores, entry.choices
    yield from _played_names("formats", scores.formats, entry)
    yield from _played_names("suites", scores.suites, entry)
    for name in scores.kinds.keys() - set(Kind):
        yield f"scores.kinds.{name} is unknown; expected one of {choices(Kind)}"
    shifts = {frozenset(shift.split(AND)) for shift in chosen.shifts}
    for name in scores.shifts:
        if frozenset(name.split(AND)) not in shifts:
            yield f"scores.shifts.{name} was not chosen; choices.shifts: {choices(chosen.shifts)}"
    if chosen.limit is not None:
        planned = scores.planned + sum(arm.planned for arm in scores.arms)
        yield from within("the sum of planned over scores and arms", planned, 0, chosen.limit)


def _played_names(name: str, rows: Mapping[str, Row], entry: Entry) -> Iterator[str]:
    """Compare the names with cases without help with all; others have cases with help alone."""
    here: Mapping[str, object] = getattr(entry, name)
    if any(arm.total.unpaired for arm in entry.scores.arms):
        for unknown in rows.keys() - here.keys():
            yield f"scores.{name}.{unknown} is unknown; {name}: {choices(here)}"
    else:
        yield from expect(f"scores.{name}", sorted(rows), sorted(here))
