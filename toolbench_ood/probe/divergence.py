"""Token KL divergence of a model from a reference, by class of the model's own tokens."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolbench_ood.engines.scoring import ScoreRequest, TokenScore, WholeScoring
from toolbench_ood.probe.conversation import ProbedConversation
from toolbench_ood.probe.figure import Figure
from toolbench_ood.probe.position import Position


@dataclass(frozen=True, slots=True)
class Compared:
    """The positions of a text as two models see them, in order."""

    mine: tuple[TokenScore, ...]
    theirs: tuple[TokenScore, ...]
    divergences: tuple[float, ...]
    """KL(model ‖ reference) in nats."""


def compare_tokens(model: WholeScoring, reference: WholeScoring, request: ScoreRequest) -> Compared:
    """Score the positions of a text with two models side by side; this blocks.

    Raises:
        EngineError: computing failed.
    """
    mine: list[TokenScore] = []
    theirs: list[TokenScore] = []
    divergences: list[float] = []
    for one, other in zip(model.walk(request), reference.walk(request), strict=True):
        mine += one.tokens
        theirs += other.tokens
        divergences += _divergences(one.logprobs, other.logprobs)
    return Compared(tuple(mine), tuple(theirs), tuple(divergences))


def _divergences(own: NDArray[np.float32], other: NDArray[np.float32]) -> list[float]:
    size = min(own.shape[1], other.shape[1])  # vocabularies may be padded differently
    terms = np.exp(own[:, :size], dtype=np.float64) * (own[:, :size] - other[:, :size])
    found: list[float] = np.maximum(np.nansum(terms, axis=1), 0.0).tolist()
    return found


def divergence_figures(
    conversations: Sequence[ProbedConversation], divergences: Sequence[Sequence[float]]
) -> Mapping[Position, Figure]:
    """Summarise divergences by class.

    Args:
        conversations: those that were scored.
        divergences: of each, one number a token of the model's own.
    """
    found: defaultdict[Position, list[tuple[tuple[str, str], list[float]]]] = defaultdict(list)
    for conversation, values in zip(conversations, divergences, strict=True):
        classes = [each for message in conversation.messages for each in message.classes]
        for wanted in dict.fromkeys(classes):
            chosen = [v for v, each in zip(values, classes, strict=True) if each is wanted]
            found[wanted].append((conversation.cluster, chosen))
    return {class_: Figure.of(found[class_]) for class_ in Position if class_ in found}
