"""Everything that a run's records say, in one value."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader
from toolbench_ood.score.arms import ArmScores, make_arms
from toolbench_ood.score.cell import Cell, ContentPart, make_cells, make_content_parts
from toolbench_ood.score.counts import (
    FindingCount,
    Histogram,
    count_findings,
    count_states,
    count_stops,
)
from toolbench_ood.score.distance import id_distances
from toolbench_ood.score.distribution import Distribution
from toolbench_ood.score.effect import Effect, make_effects
from toolbench_ood.score.effort import Seconds, Tokens, count_seconds, count_tokens
from toolbench_ood.score.failures import Failures, make_failures
from toolbench_ood.score.null_policies import NullScore, score_null_policies
from toolbench_ood.score.picture import Picture, make_picture
from toolbench_ood.score.row import Row, group_by, make_row, rows_by
from toolbench_ood.types.arm import STRICT

SCORES_VERSION = 2
"""Raised whenever the meaning of a field of Scores changes."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a run, or of any set of its records.

    All but ``arms`` is of the cases without help, those of the arm ``strict``. Cases in which the
    engine or the program failed stand in ``failed`` and in ``stops``; nothing else counts them.
    """

    version: int
    planned: int
    """Cases that the run has without help."""
    missing: int
    """Cases without a record, because the run is not finished."""
    id_formats: tuple[str, ...]
    """The formats that count as in distribution; none: all count as out of distribution."""
    held_out_formats: tuple[str, ...]
    """The held-out ones among them; if there are any, OOD formats test nothing new."""
    held_out_suites: tuple[str, ...]
    """The held-out suites that the model was trained on; if there are any, OOD content tests
    nothing new."""
    distances: dict[str, float]
    """Each format's distance to the nearest ID format, 0 to 1; empty without any, and without
    ``native``."""
    total: Row
    formats: dict[str, Row]
    suites: dict[str, Row]
    kinds: dict[str, Row]
    cells: tuple[Cell, ...]
    content_parts: tuple[ContentPart, ...]
    effects: tuple[Effect, ...]
    """What can be compared of format, content and frame, on the same cases."""
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
    arms: tuple[ArmScores, ...] = ()
    """What help recovers on the same cases, by arm in the order of the registry, ``strict`` left
    out."""


def make_scores(records: Sequence[Record], header: RunHeader) -> Scores:
    """Score a run.

    Args:
        records: the last record of each case.
        header: says how many cases the run has, what counts as in distribution, and what its
            arms and formats are.
    """
    strict = [record for record in records if record.arm == STRICT]
    helped = [record for record in records if record.arm != STRICT]
    return replace(_score_strict(strict, header), arms=make_arms(helped, strict, header))


def _score_strict(records: Sequence[Record], header: RunHeader) -> Scores:
    """Score the cases without help."""
    where = Distribution.of(header)
    by_format = group_by(records, "format")
    played = [record for record in records if record.stop.scored]
    return Scores(
        version=SCORES_VERSION,
        planned=header.strict_cases,
        missing=header.strict_cases - len(records),
        id_formats=header.id_formats.names,
        held_out_formats=header.id_formats.held_out,
        held_out_suites=header.id_content.held_out,
        distances=id_distances(header.formats, header.id_formats),
        total=make_row(records),
        formats=rows_by(records, "format"),
        suites=rows_by(records, "suite"),
        kinds=rows_by(records, "kind"),
        shifts=rows_by(records, "shift"),
        cells=make_cells(records, where),
        content_parts=make_content_parts(records, where),
        effects=make_effects(records, where),
        findings=count_findings(played),
        stops=count_stops(records),
        states=count_states(played),
        tokens=count_tokens(played),
        seconds=count_seconds(played),
        failures={name: make_failures(group) for name, group in by_format.items()},
        pictures={
            name: make_picture(group, header.formats.get(name))
            for name, group in group_by(played, "format").items()
        },
        null_policies=score_null_policies(played),
    )


def scores_as_dict(scores: Scores) -> dict[str, Any]:
    """Return the scores as plain JSON values."""
    return asdict(scores)
