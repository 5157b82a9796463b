"""Check the histograms of an entry against its rows: findings, stops, states."""

from collections.abc import Iterable, Iterator, Mapping

from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.score.counts import FindingCount, Histogram
from toolbench_ood.score.row import Row
from toolbench_ood.score.scores import Scores
from toolbench_ood.score.state import State
from toolbench_ood.types.errors import choices
from toolbench_ood.types.finding import Code, Severity

_CODES = frozenset(Code)
_SEVERITIES = frozenset(severity.name.lower() for severity in Severity)


def count_problems(scores: Scores) -> Iterator[str]:
    """Yield one sentence for each count that is inconsistent with the rows of the formats."""
    yield from _histogram("scores.stops", scores.stops, scores.formats, _PLAYED, "cases")
    yield from _histogram("scores.states", scores.states, scores.formats, State, "messages")
    yield from _findings(scores.findings, scores.formats)
    for name, row in scores.formats.items():
        yield from _solved(name, row, scores.stops.get(name, {}))
        yield from _called(name, row, scores.states.get(name, {}))
        yield from _broken(name, row, [each for each in scores.findings if each.format == name])


_PLAYED = [stop for stop in Stop if stop.scored]
"""Why a case can end that the model played."""


def _histogram(
    where: str, counts: Histogram, rows: Mapping[str, Row], values: Iterable[str], unit: str
) -> Iterator[str]:
    yield from expect(where, sorted(counts), sorted(rows))
    known = list(values)
    for name, by_value in counts.items():
        for value, count in by_value.items():
            if value not in known:
                yield f"{where}.{name}.{value} is unknown; expected one of {choices(known)}"
            yield from within(f"{where}.{name}.{value}", count, 1)
        if name in rows:
            expected = getattr(rows[name], unit)
            yield from expect(f"the sum over {where}.{name}", sum(by_value.values()), expected)


def _findings(findings: Iterable[FindingCount], rows: Mapping[str, Row]) -> Iterator[str]:
    listed = [(each.code, each.severity, each.format) for each in findings]
    yield from expect("scores.findings, sorted and each once", listed, sorted(set(listed)))
    for index, each in enumerate(findings):
        where = f"scores.findings.{index}"
        if each.code not in _CODES:
            yield f"{where}.code is {each.code!r}; expected one of {choices(_CODES)}"
        if each.severity not in _SEVERITIES:
            yield f"{where}.severity is {each.severity!r}; expected {choices(_SEVERITIES)}"
        if each.format not in rows:
            yield f"{where}.format is {each.format!r}; expected one of {choices(rows)}"
        else:
            yield from within(f"{where}.messages", each.messages, 1, rows[each.format].messages)


def _solved(name: str, row: Row, stops: Mapping[str, int]) -> Iterator[str]:
    """Only a case that was answered to its end can be solved."""
    answered = stops.get(Stop.ANSWERED, 0)
    yield from within(f"scores.formats.{name}.solved.k", row.solved.k, 0, answered)


def _called(name: str, row: Row, states: Mapping[str, int]) -> Iterator[str]:
    """Every call that could be read stands in a healthy message, each of which holds one."""
    calls = row.schema_valid.n
    healthy = states.get(State.HEALTHY_CALL, 0)
    yield from within(f"scores.states.{name}.{State.HEALTHY_CALL}", healthy, min(calls, 1), calls)


def _broken(name: str, row: Row, findings: Iterable[FindingCount]) -> Iterator[str]:
    """A case is not well-formed where some message of it has a structural finding."""
    messages = sum(each.messages for each in findings if _breaks(each))
    broken = row.well_formed.n - row.well_formed.k
    yield from within(
        f"the number of cases in {name} that are not well-formed",
        broken,
        min(messages, 1),
        messages,
    )


def _breaks(finding: FindingCount) -> bool:
    return finding.severity != "benign" and not finding.code.startswith("S")
