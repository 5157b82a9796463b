"""An engine that serves planted probabilities, and conversations to plant them in."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

import numpy as np
from laws.crossing import tasks
from laws.everything import byte_chat
from shipped_formats import LIBRARY

from toolbench_ood.engines.scoring import (
    Chance,
    ScoreRequest,
    Tail,
    TokenScore,
    TokenScores,
    Walked,
)
from toolbench_ood.probe.controls import Control, find_controls
from toolbench_ood.probe.conversation import ProbedConversation, oracle_conversation
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.tasks.case import Case

SETTING = Setting(byte_chat())
HERMES = LIBRARY.load("hermes")
CONTROLS: Sequence[Control] = find_controls(byte_chat(), HERMES, ("@",))
VOCABULARY = 300
"""Entries of a distribution: bytes and control tokens, and some to spare."""
COMMON = 0.25
"""Probability of every token that stands in a text, where none is planted."""
RARE = 1e-6
"""Probability of every other token, where none is planted."""


Planted: TypeAlias = dict[tuple[str, int, tuple[int, ...], int], float]
"""Probabilities by the name of a text, a position in it, the tokens that are put there before the
token in question, and that token."""


@cache
def conversations() -> tuple[ProbedConversation, ...]:
    """Play a few tasks of several kinds by their solutions, in bytes."""
    wanted = ("single", "parallel", "chain", "irrelevant", "missing_parameter", "several_asks")
    kinds = {suite.tasks[task].kind.value: (suite, task) for suite, task in tasks()}
    chosen = [each for kind, each in kinds.items() if kind in wanted] + [tasks()[0], tasks()[40]]
    cases = [Case(suite, task, HERMES, seed=0) for suite, task in chosen]
    return tuple(oracle_conversation(case, SETTING) for case in cases)


@dataclass
class PlantedScoring:
    """Serves a table of probabilities; what is not planted is COMMON where it stands, else RARE."""

    planted: Planted = field(default_factory=dict)
    scored_at_once: int = 4

    def probability(
        self, name: str, position: int, put: tuple[int, ...], token: int, *, stands: bool
    ) -> float:
        """Return the probability of a token at a place."""
        return self.planted.get((name, position, put, token), COMMON if stands else RARE)

    async def score(self, request: ScoreRequest) -> TokenScores:
        """Serve everything from the table."""
        scored = tuple(self._token(request, position) for position in request.positions)
        return TokenScores(scored, tuple(self._tail(request, tail) for tail in request.tails))

    def _token(self, request: ScoreRequest, position: int) -> TokenScore:
        wanted = (request.tokens[position], *request.wanted(position))
        actual, *named = (self._chance(request, position, token) for token in wanted)
        return TokenScore(actual, 1.5, tuple(named))

    def _chance(self, request: ScoreRequest, position: int, token: int) -> Chance:
        stands = request.tokens[position] == token
        found = self.probability(request.name, position, (), token, stands=stands)
        return Chance(math.log(found), 1 if found > RARE else 40)

    def _tail(self, request: ScoreRequest, tail: Tail) -> float:
        stood = request.tokens[tail.start : tail.start + len(tail.tokens)]
        found = [
            self.probability(
                request.name,
                tail.start,
                tail.tokens[:count],
                token,
                stands=stood[: count + 1] == tail.tokens[: count + 1],
            )
            for count, token in enumerate(tail.tokens)
        ]
        return math.fsum(map(math.log, found))

    def walk(self, request: ScoreRequest) -> Iterator[Walked]:
        """Serve rows in which the token that stands there has its probability, the rest alike."""
        for position in request.positions:
            stands = request.tokens[position]
            own = self.probability(request.name, position, (), stands, stands=True)
            row = np.full((1, VOCABULARY), math.log((1 - own) / (VOCABULARY - 1)), dtype=np.float32)
            row[0, stands] = math.log(own)
            yield Walked((self._token(request, position),), row)
