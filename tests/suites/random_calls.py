"""Draw calls that fit the tools' schemas, for random play on any world."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

Pools = Mapping[str, Sequence[Any]]
"""Values to choose from, by the name of the argument, nested ones included."""


def draw_call(world: Any, rng: Random, pools: Pools) -> Call:
    """Draw a tool and arguments for it; half of the optional ones are left out."""
    tool = world.tools()[rng.choice(list(world.tools()))]
    return Call(tool.name, _draw_object(tool.spec["function"]["parameters"], rng, pools))


def play_on(world: Any, rng: Random, pools: Pools, reads: set[str]) -> str | None:
    """Make one drawn call, return its tool if carried out; reads and refusals change nothing."""
    call, before = draw_call(world, rng, pools), state_of(world)
    output = world.execute(call)
    if output.is_error or call.name in reads:
        assert state_of(world) == before, call
    return None if output.is_error else call.name


def _draw_object(schema: Mapping[str, Any], rng: Random, pools: Pools) -> dict[str, Any]:
    return {
        name: _draw(name, child, rng, pools)
        for name, child in schema["properties"].items()
        if name in schema.get("required", ()) or rng.random() < 0.5
    }


def _draw(name: str, schema: Mapping[str, Any], rng: Random, pools: Pools) -> Any:
    if name in pools:
        return rng.choice(pools[name])
    if "enum" in schema:
        return rng.choice(schema["enum"])
    if schema["type"] == "array":
        count = rng.randint(schema.get("minItems", 0), 2)
        return [_draw(f"{name}[]", schema["items"], rng, pools) for _ in range(count)]
    if schema["type"] == "object":
        return _draw_object(schema, rng, pools)
    return _draw_plain(schema, rng)


def _draw_plain(schema: Mapping[str, Any], rng: Random) -> Any:
    if schema["type"] == "integer":
        return rng.randint(schema.get("minimum", 0), schema.get("maximum", 200))
    if schema.get("format") == "date":
        return str(date(2026, 1, 1) + timedelta(days=rng.randrange(1200)))
    return rng.random() < 0.5 if schema["type"] == "boolean" else rng.choice(("a", "e", "Ø & <b>"))
