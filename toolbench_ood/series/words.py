"""What a series says, in sentences."""

from collections.abc import Iterator, Sequence

from toolbench_ood.probe.by_task import HEALTHY, OWN_ASK
from toolbench_ood.probe.signature import SIGNATURES
from toolbench_ood.series.alarm import Alarm, Stretch
from toolbench_ood.series.peak import PeakAndLast
from toolbench_ood.series.point import Point
from toolbench_ood.series.series import Series

_FIGURES = {
    "solved": "fewer solved cases",
    "well_formed": "fewer well-formed cases",
    "polluted": "more polluted messages",
    "collapsed": "more collapsed messages",
    OWN_ASK: "calls that depend less on what is asked (own_ask)",
    **{
        each.name: f"{'lower' if HEALTHY[each.name] else 'higher'} {each.formula} ({each.name})"
        for each in SIGNATURES
    },
}


def conclusions(series: Series) -> Iterator[str]:
    """Yield what is not finished, the peak against the last checkpoint, the alarms, and notes."""
    labels = [point.label for point in series.points]
    for member in series.unfinished:
        why = member.failure or "it has not been played to its end"
        yield f"{member.label} is not finished: {why}"
    if series.peak is not None:
        yield _peak(series.peak, labels)
        yield from (alarm_words(alarm, labels) for alarm in series.alarms)
        yield _rate(series)
    yield from (f"note: {note}." for note in series.notes)


def alarm_words(alarm: Alarm, labels: Sequence[str]) -> str:
    """Say what rang, at which checkpoint, and since when.

    Args:
        alarm: of a series.
        labels: of its checkpoints.
    """
    return (
        f"alarm at {labels[alarm.at]}: {_FIGURES.get(alarm.figure, alarm.figure)}. The change came "
        f"after {labels[alarm.after]} and by {labels[alarm.at]}: {_stretch(alarm.before, labels)}, "
        f"then {_stretch(alarm.now, labels)} (bounds of the mean over the tasks)."
    )


def point_words(point: Point) -> str:
    """Say in a line how a checkpoint does."""
    solved = point.solved
    states = ", ".join(
        f"{_percent(share)} {state.replace('_', ' ')}" for state, share in point.states.items()
    )
    return (
        f"{point.label}: {_percent(solved.rate)} solved [{100 * solved.low:.0f}-"
        f"{100 * solved.high:.0f}], {_percent(point.well_formed.rate)} well-formed; messages: "
        f"{states or 'none'}"
    )


def _peak(found: PeakAndLast, labels: Sequence[str]) -> str:
    peak, last = labels[found.peak], labels[-1]
    at_peak = f"{_percent(found.at_peak.rate)} solved"
    if found.peak == len(labels) - 1:
        return f"peak: {last}, the last checkpoint ({at_peak})."
    drop = found.drop
    return (
        f"peak: {peak} ({at_peak}), against {_percent(found.at_last.rate)} at {last}, the last: a "
        f"drop of {_points(drop.difference)} points, 95 % interval {_points(drop.low)} to "
        f"{_points(drop.high)}, on the half of the tasks that did not choose the peak."
    )


def _rate(series: Series) -> str:
    rang = "" if series.alarms else "no alarm rang. "
    return (
        f"{rang}alpha = {series.alpha:g}: where nothing gets worse, one alarm in "
        f"{1 / series.alpha:,.0f} checkpoints at most, on average. Tolerance: a figure may be "
        f"{_points(series.tolerance)} points worse than it was."
    )


def _stretch(stretch: Stretch, labels: Sequence[str]) -> str:
    first, last = labels[stretch.first], labels[stretch.last]
    where = f"at {first}" if first == last else f"over {first} to {last}"
    return f"{_points(stretch.low)}-{_percent(stretch.high)} {where}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"


def _points(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f}"
