"""Check the tokens and the times of an entry."""

from collections.abc import Iterator

from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.score.effort import Seconds, Tokens
from toolbench_ood.score.scores import Scores


def effort_problems(scores: Scores) -> Iterator[str]:
    """Yield one sentence for each impossible figure of tokens or time."""
    yield from expect("scores.tokens.written", scores.tokens.written, scores.total.written_tokens)
    yield from _tokens(scores.tokens)
    yield from _seconds(scores.seconds, scores.total.cases)


def _tokens(tokens: Tokens) -> Iterator[str]:
    yield from within("scores.tokens.prompt", tokens.prompt, 0)
    yield from within("scores.tokens.resent", tokens.resent, 0, tokens.prompt)
    silent = tokens.cached is None
    most = 0 if silent else tokens.resent
    yield from within("scores.tokens.resent_known", tokens.resent_known, 0, most)
    cached = 0 if tokens.cached is None else tokens.cached
    yield from within("scores.tokens.cached", cached, 0, tokens.prompt)
    most = min(cached, tokens.resent_known)
    yield from within("scores.tokens.resent_cached", tokens.resent_cached, 0, most)
    share = tokens.resent_cached / tokens.resent_known if tokens.resent_known else None
    yield from expect("scores.tokens.resent_cached_share", tokens.resent_cached_share, share)


def _seconds(seconds: Seconds, cases: int) -> Iterator[str]:
    """No case takes longer than the whole run, so the run takes at least the cases' mean."""
    yield from within("scores.seconds.cases", seconds.cases, 0)
    mean = seconds.cases / cases if cases else 0.0
    # Both are differences of clocks that are read one after the other.
    yield from within("scores.seconds.wall", seconds.wall, max(0.0, mean - _CLOCKS))


_CLOCKS = 1.0
"""Seconds by which the two clocks of a case may differ."""
