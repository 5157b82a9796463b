"""Check the failure classes, the chain and the picture of an entry against its rows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.leaderboard.row_problems import rate_problems
from toolbench_ood.score.chain import Chain
from toolbench_ood.score.failure_class import UNSOLVED, FailureClass
from toolbench_ood.score.failures import Failures
from toolbench_ood.score.null_policies import null_scores
from toolbench_ood.score.picture import FineState, Picture, StateRates, Tags
from toolbench_ood.score.rate import Rate
from toolbench_ood.score.row import Row
from toolbench_ood.score.scores import Scores
from toolbench_ood.types.finding import Code


def failure_problems(scores: Scores) -> Iterator[str]:
    """Yield one sentence for each figure that is inconsistent; none where an entry has none."""
    if not scores.failures and not scores.pictures:
        return
    yield from expect("scores.failures", sorted(scores.failures), sorted(scores.formats))
    yield from expect("scores.pictures", sorted(scores.pictures), sorted(scores.formats))
    yield from _rates("scores.failures", scores.failures)
    yield from _rates("scores.pictures", scores.pictures)
    yield from _null_policies(scores)
    yield from _foreign(scores)
    for name, row in scores.formats.items():
        if name in scores.failures:
            yield from _failures(f"scores.failures.{name}", scores.failures[name], row)
        if name in scores.pictures:
            states = scores.states.get(name, {})
            yield from _picture(f"scores.pictures.{name}", scores.pictures[name], row, states)


def _failures(where: str, found: Failures, row: Row) -> Iterator[str]:
    yield from expect(f"{where}.cases", found.cases, row.cases)
    yield from expect(f"{where}.not_scored", found.not_scored, {})
    yield from expect(f"{where}.classes", sorted(found.classes), sorted(UNSOLVED))
    for name, rate in found.classes.items():
        yield from expect(f"{where}.classes.{name}.n", rate.n, row.cases)
    unsolved = row.cases - row.solved.k
    classes = sum(rate.k for rate in found.classes.values())
    yield from expect(f"the sum over {where}.classes", classes, unsolved)
    first = sum(found.first_failed_asks.values())
    yield from expect(f"the sum over {where}.first_failed_asks", first, unsolved)
    steps = [rate.n for rate in found.solved_by_steps.values()]
    yield from expect(f"the sum over {where}.solved_by_steps", sum(steps), row.cases)
    both = found.chain.cases + found.restraint.cases
    yield from expect(f"the cases of {where}.chain and {where}.restraint", both, row.cases)
    restraint = found.restraint
    yield from expect(f"{where}.restraint.solved.n", restraint.solved.n, restraint.cases)
    yield from within(f"{where}.restraint.abstained.n", restraint.abstained.n, 0, restraint.cases)
    yield from _chain(f"{where}.chain", found.chain)


def _chain(where: str, chain: Chain) -> Iterator[str]:
    """Check that each stage counts the cases that got through the stage before."""
    before = chain.cases
    for stage in ("attempted", "read", "schema_valid", "solved_if_valid"):
        rate = getattr(chain, stage)
        yield from expect(f"{where}.{stage}.n", rate.n, before)
        yield from within(f"{where}.{stage}.k", rate.k, 0, rate.n)
        before = rate.k
    yield from expect(f"{where}.solved.k", chain.solved.k, before)
    yield from expect(f"{where}.solved.n", chain.solved.n, chain.cases)


def _picture(where: str, found: Picture, row: Row, states: Mapping[str, int]) -> Iterator[str]:
    yield from expect(f"{where}.messages", found.messages, row.messages)
    of_messages = {**found.states, "ended": found.ended, "in reasoning": found.calls_in_reasoning}
    if found.unclosed_thoughts:
        of_messages["unclosed"] = found.unclosed_thoughts
    for name, rate in of_messages.items():
        yield from expect(f"the n of {where}, {name}", rate.n, row.messages)
    counts = {name: rate.k for name, rate in found.states.items()}
    yield from expect(f"{where}.states", sorted(counts), sorted(FineState))
    healthy = counts.pop(FineState.VALID_CALL, 0) + counts.pop(FineState.INVALID_CALL, 0)
    coarse = {name: count for name, count in {**counts, "healthy_call": healthy}.items() if count}
    yield from expect(f"the counts of {where}.states", coarse, dict(states))
    for part in (found.states_by_turn, found.states_by_calls):
        yield from expect(f"the states in the bins of {where}", _summed(part), _present(found))
    yield from expect(f"{where}.calls_made", found.calls_made, row.schema_valid.n)
    yield from within(f"{where}.calls_needed", found.calls_needed, 0)
    yield from expect(f"{where}.repeated.n", found.repeated.n, found.recovered.n)
    yield from expect(f"{where}.solved_with_broken.n", found.solved_with_broken.n, row.solved.k)
    for token, count in found.control_tokens.items():
        yield from within(f"{where}.control_tokens.{token}", count, 0)
    for format_, count in found.foreign.items():
        yield from within(f"{where}.foreign.{format_}", count, 1)
    if found.tags:
        yield from _tags(f"{where}.tags", found.tags)


def _foreign(scores: Scores) -> Iterator[str]:
    """Check that each message with a call in another format has one, where an entry has any."""
    messages = {
        found.format: found.messages
        for found in scores.findings
        if found.code == Code.P3_FOREIGN_FORMAT
    }
    counted = {name: sum(picture.foreign.values()) for name, picture in scores.pictures.items()}
    if any(counted.values()):
        found = {name: count for name, count in counted.items() if count}
        yield from expect("scores.pictures, summed over foreign,", found, messages)


def _summed(bins: Mapping[str, StateRates]) -> Counter[str]:
    return Counter(
        {
            state.value: sum(rates[state].k for rates in bins.values() if state in rates)
            for state in FineState
        }
    )


def _present(found: Picture) -> Counter[str]:
    return Counter({name: rate.k for name, rate in found.states.items()})


def _tags(where: str, tags: Tags) -> Iterator[str]:
    total, least = tags.opened + tags.closed, abs(tags.opened - tags.closed)
    yield from within(f"{where}.opened", tags.opened, 0)
    yield from within(f"{where}.closed", tags.closed, 0)
    yield from within(f"{where}.apart", tags.apart, least, total)
    yield from expect(f"{where}.apart, odd or even,", tags.apart % 2, total % 2)
    yield from expect(f"{where}.imbalance", tags.imbalance, tags.apart / total if total else None)


def _null_policies(scores: Scores) -> Iterator[str]:
    """Compare with what follows from the share of cases that begin with an ask for calls."""
    silent = scores.null_policies.get("noop")
    needy = silent.classes.get(FailureClass.NEVER_ATTEMPTED, 0.0) if silent else 0.0
    yield from within("scores.null_policies.noop.classes.never_attempted", needy, 0, 1)
    expected = null_scores(needy) if scores.total.cases else {}
    yield from expect("scores.null_policies", scores.null_policies, expected)


def _rates(where: str, value: object) -> Iterator[str]:
    """Check every rate in a value, however deep it is."""
    if isinstance(value, Rate):
        yield from rate_problems(where, value)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _rates(f"{where}.{name}", part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _rates(f"{where}.{field.name}", getattr(value, field.name))
