"""Scores conversations on an engine."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from toolbench_ood.engines.scoring import Scoring, WholeScoring
from toolbench_ood.probe.controls import Control
from toolbench_ood.probe.conversation import ProbedConversation
from toolbench_ood.probe.dependence import dependence, make_swap
from toolbench_ood.probe.divergence import token_divergences
from toolbench_ood.probe.observe import Observed, make_request, observe
from toolbench_ood.probe.watching import Watching
from toolbench_ood.rollout.rollout import Setting


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

    async def _score(self, engine: Scoring, conversation: ProbedConversation) -> Observed:
        request = make_request(conversation, self.controls)
        scores = await engine.score(request)
        swap = make_swap(conversation, self.setting)
        if swap is None:
            return observe(conversation, self.controls, request, scores)
        gain = dependence(swap, request, scores, await engine.score(swap.request))
        return observe(conversation, self.controls, request, scores, (gain,))

    async def diverge(
        self,
        model: WholeScoring,
        reference: WholeScoring,
        conversations: Sequence[ProbedConversation],
    ) -> list[list[float]]:
        """Return the token KL divergences of each conversation.

        Raises:
            EngineError: a conversation could not be scored.
        """
        found = []
        for each in conversations:
            found.append(await asyncio.to_thread(token_divergences, model, reference, each))
            self.watching.advance()
        return found
