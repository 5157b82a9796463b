"""Planted probabilities are recovered, each in its own figure and in no other."""

import asyncio
import math
from collections.abc import Iterable, Mapping

import pytest
from cases import for_each
from laws.everything import byte_chat
from probe.table import COMMON, CONTROLS, RARE, SETTING, Planted, PlantedScoring, conversations

from toolbench_ood.probe.by_task import signatures_by_task
from toolbench_ood.probe.controls import ControlKind
from toolbench_ood.probe.conversation import ProbedConversation
from toolbench_ood.probe.dependence import make_swap
from toolbench_ood.probe.divergence import divergence_figures
from toolbench_ood.probe.figures import Figures, compare_figures, make_figures
from toolbench_ood.probe.observe import Observed
from toolbench_ood.probe.places import ProbePlace, find_places
from toolbench_ood.probe.position import Position
from toolbench_ood.probe.score import TokenScorer
from toolbench_ood.probe.signature import SIGNATURES

PLANTED = 0.625
"""A probability that occurs nowhere else."""


class _Silent:
    def note(self, text: str) -> None: ...
    def loading(self, what: str) -> None: ...
    def counting(self, what: str, total: int) -> None: ...
    def advance(self) -> None: ...


def _observed(planted: Planted) -> list[Observed]:
    scorer = TokenScorer(CONTROLS, SETTING, _Silent())
    return asyncio.run(scorer.score(PlantedScoring(planted), conversations(), 4))


def _figures(planted: Planted) -> Figures:
    return make_figures(_observed(planted), CONTROLS)


def _tokens(*kinds: ControlKind) -> list[tuple[int, ...]]:
    return [control.tokens for control in CONTROLS if control.kind in kinds]


def _plant(place: ProbePlace, texts: Iterable[tuple[int, ...]], share: float) -> Planted:
    """Make each text as likely as ``share`` at a place: its first token, the others being sure."""
    planted: Planted = {}
    for talk in conversations():
        for position in find_places(talk)[place]:
            for text in texts:
                for count, token in enumerate(text):
                    key = (talk.case.id, position, text[:count], token)
                    planted[key] = 1.0 if count else share
    return planted


# What each signature is planted by: its place and the kinds of control that it adds up.
PLACES: Mapping[str, tuple[ProbePlace, tuple[ControlKind, ...]]] = {
    "opener_when_due": (ProbePlace.DUE, (ControlKind.OPENER,)),
    "end_when_due": (ProbePlace.DUE, (ControlKind.END,)),
    "opener_when_not_due": (ProbePlace.MUST_NOT, (ControlKind.OPENER,)),
    "opener_when_done": (ProbePlace.DONE, (ControlKind.OPENER,)),
    "end_after_opener": (ProbePlace.OPENED, (ControlKind.END,)),
    "closer_after_opener": (ProbePlace.OPENED, (ControlKind.CLOSER,)),
    "role_after_opener": (ProbePlace.OPENED, (ControlKind.ROLE, ControlKind.ROLE_WORD)),
    "role_in_call": (ProbePlace.INSIDE, (ControlKind.ROLE,)),
    "end_in_call": (ProbePlace.INSIDE, (ControlKind.END,)),
    "end_when_complete": (ProbePlace.COMPLETE, (ControlKind.END,)),
    "opener_when_complete": (ProbePlace.COMPLETE, (ControlKind.OPENER,)),
}


@for_each("name", [each.name for each in SIGNATURES])
def test_a_signature_is_what_was_planted_at_its_place(name: str) -> None:
    """The planted probability comes back exactly, in every task, with an interval of no width."""
    place, kinds = PLACES[name]
    texts = _tokens(*kinds)
    observed = _observed(_plant(place, texts, PLANTED / len(texts)))
    figure = make_figures(observed, CONTROLS).signatures[name]
    by_task = signatures_by_task(observed)[name]
    assert list(by_task.values()) == [pytest.approx(PLANTED)] * len(by_task)
    expected = sum(len(find_places(talk)[place]) for talk in conversations())
    assert figure.count == expected > 0, name
    for value in (figure.mean, figure.low, figure.high, figure.median, figure.p99):
        assert value == pytest.approx(PLANTED), (name, figure)


# Right behind an opener is inside a call too.
SHARED = {
    frozenset({"end_after_opener", "end_in_call"}),
    frozenset({"role_after_opener", "role_in_call"}),
}


@for_each("name", [each.name for each in SIGNATURES])
def test_two_models_that_differ_in_one_probability_differ_in_that_signature_alone(
    name: str,
) -> None:
    """The signature's difference is the planted one; all others are 0, but for shared places."""
    place, kinds = PLACES[name]
    texts = _tokens(*kinds)
    low, high = (_observed(_plant(place, texts, share / len(texts))) for share in (0.25, 0.75))
    differences = compare_figures(high, low, CONTROLS).signatures
    assert differences[name].mean == pytest.approx(0.5)
    for other, figure in differences.items():
        if other != name and frozenset({name, other}) not in SHARED:
            assert figure.mean == pytest.approx(0.0), (name, other)


def _own(talk: ProbedConversation, class_: Position) -> list[int]:
    return [
        at
        for message in talk.messages
        for at, each in enumerate(message.classes, message.start)
        if each is class_
    ]


CLASSES = [
    each for each in Position if each not in (Position.BROKEN, Position.BEFORE, Position.AFTER)
]


@for_each("class_", CLASSES)
def test_a_class_is_what_was_planted_in_its_tokens(class_: Position) -> None:
    """Its negative log-likelihood alone changes, and KL is 0 everywhere but there."""
    planted = {
        (talk.case.id, at, (), talk.tokens[at]): PLANTED
        for talk in conversations()
        for at in _own(talk, class_)
    }
    figures = _figures(planted)
    assert figures.classes[class_].nll.mean == pytest.approx(-math.log(PLANTED))
    for other, found in figures.classes.items():
        if other is not class_:
            assert found.nll.mean == pytest.approx(-math.log(COMMON)), other
    scorer = TokenScorer(CONTROLS, SETTING, _Silent())
    compared = asyncio.run(
        scorer.compare(PlantedScoring(planted), PlantedScoring(), conversations())
    )
    assert [each.mine for each in compared] == _observed(planted)
    assert [each.theirs for each in compared] == _observed({})
    values = [each.divergences for each in compared]
    for other, figure in divergence_figures(conversations(), values).items():
        expected = _kl(PLANTED, COMMON) if other is class_ else 0.0
        assert figure.mean == pytest.approx(expected, abs=1e-5), other


def _kl(own: float, other: float) -> float:
    return own * math.log(own / other) + (1 - own) * math.log((1 - own) / (1 - other))


def test_figures_count_every_own_token_once() -> None:
    """The classes' counts add up to the tokens that the model would have written."""
    figures = _figures({})
    counted = sum(found.nll.count for found in figures.classes.values())
    assert counted == sum(len(talk.own) for talk in conversations())
    structure = (Position.OPENER, Position.STRUCTURE, Position.CLOSER, Position.END)
    assert figures.structure.count == sum(figures.classes[each].nll.count for each in structure)


def test_input_dependence_is_what_was_planted() -> None:
    """A call e times likelier a token under its own ask has a dependence of 1."""
    planted: Planted = {}
    swaps = 0
    for talk in conversations():
        swap = make_swap(talk, SETTING)
        if swap is None:
            continue
        swaps += 1
        tokens = swap.request.tokens
        assert [tokens[at] for at in swap.request.positions] == [talk.tokens[at] for at in swap.own]
        assert tokens != talk.tokens[: len(tokens)]
        for at in swap.request.positions:
            planted[swap.request.name, at, (), tokens[at]] = COMMON / math.e
    figure = _figures(planted).input_dependence
    assert figure.count == swaps > 0
    assert figure.mean == pytest.approx(1.0)


def test_a_control_that_the_user_names_is_followed() -> None:
    """A named text is followed at every place, and its probability and rank come back."""
    planted = _plant(ProbePlace.DUE, _tokens(ControlKind.NAMED), PLANTED)
    places = _figures(planted).places
    found = places[ProbePlace.DUE].controls["named '@'"]
    assert found.probability.mean == pytest.approx(PLANTED)
    assert found.rank.median == 1
    assert places[ProbePlace.OPENED].controls["named '@'"].probability.mean == pytest.approx(RARE)
    assert byte_chat().tokenizer.encode("@") == [ord("@")]
