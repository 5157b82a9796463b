"""What a model predicts where it writes, in conversations whose openings are computed apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from adapted import native_products
from conversations import Batch


@dataclass(frozen=True, slots=True)
class Prediction:
    """The distributions from which a model's own tokens are drawn."""

    logits: torch.Tensor
    """Shape (own tokens, vocabulary)."""
    target: torch.Tensor
    """The ids of the tokens that stand there."""
    row: torch.Tensor
    """Which conversation of the batch each belongs to."""

    @property
    def losses(self) -> torch.Tensor:
        """The negative log-likelihood of each token, in nats."""
        return torch.nn.functional.cross_entropy(self.logits, self.target, reduction="none")


def predict(model: Any, batch: Batch) -> Prediction:
    """Predict the own tokens of a batch.

    The keys and values of the openings take no gradient: an adapter learns from what follows.
    """
    with native_products(model):
        return _predicted(model, batch)


def _predicted(model: Any, batch: Batch) -> Prediction:
    pairs = list(zip(batch.conversations, batch.openings, strict=True))
    begun = _padded([each.tokens[:size] for each, size in pairs])
    tokens = _padded([each.tokens[size:] for each, size in pairs])
    own = _padded([each.own[size:] for each, size in pairs]).bool()
    seen = _padded([[1] * size for size in batch.openings])
    rest = _padded([[1] * (len(each.tokens) - size) for each, size in pairs])
    places = torch.tensor(batch.openings)[:, None] + torch.arange(tokens.shape[1])
    inner, device = model.base_model.model, model.device
    hidden = inner.model(
        input_ids=tokens.to(device),
        attention_mask=torch.cat([seen, rest], 1).to(device),
        position_ids=places.to(device),
        past_key_values=_beginning(model, begun, seen),
        use_cache=True,
    ).last_hidden_state
    learned = own[:, 1:].to(device)
    return Prediction(
        logits=inner.lm_head(hidden[:, :-1][learned]).float(),
        target=tokens[:, 1:].to(device)[learned],
        row=learned.nonzero()[:, 0],
    )


@torch.no_grad()
def _beginning(model: Any, tokens: torch.Tensor, seen: torch.Tensor) -> Any:
    """Return the keys and values of the openings, computed once where all are the same."""
    if tokens.shape[1] == 0:
        return None
    size = len(tokens)
    if (tokens == tokens[0]).all() and seen.all():
        tokens, seen = tokens[:1], seen[:1]
    read = {"input_ids": tokens.to(model.device), "attention_mask": seen.to(model.device)}
    past = model(**read, use_cache=True, logits_to_keep=1).past_key_values
    if len(tokens) < size:
        past.batch_repeat_interleave(size)
    return past


def _padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """Return the rows as one matrix, filled up with zeros on the right."""
    width = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (width - len(row))] for row in rows], dtype=torch.long)
