"""What the checkpoints of a series say together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from toolbench_ood.series.alarm import ALPHA, TOLERANCE, Alarm, find_alarms
from toolbench_ood.series.peak import PeakAndLast, compare_peak_with_last
from toolbench_ood.series.point import Played, Point
from toolbench_ood.series.signatures import Signatures
from toolbench_ood.series.sweep import Sweep
from toolbench_ood.series.sweep_file import Member
from toolbench_ood.series.watched import HEALTHY, watch_figures
from toolbench_ood.types.errors import UserError

SERIES_VERSION = 1
"""Raised whenever the meaning of a field of Series changes."""
_FEWEST = 2
"""Checkpoints that can be compared."""


@dataclass(frozen=True, slots=True)
class Series:
    """The checkpoints of a sweep, and what changed over them."""

    version: int
    points: tuple[Point, ...]
    """The checkpoints that were played to their end, in the order of training; numbers of
    checkpoints are places here."""
    unfinished: tuple[Member, ...]
    """Those that were not."""
    id_formats: tuple[str, ...]
    alpha: float
    tolerance: float
    peak: PeakAndLast | None
    """None where there is nothing to compare."""
    alarms: tuple[Alarm, ...]
    """The earliest first."""
    apart: Mapping[str, str]
    """Why the probe of a checkpoint can't be compared with the first one's, by label."""
    notes: tuple[str, ...]
    """What a reader should know about the comparison, one sentence each."""


class PlayedSoFar:
    """Reads each finished run once, however often the series is made."""

    def __init__(self, sweep: Sweep) -> None:
        """Read nothing yet."""
        self.sweep = sweep
        self._read: dict[str, Played] = {}

    def series(self, alpha: float = ALPHA, tolerance: float = TOLERANCE) -> Series:
        """Make the series as it stands now.

        Args:
            alpha: see :func:`~toolbench_ood.series.alarm.find_alarms`.
            tolerance: as there.

        Raises:
            UserError: a run's folder is broken.
        """
        members = self.sweep.file.members
        played = [each for member in members if (each := self._played(member))]
        done = {each.point.label for each in played}
        signatures = Signatures(
            played, {each.label: each for each in members}, wanted=bool(self.sweep.file.probed)
        )
        peak, alarms, refused = compare(signatures, alpha, tolerance)
        return Series(
            version=SERIES_VERSION,
            points=tuple(each.point for each in played),
            unfinished=tuple(member for member in members if member.label not in done),
            id_formats=self.sweep.file.id_formats,
            alpha=alpha,
            tolerance=tolerance,
            peak=peak,
            alarms=alarms,
            apart=signatures.apart,
            notes=(*_notes(played, members), *signatures.notes(), *refused),
        )

    def _played(self, member: Member) -> Played | None:
        if member.label not in self._read:
            run = self.sweep.run_of(member)
            if run is None:
                return None
            self._read[member.label] = Played.read(run, member.label, member.step)
        return self._read[member.label]


def series_as_dict(series: Series) -> dict[str, Any]:
    """Return a series as plain JSON values."""
    return asdict(series) | {
        "unfinished": [member.model_dump(mode="json") for member in series.unfinished]
    }


def compare(
    signatures: Signatures, alpha: float, tolerance: float
) -> tuple[PeakAndLast | None, tuple[Alarm, ...], tuple[str, ...]]:
    """Return peak, alarms, and why there is nothing to compare, if so.

    Args:
        signatures: the finished checkpoints, in order, with their probes.
        alpha: see :func:`~toolbench_ood.series.alarm.find_alarms`.
        tolerance: as there.
    """
    played = signatures.played
    if len(played) < _FEWEST:
        finished = "one checkpoint is finished" if played else "no checkpoint is finished"
        return None, (), (f"{finished}: there is nothing to compare",)
    checkpoints = signatures.checkpoints()
    try:
        peak = compare_peak_with_last(checkpoints)
        watched = watch_figures(checkpoints, {**HEALTHY, **signatures.followed()})
        sharing = len(HEALTHY) + signatures.watched
        alarms = find_alarms(watched, alpha, tolerance, sharing)
    except UserError as error:
        return None, (), (f"nothing is compared: {error}",)
    return peak, alarms, ()


def _notes(played: Sequence[Played], members: Sequence[Member]) -> Iterator[str]:
    points = [each.point for each in played]
    other = [each.label for each in points if each.tokenizer != points[0].tokenizer]
    if other:
        yield (
            f"tokenizer or chat template of {_few(other)} differ from those of {points[0].label}: "
            "they read other prompts"
        )
    known = [member for member in members if member.id_formats is not None]
    apart = [member for member in known if member.id_formats != known[0].id_formats]
    if apart:
        first, one = known[0], apart[0]
        yield (
            f"{_few([each.label for each in apart])} would by themselves have other ID formats "
            f"({_names(one.id_formats)}) than {first.label} ({_names(first.id_formats)}); all play "
            "with the same ones"
        )
    yield from _gaps(points)


def _gaps(points: Sequence[Point]) -> Iterator[str]:
    """Say where steps seem to be missing: a distance twice as long as the usual one, or longer."""
    steps = [point.step for point in points if point.step is not None]
    ways = [after - before for before, after in pairwise(steps)]
    if not ways or min(ways) <= 0:
        return
    usual = max(set(ways), key=lambda way: (ways.count(way), -way))
    for before, way in zip(steps, ways, strict=False):
        if ways.count(usual) > 1 and way >= 2 * usual:
            yield f"no checkpoint between the steps {before} and {before + way}"


def _few(labels: Sequence[str], shown: int = 3) -> str:
    more = f" and {len(labels) - shown} more" if len(labels) > shown else ""
    return f"{', '.join(labels[:shown])}{more}"


def _names(names: Sequence[str] | None) -> str:
    return ", ".join(names or ()) or "none"
