"""Differences between vLLM releases. Features are detected, not versions."""

from collections.abc import Mapping
from dataclasses import fields
from typing import get_args

from toolbench_ood.engines.lora import Lora
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

_MERGED = "give --engine transformers, which merges the adapter into its base"


def request_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that vLLM raises for a request; the common base was added later."""
    from vllm.v1.engine.exceptions import (  # noqa: PLC0415  vllm is optional
        EngineDeadError,
        EngineGenerateError,
    )

    known = (EngineDeadError, EngineGenerateError, ValueError)
    try:
        from vllm.exceptions import VLLMError  # noqa: PLC0415  vllm is optional
    except ImportError:
        return known
    return (*known, VLLMError)


def smallest_cpu_block() -> int:
    """Return the smallest block size, in tokens, that attention on a CPU supports.

    Releases that use Intel's extension for PyTorch for attention support only 16 without it.
    """
    from vllm.v1.attention.backends import cpu_attn  # noqa: PLC0415  vllm is optional

    return 16 if getattr(cpu_attn, "_use_ipex", None) is False else 32


def lora_arguments(lora: Lora) -> Mapping[str, Json]:
    """Return the engine arguments that an adapter requires.

    Raises:
        UserError: this release can't apply it.
    """
    from vllm.config.lora import MaxLoRARanks  # noqa: PLC0415  vllm is optional
    from vllm.lora.peft_helper import PEFTHelper  # noqa: PLC0415  vllm is optional

    if lora.has_patterns and "rank_pattern" not in {field.name for field in fields(PEFTHelper)}:
        raise UserError(
            f"The adapter {lora.folder} has a rank_pattern or alpha_pattern, which this release of "
            f"vLLM would ignore; {_MERGED}, or install vLLM 0.32 or later"
        )
    ranks = sorted(get_args(MaxLoRARanks))
    fitting = next((rank for rank in ranks if rank >= lora.rank), None)
    if fitting is None:
        raise UserError(
            f"The adapter {lora.folder} has rank {lora.rank}, and vLLM takes {ranks[-1]} at most; "
            f"{_MERGED}"
        )
    # Every layer that may be adapted costs time, also where the adapter leaves it as it is.
    only = {"lora_target_modules": list(lora.modules)} if lora.modules else {}
    return {"enable_lora": True, "max_lora_rank": fitting, **only}


def names_tokens() -> bool:
    """Whether a request can ask for the log-probabilities of chosen tokens."""
    from vllm.sampling_params import SamplingParams  # noqa: PLC0415  vllm is optional

    return hasattr(SamplingParams, "logprob_token_ids")
