"""Distances between formats, as a matrix that fits a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.format.axes import Axes, axis_distance, differing_axes

WIDTH = 80
NEAREST = 3

_CELL = 4


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A format as seen from another one."""

    format: str
    distance: float
    """From 0 (same axes) to 1 (all axes differ)."""
    differing_axes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Distances:
    """How far apart formats are."""

    formats: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]
    """Rows and columns in the order of ``formats``."""
    nearest: Mapping[str, tuple[Neighbour, ...]]
    """The ``NEAREST`` others of each format, nearest first, ties by name."""


def measure(axes: Mapping[str, Axes]) -> Distances:
    """Measure all pairs of formats, which are given by name."""
    matrix = tuple(tuple(axis_distance(one, two) for two in axes.values()) for one in axes.values())
    return Distances(tuple(axes), matrix, {name: _nearest(name, axes) for name in axes})


def _nearest(name: str, axes: Mapping[str, Axes]) -> tuple[Neighbour, ...]:
    here = axes[name]
    others = [
        Neighbour(other, axis_distance(here, there), differing_axes(here, there))
        for other, there in axes.items()
        if other != name
    ]
    return tuple(sorted(others, key=lambda each: (each.distance, each.format))[:NEAREST])


def matrix_lines(distances: Distances) -> Iterator[str]:
    """Draw the lower half of the matrix, in hundredths; columns that do not fit follow below.

    Columns are headed by the numbers of formats. A name that is wider than the terminal makes only
    its own line too long.
    """
    labels = _labels(distances.formats)
    label_width = max(map(len, labels))
    # The last format needs no column: its distances all stand in its row.
    columns = range(len(labels) - 1)
    fitting = max(1, (WIDTH - label_width) // _CELL)
    for start in range(0, len(columns), fitting):
        yield from ("",) if start else ()
        block = columns[start : start + fitting]
        yield _line("", [str(column + 1) for column in block], label_width)
        for row in range(0 if start == 0 else start + 1, len(labels)):
            cells = [_hundredths(distances.matrix[row][at]) for at in block if at < row]
            yield _line(labels[row], cells, label_width)


def nearest_lines(distances: Distances) -> Iterator[str]:
    """List each format with the formats nearest to it and their distances in hundredths."""
    width = max(map(len, distances.formats))
    for name, neighbours in distances.nearest.items():
        listed = ", ".join(f"{each.format} {_hundredths(each.distance)}" for each in neighbours)
        yield f"{name.ljust(width)}  {listed}".rstrip()


def _labels(names: Sequence[str]) -> list[str]:
    digits = len(str(len(names)))
    return [f"{number:>{digits}} {name}" for number, name in enumerate(names, 1)]


def _line(label: str, cells: Sequence[str], label_width: int) -> str:
    return (label.ljust(label_width) + "".join(cell.rjust(_CELL) for cell in cells)).rstrip()


def _hundredths(distance: float) -> str:
    return str(round(100 * distance))
