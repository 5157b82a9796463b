"""The curves of a series, as one HTML page without anything from elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import log10

from toolbench_ood.probe.by_task import HEALTHY
from toolbench_ood.probe.signature import SIGNATURES
from toolbench_ood.score.rate import Rate
from toolbench_ood.score.state import State
from toolbench_ood.series.chart import Band, Line, Marks, Places, line_chart, stacked_chart
from toolbench_ood.series.point import Point
from toolbench_ood.series.probed import Probed
from toolbench_ood.series.series import Series
from toolbench_ood.series.words import conclusions

_STATES = {
    State.HEALTHY_CALL: ("healthy call", "#2166ac"),
    State.HEALTHY_RESPONSE: ("healthy response", "#92c5de"),
    State.POLLUTED: ("polluted", "#fdae61"),
    State.COLLAPSED: ("collapsed", "#b2182b"),
}
"""From the bottom, with their names and colours."""
_COLOURS = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7"),
    *("#e69f00", "#56b4e9", "#000000", "#8c564b"),
)
_STYLES = tuple((colour, dashed) for dashed in (False, True) for colour in _COLOURS)
_TOGETHER = (("ID formats together", "#0072b2"), ("other formats together", "#d55e00"))
_GREY = "#b8b8b8"

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; max-width: 920px; margin: 2em auto; padding: 0 1em;
  color: #1a1a1a; background: #fff; }
h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin: 1.8em 0 .2em; }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: #444; } svg .y { text-anchor: end; } svg .x { text-anchor: middle; }
svg .grid { stroke: #ddd; } svg .tick { stroke: #888; }
svg line.mark { stroke: #1a1a1a; stroke-dasharray: 3 3; } svg text.mark { fill: #1a1a1a; }
.key { margin: .2em 0; } .key span { white-space: nowrap; margin-right: 1.2em; }
.key i { display: inline-block; width: 1.4em; height: .8em; margin-right: .35em; }
.key i.line { height: 0; border-top: 3px solid; margin-bottom: .25em; }
.key i.dashed { border-top-style: dashed; }
table { border-collapse: collapse; font-size: .9em; }
td, th { padding: .2em .7em; text-align: right; border-bottom: 1px solid #ddd; }
td:first-child, th:first-child { text-align: left; }
"""


def page(series: Series) -> str:
    """Return the page: what the series says, its curves, and the figures behind them."""
    body = "\n".join(_body(series))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Checkpoints</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n"
        "</html>\n"
    )


def _body(series: Series) -> Iterator[str]:
    yield f"<h1>{len(series.points)} checkpoints</h1>"
    yield "<ul>"
    yield from (f"<li>{escape(sentence)}</li>" for sentence in conclusions(series))
    yield "</ul>"
    if series.points:
        yield from _charts(series)
        yield "<h2>Figures</h2>"
        yield from _table(series.points)


def _charts(series: Series) -> Iterator[str]:
    points = series.points
    places = Places.of([each.label for each in points], [each.step for each in points])
    marks = _marks(series)
    yield "<h2>States of the messages</h2>"
    bands = [
        Band(name, tuple(each.states.get(state.value, 0.0) for each in points), colour)
        for state, (name, colour) in _STATES.items()
    ]
    yield _key(f'<i style="background:{band.colour}"></i>{band.name}' for band in reversed(bands))
    yield stacked_chart(places, bands, marks)
    yield "<h2>Solved cases by format</h2>"
    lines = _formats(series)
    yield _key(_key_of(line) for line in lines if line.colour != _GREY)
    if any(line.colour == _GREY for line in lines):
        yield "<p>Grey: each format by itself; point at a line for its name.</p>"
    yield line_chart(places, lines, marks)
    control = tuple(each.control_tokens for each in points)
    if any(each is not None for each in control):
        yield "<h2>Control tokens in a message, as text</h2>"
        top = _round_up(max(each or 0.0 for each in control))
        yield line_chart(places, [Line("control tokens", control, _COLOURS[0])], marks, top=top)
    yield from _signatures(series, places, marks)


def _signatures(series: Series, places: Places, marks: Marks) -> Iterator[str]:
    """Draw the probabilities of the probe, and how much a call depends on the ask."""
    probes = [None if each.label in series.apart else each.probe for each in series.points]
    if not any(probes):
        return
    for end, title in ((1, "near 100 %"), (0, "near 0 %")):
        names = [each.name for each in SIGNATURES if HEALTHY[each.name] == end]
        lines = [
            Line(name, _means(probes, name), colour, dashed=dashed)
            for name, (colour, dashed) in zip(names, _STYLES, strict=False)
        ]
        yield f"<h2>Signatures of the probe that are {title} in a healthy model</h2>"
        yield _key(map(_key_of, lines))
        yield line_chart(places, lines, marks)
    values = tuple(
        each.input_dependence.mean if each and each.input_dependence else None for each in probes
    )
    if any(each is not None for each in values):
        yield "<h2>Input dependence, in nats a token</h2>"
        top = _round_up(max(each or 0.0 for each in values))
        yield line_chart(places, [Line("input dependence", values, _COLOURS[0])], marks, top=top)


def _means(probes: Iterable[Probed | None], name: str) -> tuple[float | None, ...]:
    found = (None if each is None else each.signatures.get(name) for each in probes)
    return tuple(None if each is None else each.mean for each in found)


def _marks(series: Series) -> Marks:
    figures: defaultdict[int, list[str]] = defaultdict(list)
    for alarm in series.alarms:
        figures[alarm.at].append(alarm.figure.replace("_", "-"))
    return {at: f"alarm: {', '.join(names)}" for at, names in figures.items()}


def _formats(series: Series) -> list[Line]:
    """Return a line for each format, or for ID and other formats together where there are many."""
    names = list(dict.fromkeys(name for point in series.points for name in point.formats))
    if len(names) <= len(_COLOURS):
        return [
            Line(
                f"{name} (ID)" if name in series.id_formats else name,
                _of_format(series.points, name),
                colour,
                dashed=name not in series.id_formats,
            )
            for name, colour in zip(names, _COLOURS, strict=False)
        ]
    sides = zip(
        _TOGETHER,
        (
            tuple(point.solved_id.rate for point in series.points),
            tuple(point.solved_ood.rate for point in series.points),
        ),
        strict=True,
    )
    single = [Line(name, _of_format(series.points, name), _GREY, 1.0) for name in names]
    return [*single, *(Line(name, values, colour, 3.5) for (name, colour), values in sides)]


def _of_format(points: Iterable[Point], name: str) -> tuple[float | None, ...]:
    return tuple(point.formats[name].rate if name in point.formats else None for point in points)


def _key(entries: Iterable[str]) -> str:
    return f'<p class="key">{"".join(f"<span>{entry}</span>" for entry in entries)}</p>'


def _key_of(line: Line) -> str:
    kind = "line dashed" if line.dashed else "line"
    return f'<i class="{kind}" style="border-color:{line.colour}"></i>{escape(line.name)}'


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 4, 8 and their tenfolds, of which a quarter is a short number."""
    if value <= 0:
        return 1.0
    power = 10.0 ** int(log10(value) // 1)
    return next(each * power for each in (1, 2, 4, 8, 10) if each * power >= value)


def _table(points: Sequence[Point]) -> Iterator[str]:
    heads = ("checkpoint", "cases", "solved %", "ID", "OOD", "well-formed %")
    states = [name for name, _ in _STATES.values()]
    yield "<table><tr>"
    yield "".join(f"<th>{head}</th>" for head in (*heads, *states, "control tokens"))
    yield "</tr>"
    for point in points:
        cells = (
            escape(point.label),
            str(point.cases),
            *map(_percent, (point.solved, point.solved_id, point.solved_ood, point.well_formed)),
            *(f"{100 * point.states.get(state.value, 0.0):.0f}" for state in _STATES),
            "-" if point.control_tokens is None else f"{point.control_tokens:.2f}",
        )
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</table>"


def _percent(rate: Rate) -> str:
    if rate.rate is None:
        return "-"
    return f"{100 * rate.rate:.0f} [{100 * rate.low:.0f}-{100 * rate.high:.0f}]"
