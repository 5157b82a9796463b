"""The environment as a ``rollout_func`` of TRL's GRPOTrainer."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import torch
from trl.models.utils import unwrap_model_for_generation

from toolbench_ood.rollout.record import Record
from toolbench_ood.train.environment import Environment
from toolbench_ood.train.padded import padded_prompts
from toolbench_ood.train.reward import reward
from toolbench_ood.types.generation import Request

Rollout: TypeAlias = Callable[[list[str], Any], dict[str, Any]]

_SAMPLING = ("temperature", "top_p", "top_k", "min_p", "repetition_penalty")


def grpo_rollout(
    environment: Environment, worth: Callable[[Record], float | None] = reward
) -> Rollout:
    """Make a ``rollout_func``: every prompt of the trainer's dataset is a case id.

    Args:
        environment: of the model that is trained.
        worth: gives the reward of a record.

    Returns:
        What GRPOTrainer takes. It writes ``prompt_ids``, ``completion_ids`` and ``env_mask``, and
        hands ``worth`` on to reward functions as their argument ``worth``.
    """

    def rollout(prompts: list[str], trainer: Any) -> dict[str, Any]:
        ends = environment.chat.end_tokens
        played = environment.play(prompts, lambda requests: generate(trainer, requests, ends))
        return {
            "prompt_ids": [list(each.prompt_ids) for each in played],
            "completion_ids": [list(each.completion_ids) for each in played],
            "env_mask": [list(each.env_mask) for each in played],
            "logprobs": None,
            "worth": [worth(each.record) for each in played],
        }

    return rollout


def as_worth(worth: Sequence[float | None], **others: Any) -> list[float | None]:
    """Return the rewards computed by the rollout, as ``reward_funcs`` for it."""
    del others
    return list(worth)


def generate(
    trainer: Any, requests: Sequence[Request], end_tokens: Iterable[int]
) -> list[list[int]]:
    """Sample from the current policy, with the trainer's sampling parameters.

    These are the named ones and, before them, ``generation_kwargs``, as in the trainer's rollout;
    but rows end at ``end_tokens`` and the requests' budgets alone.

    Args:
        trainer: a GRPOTrainer.
        requests: what to answer.
        end_tokens: ids that end a row; every one of the chat's, not the tokenizer's alone.

    Returns:
        A row for each request, padded behind its end.
    """
    pad = trainer.processing_class.pad_token_id
    ids, mask = padded_prompts(requests, pad)
    device = trainer.accelerator.device
    with (
        torch.no_grad(),
        unwrap_model_for_generation(trainer.model_wrapped, trainer.accelerator) as model,
    ):
        written = model.generate(
            ids.to(device),
            attention_mask=mask.to(device),
            **{
                **_sampling(trainer.args),
                "max_new_tokens": max(request.max_tokens for request in requests),
                "pad_token_id": pad,
                "eos_token_id": sorted(end_tokens),
            },
        )
    rows: list[list[int]] = written[:, ids.shape[1] :].tolist()
    return rows


def _sampling(args: Any) -> dict[str, Any]:
    """Return how a trainer samples.

    Each parameter is named, because ``generate`` fills in what is missing from the model's folder.
    """
    named = {name: getattr(args, name) for name in _SAMPLING}
    return {"do_sample": True, **named, **(args.generation_kwargs or {})}
