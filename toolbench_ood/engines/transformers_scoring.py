"""Scores tokens with a transformers model; memory does not grow with the length of the text."""

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

import torch
from transformers import Cache

from toolbench_ood.engines.prefix_store import Prefix, can_be_cut
from toolbench_ood.engines.scoring import (
    Chance,
    ScoreRequest,
    Tail,
    TokenScore,
    TokenScores,
    Walked,
)

_TOKENS = 1024
"""Most tokens that are computed before the first distribution of a portion, and within it."""
_ROWS = 128
"""Most distributions that are computed at once; of 150,000 entries they take 77 MB."""
_LEAST = -1e4
"""Below the logarithm of any probability that float32 can hold."""


class _Chunk(NamedTuple):
    """The distributions at some positions."""

    positions: tuple[int, ...]
    logprobs: torch.Tensor
    """Shape (positions, vocabulary), float32."""


@torch.inference_mode()
def score(
    model: Any, request: ScoreRequest, known: Prefix | None = None
) -> tuple[TokenScores, Prefix]:
    """Score a text; the model computes every token of it once.

    Args:
        model: a causal language model.
        request: the text.
        known: another text with its keys and values, which are used as far as both are the same.

    Returns:
        The scores, and a text with its keys and values for the next one; ``known`` is used up.
    """
    computed = _Computed(model, request.tokens, known)
    scored = [
        each for chunk in computed.chunks(request.positions) for each in _scored(chunk, request)
    ]
    scores = TokenScores(tuple(scored), computed.tails(request.tails))
    return scores, computed.known


def walk(
    model: Any, request: ScoreRequest, known: Prefix | None = None
) -> Generator[Walked, None, Prefix]:
    """Score a text's positions a few at a time, with all that is predicted there.

    Args:
        model: as for :func:`score`.
        request: the text; its tails are not scored.
        known: as there.

    Returns:
        The text with its keys and values, up to the last position.
    """
    # A generator would leave its caller in inference mode between two chunks.
    with torch.inference_mode():
        computed = _Computed(model, request.tokens, known)
        chunks = computed.chunks(request.positions)
    while True:
        with torch.inference_mode():
            chunk = next(chunks, None)
            walked = chunk and Walked(tuple(_scored(chunk, request)), chunk.logprobs.cpu().numpy())
        if walked is None:
            return computed.known
        yield walked


class _Computed:
    """A text on its way through the model."""

    def __init__(self, model: Any, tokens: tuple[int, ...], known: Prefix | None = None) -> None:
        self._model = model
        self._tokens = tokens
        self._cache: Cache | None = known.cache if known else None
        self._had: list[int] = list(known.tokens) if known else []
        """The tokens whose keys and values are in the cache: the beginning of the text."""
        self._cut(self._shared())

    @property
    def known(self) -> Prefix:
        """The tokens that were computed last."""
        return Prefix(tuple(self._had), self._cache)

    def chunks(self, positions: Sequence[int]) -> Iterator[_Chunk]:
        """Compute the text up to the last position and yield what is predicted at each."""
        if not positions:
            return
        start = self._back_to(min(len(self._had), positions[0] - 1))
        for here in _portions(positions):
            while here[0] - start > _TOKENS:
                start = self._advance(start + _TOKENS)
            rows = [each - 1 - start for each in here]
            logits = self._compute(self._tokens[start : here[-1]], rows)
            start = here[-1]
            yield _Chunk(here, torch.log_softmax(logits.float(), dim=-1))

    def tails(self, tails: Sequence[Tail]) -> tuple[float | None, ...]:
        """Score tails from the last one back, so that the text is never computed again."""
        found: dict[Tail, float] = {}
        for tail in sorted(set(tails), key=lambda each: -each.start):
            self._back_to(tail.start - 1)
            ids = (self._tokens[tail.start - 1], *tail.tokens[:-1])
            logprobs = torch.log_softmax(self._compute(ids, range(len(ids))).float(), dim=-1)
            chosen = torch.tensor(tail.tokens, device=logprobs.device)
            found[tail] = float(logprobs.gather(1, chosen[:, None]).sum())
        return tuple(found[tail] for tail in tails)

    def _shared(self) -> int:
        """Count the leading tokens of the text whose keys and values are there."""
        pairs = zip(self._had, self._tokens, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def _back_to(self, length: int) -> int:
        """Keep the keys and values of the first tokens alone, computing them if need be."""
        self._cut(length)
        while len(self._had) < length:
            self._advance(min(len(self._had) + _TOKENS, length))
        return length

    def _cut(self, length: int) -> None:
        """Drop keys and values behind the first tokens, or all of them where that can't be done."""
        surplus = len(self._had) - length
        if surplus > 0 and self._cache is not None and can_be_cut(self._cache):
            self._cache.crop(-surplus)
            del self._had[length:]
        elif surplus > 0:
            self._cache, self._had = None, []

    def _advance(self, length: int) -> int:
        """Compute the text up to some length, which is returned; no distribution is made."""
        self._compute(self._tokens[len(self._had) : length], ())
        return length

    def _compute(self, tokens: Sequence[int], rows: Sequence[int]) -> torch.Tensor:
        """Continue by some tokens, and return the logits behind those in the given rows."""
        device = self._model.device
        keep = torch.tensor(list(rows) or [len(tokens) - 1], device=device)
        output = self._model(
            torch.tensor([list(tokens)], device=device),
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=keep,
        )
        self._cache = output.past_key_values
        self._had += tokens
        logits: torch.Tensor = output.logits[0]
        return logits


def _portions(positions: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Divide rising positions into runs that are few and near enough to be computed at once."""
    portion: list[int] = []
    for position in positions:
        if portion and (len(portion) == _ROWS or position - portion[0] >= _TOKENS):
            yield tuple(portion)
            portion = []
        portion.append(position)
    if portion:
        yield tuple(portion)


def _scored(chunk: _Chunk, request: ScoreRequest) -> Iterator[TokenScore]:
    """Score the positions of a chunk, each wanted token in all rows that want it at once."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, position in enumerate(chunk.positions):
        for token in dict.fromkeys(_wanted(request, position)):
            rows[token].append(row)
    chances: dict[tuple[int, int], Chance] = {}
    for token, wanting in rows.items():
        chances.update(_chances(chunk.logprobs, token, wanting))
    # A probability of 0 adds nothing, but 0 times its infinite logarithm is no number.
    entropies = -(chunk.logprobs.exp() * chunk.logprobs.clamp(min=_LEAST)).sum(dim=1)
    for row, (position, entropy) in enumerate(
        zip(chunk.positions, entropies.tolist(), strict=True)
    ):
        actual, *named = (chances[token, row] for token in _wanted(request, position))
        yield TokenScore(actual, max(0.0, entropy), tuple(named))


def _wanted(request: ScoreRequest, position: int) -> tuple[int, ...]:
    return (request.tokens[position], *request.wanted(position))


def _chances(
    logprobs: torch.Tensor, token: int, rows: Sequence[int]
) -> Iterator[tuple[tuple[int, int], Chance]]:
    whole_rows = logprobs if len(rows) == len(logprobs) else logprobs[list(rows)]
    own = whole_rows[:, token]
    ranks = (whole_rows > own[:, None]).sum(dim=1) + 1
    for row, value, rank in zip(rows, own.tolist(), ranks.tolist(), strict=True):
        yield (token, row), Chance(value, rank)
