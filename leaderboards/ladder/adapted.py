"""A base model with a LoRA adapter that is to be changed, on a GPU or a CPU."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

from toolbench_ood.engines.cpu import cpu_flags
from toolbench_ood.engines.element_type import native_type


def with_new_adapter(base: Path, rank: int) -> Any:
    """Load a base with an adapter of its linear layers that changes nothing yet."""
    lora = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear")
    return _precise(get_peft_model(_loaded(base), lora))


def with_adapter(base: Path, adapter: Path) -> Any:
    """Load a base with the adapter in a folder."""
    return _precise(PeftModel.from_pretrained(_loaded(base), adapter, is_trainable=True))


def save_adapter(model: Any, folder: Path) -> None:
    """Write the adapter alone; its base is not looked up, which may be on no hub."""
    model.save_pretrained(folder, save_embedding_layers=False)


def native_products(model: Any) -> AbstractContextManager[Any]:
    """Let a CPU that multiplies in bfloat16 do so; what is added up and learned stays in float32.

    A step takes about 0.6 of the time on AVX-512-BF16.
    """
    on_cpu = model.device.type == "cpu"
    enabled = on_cpu and native_type(cpu_flags()).name == "bfloat16"
    return torch.autocast("cpu", torch.bfloat16, enabled=enabled)


def _loaded(base: Path) -> Any:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    return AutoModelForCausalLM.from_pretrained(base, dtype=dtype).to(device)


def _precise(model: Any) -> Any:
    """Keep the adapter in float32, so that small steps are not lost."""
    for each in model.parameters():
        if each.requires_grad:
            each.data = each.data.float()
    return model
