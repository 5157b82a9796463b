"""Merges a LoRA adapter into a loaded model, with peft."""

import warnings
from typing import Any

from toolbench_ood.engines.lora import Lora
from toolbench_ood.types.errors import UserError

_IGNORED = "Found missing adapter keys"
"""How peft's warning begins that it found no weights of a module, which it leaves as it is."""


def merged(model: Any, lora: Lora) -> Any:
    """Return the model with the adapter's changes added to its weights.

    Raises:
        UserError: peft is not installed, or can't apply the adapter to this model.
    """
    try:
        from peft import PeftModel  # noqa: PLC0415  optional
    except ImportError as error:
        raise UserError(
            f"The adapter {lora.folder} can't be merged without peft ({error}); install it "
            "(`pip install peft`), or give --engine vllm, which applies adapters itself"
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message=_IGNORED)
            return PeftModel.from_pretrained(model, str(lora.folder)).merge_and_unload()
    except (ValueError, TypeError, OSError, KeyError, RuntimeError, UserWarning) as error:
        words = " ".join(str(error).split()) or type(error).__name__
        raise UserError(
            f"peft can't apply the adapter {lora.folder} to its base: {words}; give the model that "
            "it was trained from, with --base-model"
        ) from error
