"""Prompts of different lengths as one batch of a transformers model."""

from collections.abc import Sequence

import torch

from toolbench_ood.types.generation import Request


def padded_prompts(requests: Sequence[Request], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the prompts' ids, padded on the left, and their attention mask.

    Args:
        requests: at least one.
        pad: id of the token to pad with.

    Returns:
        Two tensors of the shape (requests, tokens of the longest prompt).
    """
    longest = max(len(each.prompt) for each in requests)
    short = [longest - len(each.prompt) for each in requests]
    pairs = list(zip(short, requests, strict=True))
    ids = [[pad] * left + list(each.prompt) for left, each in pairs]
    mask = [[0] * left + [1] * len(each.prompt) for left, each in pairs]
    return torch.tensor(ids), torch.tensor(mask)
