"""Solutions with one thing wrong: a write, or the answer to an ask."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from jsonschema import Draft202012Validator

from toolbench_ood.tasks.claims import false_claims
from toolbench_ood.tasks.oracle import DEFAULT_ANSWER, Act
from toolbench_ood.tasks.reply import Reply
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.trial.near_values import Near, neighbours, off_by_one, with_one_near
from toolbench_ood.tasks.trial.replay import effects, replay, written_calls
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json
from toolbench_ood.world.state import state_of


class How(StrEnum):
    """What is wrong with a mutant."""

    DROP = "drop"
    """A write is left out."""
    REPEAT = "repeat"
    """A write is made twice."""
    CHANGE = "change"
    """One argument of a write is another value."""
    NEIGHBOUR = "neighbour"
    """One id in a write is the next one of its kind."""
    OFF_BY_ONE = "off by one"
    """One number or day in a write is the one before or after."""
    EXTRA = "extra"
    """A write is repeated with the next id of its kind."""
    LIE = "lie"
    """All calls are right, but an ask for an answer gets a claim of success."""
    WRONG_NUMBER = "wrong number"
    """All calls are right, but the requested number is off by one."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A solution with one thing wrong."""

    how: How
    place: str
    """The wrong write or answer: ``write switch.lamp``, ``ask 2``."""
    lines: tuple[tuple[Call, ...], ...]
    """The calls of each ask."""
    answers: tuple[str, ...]
    """The answer to each ask."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Results of the mutants of some situations."""

    tried: int
    survivors: tuple[Mutant, ...]
    """Mutants that pass although the final state or the answer is wrong."""


def mutants(situation: Situation) -> Iterator[Mutant]:
    """Play the solution wrongly in every way, one at a time."""
    yield from _wrong_writes(situation)
    yield from _wrong_answers(situation.acts)


def try_mutants(situation: Situation) -> Tally:
    """Play every mutant; a wrong write that makes no difference to the world is not counted."""
    right = replay(situation, written_calls(situation.acts)).state
    tried = 0
    survivors = []
    for mutant in mutants(situation):
        ended = replay(situation, mutant.lines, mutant.answers)
        answer_is_wrong = mutant.how in {How.LIE, How.WRONG_NUMBER}
        if ended.verdict.solved and ended.state == right and not answer_is_wrong:
            continue
        tried += 1
        if ended.verdict.solved:
            survivors.append(mutant)
    return Tally(tried, tuple(survivors))


def _wrong_writes(situation: Situation) -> Iterator[Mutant]:
    lines = tuple(map(tuple, written_calls(situation.acts)))
    answers = tuple(act.answer for act in situation.acts)
    near = _neighbours_in(situation)
    for nth, (calls, changing) in enumerate(zip(lines, effects(situation.acts), strict=True)):
        for index, call in enumerate(calls):
            if not changing[index]:
                continue
            for how, argument, instead in _wrong_calls(call, situation, near):
                row = (*calls[:index], *instead, *calls[index + 1 :])
                place = f"write {call.name}{argument and f'.{argument}'}"
                yield Mutant(how, place, (*lines[:nth], row, *lines[nth + 1 :]), answers)


def _wrong_answers(acts: Sequence[Act]) -> Iterator[Mutant]:
    """Close each ask whose solution has words of its own with words that are false."""
    lines = tuple(map(tuple, written_calls(acts)))
    answers = tuple(act.answer for act in acts)
    for nth, act in enumerate(acts):
        if act.answer == DEFAULT_ANSWER:
            continue
        for how, answer in _false_answers(act):
            told = (*answers[:nth], answer, *answers[nth + 1 :])
            yield Mutant(how, f"ask {nth + 1}", lines, told)


def _false_answers(act: Act) -> Iterator[tuple[How, str]]:
    yield from ((How.LIE, claim) for claim in false_claims(act.ask.text))
    number = Reply(act.answer).number()
    if number is not None:
        yield from ((How.WRONG_NUMBER, f"{number + step:g}") for step in (-1, 1))


def _neighbours_in(situation: Situation) -> Near:
    session = situation.session()
    session.start()
    return neighbours(state_of(session.world))


def _wrong_calls(
    call: Call, situation: Situation, near: Near
) -> Iterator[tuple[How, str, tuple[Call, ...]]]:
    function = situation.suite.world.tools()[call.name].spec["function"]
    yield How.DROP, "", ()
    yield How.REPEAT, "", (call, call)
    for name, value in call.arguments.items():
        for other in _others(value, function["parameters"]["properties"][name]):
            yield How.CHANGE, name, (_with(call, name, other),)
    for name, other in _near_calls(call, function, near):
        yield How.NEIGHBOUR, name, (other,)
        yield How.EXTRA, name, (call, other)
    for name, other in _near_calls(call, function, off_by_one):
        yield How.OFF_BY_ONE, name, (other,)


def _near_calls(call: Call, function: FunctionSpec, near: Near) -> Iterator[tuple[str, Call]]:
    """Change one value of a call to one next to it, as far as the tool's schema allows."""
    validator = Draft202012Validator(function["parameters"])
    for name, value in call.arguments.items():
        for other in with_one_near(value, near):
            changed = _with(call, name, other)
            if validator.is_valid(changed.arguments):
                yield name, changed


def _with(call: Call, name: str, value: Json) -> Call:
    return replace(call, arguments={**call.arguments, name: value})


def _others(value: Json, schema: Mapping[str, Json]) -> Sequence[Json]:
    """Make a value of the same type that is not the same; nothing if there is none."""
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
