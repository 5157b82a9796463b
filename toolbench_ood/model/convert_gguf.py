"""Turns a GGUF file into a Hugging Face model folder. Run as a program of its own.

It needs torch, transformers, gguf and accelerate, and a process to itself: transformers reports
progress on the terminal and keeps the weights in memory.
"""

import sys
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer


def convert(source: Path, target: Path) -> None:
    """Write weights (dequantised to bfloat16), configs and tokenizer of a GGUF file to a folder."""
    model = AutoModelForCausalLM.from_pretrained(
        source.parent,
        gguf_file=source.name,
        dtype=torch.bfloat16,
        **_dequantised(),
    )
    model.save_pretrained(target)
    AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name).save_pretrained(target)


def _dequantised() -> dict[str, Any]:
    """Ask for plain weights, which older releases of transformers make unasked."""
    if not hasattr(transformers, "GgufConfig"):
        return {}
    return {"quantization_config": transformers.GgufConfig(dequantize=True)}


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
