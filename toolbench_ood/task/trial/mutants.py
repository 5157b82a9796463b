"""Solutions with one write spoilt: dropped, repeated, or changed in one argument."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolbench_ood.task.situation import Situation
from toolbench_ood.task.trial.replay import effects, replay, written_calls
from toolbench_ood.types.call import Call
from toolbench_ood.types.value import Json

How = Literal["drop", "repeat", "change"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A spoilt solution."""

    how: How
    call: Call
    """The call that was spoilt, as the solution writes it."""
    argument: str
    """The argument that was changed; empty when none was."""
    lines: tuple[tuple[Call, ...], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the mutants of some situations."""

    tried: int
    survivors: tuple[Mutant, ...]
    """Those that pass although the world ends in another state."""


def mutants(situation: Situation) -> Iterator[Mutant]:
    """Spoil each call of the solution that changes the world, in every way."""
    lines = written_calls(situation.acts)
    tools = situation.suite.world.tools()
    for nth, (calls, changing) in enumerate(zip(lines, effects(situation), strict=True)):
        for index, call in enumerate(calls):
            if not changing[index]:
                continue
            for how, argument, instead in _spoilt(call, tools[call.name].spec["function"]):
                row = (*calls[:index], *instead, *calls[index + 1 :])
                spoilt = (*map(tuple, lines[:nth]), row, *map(tuple, lines[nth + 1 :]))
                yield Mutant(how, call, argument, spoilt)


def try_mutants(situation: Situation) -> Tally:
    """Play every mutant; one that ends in the solution's own state is none and is not counted."""
    right = replay(situation, written_calls(situation.acts)).state
    tried = 0
    survivors = []
    for mutant in mutants(situation):
        ended = replay(situation, mutant.lines)
        if ended.verdict.solved and ended.state == right:
            continue
        tried += 1
        if ended.verdict.solved:
            survivors.append(mutant)
    return Tally(tried, tuple(survivors))


def _spoilt(
    call: Call, function: Mapping[str, Json]
) -> Iterator[tuple[How, str, tuple[Call, ...]]]:
    yield "drop", "", ()
    yield "repeat", "", (call, call)
    properties = function["parameters"]["properties"]
    for name, value in call.arguments.items():
        for other in _others(value, properties[name]):
            yield "change", name, (replace(call, arguments={**call.arguments, name: other}),)


def _others(value: Json, schema: Mapping[str, Json]) -> Sequence[Json]:
    """Make a value of the same type that is not the same; nothing where there is none."""
    choices = [choice for choice in schema.get("enum", ()) if choice != value]
    if "enum" in schema:
        return choices[:1]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        return [value + 1]
    if isinstance(value, str):
        return [f"{value[:-1]}{_next_sign(value[-1])}" if value else "x"]
    if isinstance(value, list):
        return [value[:-1]] if value else []
    return _other_objects(value, schema) if isinstance(value, dict) else []


def _other_objects(value: Mapping[str, Json], schema: Mapping[str, Json]) -> list[Json]:
    properties = schema.get("properties", {})
    for key in value:
        for other in _others(value[key], properties.get(key, {})):
            return [{**value, key: other}]
    return []


def _next_sign(sign: str) -> str:
    """Return another letter or digit, so that an id stays one and a date may stay a date."""
    if sign.isdigit():
        return str((int(sign) + 1) % 10)
    return "y" if sign == "x" else "x"
