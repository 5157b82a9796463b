"""An engine that scores texts with a function of the caller's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from toolbench_ood.engines.scoring import Chance, ScoreRequest, Tail, TokenScore, TokenScores
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

LogProbabilities: TypeAlias = Callable[[Sequence[int], Sequence[int]], Any]
"""Takes a text as token ids, and rising positions in it, each at least 1; returns an array of the
shape (positions, vocabulary): in each row the natural logarithm of the probability of every token
of the vocabulary at that position, given all tokens of the text before it."""

_ROWS = 128
"""Most positions that are asked for at once; with a vocabulary of 150,000 they take 77 MB."""
_NOT_ONE = 0.05
"""How far from 1 the probabilities of a row may add up: low precision is allowed, logits are not.
"""


class CallerScoring:
    """Scores one text after the other; ranks and entropies are not served.

    The function is called in the thread of the run.
    """

    context: int | None = None
    scored_at_once = 1

    def __init__(self, log_probabilities: LogProbabilities) -> None:
        """Wrap a function."""
        self._log_probabilities = log_probabilities

    @property
    def description(self) -> Mapping[str, Json]:
        """States that the caller computed, in a way that is not known here."""
        return {"name": "caller"}

    async def score(self, request: ScoreRequest) -> TokenScores:
        """Score one text.

        Raises:
            UserError: the function returned something other than log-probabilities.
        """
        scored = [
            _score(request, position, row)
            for position, row in self._rows(request.tokens, request.positions)
        ]
        return TokenScores(
            tuple(scored), tuple(self._tail(request, each) for each in request.tails)
        )

    def _rows(
        self, tokens: Sequence[int], positions: Sequence[int]
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        for start in range(0, len(positions), _ROWS):
            some = positions[start : start + _ROWS]
            found = _array(self._log_probabilities(list(tokens[: some[-1]]), list(some)))
            _require_log_probabilities(found, len(some), max(tokens))
            yield from zip(some, found, strict=True)

    def _tail(self, request: ScoreRequest, tail: Tail) -> float:
        """Score the tokens of a tail behind the beginning of the text."""
        tokens = (*request.tokens[: tail.start], *tail.tokens)
        rows = self._rows(tokens, range(tail.start, len(tokens)))
        return float(sum(row[tokens[position]] for position, row in rows))


def _score(request: ScoreRequest, position: int, row: NDArray[np.float32]) -> TokenScore:
    actual, *named = (
        Chance(float(row[token]), None)
        for token in (request.tokens[position], *request.wanted(position))
    )
    return TokenScore(actual, None, tuple(named))


def _array(returned: Any) -> NDArray[np.float32]:
    try:
        return np.asarray(returned, dtype=np.float32)
    except (TypeError, ValueError, RuntimeError) as error:
        raise UserError(
            f"the function that returns log-probabilities returned a {type(returned).__name__} of "
            f"which numpy makes no array ({' '.join(str(error).split())}); return float32 on the "
            "CPU, as in rows.float().cpu()"
        ) from error


def _require_log_probabilities(found: NDArray[np.float32], rows: int, highest: int) -> None:
    """Refuse another shape, and rows whose probabilities do not add up to 1 (UserError)."""
    if found.ndim != 2 or len(found) != rows or found.shape[1] <= highest:  # noqa: PLR2004  # rows and columns
        raise UserError(
            f"the function that returns log-probabilities returned an array of shape {found.shape} "
            f"for {rows} positions of a text whose highest token id is {highest}; return one row "
            "a position with the whole vocabulary in it"
        )
    sums = np.exp(np.clip(found, None, 1)).sum(axis=1, dtype=np.float64)
    wrong = np.flatnonzero(~(np.abs(sums - 1) <= _NOT_ONE))
    if len(wrong):
        raise UserError(
            "the function that returns log-probabilities returned a row whose probabilities add "
            f"up to {sums[wrong[0]]:.3g}; return natural logarithms that belong to 1, such as "
            "log_softmax of the logits"
        )
