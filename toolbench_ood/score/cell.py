"""The four cells of content x format, and the parts of the content that is out of distribution."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from toolbench_ood.rollout.record import Record
from toolbench_ood.score.distribution import FORMAT_SIDES, ContentSide, Distribution, FormatSide
from toolbench_ood.score.row import Row, make_row
from toolbench_ood.shifts.reach import Reach

PartName: TypeAlias = Literal["surface", "words", "domain"]
PARTS: tuple[PartName, ...] = ("surface", "words", "domain")


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the four cells; cases in ``native`` are in none of them."""

    content: ContentSide
    """``id`` or ``ood``; ``as_written`` or ``shifted`` where no content was seen in training."""
    format: FormatSide
    row: Row | None
    """None where the model was trained on something held out, so that this cell tests nothing new.
    """


@dataclass(frozen=True, slots=True)
class ContentPart:
    """A part of a cell whose content is out of distribution: one distance from what was seen."""

    part: PartName
    format: FormatSide
    row: Row


def make_cells(records: Sequence[Record], where: Distribution) -> tuple[Cell, ...]:
    """Count all four cells, empty ones included; formats vary fastest."""
    return tuple(
        Cell(content, format_, _cell_row(records, where, content, format_))
        for content in where.content_sides
        for format_ in FORMAT_SIDES
    )


def make_content_parts(records: Sequence[Record], where: Distribution) -> tuple[ContentPart, ...]:
    """Count the parts in which there are cases, nearest first; formats vary fastest."""
    parts = (
        ContentPart(part, format_, make_row(_in_part(records, where, part, format_)))
        for part in PARTS
        for format_ in FORMAT_SIDES
        if not is_void(where, where.content_sides[1], format_)
    )
    return tuple(part for part in parts if part.row.cases or part.row.failed)


def is_void(where: Distribution, content: ContentSide, format_: FormatSide) -> bool:
    """Whether training on what is held out leaves a cell nothing to test."""
    formats = format_ == "ood" and bool(where.id_formats.held_out)
    return formats or (content == "ood" and bool(where.id_content.held_out))


def _cell_row(
    records: Iterable[Record], where: Distribution, content: ContentSide, format_: FormatSide
) -> Row | None:
    if is_void(where, content, format_):
        return None
    return make_row(
        record
        for record in records
        if where.content_side(record) == content and where.format_side(record) == format_
    )


def _in_part(
    records: Iterable[Record], where: Distribution, part: PartName, format_: FormatSide
) -> list[Record]:
    reach = Reach[part.upper()]
    return [
        record
        for record in records
        if where.reach(record) is reach and where.format_side(record) == format_
    ]
