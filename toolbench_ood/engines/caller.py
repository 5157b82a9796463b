"""An engine that is a function of the caller's: it answers many requests at once."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias

from toolbench_ood.types.errors import EngineDownError
from toolbench_ood.types.generation import Completion, Finish, Request
from toolbench_ood.types.value import Json

Write: TypeAlias = Callable[[Sequence[Request]], Sequence[Sequence[int]]]
"""Generates token ids for many requests, each within its ``max_tokens``; rows may be padded."""


class CallerEngine:
    """Hands on the requests of all cases that wait for the model, together.

    The function is called in the thread of the run, one call at a time, and decides how tokens are
    chosen.
    """

    context: int | None = None

    def __init__(self, write: Write, end_tokens: Collection[int], batch: int) -> None:
        """Wrap a function.

        Args:
            write: generates.
            end_tokens: ids that end the model's turn; a row is cut behind the first of them.
            batch: most requests to hand on at once.
        """
        self._write = write
        self._end_tokens = end_tokens
        self.concurrency = batch
        self._waiting: list[tuple[Request, asyncio.Future[Completion]]] = []

    @property
    def description(self) -> Mapping[str, Json]:
        """States that the caller generated, in a way that is not known here."""
        return {"name": "caller"}

    async def generate(self, request: Request) -> Completion:
        """Wait for the answer to a request.

        Raises:
            EngineDownError: the function returned another number of rows than it was asked for.
        """
        first = not self._waiting
        answer: asyncio.Future[Completion] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answer))
        if first:
            # Meanwhile every case that can go on asks for its next message.
            await asyncio.sleep(0)
            self._answer()
        return await answer

    async def cannot_constrain(self) -> str | None:
        """A function is given no grammar."""
        return "a function of the caller's is given no grammar"

    async def close(self) -> None:
        """Do nothing: the function is the caller's."""

    def _answer(self) -> None:
        waiting, self._waiting = self._waiting, []
        rows = self._write([request for request, _ in waiting])
        if len(rows) != len(waiting):
            raise EngineDownError(
                f"the function that generates returned {len(rows)} rows for {len(waiting)} "
                "requests; return one row of token ids for each, in the same order"
            )
        for (request, answer), row in zip(waiting, rows, strict=True):
            answer.set_result(cut_row(row, request.max_tokens, self._end_tokens))


def cut_row(row: Sequence[int], budget: int, end_tokens: Collection[int]) -> Completion:
    """Cut a row that was generated in a batch to what the model wrote."""
    ends = (index + 1 for index, token in enumerate(row) if token in end_tokens)
    tokens = tuple(row[: min(next(ends, len(row)), budget)])
    cut = len(tokens) == budget and tokens[-1] not in end_tokens
    return Completion(tokens, Finish.LENGTH if cut else Finish.STOP)
