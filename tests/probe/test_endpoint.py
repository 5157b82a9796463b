"""What a completions server serves of a prompt, and what it refuses."""

import asyncio
from typing import Any

import pytest
from engines.loopback import answer, serving

from toolbench_ood.engines.endpoint import EndpointEngine
from toolbench_ood.engines.scoring import Chance, ScoreRequest, Tail, TokenScores
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Sampling

REQUEST = ScoreRequest("a", (5, 6, 7), (1, 2), named={1: (8, 9)}, tails=(Tail(1, (8, 9)),))


def _score(status: int, content: Any) -> tuple[TokenScores, dict[str, Any]]:
    async def scenario() -> tuple[TokenScores, dict[str, Any]]:
        async with serving([answer(status, content)]) as server:
            engine = await EndpointEngine.connect([server.url], Sampling(), frozenset({2}))
            scores = await engine.score(REQUEST)
            await engine.close()
            return scores, server.questions[0]

    return asyncio.run(scenario())


def test_an_endpoint_serves_what_its_reply_holds_and_nothing_else() -> None:
    """Tokens in the reply have their probability and rank; all others are not served."""
    rows = [
        None,
        {"6": {"logprob": -1.5, "rank": 3}, "8": {"logprob": -0.5, "rank": 1}},
        {"7": {"logprob": -2.0, "rank": 41}},
    ]
    scores, asked = _score(200, {"choices": [{"prompt_logprobs": rows}]})
    assert asked["prompt"] == [5, 6, 7]
    assert asked["max_tokens"] == 1
    first, second = scores.tokens
    assert first.actual == Chance(-1.5, 3)
    assert first.named == (Chance(-0.5, 1), Chance(None, None))
    assert second.actual == Chance(-2.0, 41)
    assert (first.entropy, scores.tails) == (None, (None,))


def test_an_endpoint_that_refuses_log_probabilities_is_refused_in_one_sentence() -> None:
    """A refusal, and a reply without them, name the server and the way out."""
    for status, content in (
        (400, {"error": {"message": "logprobs are disabled"}}),
        (200, {"choices": [{"text": "x"}]}),
    ):
        with pytest.raises(UserError, match="serves no log-probabilities of prompt tokens"):
            _score(status, content)
