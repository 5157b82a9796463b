"""Token KL divergence of a model from a reference, by class of the model's own tokens."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from toolbench_ood.engines.scoring import WholeScoring
from toolbench_ood.probe.conversation import ProbedConversation
from toolbench_ood.probe.figure import Figure
from toolbench_ood.probe.position import Position


def token_divergences(
    model: WholeScoring, reference: WholeScoring, conversation: ProbedConversation
) -> list[float]:
    """Return KL(model ‖ reference) at each of the model's own tokens, in nats; this blocks."""
    pairs = zip(
        model.distributions(conversation.tokens, conversation.own),
        reference.distributions(conversation.tokens, conversation.own),
        strict=True,
    )
    found: list[float] = []
    for own, other in pairs:
        size = min(own.shape[1], other.shape[1])  # vocabularies may be padded differently
        terms = np.exp(own[:, :size], dtype=np.float64) * (own[:, :size] - other[:, :size])
        found += np.maximum(np.nansum(terms, axis=1), 0.0).tolist()
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
