"""The matrices that a LoRA adapter changes, from the header of its weights."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from toolbench_ood.model.safetensors_file import Shapes

_PREFIX = "base_model.model."
"""How the names of an adapter's tensors begin, before the base's own name of the module."""
_FACTOR = re.compile(r"(.+)\.lora_([AB])\.weight")
_ACCOMPANYING = re.compile(r".+\.(lora_magnitude_vector|lora_magnitude_vector\.weight|bias)")
_NUMBERED = re.compile(r"(?:^|\.)([^.]+\.\d+\..+)")


@dataclass(frozen=True, slots=True)
class LoraModule:
    """One adapted matrix, as the adapter's two factors have it."""

    name: str
    rank: int
    shape: tuple[int, int]
    """Outputs and inputs."""


def is_factor(tensor: str) -> bool:
    """Whether a tensor of an adapter is one of the two factors of a matrix."""
    return _FACTOR.fullmatch(tensor) is not None


def lora_modules(shapes: Shapes) -> Iterator[LoraModule | str]:
    """Yield each adapted matrix, or what is wrong with it, going on from the file's name."""
    factors: defaultdict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for tensor, shape in shapes.items():
        match = _FACTOR.fullmatch(tensor)
        if match:
            factors[match[1]][match[2]] = shape
        elif not _ACCOMPANYING.fullmatch(tensor):
            yield f"holds {tensor!r}, which is no part of a LoRA"
    for tensor, each in factors.items():
        yield _module(tensor.removeprefix(_PREFIX), each)


def layer_name(module: str) -> str:
    """Return the part of a module's name that all layouts of a model share.

    It begins at the first numbered part, with the word before it: ``layers.0.mlp.up_proj``.
    """
    match = _NUMBERED.search(module)
    return match[1] if match else module.rpartition(".")[2]


def _module(name: str, factors: dict[str, tuple[int, ...]]) -> LoraModule | str:
    match factors:
        case {"A": [rank, inputs, *_], "B": [outputs, same, *_]} if rank == same:
            return LoraModule(name, rank, (outputs, inputs))
        case {"A": first, "B": second}:
            return f"has factors of {name!r} that don't belong together: {first} and {second}"
    return f"holds only one of the two factors of {name!r}"
