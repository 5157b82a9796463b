"""transformers and vLLM score the bundled model alike, as far as both serve."""

import pytest
from engines.in_float32 import InFloat32, score_requests

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.scoring import ScoreRequest, TokenScores
from toolbench_ood.engines.vllm_scoring import TOP

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("adapters")]

TOLERANCE = 2e-3
"""Largest difference of two log-probabilities in float32: the engines add up in other orders."""


def test_engines_agree_on_what_both_serve(
    on_transformers: InFloat32, on_vllm: InFloat32, chat: Chat
) -> None:
    """Actual and named tokens and tails differ by rounding, ranks only between near ties."""
    scores = (on_transformers.scores, on_vllm.scores)
    for request, one, other in zip(score_requests(chat), *scores, strict=True):
        _check(request, one, other)


def test_whole_distributions_tell_the_same_scores(on_transformers: InFloat32) -> None:
    """Also the tails, that are scored apart, when another text was the last one."""
    for one, other in zip(on_transformers.scores, on_transformers.walked, strict=True):
        assert other.tails == pytest.approx(one.tails, abs=5 * TOLERANCE)
        for scored, walked in zip(one.tokens, other.tokens, strict=True):
            for before, now in zip(
                (scored.actual, *scored.named), (walked.actual, *walked.named), strict=True
            ):
                assert now.logprob == pytest.approx(before.logprob, abs=TOLERANCE)
            assert walked.entropy == pytest.approx(scored.entropy, abs=TOLERANCE)


def _check(request: ScoreRequest, whole: TokenScores, served: TokenScores) -> None:
    assert served.tails == pytest.approx(whole.tails, abs=5 * TOLERANCE)
    for position, one, other in zip(request.positions, whole.tokens, served.tokens, strict=True):
        assert one.entropy is not None
        assert other.entropy is None
        assert other.actual.logprob == pytest.approx(one.actual.logprob, abs=TOLERANCE)
        assert one.actual.rank is not None
        assert other.actual.rank == pytest.approx(one.actual.rank, rel=0.02, abs=1)
        for token, named, also in zip(
            request.wanted(position), one.named, other.named, strict=True
        ):
            if also.logprob is None:
                assert position not in request.named, (position, token)
                assert named.rank is not None
                assert named.rank > TOP - 2
            else:
                assert also.logprob == pytest.approx(named.logprob, abs=TOLERANCE)
