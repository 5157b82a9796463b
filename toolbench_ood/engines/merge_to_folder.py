"""Writes a model with an adapter merged into it. Run as a program of its own.

It needs torch, transformers and peft, and a process to itself: transformers reports progress on the
terminal and keeps the weights in memory.
"""

import shutil
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM

from toolbench_ood.engines.merge_lora import merged
from toolbench_ood.types.errors import UserError

_WEIGHTS = ("*.safetensors*", "*.bin*")


def merge(model: Path, adapter: Path, target: Path) -> None:
    """Write weights, in float32 so that small changes are not rounded away, and the other files.

    Raises:
        UserError: peft is not installed, or can't apply the adapter to this model.
    """
    loaded = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32)
    shutil.copytree(model, target, ignore=shutil.ignore_patterns(*_WEIGHTS))
    merged(loaded, adapter).save_pretrained(target)


if __name__ == "__main__":
    try:
        merge(*map(Path, sys.argv[1:]))
    except UserError as error:
        sys.exit(str(error))
