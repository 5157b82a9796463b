"""Scores as a flat dictionary of numbers, as loggers of trainings take them."""

from collections import Counter
from collections.abc import Iterator

from toolbench_ood.score.rate import Rate
from toolbench_ood.score.row import Row
from toolbench_ood.score.scores import Scores


def scalars(scores: Scores) -> dict[str, float]:
    """Return the figures of a run that are followed over a training.

    Names are paths, such as ``solved``, ``hermes/well_formed``, ``hermes/state/collapsed`` or
    ``id_format/ood_content/solved``. All are shares between 0 and 1, but ``cases`` and ``failed``,
    which are counts, and ``hermes/control_tokens`` and ``hermes/finding/E2_TRUNCATED``, which are
    numbers a message. A share of nothing is left out, and so is a finding that did not occur.
    """
    return dict(_figures(scores))


def _figures(scores: Scores) -> Iterator[tuple[str, float]]:
    yield "cases", scores.total.cases
    yield "failed", scores.total.failed
    yield from _row("", scores.total)
    for name, row in scores.formats.items():
        yield from _row(f"{name}/", row)
    for cell in scores.cells:
        if cell.row is not None:
            yield from _rate(f"{cell.format}_format/{cell.content}_content/solved", cell.row.solved)
    for name, picture in scores.pictures.items():
        for state, share in picture.states.items():
            yield from _rate(f"{name}/state/{state}", share)
        if picture.messages:
            tokens = sum(picture.control_tokens.values())
            yield f"{name}/control_tokens", tokens / picture.messages
    found = Counter[tuple[str, str]]()
    for each in scores.findings:
        found[each.format, each.code] += each.messages
    for (name, code), messages in found.items():
        yield f"{name}/finding/{code}", messages / scores.pictures[name].messages


def _row(prefix: str, row: Row) -> Iterator[tuple[str, float]]:
    yield from _rate(f"{prefix}solved", row.solved)
    yield from _rate(f"{prefix}well_formed", row.well_formed)
    yield from _rate(f"{prefix}schema_valid", row.schema_valid)


def _rate(name: str, share: Rate) -> Iterator[tuple[str, float]]:
    if share.rate is not None:
        yield name, share.rate
