"""Everything that a run's records say, in one value."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import FormatEntry
from toolbench_ood.score.cell import Cell, make_cells
from toolbench_ood.score.counts import (
    FindingCount,
    Histogram,
    count_findings,
    count_states,
    count_stops,
)
from toolbench_ood.score.effort import Seconds, Tokens, count_seconds, count_tokens
from toolbench_ood.score.failures import Failures, make_failures
from toolbench_ood.score.null_policies import NullScore, score_null_policies
from toolbench_ood.score.picture import Picture, make_picture
from toolbench_ood.score.row import Row, group_by, make_row, rows_by

SCORES_VERSION = 1
"""Raised whenever the meaning of a field of Scores changes."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a run, or of any set of its records.

    Cases in which the engine or the program failed stand in ``failed`` and in ``stops``; nothing
    else counts them.
    """

    version: int
    planned: int
    """Cases that the run has."""
    missing: int
    """Cases without a record, because the run is not finished."""
    id_format: str | None
    """The format that counts as in distribution; None: all count as out of distribution."""
    total: Row
    formats: dict[str, Row]
    suites: dict[str, Row]
    kinds: dict[str, Row]
    cells: tuple[Cell, ...]
    findings: tuple[FindingCount, ...]
    stops: Histogram
    states: Histogram
    tokens: Tokens
    seconds: Seconds
    shifts: dict[str, Row] = field(default_factory=dict)
    """By content shift; empty in scores of runs that had none."""
    failures: dict[str, Failures] = field(default_factory=dict)
    """Why cases were not solved, by format."""
    pictures: dict[str, Picture] = field(default_factory=dict)
    """The structure of the messages, by format."""
    null_policies: dict[str, NullScore] = field(default_factory=dict)
    """What models that understand nothing would score, by their names."""


def make_scores(
    records: Sequence[Record],
    *,
    planned: int,
    id_format: str | None,
    formats: Mapping[str, FormatEntry] | None = None,
) -> Scores:
    """Score a run.

    Args:
        records: the last record of each case.
        planned: how many cases the run has.
        id_format: the format that counts as in distribution.
        formats: what the run's header says of its formats.
    """
    entries = formats or {}
    by_format = group_by(records, "format")
    played = [record for record in records if record.stop.scored]
    return Scores(
        version=SCORES_VERSION,
        planned=planned,
        missing=planned - len(records),
        id_format=id_format,
        total=make_row(records),
        formats=rows_by(records, "format"),
        suites=rows_by(records, "suite"),
        kinds=rows_by(records, "kind"),
        shifts=rows_by(records, "shift"),
        cells=make_cells(records, id_format),
        findings=count_findings(played),
        stops=count_stops(records),
        states=count_states(played),
        tokens=count_tokens(played),
        seconds=count_seconds(played),
        failures={name: make_failures(group) for name, group in by_format.items()},
        pictures={
            name: make_picture(group, entries.get(name))
            for name, group in group_by(played, "format").items()
        },
        null_policies=score_null_policies(played),
    )


def scores_as_dict(scores: Scores) -> dict[str, Any]:
    """Return the scores as plain JSON values."""
    return asdict(scores)
