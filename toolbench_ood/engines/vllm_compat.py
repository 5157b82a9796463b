"""What differs between releases of vLLM. Features are asked for, not versions."""


def request_errors() -> tuple[type[Exception], ...]:
    """Return what vLLM raises for a request; the common base is younger than the rest."""
    from vllm.v1.engine.exceptions import (  # noqa: PLC0415  vllm is optional
        EngineDeadError,
        EngineGenerateError,
    )

    known = (EngineDeadError, EngineGenerateError, ValueError)
    try:
        from vllm.exceptions import VLLMError  # noqa: PLC0415  vllm is optional
    except ImportError:
        return known
    return (*known, VLLMError)


def smallest_cpu_block() -> int:
    """Return the fewest tokens of a block that attention on a CPU takes.

    Attention by Intel's extension for PyTorch takes what the kernels that took its place take;
    releases that could use it compute without it in blocks of 16, and refuse others.
    """
    from vllm.v1.attention.backends import cpu_attn  # noqa: PLC0415  vllm is optional

    return 16 if getattr(cpu_attn, "_use_ipex", None) is False else 32
