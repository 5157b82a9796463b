"""A model of transformers as a function that generates."""

from collections.abc import Collection, Sequence
from typing import Any

import torch

from toolbench_ood.engines.caller import Write
from toolbench_ood.train.padded import padded_prompts
from toolbench_ood.types.generation import Request


def greedy(model: Any, end_tokens: Collection[int]) -> Write:
    """Return a function that lets a model write with greedy decoding, in one padded batch.

    Args:
        model: what ``AutoModelForCausalLM`` loads, or a PEFT model. It is put into evaluation mode
            while it writes.
        end_tokens: ids at which a row ends.
    """
    pad = min(end_tokens)

    def write(requests: Sequence[Request]) -> list[list[int]]:
        ids, mask = padded_prompts(requests, pad)
        training = model.training
        model.eval()
        try:
            with torch.no_grad():
                written = model.generate(
                    ids.to(model.device),
                    attention_mask=mask.to(model.device),
                    max_new_tokens=max(each.max_tokens for each in requests),
                    do_sample=False,
                    # Each is named, because generate fills in what is missing from the folder.
                    temperature=None,
                    top_p=None,
                    top_k=None,
                    repetition_penalty=1.0,
                    pad_token_id=pad,
                    eos_token_id=sorted(end_tokens),
                )
        finally:
            model.train(training)
        rows: list[list[int]] = written[:, ids.shape[1] :].tolist()
        return rows

    return write
