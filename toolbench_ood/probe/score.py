"""Scores conversations on an engine."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolbench_ood.engines.scoring import ScoreRequest, Scoring, TokenScores, WholeScoring
from toolbench_ood.probe.controls import Control
from toolbench_ood.probe.conversation import ProbedConversation
from toolbench_ood.probe.dependence import dependence, make_swap
from toolbench_ood.probe.divergence import compare_tokens
from toolbench_ood.probe.observe import Observed, make_request, observe
from toolbench_ood.probe.watching import Watching
from toolbench_ood.rollout.rollout import Setting


@dataclass(frozen=True, slots=True)
class ScoredTwice:
    """A conversation as two models see it."""

    mine: Observed
    theirs: Observed
    divergences: tuple[float, ...]
    """KL(model ‖ reference) in nats, one number a token of the model's own."""


@dataclass(frozen=True, slots=True)
class TokenScorer:
    """Asks engines for all that the figures need."""

    controls: Sequence[Control]
    setting: Setting
    """In which the conversations are played."""
    watching: Watching

    async def score(
        self, engine: Scoring, conversations: Sequence[ProbedConversation], concurrency: int
    ) -> list[Observed]:
        """Score conversations, so many at once.

        Raises:
            UserError: the engine serves no probabilities.
            EngineError: a conversation could not be scored.
        """
        free = asyncio.Semaphore(concurrency)

        async def one(conversation: ProbedConversation) -> Observed:
            async with free:
                seen = await self._score(engine, conversation)
            self.watching.advance()
            return seen

        tasks = [asyncio.create_task(one(each)) for each in conversations]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def compare(
        self,
        model: WholeScoring,
        reference: WholeScoring,
        conversations: Sequence[ProbedConversation],
    ) -> list[ScoredTwice]:
        """Score conversations with two models, one after the other.

        Raises:
            EngineError: a conversation could not be scored.
        """
        found = []
        for each in conversations:
            found.append(await self._compare(model, reference, each))
            self.watching.advance()
        return found

    async def _compare(
        self, model: WholeScoring, reference: WholeScoring, conversation: ProbedConversation
    ) -> ScoredTwice:
        request = make_request(conversation, self.controls)
        compared = await asyncio.to_thread(compare_tokens, model, reference, request)
        tails = replace(request, positions=(), named={}, also={})
        seen = []
        for engine, tokens in ((model, compared.mine), (reference, compared.theirs)):
            scores = replace(await engine.score(tails), tokens=tokens)
            seen.append(await self._observe(engine, conversation, request, scores))
        return ScoredTwice(seen[0], seen[1], compared.divergences)

    async def _score(self, engine: Scoring, conversation: ProbedConversation) -> Observed:
        request = make_request(conversation, self.controls)
        return await self._observe(engine, conversation, request, await engine.score(request))

    async def _observe(
        self,
        engine: Scoring,
        conversation: ProbedConversation,
        request: ScoreRequest,
        scores: TokenScores,
    ) -> Observed:
        """Observe what was scored, after scoring the call under another ask."""
        swap = make_swap(conversation, self.setting)
        if swap is None:
            return observe(conversation, self.controls, request, scores)
        gain = dependence(swap, request, scores, await engine.score(swap.request))
        return observe(conversation, self.controls, request, scores, (gain,))
