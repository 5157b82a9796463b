"""All figures of a set of conversations, or of their differences between two models."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from toolbench_ood.engines.scoring import TokenScore
from toolbench_ood.probe.controls import Control
from toolbench_ood.probe.figure import Figure
from toolbench_ood.probe.observe import Observed
from toolbench_ood.probe.places import ProbePlace, looked_at
from toolbench_ood.probe.position import CONTENT, STRUCTURAL, Position
from toolbench_ood.probe.signature import SIGNATURES, probability

Extract: TypeAlias = Callable[[Observed], Sequence[float | None]]
"""Takes the values of one figure from a conversation, in the order of its positions."""
Summary: TypeAlias = Callable[[Extract], Figure]
"""Summarises the values of one figure over all conversations."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClassFigures(_Closed):
    """One class of the model's own tokens."""

    nll: Figure
    """Negative log-likelihood, in nats a token."""
    rank: Figure
    """Rank of the token that stands there; 1: the most likely one."""
    entropy: Figure
    """Entropy of the distribution, in nats."""


class ControlFigures(_Closed):
    """One control at one place."""

    probability: Figure
    rank: Figure
    """Of its first token."""


class PlaceFigures(_Closed):
    """One kind of place."""

    entropy: Figure
    controls: dict[str, ControlFigures]
    """By the control's label."""


class Figures(_Closed):
    """Everything that is reported of a set of conversations."""

    conversations: int
    classes: dict[Position, ClassFigures]
    structure: Figure
    """Negative log-likelihood of what the format dictates."""
    content: Figure
    """Negative log-likelihood of names, keys and values."""
    places: dict[ProbePlace, PlaceFigures]
    signatures: dict[str, Figure]
    """Probabilities, by the signature's name."""
    input_dependence: Figure
    """How much likelier the first call's tokens are under their own ask than under another task's,
    in nats a token; one value a conversation."""


def label(control: Control) -> str:
    """Return what a control is called in a report."""
    return f"{control.kind.value} {control.text!r}"


def make_figures(seen: Sequence[Observed], controls: Sequence[Control]) -> Figures:
    """Summarise observations."""

    def summarise(extract: Extract) -> Figure:
        return Figure.of([(each.cluster, extract(each)) for each in seen])

    return _Builder(seen, controls, summarise).build()


def compare_figures(
    seen: Sequence[Observed], reference: Sequence[Observed], controls: Sequence[Control]
) -> Figures:
    """Summarise the differences, position by position, of two models on the same conversations.

    Args:
        seen: of the model.
        reference: of the other model, for the same conversations in the same order.
        controls: what was followed.
    """
    pairs = list(zip(seen, reference, strict=True))

    def summarise(extract: Extract) -> Figure:
        return Figure.of(
            [(one.cluster, _differences(extract(one), extract(other))) for one, other in pairs]
        )

    return _Builder(seen, controls, summarise).build()


def _differences(
    values: Sequence[float | None], others: Sequence[float | None]
) -> list[float | None]:
    return [
        None if one is None or other is None else one - other
        for one, other in zip(values, others, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Builder:
    """Names every figure, and what it is taken from."""

    seen: Sequence[Observed]
    controls: Sequence[Control]
    summarise: Summary

    def build(self) -> Figures:
        return Figures(
            conversations=len(self.seen),
            classes=self._classes(),
            structure=self.summarise(lambda each: _nll(_tokens(each, STRUCTURAL))),
            content=self.summarise(lambda each: _nll(_tokens(each, CONTENT))),
            places=self._places(),
            signatures={each.name: self.summarise(each.values) for each in SIGNATURES},
            input_dependence=self.summarise(lambda each: each.dependence),
        )

    def _classes(self) -> dict[Position, ClassFigures]:
        present = [
            class_ for class_ in Position if any(class_ in each.classes for each in self.seen)
        ]
        return {class_: self._class(class_) for class_ in present}

    def _class(self, class_: Position) -> ClassFigures:
        return ClassFigures(
            nll=self.summarise(lambda each: _nll(_tokens(each, (class_,)))),
            rank=self.summarise(lambda each: [s.actual.rank for s in _tokens(each, (class_,))]),
            entropy=self.summarise(lambda each: [s.entropy for s in _tokens(each, (class_,))]),
        )

    def _places(self) -> dict[ProbePlace, PlaceFigures]:
        present = [
            place for place in ProbePlace if any(each.places.get(place) for each in self.seen)
        ]
        return {place: self._place(place) for place in present}

    def _place(self, place: ProbePlace) -> PlaceFigures:
        followed = [control for control in self.controls if looked_at(control, place)]
        return PlaceFigures(
            entropy=self.summarise(lambda each: [s.entropy for s in each.places.get(place, ())]),
            controls={label(control): self._control(place, control) for control in followed},
        )

    def _control(self, place: ProbePlace, control: Control) -> ControlFigures:
        key = (place, control)
        return ControlFigures(
            probability=self.summarise(
                lambda each: [probability(chance) for chance in each.chances.get(key, ())]
            ),
            rank=self.summarise(lambda each: [chance.rank for chance in each.chances.get(key, ())]),
        )


def _tokens(observed: Observed, classes: Iterable[Position]) -> list[TokenScore]:
    return list(chain.from_iterable(observed.classes.get(each, ()) for each in classes))


def _nll(scores: Iterable[TokenScore]) -> list[float | None]:
    logprobs = (score.actual.logprob for score in scores)
    return [None if logprob is None else -logprob for logprob in logprobs]
