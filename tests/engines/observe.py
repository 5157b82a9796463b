"""The same requests for every engine that runs a real model."""

import asyncio
from dataclasses import dataclass

from engines.constrained import Constrained, observe_constrained

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.engine import Engine
from toolbench_ood.types.errors import EngineError
from toolbench_ood.types.generation import Completion, Request
from toolbench_ood.types.piece import data, markup

CONTEXT = 1024
"""Tokens that the engines are started with, where they can be told."""
QUESTIONS = (
    ("You are a helpful assistant.", "What is the capital of France?"),
    ("You answer in one short sentence. " * 20, "Name three colours."),
    ("You are a poet.", "Write a haiku about rain."),
)
LONG = 24
"""Tokens generated for each question."""
REFUSED = 4
"""Tokens asked for where the prompt does not fit; some servers take them off the context."""


@dataclass(frozen=True)
class Observed:
    """What an engine did."""

    engine: Engine
    """Closed; kept for what it says of itself."""
    greedy: tuple[Completion, ...]
    again: tuple[Completion, ...]
    """The same prompts a second time, as other cases."""
    next_step: Completion
    """The first conversation's second step."""
    ended: Completion
    """An answer that the model ends itself."""
    single: Completion
    """One token at most."""
    sampled: tuple[Completion, ...]
    """At temperature 1 with seeds 1, 1 and 2."""
    overlong: str
    """What the engine says of a prompt that doesn't fit."""
    constrained: Constrained
    processes: frozenset[str] = frozenset()
    """Ids of the processes that the engine started."""
    watched: frozenset[str] = frozenset()
    """Ids of the processes that would end with this one."""
    death: str = ""
    """What the engine says after its processes were killed."""


def prompts(chat: Chat) -> list[tuple[int, ...]]:
    """Return the prompts of the questions."""
    return [chat.opening(markup(system), data(user)) for system, user in QUESTIONS]


async def observe(greedy: Engine, sampling: Engine, other_end: Engine, chat: Chat) -> Observed:
    """Put all requests to an engine that decodes greedily and to one that samples.

    The third decodes greedily too, but its end token is ``constrained.OTHER_END``.
    """
    asked = prompts(chat)

    async def all_of(case: str) -> tuple[Completion, ...]:
        requests = [
            Request(f"{case}{number}", 0, prompt, LONG, seed=0)
            for number, prompt in enumerate(asked)
        ]
        return tuple(await asyncio.gather(*map(greedy.generate, requests)))

    fits_not = asked[0] * ((greedy.context or 0) // len(asked[0]) + 1)
    first, again = await all_of("first"), await all_of("again")
    said = first[1].tokens
    follow = asked[1] + said + chat.turn("user", data("Only one."), last=said)
    return Observed(
        engine=greedy,
        greedy=first,
        again=again,
        next_step=await greedy.generate(Request("first1", 1, follow, LONG, seed=0)),
        ended=await greedy.generate(Request("ended", 0, asked[0], 200, seed=0)),
        single=await greedy.generate(Request("single", 0, asked[2], 1, seed=0)),
        sampled=tuple(
            [
                await sampling.generate(Request(f"sampled{at}", 0, asked[2], LONG, seed))
                for at, seed in enumerate((1, 1, 2))
            ]
        ),
        overlong=await refusal(greedy, fits_not),
        constrained=await observe_constrained(greedy, sampling, other_end, chat),
    )


async def refusal(engine: Engine, prompt: tuple[int, ...]) -> str:
    """Return what an engine says when it can't answer."""
    try:
        await engine.generate(Request("refused", 0, prompt, REFUSED, seed=0))
    except EngineError as error:
        return str(error)
    return "not refused"
