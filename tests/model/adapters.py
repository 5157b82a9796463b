"""Adapters as peft saves them, written without peft."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from toolbench_ood.model.adapter import ADAPTER_CONFIG, ADAPTER_WEIGHTS

MODULES = ("q_proj", "v_proj", "down_proj")
SHAPES = {
    "model.embed_tokens.weight": (32, 8),
    "model.layers.0.self_attn.q_proj.weight": (8, 8),
    "model.layers.0.self_attn.v_proj.weight": (4, 8),
    "model.layers.0.mlp.down_proj.weight": (8, 16),
}
"""Of a very small base model."""


def write_base(folder: Path, shapes: Mapping[str, tuple[int, ...]] = SHAPES, **config: Any) -> Path:
    """Write a whole model with a vocabulary of 32 tokens."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(
        json.dumps({"model_type": "llama", "vocab_size": 32, **config})
    )
    write_tokenizer(folder, "<end>", 31)
    _save(folder / "model.safetensors", {name: np.zeros(shape) for name, shape in shapes.items()})
    return folder


def write_tokenizer(folder: Path, added: str, index: int) -> None:
    """Write the part of a tokenizer that says which tokens were added."""
    content = {"model": {}, "added_tokens": [{"content": added, "id": index}]}
    (folder / "tokenizer.json").write_text(json.dumps(content))


def write_adapter(
    folder: Path,
    shapes: Mapping[str, tuple[int, ...]] = SHAPES,
    *,
    scale: float = 0.0,
    rank: int = 4,
    modules: Sequence[str] = MODULES,
    **config: Any,
) -> Path:
    """Write a LoRA for the matrices of a base.

    Args:
        folder: where to.
        shapes: those of the base's tensors.
        scale: how large the second factors are; 0 for an adapter that changes nothing.
        rank: of every module.
        modules: last parts of the names of the modules that are adapted.
        config: further fields of its configuration.
    """
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    tensors = {}
    for tensor, shape in shapes.items():
        name = tensor.removesuffix(".weight")
        if name.rpartition(".")[2] in modules:
            outputs, inputs = shape
            start = f"base_model.model.{name}"
            first = rng.normal(0, inputs**-0.5, (rank, inputs))
            tensors[f"{start}.lora_A.weight"] = first
            tensors[f"{start}.lora_B.weight"] = scale * rng.normal(0, 1, (outputs, rank))
    _save(folder / ADAPTER_WEIGHTS, tensors)
    fields = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": "../base",
        "r": rank,
        "lora_alpha": 2 * rank,
        "target_modules": list(modules),
        "bias": "none",
    }
    (folder / ADAPTER_CONFIG).write_text(json.dumps(fields | config))
    return folder


def add_tensors(folder: Path, **shapes: tuple[int, ...]) -> None:
    """Add tensors to the weights of an adapter; ``__`` stands for a dot in their names."""
    from safetensors.numpy import load_file  # noqa: PLC0415  optional

    path = folder / ADAPTER_WEIGHTS
    new = {name.replace("__", "."): np.zeros(shape) for name, shape in shapes.items()}
    _save(path, load_file(path) | new)


def _save(path: Path, tensors: Mapping[str, Any]) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415  optional

    save_file({name: each.astype(np.float32) for name, each in tensors.items()}, path)
