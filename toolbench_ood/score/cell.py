"""The four cells of {ID, OOD} content x {ID, OOD} format."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from toolbench_ood.format.native import NATIVE
from toolbench_ood.rollout.record import Record
from toolbench_ood.score.row import Row, make_row
from toolbench_ood.tasks.case import NO_SHIFT

Side: TypeAlias = Literal["id", "ood"]
SIDES: tuple[Side, Side] = ("id", "ood")


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the four cells."""

    content: Side
    format: Side
    row: Row


def content_side(record: Record) -> Side:
    """Tell a case's content: ID when its suite is for training and its content is unshifted."""
    return "id" if record.split == "train" and record.shift == NO_SHIFT else "ood"


def format_side(record: Record, id_format: str | None) -> Side:
    """Tell a case's format: ID when it is the one the model was trained in; None: it has none.

    What the model's own chat template writes is ID too wherever there is an ID format.
    """
    own = id_format is not None and record.format in (id_format, NATIVE)
    return "id" if own else "ood"


def make_cells(records: Sequence[Record], id_format: str | None) -> tuple[Cell, ...]:
    """Count all four cells, empty ones included; formats vary fastest."""
    return tuple(
        Cell(
            content,
            format_,
            make_row(
                record
                for record in records
                if content_side(record) == content and format_side(record, id_format) == format_
            ),
        )
        for content in SIDES
        for format_ in SIDES
    )
