"""How a model is run on a CPU: element type, size of the cache, context, cases in flight.

Each follows from the processor, its memory and the model, and is told with its reason. The engine
arguments ``dtype`` and ``max_model_len`` and the variable ``VLLM_CPU_KVCACHE_SPACE`` override it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from toolbench_ood.engines.cpu import Cpu
from toolbench_ood.engines.element_type import choose_type
from toolbench_ood.engines.footprint import ELEMENT_BYTES, Footprint, footprint
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

_CACHE_VARIABLE = "VLLM_CPU_KVCACHE_SPACE"
"""Takes whole GiB."""
_CACHE_ARGUMENT = "kv_cache_memory_bytes"

_GIB = 2**30
_OWN_MEMORY = 2 * _GIB
"""What Python, PyTorch and vLLM take in their three processes, a batch's numbers included."""
_CACHE_SHARE = 0.5
"""Most of the memory that the cache takes; other programs need some, too."""
_CASES_A_CORE = 8
_FEWEST_CASES, _MOST_CASES = 8, 64
"""With more cases in flight on a CPU nothing is faster, and results come later."""
_LONG_CASE = 4096
"""Tokens of a long case; the cache has room for so many of each case in flight."""
_SHORT_CASE = 1024
"""Tokens of a short case; no more cases are in flight than the cache holds of these."""
_BLOCK = 32
"""Tokens to whose multiples a context is cut."""
_UNMEASURED_CACHE = 2 * _GIB
"""Size of the cache where the model doesn't say what a token takes."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What suits a model on a machine."""

    arguments: Mapping[str, Json]
    """Engine arguments of vLLM that the user left open."""
    environment: Mapping[str, str]
    """Variables that vLLM reads besides."""
    concurrency: int
    """Cases in flight."""
    reasons: Mapping[str, str]
    """Each choice and why it was made, by what was chosen; empty where nothing was to choose."""
    sentences: tuple[str, ...] = ()
    """What to tell whoever waits for the model."""


def fit_to_cpu(
    model: Path,
    cpu: Cpu,
    given: Mapping[str, Json],
    environment: Mapping[str, str] = os.environ,
) -> Fit:
    """Choose what suits a model on a CPU.

    Args:
        model: the model's folder.
        cpu: the machine.
        given: vLLM's engine arguments that the user gave.
        environment: variables, among which the user may have set the cache's size.

    Raises:
        UserError: the weights and the smallest cache do not fit into the memory.
    """
    takes = footprint(model)
    dtype = choose_type(takes, cpu.native, given)
    element = ELEMENT_BYTES.get(dtype.name, takes.stored)
    wanted = min(max(_CASES_A_CORE * len(cpu.cores), _FEWEST_CASES), _MOST_CASES)
    given_cache = _given_cache(given, environment)
    cache = given_cache or _cache(takes, cpu, element, wanted)
    tokens = cache // (takes.cache_elements * element) if takes.cache_elements else None
    context = _context(takes, tokens, given)
    cases = wanted if tokens is None else max(1, min(wanted, tokens // _SHORT_CASE))
    return Fit(
        arguments={"dtype": dtype.name} | ({"max_model_len": context} if context else {}),
        environment={} if given_cache else {_CACHE_VARIABLE: str(cache // _GIB)},
        concurrency=cases,
        reasons={
            "dtype": f"{dtype.name}: {dtype.reason}",
            "concurrency": f"{cases}: {_cases_reason(cases, wanted, len(cpu.cores))}",
            "cache": _cache_words(cache, tokens, cpu, is_given=given_cache is not None),
            **({"max_model_len": f"{context}: more does not fit in the cache"} if context else {}),
        },
        sentences=dtype.sentences,
    )


def _given_cache(given: Mapping[str, Json], environment: Mapping[str, str]) -> int | None:
    """Return the bytes of the cache that the user chose; vLLM looks at the variable first."""
    variable = environment.get(_CACHE_VARIABLE, "")
    if variable.isdecimal() and int(variable):
        return int(variable) * _GIB
    argument = given.get(_CACHE_ARGUMENT)
    return argument if isinstance(argument, int) and argument > 0 else None


def _cache(takes: Footprint, cpu: Cpu, element: int, cases: int) -> int:
    """Return the bytes of the cache, in whole GiB: what the cases fill, or what there is for it."""
    room = _room(takes, cpu, element)
    if room < _GIB:
        raise UserError(_too_little(takes, cpu, element))
    if takes.cache_elements is None:
        return min(room, _UNMEASURED_CACHE)
    filled = cases * _LONG_CASE * takes.cache_elements * element
    return min(room, ceil(filled / _GIB) * _GIB)


def _room(takes: Footprint, cpu: Cpu, element: int) -> int:
    """Return the bytes that there are for the cache, in whole GiB."""
    free = min(cpu.memory - _OWN_MEMORY - takes.weight_bytes(element), cpu.memory * _CACHE_SHARE)
    return int(free // _GIB) * _GIB


def _too_little(takes: Footprint, cpu: Cpu, element: int) -> str:
    half = ELEMENT_BYTES["bfloat16"]
    would_do = element > half and _room(takes, cpu, half) >= _GIB
    halved = ", --engine-arg dtype=bfloat16 (half of that, but slow here)" if would_do else ""
    return (
        f"the model needs {takes.weight_bytes(element) / _GIB:.1f} GiB for its weights, "
        f"{_OWN_MEMORY // _GIB} GiB for the engine and 1 GiB or more for its cache, but the "
        f"machine has {cpu.memory / _GIB:.1f} GiB of memory; give a smaller model{halved} or the "
        "--base-url of a server on a larger machine"
    )


def _context(takes: Footprint, tokens: int | None, given: Mapping[str, Json]) -> int | None:
    """Return the context to ask for where the cache holds less than the model's own."""
    if "max_model_len" in given or tokens is None or takes.context is None:
        return None
    return tokens // _BLOCK * _BLOCK if tokens < takes.context else None


def _cases_reason(cases: int, wanted: int, cores: int) -> str:
    if cases < wanted:
        return "more does not fit in the cache"
    if cases == _MOST_CASES:
        return "more would not be faster on a CPU"
    return f"for {cores} cores" if cores > 1 else "for 1 core"


def _cache_words(cache: int, tokens: int | None, cpu: Cpu, *, is_given: bool) -> str:
    held = "" if tokens is None else f" for {tokens:,} tokens"
    reason = "as given" if is_given else f"there are {cpu.memory / _GIB:.1f} GiB of memory"
    return f"{cache / _GIB:.3g} GiB{held}: {reason}"
