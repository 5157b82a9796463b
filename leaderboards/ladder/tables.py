"""The tables of README.md here and at the top, from published entries and reports of the probe.

python leaderboards/ladder/tables.py
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.probe.report import Prefixes, ProbeReport
from toolbench_ood.run.profile import PROFILES
from toolbench_ood.score.rate import Rate
from toolbench_ood.score.row import Row

sys.path.insert(0, str(Path(__file__).parent))
from recipe import RUNGS

ENTRIES = Path(__file__).parents[1] / "entries"
PROBES = Path(__file__).parent / "probes"
HERE, TOP = (Path(__file__).parents[up] / "README.md" for up in (0, 2))

BASE = "base"
"""The bundled model, without an adapter."""

_TABLES = re.compile(r"(?<=<!-- tables -->\n).*(?=<!-- end of tables -->)", re.DOTALL)
_FORMATS = PROFILES["ladder"].formats
_OWN = "hermes"
"""The format of ``tuned``, and the first that ``many`` learns."""
_CELLS = {
    ("id", "id"): "trained suites, `hermes`",
    ("id", "ood"): "trained suites, other formats",
    ("ood", "id"): "held-out suites, `hermes`",
    ("ood", "ood"): "held-out suites, other formats",
}
_SIGNATURES = {
    "opener_when_due": "opener, a call is due",
    "opener_when_not_due": "opener, must not call",
    "end_after_opener": "end, just opened",
    "end_when_complete": "end, complete",
}


def entry_of(name: str) -> Entry | None:
    """Return the latest published entry of a rung, or None."""
    paths = sorted(ENTRIES.glob(f"ladder-{name}-[0-9][0-9][0-9][0-9]-*.json"))
    return Entry.model_validate_json(paths[-1].read_bytes()) if paths else None


def probed(rung: str) -> Iterator[tuple[str, ProbeReport]]:
    """Yield the reports of the steps that lead to a rung, and of the rung, with their names."""
    steps = sorted(path.stem for path in PROBES.glob(f"{rung}-*.json"))
    for name in (*steps, rung):
        path = PROBES / f"{name}.json"
        if path.is_file():
            yield name, ProbeReport.model_validate_json(path.read_bytes())


def tables() -> str:
    """Return all tables, each of the rungs for which there is something to write."""
    rungs = (BASE, *RUNGS)
    entries = {name: entry for name in rungs if (entry := entry_of(name))}
    reports = dict(found for name in rungs for found in probed(name))
    parts = (_cells(entries), _formats(entries), _arms(entries), _probes(reports))
    return "".join(f"\n{part}" for part in parts if part)


def summary() -> str:
    """Return the one table that says what is wrong with each rung."""
    entries = {name: entry for name in (BASE, *RUNGS) if (entry := entry_of(name))}
    rows = []
    for name, entry in entries.items():
        found = {(cell.content, cell.format): cell.row.solved for cell in entry.scores.cells}
        rows.append((name, *(_interval(found[place]) for place in _CELLS), _forced(entry)))
    heads = (*_CELLS.values(), "all suites, `hermes`, `grammar-forced`")
    return f"\n{_table('solved', heads, rows)}" if rows else ""


def write_tables() -> None:
    """Write the tables into the pages, between two comments."""
    for page, written in ((HERE, tables()), (TOP, summary())):
        text = page.read_text(encoding="utf-8")
        page.write_text(_TABLES.sub(lambda _, new=written: f"{new}\n", text), encoding="utf-8")


def _forced(entry: Entry) -> str:
    """Return how many cases are solved when every message must be a call until all are made."""
    found = [arm.formats for arm in entry.scores.arms if arm.name == "grammar-forced"]
    if not found or _OWN not in found[0]:
        return "."
    solved = found[0][_OWN].solved
    return f"{_interval(solved.arm)} (without: {solved.strict.k})"


def _cells(entries: Mapping[str, Entry]) -> str:
    """Solved cases by content and format."""
    rows = []
    for name, entry in entries.items():
        found = {(cell.content, cell.format): cell.row.solved for cell in entry.scores.cells}
        rows.append((name, *(_interval(found[place]) for place in _CELLS)))
    return _table("solved", tuple(_CELLS.values()), rows)


def _formats(entries: Mapping[str, Entry]) -> str:
    """Solved and well-formed cases by format."""
    rows = [
        (name, *(_solved_and_formed(entry.scores.formats[each]) for each in _FORMATS))
        for name, entry in entries.items()
    ]
    return _table("solved · well-formed", tuple(f"`{each}`" for each in _FORMATS), rows)


def _arms(entries: Mapping[str, Entry]) -> str:
    """What help adds, for rungs that were played with it."""
    rows = [
        (
            name,
            arm.name,
            f"`{format_}`",
            _interval(found.solved.strict),
            _interval(found.solved.arm),
        )
        for name, entry in entries.items()
        for arm in entry.scores.arms
        for format_, found in arm.formats.items()
    ]
    return _table("checkpoint", ("arm", "format", "solved in `strict`", "in the arm"), rows)


def _probes(reports: Mapping[str, ProbeReport]) -> str:
    """Signatures in hermes, input dependence, and the distance from the checkpoint begun with."""
    rows = []
    for name, report in reports.items():
        figures = report.oracle.figures
        means = [figures.signatures[each].mean for each in _SIGNATURES]
        rows.append(
            (name, *map(_number, (*means, figures.input_dependence.mean)), _kl(report.oracle))
        )
    heads = (*_SIGNATURES.values(), "input dependence", "KL")
    return _table("probe in `hermes`", heads, rows)


def _kl(prefixes: Prefixes) -> str:
    """Return the mean KL over all tokens of the model's own, in nats."""
    if prefixes.comparison is None or prefixes.comparison.divergence is None:
        return "."
    found = [(each.mean, each.count) for each in prefixes.comparison.divergence.values()]
    total = sum(mean * count for mean, count in found if mean is not None)
    return _number(total / sum(count for _, count in found))


def _table(first: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    named = [(f"`{name}`", *rest) for name, *rest in rows]
    lines = [(first, *heads), ("---",) * (len(heads) + 1), *named]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _interval(rate: Rate) -> str:
    return f"{rate.k} of {rate.n} [{100 * rate.low:.0f} to {100 * rate.high:.0f} %]"


def _solved_and_formed(row: Row) -> str:
    formed = row.well_formed.rate
    return f"{row.solved.k} of {row.solved.n} · {'.' if formed is None else f'{formed:.0%}'}"


def _number(value: float | None) -> str:
    return "." if value is None else f"{value:.3f}"


def main() -> None:
    """Write the tables."""
    argparse.ArgumentParser(description=__doc__.partition("\n")[0]).parse_args()
    write_tables()


if __name__ == "__main__":
    main()
