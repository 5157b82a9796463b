"""Which signatures of probes can be followed over a series, and why others can't."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from toolbench_ood.probe.by_task import HEALTHY
from toolbench_ood.series.checkpoint import Checkpoint
from toolbench_ood.series.point import Played, Point
from toolbench_ood.series.sweep_file import Member


@dataclass(frozen=True)
class Signatures:
    """The probes of the finished checkpoints of a series."""

    played: Sequence[Played]
    members: Mapping[str, Member]
    """Of the series, by label."""
    wanted: bool
    """Whether every checkpoint is to be probed."""

    @property
    def watched(self) -> int:
        """How many figures of probes an alarm watches: those of the first checkpoint.

        The number is settled before anything can be compared, so it does not depend on what later
        checkpoints show, or on whether they can be probed.
        """
        return len(self.played[0].checkpoint.signatures) if self.played else 0

    @cached_property
    def apart(self) -> Mapping[str, str]:
        """Why a probe can't be compared with that of the first checkpoint, by label."""
        probed = [each.point for each in self.played if each.point.probe is not None]
        reasons = {point.label: self._difference(probed[0], point) for point in probed}
        return {label: reason for label, reason in reasons.items() if reason is not None}

    def followed(self) -> Mapping[str, Literal[0, 1]]:
        """Return the healthy end of each signature that all checkpoints have, by name."""
        first, *others = self.checkpoints()
        return {
            name: HEALTHY[name]
            for name, means in first.signatures.items()
            if set(means).intersection(*(other.signatures.get(name, ()) for other in others))
        }

    def checkpoints(self) -> Sequence[Checkpoint]:
        """Return the checkpoints, without signatures where these can't be compared."""
        return [
            replace(each.checkpoint, signatures={})
            if each.point.label in self.apart
            else each.checkpoint
            for each in self.played
        ]

    def notes(self) -> Iterator[str]:
        """Say which checkpoints have no probe that can be compared, and why."""
        if not self.wanted:
            return
        reasons: defaultdict[str, list[str]] = defaultdict(list)
        for each in self.played:
            reason = self._lack(each.point)
            if reason is not None:
                reasons[reason].append(each.point.label)
        for reason, labels in reasons.items():
            yield f"{', '.join(labels)}: {reason}"
        if self.watched and not self.followed():
            yield "no signature of the probe is watched, since not all checkpoints have one"

    def _lack(self, point: Point) -> str | None:
        if point.label in self.apart:
            return f"the probe can't be compared: {self.apart[point.label]}"
        if point.probe is not None:
            return None
        failure = self.members[point.label].failure
        return f"not probed: {point.unprobed or failure or 'the same command again does that'}"

    def _difference(self, first: Point, point: Point) -> str | None:
        if point.tokenizer != first.tokenizer:
            return f"another tokenizer or chat template than {first.label}"
        formats = [self.members[each.label].id_formats for each in (first, point)]
        if None not in formats and formats[0] != formats[1]:
            return f"other ID formats by itself than {first.label}"
        return None
