"""The tables of why cases were not solved."""

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from toolbench_ood.report.null_labels import NULL_LABELS, exact
from toolbench_ood.report.tables import figure_tables, make_table
from toolbench_ood.report.words import NOTHING, brief_percent, counted, plural
from toolbench_ood.score.failure_class import UNSOLVED
from toolbench_ood.score.failures import Failures
from toolbench_ood.score.null_policies import NullScore

_CHAIN = ("attempted", "x read", "x valid", "x solved", "= solved")


def failure_tables(
    failures: Mapping[str, Failures], nulls: Mapping[str, NullScore], formats: Sequence[str]
) -> Iterator[Table]:
    """Show the failure classes, the way from attempt to success, and how far cases got."""
    title = "Why cases were not solved (% of cases)"
    yield from figure_tables(title, _classes(failures, nulls), [*formats, *NULL_LABELS.values()])
    if any(failures[name].chain.cases for name in formats):
        yield _chain(failures, nulls, formats)
    if any(failures[name].restraint.cases for name in formats):
        yield _restraint(failures, nulls, formats)
    yield from figure_tables("How far cases got", _figures(failures, formats), formats)


def _classes(
    failures: Mapping[str, Failures], nulls: Mapping[str, NullScore]
) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {"cases": {}}
    for format_, each in failures.items():
        found["cases"][format_] = f"{each.cases:,}"
        for reason, rate in each.classes.items():
            found.setdefault(reason.replace("_", " "), {})[format_] = _dotted(rate.rate)
    for name, null in nulls.items():
        for reason in UNSOLVED:
            share = null.classes.get(reason.value, 0.0)
            found[reason.value.replace("_", " ")][NULL_LABELS[name]] = _dotted(share)
    return found


def _chain(
    failures: Mapping[str, Failures], nulls: Mapping[str, NullScore], formats: Sequence[str]
) -> Table:
    title = "From attempt to success, where every ask needs calls (%)"
    table = make_table(title, ["format"], _CHAIN)
    for name in formats:
        chain = failures[name].chain
        stages = (chain.attempted, chain.read, chain.schema_valid, chain.solved_if_valid)
        table.add_row(name, *map(brief_percent, stages), counted(chain.solved))
    for name, null in nulls.items():
        read = exact(0) if null.attempted else NOTHING
        values = (exact(null.attempted), read, NOTHING, NOTHING, exact(0))
        table.add_row(NULL_LABELS[name], *values, style="dim")
    return table


def _restraint(
    failures: Mapping[str, Failures], nulls: Mapping[str, NullScore], formats: Sequence[str]
) -> Table:
    title = "Cases with an ask that needs no call (%)"
    table = make_table(title, ["format"], ["n", "abstained", "solved"])
    for name in formats:
        found = failures[name].restraint
        table.add_row(name, str(found.cases), *map(brief_percent, (found.abstained, found.solved)))
    for name, null in nulls.items():
        table.add_row(NULL_LABELS[name], "", exact(null.abstained), exact(0), style="dim")
    return table


def _figures(
    failures: Mapping[str, Failures], formats: Sequence[str]
) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {"writes reached in order": {}}
    asks = {name: None for each in failures.values() for name in each.first_failed_asks}
    steps = {name: None for each in failures.values() for name in each.solved_by_steps}
    found |= {f"failed first in ask {name}": {} for name in sorted(asks)}
    found |= {f"solved, {_steps(name)} needed": {} for name in sorted(steps)}
    for format_ in formats:
        each = failures[format_]
        found["writes reached in order"][format_] = counted(each.writes_reached)
        for name in asks:
            found[f"failed first in ask {name}"][format_] = str(each.first_failed_asks.get(name, 0))
        for name, rate in each.solved_by_steps.items():
            found[f"solved, {_steps(name)} needed"][format_] = counted(rate)
    return found


def _steps(name: str) -> str:
    return plural(int(name), "step") if name.isdigit() else f"{name} steps"


def _dotted(share: float | None) -> str:
    """Format a share in percent; none of the cases is a dot, as in tables of counts."""
    if share is None:
        return NOTHING
    return f"{100 * share:.1f}" if share else "."
