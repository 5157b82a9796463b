"""What a chat template does with the reasoning of earlier messages."""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer

Thoughts: TypeAlias = Literal["kept", "dropped after a user message", "dropped", "unknown"]
"""What becomes of a thought when other messages follow; ``unknown``: the template refused."""

THOUGHT_NOTES: Mapping[Thoughts, str] = {
    "dropped after a user message": (
        "The chat template drops the reasoning of earlier messages once a user message follows; "
        "prompts only grow, so here it stays."
    ),
    "dropped": (
        "The chat template drops the reasoning of every message but the last; prompts only grow, "
        "so here it stays."
    ),
}
"""One sentence for each treatment in which prompts differ from the template's output."""

_THOUGHT, _ANSWER = "qxthoughtxq", "qxanswerxq"
FIELDS = ("reasoning_content", "reasoning", "thinking")
"""Names under which templates look for reasoning; without it, they look into the content."""
_USER: ChatMessage = {"role": "user", "content": "One?"}


def earlier_thoughts(tokenizer: Tokenizer) -> Thoughts:
    """Ask a chat template once what it does with a thought, behind which other messages stand.

    The thought is given in a field of its own and, where the template reads none, inside the
    content between ``<think>`` and ``</think>``.
    """
    for message in _thinking():
        shown = _shown(tokenizer, message)
        if shown:
            return _treatment(tokenizer, message)
    return "unknown" if shown is None else "dropped"


def _treatment(tokenizer: Tokenizer, message: ChatMessage) -> Thoughts:
    after_user = _shown(tokenizer, message, {"role": "user", "content": "Two?"})
    if after_user is None:
        return "unknown"
    if after_user:
        return "kept"
    after_result = _shown(tokenizer, message, {"role": "tool", "content": "Two."})
    return "dropped" if after_result is False else "dropped after a user message"


def _thinking() -> Iterator[ChatMessage]:
    """Yield an answer with a thought, in both forms."""
    answer = {"role": "assistant", "content": _ANSWER}
    yield {**answer, **dict.fromkeys(FIELDS, _THOUGHT)}
    yield {**answer, "content": f"<think>\n{_THOUGHT}\n</think>\n\n{_ANSWER}"}


def _shown(tokenizer: Tokenizer, message: ChatMessage, *more: ChatMessage) -> bool | None:
    """Whether the thought of a message is written; None if the template refuses."""
    try:
        rendered = tokenizer.render([_USER, message, *more], open_turn=bool(more))
    except TemplateRefusalError:
        return None
    return _THOUGHT in rendered
