"""The same constrained requests for every engine that runs a real model."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolbench_ood.chat.chat import Chat, joined
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.grammar_probe import PROBE
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import load_format
from toolbench_ood.types.errors import EngineError
from toolbench_ood.types.generation import Completion, Request
from toolbench_ood.types.piece import data, markup
from toolbench_ood.types.tool import ToolSpec

FORMATS = ("hermes", "pythonic", "sexp")
LONG = 64
"""Tokens generated for each request."""
BROKEN = 'root ::= "a" unknown-rule\n'
OTHER_END = 0
"""A control token of the bundled model that is not the end token of its tokenizer."""


def tool(name: str, purpose: str, **properties: object) -> ToolSpec:
    """Return a tool all of whose arguments are required."""
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    function = {"name": name, "description": purpose, "parameters": parameters}
    return {"type": "function", "function": function}  # type: ignore[typeddict-item]


CITY = {"type": "string", "description": "Name of a city."}
TOOLS = (
    tool("get_weather", "Forecast the weather.", city=CITY, days={"type": "integer"}),
    tool("set_units", "Choose units.", units={"enum": ["metric", "imperial"]}),
)


@dataclass(frozen=True)
class Constrained:
    """What an engine made of grammars."""

    requests: tuple[Request, ...]
    """One for each format."""
    greedy: tuple[Completion, ...]
    sampled: tuple[Completion, ...]
    beside: Completion
    """The first request without its grammar, in one batch with the others."""
    alone: Completion
    """The same, in no batch."""
    reason: str | None
    """Why the engine says that it cannot constrain."""
    rejection: str
    """What it says of a broken grammar."""
    other_end: Completion
    """The probe, in a run whose only end token is not the one of the tokenizer."""


async def observe_constrained(
    greedy: Engine, sampling: Engine, other_end: Engine, chat: Chat
) -> Constrained:
    """Put all requests to an engine that decodes greedily, one that samples, and a third."""
    asked = [_request(load_format(name), chat) for name in FORMATS]
    free = replace(asked[0], case="free", grammar=None)
    *first, beside = await asyncio.gather(*map(greedy.generate, [*asked, free]))
    return Constrained(
        requests=tuple(asked),
        greedy=tuple(first),
        sampled=tuple(await asyncio.gather(*map(sampling.generate, asked))),
        beside=beside,
        alone=await greedy.generate(replace(free, case="alone")),
        reason=await greedy.cannot_constrain(),
        rejection=await _rejection(greedy, replace(asked[0], grammar=BROKEN)),
        other_end=await other_end.generate(PROBE),
    )


def _request(format_: Format, chat: Chat, tools: Sequence[ToolSpec] = TOOLS) -> Request:
    system = joined(markup("You call tools.\n\n"), format_.declare_pieces(tools))
    prompt = chat.opening(system, data("What is the weather in Paris for 3 days?"))
    return Request(format_.name, 0, prompt, LONG, seed=1, grammar=format_.grammar(tools))


async def _rejection(engine: Engine, request: Request) -> str:
    try:
        await engine.generate(request)
    except EngineError as error:
        return str(error)
    return "not rejected"
