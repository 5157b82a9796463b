"""Chooses the next token from logits, for engines that decode in this process.

The filters and their order are those of vLLM: temperature, min-p, top-k, top-p.
"""

import torch

from toolbench_ood.types.generation import Sampling


class Sampler:
    """Samples the tokens of one generation.

    Args:
        sampling: sampling parameters.
        seed: seed of this generation; ignored by greedy decoding.
    """

    def __init__(self, sampling: Sampling, seed: int) -> None:
        self._sampling = sampling
        # Always on the CPU, so that a seed gives the same result on every device.
        self._generator = torch.Generator().manual_seed(seed)

    def choose(self, logits: torch.Tensor) -> int:
        """Return a token id for the logits of one position (one dimension)."""
        if self._sampling.temperature == 0:
            return int(logits.argmax())
        scaled = logits.float().cpu() / self._sampling.temperature
        probabilities = torch.softmax(self._filtered(scaled), dim=-1)
        return int(torch.multinomial(probabilities, 1, generator=self._generator))

    def _filtered(self, logits: torch.Tensor) -> torch.Tensor:
        sampling = self._sampling
        if sampling.min_p > 0:
            probabilities = torch.softmax(logits, dim=-1)
            least = sampling.min_p * probabilities.max()
            logits = logits.masked_fill(probabilities < least, -torch.inf)
        if 0 < sampling.top_k < logits.numel():
            least = logits.topk(sampling.top_k).values[-1]
            logits = logits.masked_fill(logits < least, -torch.inf)
        if sampling.top_p < 1:
            logits = _top_p(logits, sampling.top_p)
        return logits


def _top_p(logits: torch.Tensor, mass: float) -> torch.Tensor:
    """Keep the most probable tokens, up to and including the one that reaches the mass."""
    ordered, order = logits.sort(descending=True)
    probabilities = torch.softmax(ordered, dim=-1)
    before = probabilities.cumsum(dim=-1) - probabilities
    kept = torch.full_like(logits, -torch.inf)
    chosen = order[before < mass]
    kept[chosen] = logits[chosen]
    return kept
