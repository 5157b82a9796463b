"""Differences between vLLM releases. Features are detected, not versions."""


def request_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that vLLM raises for a request; the common base was added later."""
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
    """Return the smallest block size, in tokens, that attention on a CPU supports.

    Releases that use Intel's extension for PyTorch for attention support only 16 without it.
    """
    from vllm.v1.attention.backends import cpu_attn  # noqa: PLC0415  vllm is optional

    return 16 if getattr(cpu_attn, "_use_ipex", None) is False else 32
