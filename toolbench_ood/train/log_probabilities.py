"""A model of transformers as a function that returns log-probabilities."""

from collections.abc import Sequence
from typing import Any

import torch

from toolbench_ood.engines.caller_scoring import LogProbabilities


def log_probabilities(model: Any) -> LogProbabilities:
    """Return a function that tells how likely a model finds every token at positions of a text.

    Args:
        model: what ``AutoModelForCausalLM`` loads, or a PEFT model. It is put into evaluation mode
            while it computes.
    """

    def tell(tokens: Sequence[int], positions: Sequence[int]) -> Any:
        training = model.training
        model.eval()
        try:
            with torch.no_grad():
                ids = torch.tensor([list(tokens)], device=model.device)
                # What follows the token before a position is predicted there.
                rows = torch.tensor([each - 1 for each in positions], device=model.device)
                logits = model(ids, logits_to_keep=rows).logits[0]
                return torch.log_softmax(logits.float(), dim=-1).cpu().numpy()
        finally:
            model.train(training)

    return tell
