"""Charts over checkpoints as SVG: lines, and shares that add up to 1."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

_WIDTH, _HEIGHT = 900, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 884, 44, 276
_ROWS = 3
"""Of the texts at vertical lines, so that neighbours do not cover each other."""
_SIGN = 7.0
"""Width of a sign of the labels, about."""
_GAP = 14.0
"""Between two labels."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the checkpoints stand on the horizontal axis."""

    labels: tuple[str, ...]
    xs: tuple[float, ...]
    title: str

    @classmethod
    def of(cls, labels: Sequence[str], steps: Sequence[int | None]) -> "Places":
        """Place checkpoints by their steps, or evenly where these do not rise throughout."""
        known = [step for step in steps if step is not None]
        rising = all(one < other for one, other in pairwise(known))
        if len(known) == len(steps) > 1 and rising:
            shares = [(step - known[0]) / (known[-1] - known[0]) for step in known]
            return cls(tuple(map(str, known)), _spread(shares), "step")
        shares = [at / max(len(labels) - 1, 1) for at in range(len(labels))]
        return cls(tuple(labels), _spread(shares), "checkpoint")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over the checkpoints."""

    name: str
    values: tuple[float | None, ...]
    """At each checkpoint; None where there is none."""
    colour: str
    width: float = 2.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A share at each checkpoint, stacked on those before."""

    name: str
    shares: tuple[float, ...]
    colour: str


Marks = Mapping[int, str]
"""Texts at vertical lines, by the number of their checkpoint."""


def line_chart(
    places: Places, lines: Sequence[Line], marks: Marks, *, top: float | None = None
) -> str:
    """Draw lines.

    Args:
        places: of the checkpoints.
        lines: the figures.
        marks: vertical lines.
        top: upper end of the vertical axis; None for shares, which are written in percent.
    """
    drawn = (part for line in lines for part in _line(places, line, top or 1.0))
    return _svg((*_axes(places, top), *drawn, *_marks(places, marks)))


def stacked_chart(places: Places, bands: Sequence[Band], marks: Marks) -> str:
    """Draw shares on top of each other, the first one at the bottom."""
    floor = [0.0] * len(places.xs)
    drawn = []
    for band in bands:
        ceiling = [low + share for low, share in zip(floor, band.shares, strict=True)]
        drawn.append(_band(places, band, floor, ceiling))
        floor = ceiling
    return _svg((*_axes(places, None), *drawn, *_marks(places, marks)))


def _spread(shares: Sequence[float]) -> tuple[float, ...]:
    if len(shares) == 1:
        return ((_LEFT + _RIGHT) / 2,)
    return tuple(_LEFT + share * (_RIGHT - _LEFT) for share in shares)


def _y(value: float, top: float = 1.0) -> float:
    return _BOTTOM - value / top * (_BOTTOM - _TOP)


def _svg(parts: Sequence[str]) -> str:
    inner = "\n".join(parts)
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">\n{inner}\n</svg>'


def _axes(places: Places, top: float | None) -> Iterator[str]:
    for quarter in range(5):
        y = _y(quarter / 4)
        text = f"{25 * quarter} %" if top is None else f"{top * quarter / 4:g}"
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_RIGHT}" y2="{y:.1f}"/>'
        yield f'<text class="y" x="{_LEFT - 6}" y="{y + 4:.1f}">{text}</text>'
    for x in places.xs:
        yield f'<line class="tick" x1="{x:.1f}" y1="{_BOTTOM}" x2="{x:.1f}" y2="{_BOTTOM + 5}"/>'
    for x, label in _readable(places):
        yield f'<text class="x" x="{x:.1f}" y="{_BOTTOM + 19}">{escape(label)}</text>'
    middle = (_LEFT + _RIGHT) / 2
    yield f'<text class="x" x="{middle}" y="{_BOTTOM + 38}">{places.title}</text>'


def _readable(places: Places) -> Iterator[tuple[float, str]]:
    """Yield labels with their middles; those that would touch another one are left out."""
    *others, last = zip(places.xs, places.labels, strict=True)
    last = (min(last[0], _WIDTH - _half(last[1])), last[1])
    free = 0.0
    for x, label in others:
        begin, end = x - _half(label), x + _half(label) + _GAP
        if begin >= free and end <= last[0] - _half(last[1]):
            yield max(x, _half(label)), label
            free = end
    yield last


def _half(label: str) -> float:
    return len(label) * _SIGN / 2


def _line(places: Places, line: Line, top: float) -> Iterator[str]:
    dash = ' stroke-dasharray="6 4"' if line.dashed else ""
    style = f'stroke="{line.colour}" stroke-width="{line.width:g}"{dash}'
    known = [
        None if value is None else (x, _y(value, top), label, value)
        for x, label, value in zip(places.xs, places.labels, line.values, strict=True)
    ]
    for one, other in pairwise(known):
        if one and other:
            yield (
                f'<line {style} x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" '
                f'y2="{other[1]:.1f}"><title>{escape(line.name)}</title></line>'
            )
    for x, y, label, value in filter(None, known):
        told = f"{line.name} at {label}: {value:.3g}"
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{line.width + 1:g}" fill="{line.colour}">'
            f"<title>{escape(told)}</title></circle>"
        )


def _band(places: Places, band: Band, floor: Sequence[float], ceiling: Sequence[float]) -> str:
    xs, low, high = list(places.xs), list(floor), list(ceiling)
    if len(xs) == 1:
        xs, low, high = [float(_LEFT), float(_RIGHT)], low * 2, high * 2
    upper = [f"{x:.1f},{_y(share):.1f}" for x, share in zip(xs, high, strict=True)]
    lower = [f"{x:.1f},{_y(share):.1f}" for x, share in zip(xs, low, strict=True)]
    return (
        f'<polygon fill="{band.colour}" points="{" ".join([*upper, *reversed(lower)])}">'
        f"<title>{escape(band.name)}</title></polygon>"
    )


def _marks(places: Places, marks: Marks) -> Iterator[str]:
    for number, (at, text) in enumerate(marks.items()):
        x = places.xs[at]
        left = x > _WIDTH / 2
        y = 12 * (number % _ROWS + 1)
        anchor, beside = ("end", x - 6) if left else ("start", x + 6)
        yield f'<line class="mark" x1="{x:.1f}" y1="{y - 8}" x2="{x:.1f}" y2="{_BOTTOM}"/>'
        yield (
            f'<text class="mark" x="{beside:.1f}" y="{y}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
        )
