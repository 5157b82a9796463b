"""The engine arguments with which vLLM is started."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from importlib.util import find_spec
from pathlib import Path

from toolbench_ood.engines.cpu import look_at_cpu
from toolbench_ood.engines.cpu_fit import Fit, fit_to_cpu
from toolbench_ood.engines.vllm_compat import smallest_cpu_block
from toolbench_ood.engines.vllm_environment import core_binding, vllm_version
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

CPU = "cpu"
"""The name of the device that is a CPU."""
LORA = "enable_lora"
STRUCTURED_OUTPUTS = "structured_outputs_config"
_OWN = frozenset({"model"})
_DEFAULTS: Mapping[str, Json] = {"enable_prefix_caching": True, "disable_log_stats": True}
_GRAMMARS: Mapping[str, Json] = {"backend": "xgrammar"}
"""Grammars are in xgrammar's dialect. By default, vLLM tries another backend on one that xgrammar
rejects, and reports the words of that one."""
_CPU_STEP: Mapping[str, Json] = {"max_num_batched_tokens": 512}
"""On a CPU, more tokens per step do not increase throughput, and every case waits for the step."""
_GPU_CONCURRENCY = 256


def checked(arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return the arguments under the names that vLLM uses (UserError: one is unknown)."""
    from vllm.engine.arg_utils import AsyncEngineArgs  # noqa: PLC0415  vllm is optional

    known = {field.name for field in fields(AsyncEngineArgs)} - _OWN
    given = {name.replace("-", "_"): value for name, value in arguments.items()}
    for name in given:
        if name not in known:
            raise UserError(
                f"vLLM's {vllm_version()} has no engine argument {name!r}; {_alike(name, known)}"
            )
    return given


def with_grammars(given: Mapping[str, Json]) -> dict[str, Json]:
    """Add the backend for grammars, unless the user chose one."""
    chosen = given.get(STRUCTURED_OUTPUTS, {})
    merged = {**_GRAMMARS, **chosen} if isinstance(chosen, Mapping) else chosen
    return {**given, STRUCTURED_OUTPUTS: merged}


def _alike(name: str, known: Iterable[str]) -> str:
    alike = difflib.get_close_matches(name, sorted(known), n=5)
    if name in _OWN:
        return "the model is given with --model."
    return f"it has {', '.join(alike)}." if alike else "see vLLM's engine arguments for its names."


def defaults(device: str) -> Mapping[str, Json]:
    """Return what is given where the user gives nothing else."""
    if device != CPU:
        return _DEFAULTS
    # The prefix cache serves only whole blocks; with vLLM's default of 128, up to 127 tokens of
    # every re-sent prompt would be recomputed.
    return {**_DEFAULTS, "enforce_eager": True, "block_size": smallest_cpu_block()}


def suited(model: Path, device: str, given: Mapping[str, Json]) -> Fit:
    """Choose the settings that the user left unset."""
    if device != CPU:
        return Fit({}, {}, _GPU_CONCURRENCY, {})
    cpu = look_at_cpu()
    fit = fit_to_cpu(model, cpu, given)
    return replace(
        fit,
        arguments={**_step(given), **fit.arguments},
        environment={**fit.environment, **core_binding(given, cpu.cores)},
    )


def _step(given: Mapping[str, Json]) -> Mapping[str, Json]:
    """Keep steps short on a CPU, unless whole prompts must fit into one."""
    return _CPU_STEP if given.get("enable_chunked_prefill", True) else {}


def merges_adapter(device: str, given: Mapping[str, Json]) -> bool:
    """Whether to merge an adapter, which needs peft, in place of applying it to each request."""
    return device == CPU and not given.get(LORA) and find_spec("peft") is not None
