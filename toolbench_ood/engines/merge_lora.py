"""Merges a LoRA adapter into a loaded model, with peft."""

import warnings
from pathlib import Path
from typing import Any

from toolbench_ood.types.errors import UserError

_IGNORED = "Found missing adapter keys"
"""How peft's warning begins that it found no weights of a module, which it leaves as it is."""


def merged(model: Any, adapter: Path) -> Any:
    """Return the model with the changes of the adapter in a folder added to its weights.

    Raises:
        UserError: peft is not installed, or can't apply the adapter to this model.
    """
    try:
        from peft import PeftModel  # noqa: PLC0415  optional
    except ImportError as error:
        raise UserError(
            f"The adapter {adapter} can't be merged without peft ({error}); install it "
            "(`pip install peft`), or give --engine vllm, which applies adapters itself"
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message=_IGNORED)
            return PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    except (ValueError, TypeError, OSError, KeyError, RuntimeError, UserWarning) as error:
        words = " ".join(str(error).split()) or type(error).__name__
        raise UserError(
            f"peft can't apply the adapter {adapter} to its base: {words}; give the model that "
            "it was trained from, with --base-model"
        ) from error
