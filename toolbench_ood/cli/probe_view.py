"""The report of a probe on the terminal."""

from collections.abc import Iterator
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table

from toolbench_ood.cli.probe_numbers import (
    NOT_SERVED,
    counted,
    interval,
    nats,
    number,
    share,
    signed,
)
from toolbench_ood.probe.figure import Figure
from toolbench_ood.probe.figures import Figures
from toolbench_ood.probe.places import ProbePlace
from toolbench_ood.probe.position import Position
from toolbench_ood.probe.report import ControlEntry, Prefixes, ProbeComparison, ProbeReport
from toolbench_ood.probe.signature import SIGNATURES
from toolbench_ood.report.words import plural

WIDTH = 80

_CLASSES = {
    Position.BEFORE: "before the opener",
    Position.OPENER: "opener",
    Position.NAME: "tool name",
    Position.KEY: "argument names",
    Position.VALUE: "argument values",
    Position.STRUCTURE: "other structure",
    Position.CLOSER: "closer",
    Position.AFTER: "after the closer",
    Position.END: "end of turn",
    Position.NO_CALL: "must not call",
    Position.ANSWER: "closing words",
    Position.BROKEN: "broken attempt",
}
_PLACES = {
    ProbePlace.DUE: "first token, a call is due",
    ProbePlace.MUST_NOT: "first token, must not call",
    ProbePlace.DONE: "first token, all calls are made",
    ProbePlace.OPEN: "first token, after own calls",
    ProbePlace.OPENED: "right behind the opener",
    ProbePlace.INSIDE: "inside a call",
    ProbePlace.COMPLETE: "right behind the last closer",
}


def print_probe(stream: TextIO, report: ProbeReport) -> None:
    """Print a report for a terminal of 80 columns."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    console.width = max(console.width, WIDTH)
    engine = report.engine.get("name")
    console.print(f"probe of {report.model.name} in {report.format} on {engine}", soft_wrap=True)
    for line in _controls(report.controls):
        console.print(line, soft_wrap=True)
    for title, prefixes in _parts(report):
        console.print()
        console.print(_heading(title, prefixes), soft_wrap=True)
        for part in _body(report, prefixes):
            console.print(part)


def _parts(report: ProbeReport) -> Iterator[tuple[str, Prefixes]]:
    yield "On messages that solve the task", report.oracle
    if report.own:
        yield "On the model's own messages", report.own


def _heading(title: str, prefixes: Prefixes) -> str:
    left_out = "".join(f"; {count} left out: {why}" for why, count in prefixes.left_out.items())
    return f"{title}: {plural(prefixes.figures.conversations, 'conversation')}{left_out}"


def _controls(controls: tuple[ControlEntry, ...]) -> Iterator[str]:
    several = [each for each in controls if len(each.tokens) > 1]
    for each in several:
        yield (
            f"{each.label} is {len(each.tokens)} tokens here: its probability is the product "
            "along them, its rank that of the first"
        )


def _body(report: ProbeReport, prefixes: Prefixes) -> Iterator[Table | str]:
    figures = prefixes.figures
    yield _signatures(figures)
    yield (
        "P: mean probability with its 95 % interval (clustered by task). p99: the "
        "largest\nbut 1 % of the positions."
    )
    yield _dependence(figures.input_dependence)
    yield _classes(figures)
    yield (
        "NLL: nats a token; 0 is certain. Structure: what the format dictates; content: "
        "what\nthe ask dictates. rank 1: the model's own first choice (median). entropy: nats, "
        "mean."
    )
    yield _control_table(figures)
    yield "P(token) at each place; rank: median; entropy of the place in nats, mean."
    if prefixes.comparison and report.reference:
        yield from _compared(prefixes.comparison, report.reference.name)


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(first, box=box.SIMPLE_HEAD, pad_edge=False, title=title, width=None)
    table.title_justify = "left"
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _signatures(figures: Figures) -> Table:
    table = _table("Signatures", "signature", "near", "P", "p99", "n")
    for each in SIGNATURES:
        figure = figures.signatures[each.name]
        table.add_row(each.formula, each.healthy, *_probability(figure), counted(figure))
    return table


def _probability(figure: Figure) -> tuple[str, str]:
    return interval(figure, share), number(figure, figure.p99, share)


def _dependence(figure: Figure) -> str:
    if figure.mean is None:
        why = NOT_SERVED if figure.not_served else "no conversation begins with a call"
        return f"Input dependence: {why}."
    return (
        f"Input dependence: a call is {interval(figure, signed)} nats a token likelier under "
        "its\nown ask than under another task's (0: the ask does not matter)."
    )


def _classes(figures: Figures) -> Table:
    table = _table("The model's tokens", "class", "tokens", "NLL", "p90", "p99", "rank", "entropy")
    for class_, found in figures.classes.items():
        table.add_row(
            _CLASSES[class_],
            counted(found.nll),
            *_nll(found.nll),
            number(found.rank, found.rank.median, "{:,.0f}".format),
            number(found.entropy, found.entropy.mean, nats),
        )
    table.add_section()
    table.add_row("structure", counted(figures.structure), *_nll(figures.structure), "", "")
    table.add_row("content", counted(figures.content), *_nll(figures.content), "", "")
    return table


def _nll(figure: Figure) -> tuple[str, str, str]:
    return (
        interval(figure, nats),
        number(figure, figure.p90, nats),
        number(figure, figure.p99, nats),
    )


def _control_table(figures: Figures) -> Table:
    table = _table("Control tokens", "place and token", "P", "p99", "rank", "n")
    for place, found in figures.places.items():
        entropy = number(found.entropy, found.entropy.mean, nats)
        table.add_section()
        table.add_row(f"{_PLACES[place]} (entropy {entropy})", "", "", "", "")
        for label, each in found.controls.items():
            rank = number(each.rank, each.rank.median, "{:,.0f}".format)
            table.add_row(
                f"  {label}", *_probability(each.probability), rank, counted(each.probability)
            )
    return table


def _compared(comparison: ProbeComparison, name: str) -> Iterator[Table | str]:
    yield _difference_of_signatures(comparison.differences, name)
    yield _difference_of_classes(comparison, name)
    yield (
        f"Each figure less that of {name}, on the same tokens. KL: nats a token, from this "
        f"model to\n{name}; 0: both predict the same."
    )


def _difference_of_signatures(differences: Figures, name: str) -> Table:
    table = _table(f"Signatures, less those of {name}", "signature", "difference", "n")
    for each in SIGNATURES:
        figure = differences.signatures[each.name]
        table.add_row(each.formula, interval(figure, signed), counted(figure))
    table.add_row("input dependence", interval(differences.input_dependence, signed), "")
    return table


def _difference_of_classes(comparison: ProbeComparison, name: str) -> Table:
    title = f"The model's tokens, less those of {name}"
    table = _table(title, "class", "NLL", "KL", "p90", "p99")
    for class_, found in comparison.differences.classes.items():
        kl = comparison.divergence.get(class_) if comparison.divergence is not None else None
        cells = ("not served", "", "") if kl is None else _nll(kl)
        table.add_row(_CLASSES[class_], interval(found.nll, signed), *cells)
    return table
