"""From a conversation to what is asked of an engine, and from its scores to observations."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.engines.scoring import Chance, ScoreRequest, Tail, TokenScore, TokenScores
from toolbench_ood.probe.controls import Control
from toolbench_ood.probe.conversation import ProbedConversation
from toolbench_ood.probe.places import ProbePlace, find_places, looked_at
from toolbench_ood.probe.position import Position


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that was observed in one conversation, position by position."""

    cluster: tuple[str, str]
    classes: Mapping[Position, tuple[TokenScore, ...]]
    """The scores of the model's own tokens, by class."""
    places: Mapping[ProbePlace, tuple[TokenScore, ...]]
    """The scores of the positions of each place."""
    chances: Mapping[tuple[ProbePlace, Control], tuple[Chance, ...]]
    """How likely a control is at each position of a place, where it is followed there."""
    dependence: tuple[float | None, ...] = ()
    """Input dependence, one number if it could be measured, in nats a token."""


def make_request(conversation: ProbedConversation, controls: Sequence[Control]) -> ScoreRequest:
    """Ask for all that the figures of a conversation need."""
    named: defaultdict[int, dict[int, None]] = defaultdict(dict)
    also: defaultdict[int, dict[int, None]] = defaultdict(dict)
    tails: dict[Tail, None] = {}
    for place, positions in find_places(conversation).items():
        for control in controls:
            if not looked_at(control, place):
                continue
            for position in positions:
                # The rank of a control of several tokens is that of its first one.
                (also if place is ProbePlace.INSIDE else named)[position][control.tokens[0]] = None
                if not control.is_single:
                    tails[Tail(position, control.tokens)] = None
    return ScoreRequest(
        name=conversation.case.id,
        tokens=conversation.tokens,
        positions=conversation.own,
        named={position: tuple(tokens) for position, tokens in named.items()},
        also={position: tuple(tokens) for position, tokens in also.items()},
        tails=tuple(tails),
    )


def observe(
    conversation: ProbedConversation,
    controls: Sequence[Control],
    request: ScoreRequest,
    scores: TokenScores,
    dependence: tuple[float | None, ...] = (),
) -> Observed:
    """Sort the scores of a conversation by class and place."""
    at = dict(zip(request.positions, scores.tokens, strict=True))
    tails = dict(zip(request.tails, scores.tails, strict=True))
    classes: defaultdict[Position, list[TokenScore]] = defaultdict(list)
    for message in conversation.messages:
        for position, class_ in enumerate(message.classes, message.start):
            classes[class_].append(at[position])
    places = find_places(conversation)

    def chance(control: Control, position: int) -> Chance:
        first = request.wanted(position).index(control.tokens[0])
        found = at[position].named[first]
        if control.is_single:
            return found
        return Chance(tails[Tail(position, control.tokens)], found.rank)

    return Observed(
        cluster=conversation.cluster,
        classes={class_: tuple(found) for class_, found in classes.items()},
        places={place: tuple(at[each] for each in where) for place, where in places.items()},
        chances={
            (place, control): tuple(chance(control, position) for position in positions)
            for place, positions in places.items()
            for control in controls
            if looked_at(control, place)
        },
        dependence=dependence,
    )
