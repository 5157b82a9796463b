"""What vLLM raised, in words."""

from toolbench_ood.engines.grammar_fault import grammar_fault
from toolbench_ood.types.errors import EngineDownError, EngineError


def translated(error: Exception, what: str) -> EngineError:
    """Return the failure of one request, or EngineDownError where vLLM's engine process is dead."""
    from vllm.v1.engine.exceptions import EngineDeadError  # noqa: PLC0415  vllm is optional

    if isinstance(error, EngineDeadError):
        return EngineDownError(f"vLLM's engine process died ({words(error)}).")
    return EngineError(f"vLLM failed on {what}: {said(error)}")


def said(error: Exception) -> str:
    """Return vLLM's message and its cause's, xgrammar's on a grammar, where the reason stands."""
    reason = error.__cause__ and grammar_fault(error.__cause__)
    return f"{words(error)} {reason}" if reason else words(error)


def words(error: BaseException) -> str:
    """Return an error's message on one line."""
    return " ".join(str(error).split()) or type(error).__name__
