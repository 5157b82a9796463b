"""One line of a table of scores: a group of cases, counted."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from toolbench_ood.rollout.record import Record
from toolbench_ood.score.cluster import cluster
from toolbench_ood.score.rate import Count, Rate, rate


@dataclass(frozen=True, slots=True)
class Row:
    """Structure and success of a group of cases, side by side and never blended."""

    cases: int
    """Cases that the model played; the denominator of ``solved`` and ``well_formed``."""
    failed: int
    """Further cases in which the engine or the program failed; they stand in no denominator."""
    solved: Rate
    """Cases in which every assert of the task held."""
    well_formed: Rate
    """Cases without a structural finding above benign in any message."""
    schema_valid: Rate
    """Calls that obey the schema the model was shown, of the calls that could be read.

    A call counts once it stands in a well-formed message, as an entry of the record's ``calls``;
    it is schema-valid unless it was refused before the world saw it.
    """
    messages: int
    """Messages that the model wrote in these cases."""
    written_tokens: int
    """Tokens that the model wrote in these cases, ends of turn included."""


def make_row(records: Iterable[Record]) -> Row:
    """Count a group of cases; their tasks are the clusters of its intervals."""
    everything = list(records)
    played = [record for record in everything if record.stop.scored]
    written = [
        message for record in played for message in record.messages if message.role == "assistant"
    ]
    return Row(
        cases=len(played),
        failed=len(everything) - len(played),
        solved=rate(Count(cluster(record), record.solved, 1) for record in played),
        well_formed=rate(Count(cluster(record), record.well_formed, 1) for record in played),
        schema_valid=rate(_schema_valid(record) for record in played),
        messages=len(written),
        written_tokens=sum(len(message.tokens or ()) for message in written),
    )


def _schema_valid(record: Record) -> Count:
    valid = sum(call.status != "refused" for call in record.calls)
    return Count(cluster(record), valid, len(record.calls))


def rows_by(records: Sequence[Record], field: str) -> dict[str, Row]:
    """Make a row for each value of one field of the records, sorted by value."""
    name: Callable[[Record], str] = attrgetter(field)
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[name(record)].append(record)
    return {value: make_row(groups[value]) for value in sorted(groups)}
