"""Estimates a model's memory from its folder, without reading weights."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WEIGHTS = ("*.safetensors", "*.bin")
"""In the order in which engines look for them."""
ELEMENT_BYTES = {"float32": 4, "float": 4, "bfloat16": 2, "float16": 2, "half": 2}
"""Bytes per element, by the names that engines recognise."""
_UNSAID = "float32"
"""The type used by ``save_pretrained`` if ``config.json`` names none."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """The memory that a model requires."""

    weights: int
    """Size of the weights on disk, in bytes; 0 if there are none."""
    stored: int
    """Bytes per element of the weights on disk."""
    cache_elements: int | None
    """Maximum number of elements that each token adds to the key-value cache; None if unknown."""
    context: int | None
    """The model's context length in tokens; None if unknown."""
    quantized: bool
    """Whether the weights are stored in a quantized format."""

    def weight_bytes(self, element: int) -> int:
        """Return the bytes of the loaded weights at the given number of bytes per element."""
        return self.weights if self.quantized else self.weights * element // self.stored


def footprint(folder: Path) -> Footprint:
    """Read ``config.json`` and the sizes of the weights; missing information is unknown."""
    config = _config(folder / "config.json")
    inner = config.get("text_config")
    text = inner if isinstance(inner, dict) else config
    named = str(text.get("dtype") or text.get("torch_dtype") or config.get("dtype") or _UNSAID)
    return Footprint(
        weights=_weights(folder),
        stored=ELEMENT_BYTES.get(named, ELEMENT_BYTES[_UNSAID]),
        cache_elements=_cache_elements(text),
        context=_number(text, "max_position_embeddings"),
        quantized="quantization_config" in config,
    )


def _config(file: Path) -> Mapping[str, Any]:
    try:
        config = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return config if isinstance(config, dict) else {}


def _weights(folder: Path) -> int:
    sizes = (sum(file.stat().st_size for file in folder.glob(name)) for name in _WEIGHTS)
    return next((size for size in sizes if size), 0)


def _cache_elements(config: Mapping[str, Any]) -> int | None:
    """Count keys and values of every layer; an upper bound for attention that stores fewer."""
    layers = _number(config, "num_hidden_layers")
    heads = _number(config, "num_attention_heads")
    width = _number(config, "hidden_size")
    if layers is None or heads is None or width is None:
        return None
    kept = _number(config, "num_key_value_heads") or heads
    size = _number(config, "head_dim") or width // heads
    return 2 * layers * kept * size


def _number(config: Mapping[str, Any], name: str) -> int | None:
    value = config.get(name)
    return value if type(value) is int and value > 0 else None
