"""Scores tokens by what vLLM serves of a prompt; vllm itself is not imported.

Of each position of a prompt vLLM serves the token that stands there, exactly and with its rank, and
the most likely ones. The probabilities of chosen tokens are served where a token is generated: a
request for one token behind a beginning of the text tells them, and the prefix cache keeps such
requests cheap. Whole distributions, and with them entropies, are not served.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

from toolbench_ood.engines.scoring import Chance, ScoreRequest, Tail, TokenScore, TokenScores

TOP = 20
"""How many of the most likely tokens are asked for; vLLM's default for the most that it serves."""


class Logprob(Protocol):
    """One token at one position, as vLLM has it."""

    @property
    def logprob(self) -> float:
        """Natural logarithm of its probability."""
        ...

    @property
    def rank(self) -> int | None:
        """1 for the most likely token."""
        ...


Row: TypeAlias = Mapping[int, Logprob]
"""Tokens at one position, by id."""
Rows: TypeAlias = Sequence[Row | None]
"""One a token of a prompt; None for the first."""
ReadPrompt: TypeAlias = Callable[[tuple[int, ...]], Awaitable[Rows]]
"""Returns what is served of each position of a prompt."""
ReadNext: TypeAlias = Callable[[tuple[int, ...], tuple[int, ...]], Awaitable[Row]]
"""Returns the probabilities of chosen tokens behind a prompt; others may be among them."""


async def score_prompt(
    request: ScoreRequest, read_prompt: ReadPrompt, read_next: ReadNext | None
) -> TokenScores:
    """Score a text.

    Args:
        request: the text.
        read_prompt: asks for a whole prompt.
        read_next: asks for chosen tokens behind a prompt; None if this cannot be served.
    """
    rows = await read_prompt(request.tokens)
    exact = await _exact(request, rows, read_next)
    scored = tuple(
        _score(request, position, rows[position], exact) for position in request.positions
    )
    tails = await asyncio.gather(*(_tail(request, tail, read_next) for tail in request.tails))
    return TokenScores(scored, tuple(tails))


async def _exact(
    request: ScoreRequest, rows: Rows, read_next: ReadNext | None
) -> Mapping[int, Row]:
    """Ask for the named tokens that are not among the most likely ones of their position."""
    if read_next is None:
        return {}
    missing = {
        position: tuple(token for token in named if token not in (rows[position] or {}))
        for position, named in request.named.items()
    }
    wanted = {position: tokens for position, tokens in missing.items() if tokens}
    found = await asyncio.gather(
        *(read_next(request.tokens[:position], tokens) for position, tokens in wanted.items())
    )
    return dict(zip(wanted, found, strict=True))


def _score(
    request: ScoreRequest, position: int, row: Row | None, exact: Mapping[int, Row]
) -> TokenScore:
    top, more = row or {}, exact.get(position, {})

    def chance(token: int) -> Chance:
        if token in top:
            return Chance(top[token].logprob, top[token].rank)
        # Ranks are served of the most likely tokens only.
        return Chance(more[token].logprob if token in more else None, None)

    return TokenScore(
        actual=chance(request.tokens[position]),
        entropy=None,
        named=tuple(map(chance, request.wanted(position))),
    )


async def _tail(request: ScoreRequest, tail: Tail, read_next: ReadNext | None) -> float | None:
    """Ask for each token of a tail behind those before it."""
    if read_next is None:
        return None
    prompts = [
        request.tokens[: tail.start] + tail.tokens[:count] for count in range(len(tail.tokens))
    ]
    pairs = zip(prompts, tail.tokens, strict=True)
    rows = await asyncio.gather(*(read_next(prompt, (token,)) for prompt, token in pairs))
    if any(token not in row for token, row in zip(tail.tokens, rows, strict=True)):
        return None
    return sum(row[token].logprob for token, row in zip(tail.tokens, rows, strict=True))
