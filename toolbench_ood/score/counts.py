"""Histograms by format: findings, stop reasons and states of messages."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from toolbench_ood.rollout.record import Record
from toolbench_ood.score.state import message_states

Histogram = dict[str, dict[str, int]]
"""Counts by format and value; both sorted, zeros left out."""


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How often one fault occurred in one format."""

    code: str
    severity: str
    format: str
    messages: int
    """Messages with at least one such finding."""


def count_findings(records: Iterable[Record]) -> tuple[FindingCount, ...]:
    """Count messages by code, severity and format, sorted."""
    messages = Counter(
        (code, severity, record.format)
        for record in records
        for code, severity, _ in {
            (finding.code, finding.severity, finding.message) for finding in record.findings
        }
    )
    return tuple(FindingCount(*key, messages[key]) for key in sorted(messages))


def count_stops(records: Sequence[Record]) -> Histogram:
    """Count cases by why they ended, failures of the engine and the program included."""
    return _histogram(records, lambda record: [record.stop.value])


def count_states(records: Sequence[Record]) -> Histogram:
    """Count the model's messages by their state."""
    return _histogram(records, lambda record: [state.value for state in message_states(record)])


def _histogram(records: Sequence[Record], values: Callable[[Record], Iterable[str]]) -> Histogram:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        counts[record.format].update(values(record))
    return {format_: dict(sorted(counts[format_].items())) for format_ in sorted(counts)}
