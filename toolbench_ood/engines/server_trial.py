"""What a run needs of a server, and what is said of one that lacks it.

The first request of a run is put to every server before any case is played, and its answer is kept
for the case: a trial costs a server that passes it nothing.
"""

from toolbench_ood.engines.server_request import FinalError
from toolbench_ood.types.errors import UserError

LASTING = frozenset({500, 501})
"""Statuses of a server that isn't busy but broken, or doesn't understand a prompt of token ids."""

_NEEDED = (
    "a server must take token ids as the prompt, return them (return_token_ids) and stop at "
    "stop_token_ids; vLLM from 0.10.2 on and SGLang since July 2026 do, llama.cpp, Ollama and "
    "LMDeploy do not"
)
_NO_ACCESS = frozenset({401, 403})


def unfit(error: FinalError) -> UserError:
    """Return the error for a server that failed the trial."""
    advice = "check the API key (OPENAI_API_KEY)" if error.status in _NO_ACCESS else _NEEDED
    words = str(error).rstrip(".")
    return UserError(f"{error.url} can't serve this run: {words}; {advice}")
