"""The element type of a model on a CPU: one that the CPU computes natively."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from toolbench_ood.engines.footprint import ELEMENT_BYTES, Footprint
from toolbench_ood.types.value import Json

_NATIVE = {
    "amx_bf16": "AMX",
    "avx512_bf16": "AVX-512-BF16",
    "bf16": "bfloat16 instructions",
}
"""CPU flags that indicate native bfloat16 multiplication, with their common names."""
_ARM = "asimd"

_ONEDNN_WITHOUT = frozenset(
    {"sse41", "avx", "avx2", "avx2_vnni", "avx2_vnni_2", "avx512_core", "avx512_core_vnni"}
)
_WITHOUT_BFLOAT16 = {
    "ATEN_CPU_CAPABILITY": frozenset({"default", "avx2"}),
    "ONEDNN_MAX_CPU_ISA": _ONEDNN_WITHOUT,
    "DNNL_MAX_CPU_ISA": _ONEDNN_WITHOUT,
}
"""Variables that restrict the CPU features PyTorch and oneDNN use, with the values under which no
bfloat16 instructions remain."""


@dataclass(frozen=True, slots=True)
class ElementType:
    """The element type of a model on a CPU."""

    name: str
    """The name that engines use."""
    reason: str
    """The reason, as the end of a sentence: ``this CPU has no AVX-512-BF16 or AMX``."""
    warning: str | None = None
    """A sentence if the user chose the type and it is slow on this CPU."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Messages for the user who waits for the model."""
        chosen = f"computing in {self.name}: {self.reason}"
        return (chosen, self.warning) if self.warning else (chosen,)


def native_type(
    flags: frozenset[str] | None, environment: Mapping[str, str] = os.environ
) -> ElementType:
    """Choose the element type that a CPU computes natively.

    bfloat16 takes half the memory of float32, but a CPU without instructions for it emulates it,
    ten times slower or worse.

    Args:
        flags: the CPU's features, see :func:`cpu_flags`; None if the system does not list them.
        environment: variables that restrict PyTorch and oneDNN are honoured, so that a machine can
            emulate a less capable one.
    """
    if flags is None:
        return ElementType("float32", "this system does not report the CPU's native types")
    for name, values in _WITHOUT_BFLOAT16.items():
        value = environment.get(name, "")
        if value.lower() in values:
            return ElementType("float32", f"{name}={value} leaves AVX-512-BF16 and AMX unused")
    for flag, feature in _NATIVE.items():
        if flag in flags:
            return ElementType("bfloat16", f"this CPU has {feature}")
    missing = _NATIVE["bf16"] if _ARM in flags else "AVX-512-BF16 or AMX"
    return ElementType("float32", f"this CPU has no {missing}")


def choose_type(takes: Footprint, native: ElementType, given: Mapping[str, Json]) -> ElementType:
    """Choose the element type in which a CPU computes a model.

    Args:
        takes: the model's footprint.
        native: the CPU's native element type.
        given: engine arguments set by the user; ``dtype`` takes precedence.
    """
    if "dtype" in given:
        name = str(given["dtype"])
        return ElementType(name, "as given", _emulated(name, takes, native))
    if takes.quantized:
        return ElementType("auto", "the weights are quantized, so the engine chooses")
    return native


def _emulated(name: str, takes: Footprint, native: ElementType) -> str | None:
    """Warn that a 16-bit type, given by name or taken from the weights, is emulated by the CPU."""
    short = name.removeprefix("torch.")
    element = takes.stored if short == "auto" else ELEMENT_BYTES.get(short)
    if element != ELEMENT_BYTES["bfloat16"] or native.name == "bfloat16":
        return None
    return (
        f"dtype={name} is emulated and slow here: {native.reason}; leave dtype out to compute in "
        f"{native.name}"
    )
