"""The named signatures: each is one probability at one kind of place."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from toolbench_ood.engines.scoring import Chance
from toolbench_ood.probe.controls import ControlKind
from toolbench_ood.probe.observe import Observed
from toolbench_ood.probe.places import ProbePlace
from toolbench_ood.probe.position import Position

Probabilities: TypeAlias = list[float | None]
"""One a position; None where it is not served."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A figure that has a name."""

    name: str
    formula: str
    """As it is printed: ``P(end of turn | a call was just opened)``."""
    healthy: str
    """What it is near in a model that knows the format."""
    values: Callable[[Observed], Probabilities]


def probability(chance: Chance) -> float | None:
    """Return the probability of a chance; None where it is not served."""
    return None if chance.logprob is None else math.exp(chance.logprob)


def any_of(observed: Observed, place: ProbePlace, *kinds: ControlKind) -> Probabilities:
    """Return the probability that one of some kinds of control stands at each position of a place.

    Controls of one kind exclude each other, so their probabilities add up. A control of several
    tokens that begins like another one would be counted twice; no markers of a format do.
    """
    found = [
        tuple(map(probability, chances))
        for (where, control), chances in observed.chances.items()
        if where is place and control.kind in kinds
    ]
    return [_sum(each) for each in zip(*found, strict=True)]


def along(observed: Observed, position: Position) -> Probabilities:
    """Return the probability of each token of a class that stands there."""
    return [probability(score.actual) for score in observed.classes.get(position, ())]


def _sum(values: Sequence[float | None]) -> float | None:
    served = [value for value in values if value is not None]
    return min(1.0, math.fsum(served)) if len(served) == len(values) else None


def end_after_opener(observed: Observed) -> Probabilities:
    """P(end of turn | a call was just opened): the empty call of a collapsed model."""
    return any_of(observed, ProbePlace.OPENED, ControlKind.END)


def closer_after_opener(observed: Observed) -> Probabilities:
    """P(closer | a call was just opened): a call that is closed before anything stands in it."""
    return any_of(observed, ProbePlace.OPENED, ControlKind.CLOSER)


def role_after_opener(observed: Observed) -> Probabilities:
    """P(role token or role word | a call was just opened): ``<tool_call>user``."""
    return any_of(observed, ProbePlace.OPENED, ControlKind.ROLE, ControlKind.ROLE_WORD)


def role_in_call(observed: Observed) -> Probabilities:
    """P(role token | inside a call); role words may be part of arguments, so they don't count."""
    return any_of(observed, ProbePlace.INSIDE, ControlKind.ROLE)


def end_in_call(observed: Observed) -> Probabilities:
    """P(end of turn | inside a call), right behind the opener included."""
    return any_of(observed, ProbePlace.INSIDE, ControlKind.END)


def opener_when_due(observed: Observed) -> Probabilities:
    """P(opener | a call is due), at the first token of the message."""
    return any_of(observed, ProbePlace.DUE, ControlKind.OPENER)


def end_when_due(observed: Observed) -> Probabilities:
    """P(end of turn | a call is due), at the first token of the message: an empty message."""
    return any_of(observed, ProbePlace.DUE, ControlKind.END)


def opener_when_not_due(observed: Observed) -> Probabilities:
    """P(opener | must not call), at the first token of a message in an ask without calls."""
    return any_of(observed, ProbePlace.MUST_NOT, ControlKind.OPENER)


def opener_when_done(observed: Observed) -> Probabilities:
    """P(opener | all calls are made), at the first token of the closing words."""
    return any_of(observed, ProbePlace.DONE, ControlKind.OPENER)


def end_when_complete(observed: Observed) -> Probabilities:
    """P(end of turn | the calls are complete), right behind the last closer."""
    return any_of(observed, ProbePlace.COMPLETE, ControlKind.END)


def opener_when_complete(observed: Observed) -> Probabilities:
    """P(opener | the calls are complete), right behind the last closer: calls without end."""
    return any_of(observed, ProbePlace.COMPLETE, ControlKind.OPENER)


_IN_ORDER: Iterable[tuple[Callable[[Observed], Probabilities], str, str]] = (
    (opener_when_due, "P(opener | a call is due)", "1"),
    (end_when_due, "P(end of turn | a call is due)", "0"),
    (opener_when_not_due, "P(opener | must not call)", "0"),
    (opener_when_done, "P(opener | all calls are made)", "0"),
    (end_after_opener, "P(end of turn | call just opened)", "0"),
    (closer_after_opener, "P(closer | call just opened)", "0"),
    (role_after_opener, "P(role | call just opened)", "0"),
    (role_in_call, "P(role token | inside a call)", "0"),
    (end_in_call, "P(end of turn | inside a call)", "0"),
    (end_when_complete, "P(end of turn | calls complete)", "1"),
    (opener_when_complete, "P(opener | calls complete)", "0"),
)

SIGNATURES = tuple(
    Signature(values.__name__, formula, healthy, values) for values, formula, healthy in _IN_ORDER
)
"""All of them, in the order in which they are printed."""
