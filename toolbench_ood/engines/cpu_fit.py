"""How a model runs on a CPU: element type, cache size, context and cases in flight.

Each is derived from the CPU, its memory and the model, and reported with the reason. The engine
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
"""In whole GiB."""
_CACHE_ARGUMENT = "kv_cache_memory_bytes"

_GIB = 2**30
_OWN_MEMORY = 2 * _GIB
"""Memory used by Python, PyTorch and vLLM in their three processes, including a batch's data."""
_CACHE_SHARE = 0.5
"""Maximum share of memory used by the cache; other programs need some as well."""
_CASES_A_CORE = 8
_FEWEST_CASES, _MOST_CASES = 8, 64
"""On a CPU, more cases in flight do not increase throughput, and results come later."""
_LONG_CASE = 4096
"""Tokens in a long case; the cache is sized for this many per case in flight."""
_SHORT_CASE = 1024
"""Tokens in a short case; the number of cases in flight is limited to what the cache can hold
of these."""
_BLOCK = 32
"""A reduced context is a multiple of this many tokens."""
_UNMEASURED_CACHE = 2 * _GIB
"""Cache size if the model does not reveal how much memory a token takes."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Suitable settings for a model on a machine."""

    arguments: Mapping[str, Json]
    """vLLM engine arguments that the user left unset."""
    environment: Mapping[str, str]
    """Environment variables for vLLM."""
    concurrency: int
    """Number of cases in flight."""
    reasons: Mapping[str, str]
    """The reason for each choice, by setting; empty if there was nothing to choose."""
    sentences: tuple[str, ...] = ()
    """Messages for the user who waits for the model."""


def fit_to_cpu(
    model: Path,
    cpu: Cpu,
    given: Mapping[str, Json],
    environment: Mapping[str, str] = os.environ,
) -> Fit:
    """Choose suitable settings for a model on a CPU.

    Args:
        model: the model's folder.
        cpu: the machine's CPU and memory.
        given: vLLM engine arguments set by the user.
        environment: environment variables, in which the user may have set the cache size.

    Raises:
        UserError: the weights and the smallest cache do not fit in memory.
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
    """Return the cache size in bytes set by the user; in vLLM the variable takes precedence."""
    variable = environment.get(_CACHE_VARIABLE, "")
    if variable.isdecimal() and int(variable):
        return int(variable) * _GIB
    argument = given.get(_CACHE_ARGUMENT)
    return argument if isinstance(argument, int) and argument > 0 else None


def _cache(takes: Footprint, cpu: Cpu, element: int, cases: int) -> int:
    """Return the cache size in bytes, in whole GiB: what the cases need, or what is available."""
    room = _room(takes, cpu, element)
    if room < _GIB:
        raise UserError(_too_little(takes, cpu, element))
    if takes.cache_elements is None:
        return min(room, _UNMEASURED_CACHE)
    filled = cases * _LONG_CASE * takes.cache_elements * element
    return min(room, ceil(filled / _GIB) * _GIB)


def _room(takes: Footprint, cpu: Cpu, element: int) -> int:
    """Return the bytes available for the cache, in whole GiB."""
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
    """Return the context to set if the cache holds fewer tokens than the model's context."""
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
