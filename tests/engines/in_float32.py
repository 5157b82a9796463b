"""What an engine computes in float32, in which rounding alone sets engines apart."""

import asyncio
from dataclasses import dataclass, field, replace

from engines.observe import prompts

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.scoring import ScoreRequest, Scoring, Tail, TokenScores, WholeScoring
from toolbench_ood.types.generation import Request
from toolbench_ood.types.piece import markup

FULL = {"dtype": "float32"}
TOKENS = 12
"""Tokens written after each prompt."""
SCORED = (
    '<tool_call>\n{"name": "turn_on", "arguments": {"room": "kitchen"}}\n</tool_call>',
    "The lamp in the kitchen is on — is there anything else?",
)

Written = list[tuple[int, ...]]
"""The tokens after each prompt."""


@dataclass(frozen=True)
class InFloat32:
    """What an engine made of the bundled model and of adapters of it."""

    scores: list[TokenScores]
    """Of the texts above, without an adapter."""
    written: dict[str, Written] = field(default_factory=dict)
    """By the adapter's name; ``base`` is without one."""
    walked: list[TokenScores] = field(default_factory=list)
    """The scores again, made with whole distributions where the engine serves these."""


async def write(engine: Engine, chat: Chat) -> Written:
    """Return the tokens that an engine writes after each prompt."""
    requests = [Request(f"c{at}", 0, each, TOKENS, seed=0) for at, each in enumerate(prompts(chat))]
    return [one.tokens for one in await asyncio.gather(*map(engine.generate, requests))]


async def score(engine: Scoring, chat: Chat) -> list[TokenScores]:
    """Return the scores of the texts."""
    return list(await asyncio.gather(*map(engine.score, score_requests(chat))))


async def walk(engine: WholeScoring, chat: Chat) -> list[TokenScores]:
    """Return the scores of the texts from whole distributions, all of them before any tail."""
    requests = score_requests(chat)
    tokens = [[token for part in engine.walk(each) for token in part.tokens] for each in requests]
    behind = [replace(each, positions=(), named={}, also={}) for each in requests]
    return [
        replace(await engine.score(each), tokens=tuple(found))
        for each, found in zip(behind, tokens, strict=True)
    ]


def score_requests(chat: Chat) -> list[ScoreRequest]:
    """Return what is asked about the texts."""
    return [_score_request(chat, text) for text in SCORED]


def _score_request(chat: Chat, text: str) -> ScoreRequest:
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
