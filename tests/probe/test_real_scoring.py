"""transformers and vLLM score the bundled model alike, as far as both serve."""

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.scoring import ScoreRequest, Scoring, Tail, TokenScores
from toolbench_ood.engines.vllm_scoring import TOP
from toolbench_ood.model.bundled import bundled_model
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Sampling
from toolbench_ood.types.piece import markup

pytestmark = pytest.mark.model

TOLERANCE = 2e-3
"""Largest difference of two log-probabilities in float32: the engines add up in other orders."""


def _folder() -> Path:
    for module in ("torch", "transformers", "vllm"):
        if find_spec(module) is None:
            pytest.skip(f"needs {module}")
    try:
        return bundled_model()
    except UserError as error:
        pytest.skip(str(error))


def _request(chat: Chat, text: str) -> ScoreRequest:
    opening = chat.opening((), markup("Turn on the lamp in the kitchen."))
    tokens = opening + chat.spoken(markup(text), before="tool")
    positions = tuple(range(len(opening), len(tokens)))
    ends = tuple(sorted(chat.end_tokens))
    return ScoreRequest(
        name=text,
        tokens=tokens,
        positions=positions,
        named={positions[0]: ends, positions[3]: (*ends, 30_000)},
        also=dict.fromkeys(positions, ends),
        tails=(Tail(positions[0], chat.words("<tool_call>")), Tail(positions[-1], (5, 17))),
    )


def test_engines_agree_on_what_both_serve(
    tmp_path: Path, count_start: Callable[[str], None]
) -> None:
    """Actual and named tokens and tails differ by rounding, ranks only between near ties."""
    from toolbench_ood.chat.hf_tokenizer import HfTokenizer  # noqa: PLC0415  needs transformers
    from toolbench_ood.engines.transformers import TransformersEngine  # noqa: PLC0415  needs torch
    from toolbench_ood.engines.vllm import VllmEngine  # noqa: PLC0415  needs vllm

    folder = _folder()
    chat = Chat.learn(HfTokenizer.load(folder))
    texts = (
        '<tool_call>\n{"name": "turn_on", "arguments": {"room": "kitchen"}}\n</tool_call>',
        "The lamp in the kitchen is on — is there anything else?",
    )
    requests = [_request(chat, text) for text in texts]
    arguments = {"dtype": "float32"}

    async def score_all(engine: Scoring) -> list[TokenScores]:
        return list(await asyncio.gather(*map(engine.score, requests)))

    async def both() -> tuple[list[TokenScores], list[TokenScores]]:
        count_start("transformers")
        one = TransformersEngine.load(folder, Sampling(), chat.end_tokens, arguments)
        whole = await score_all(one)
        await one.close()
        count_start("vllm")
        other = VllmEngine.start(
            folder,
            Sampling(),
            chat.end_tokens,
            {**arguments, "max_model_len": 512},
            log=tmp_path / "vllm.log",
        )
        try:
            return whole, await score_all(other)
        finally:
            await other.close()

    for request, one, other in zip(requests, *asyncio.run(both()), strict=True):
        _check(request, one, other)


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
