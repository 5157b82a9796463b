"""Check the failure classes, the chain and the picture of an entry against its rows."""

from collections.abc import Iterator, Mapping

from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.score.chain import Chain
from toolbench_ood.score.failure_class import UNSOLVED
from toolbench_ood.score.failures import Failures
from toolbench_ood.score.picture import FineState, Picture
from toolbench_ood.score.row import Row
from toolbench_ood.score.scores import Scores


def failure_problems(scores: Scores) -> Iterator[str]:
    """Yield one sentence for each figure that is inconsistent; none where an entry has none."""
    if not scores.failures and not scores.pictures:
        return
    yield from expect("scores.failures", sorted(scores.failures), sorted(scores.formats))
    yield from expect("scores.pictures", sorted(scores.pictures), sorted(scores.formats))
    for name, row in scores.formats.items():
        if name in scores.failures:
            yield from _failures(f"scores.failures.{name}", scores.failures[name], row)
        if name in scores.pictures:
            states = scores.states.get(name, {})
            yield from _picture(f"scores.pictures.{name}", scores.pictures[name], row, states)


def _failures(where: str, found: Failures, row: Row) -> Iterator[str]:
    yield from expect(f"{where}.cases", found.cases, row.cases)
    yield from expect(f"{where}.classes", sorted(found.classes), sorted(UNSOLVED))
    unsolved = row.cases - row.solved.k
    classes = sum(rate.k for rate in found.classes.values())
    yield from expect(f"the sum over {where}.classes", classes, unsolved)
    first = sum(found.first_failed_asks.values())
    yield from expect(f"the sum over {where}.first_failed_asks", first, unsolved)
    steps = [rate.n for rate in found.solved_by_steps.values()]
    yield from expect(f"the sum over {where}.solved_by_steps", sum(steps), row.cases)
    both = found.chain.cases + found.restraint.cases
    yield from expect(f"the cases of {where}.chain and {where}.restraint", both, row.cases)
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
    counts = {name: rate.k for name, rate in found.states.items()}
    yield from expect(f"{where}.states", sorted(counts), sorted(FineState))
    healthy = counts.pop(FineState.VALID_CALL, 0) + counts.pop(FineState.INVALID_CALL, 0)
    coarse = {name: count for name, count in {**counts, "healthy_call": healthy}.items() if count}
    yield from expect(f"the counts of {where}.states", coarse, dict(states))
    yield from expect(f"{where}.calls_made", found.calls_made, row.schema_valid.n)
