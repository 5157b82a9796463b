"""The figures of one checkpoint for the table and the curves of a series."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from toolbench_ood.probe.run_probe import RunProbe
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.header import RunHeader
from toolbench_ood.score.cluster import cluster
from toolbench_ood.score.distribution import Distribution, FormatSide
from toolbench_ood.score.picture import count_control_tokens
from toolbench_ood.score.rate import Count, Rate, rate
from toolbench_ood.score.state import State, message_states
from toolbench_ood.series.checkpoint import Checkpoint, count_cases
from toolbench_ood.series.probed import Probed
from toolbench_ood.types.arm import STRICT


@dataclass(frozen=True, slots=True)
class Point:
    """A checkpoint that was played to its end; all figures are of the arm ``strict``."""

    label: str
    step: int | None
    cases: int
    solved: Rate
    solved_id: Rate
    """Of the cases in ID formats; nothing is counted where none of them was played."""
    solved_ood: Rate
    """Of the cases in all other formats but ``native``."""
    well_formed: Rate
    formats: Mapping[str, Rate]
    """Solved cases by format, sorted by name."""
    states: Mapping[str, float]
    """Share of the messages that are in each of the four states; empty where there is none."""
    control_tokens: float | None
    """Control tokens of the format that a message holds as text, on average; None where no format
    has any in this model."""
    tokenizer: str
    """Digests of the tokenizer and the chat template."""
    probe: Probed | None = None
    """What its probe found; None where there is none."""
    unprobed: str | None = None
    """Why its probe was not served, where that is so."""


@dataclass(frozen=True, slots=True)
class Played:
    """A checkpoint's figures, as one point and case by case."""

    point: Point
    checkpoint: Checkpoint

    @classmethod
    def read(cls, run: RunFolder, label: str, step: int | None) -> Self:
        """Take the figures from a finished run, and from its probe if it has one.

        Raises:
            UserError: a file of the folder is broken.
        """
        records = run.records()
        point = make_point(records, run.header, label, step)
        kept = RunProbe.load(run.path)
        report = kept.report if kept else None
        if kept is not None:
            probe = Probed.of(report) if report else None
            point = replace(point, probe=probe, unprobed=kept.unprobed)
        by_task = report.by_task if report else {}
        return cls(point, Checkpoint(label, count_cases(records), by_task))


def make_point(records: Iterable[Record], header: RunHeader, label: str, step: int | None) -> Point:
    """Count the records of a finished run."""
    strict = [record for record in records if record.arm == STRICT]
    where = Distribution.of(header)
    sides: defaultdict[FormatSide | None, list[Record]] = defaultdict(list)
    formats: defaultdict[str, list[Record]] = defaultdict(list)
    states: Counter[State] = Counter()
    for record in strict:
        sides[where.format_side(record)].append(record)
        formats[record.format].append(record)
        states.update(message_states(record))
    return Point(
        label=label,
        step=step,
        cases=len(strict),
        solved=_solved(strict),
        solved_id=_solved(sides["id"]),
        solved_ood=_solved(sides["ood"]),
        well_formed=rate(Count(cluster(each), each.well_formed, 1) for each in strict),
        formats={name: _solved(group) for name, group in sorted(formats.items())},
        states={state.value: states[state] / states.total() for state in State if states},
        control_tokens=_control_tokens(formats, header),
        tokenizer=" ".join(f"{name}={each}" for name, each in header.chat.fingerprint.items()),
    )


def _solved(records: Iterable[Record]) -> Rate:
    return rate(Count(cluster(record), record.solved, 1) for record in records)


def _control_tokens(formats: Mapping[str, Sequence[Record]], header: RunHeader) -> float | None:
    counts: list[int] = []
    messages = 0
    for name, group in formats.items():
        texts = [
            each.text for record in group for each in record.messages if each.role == "assistant"
        ]
        messages += len(texts)
        counts.extend(count_control_tokens(texts, header.formats.get(name)).values())
    return sum(counts) / messages if counts and messages else None
