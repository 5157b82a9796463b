"""Conversations with tools, as rendered by a model's own chat template."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

from toolbench_ood.chat.probe import PROBE_QUESTION
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec

ArgumentForm: TypeAlias = Callable[[Mapping[str, Any]], object]
"""How the arguments of a call are passed to a template."""

_ANSWER = "qxAnswerxq"


@runtime_checkable
class ToolTemplate(Protocol):
    """A tokenizer whose chat template accepts tools."""

    def render_with_tools(
        self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec], *, open_turn: bool
    ) -> str:
        """Render a conversation with tools declared.

        Args:
            messages: the conversation.
            tools: the tools that are declared.
            open_turn: end with the opening of the assistant's turn.

        Raises:
            UserError: there is no chat template.
            TemplateRefusalError: the template rejects this conversation.
        """
        ...


def _as_json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(dict(arguments))


ARGUMENT_FORMS: tuple[tuple[str, ArgumentForm], ...] = (
    ("an object", dict),
    ("a JSON string", _as_json),
)
"""The two forms in which chat templates accept arguments, with their names."""


def call_id(number: int) -> str:
    """Return the id of a call within a message: some templates require nine alphanumerics."""
    return f"call{number:05}"


def calling(
    calls: Sequence[Call], form: ArgumentForm, make_id: Callable[[int], str] = call_id
) -> ChatMessage:
    """Return an assistant message that contains only calls."""
    return {
        "role": "assistant",
        "content": "",
        "tool_calls": [
            {
                "id": make_id(number),
                "type": "function",
                "function": {"name": call.name, "arguments": form(call.arguments)},
            }
            for number, call in enumerate(calls)
        ],
    }


def written_turns(
    tokenizer: Tokenizer, calls: Sequence[Call], tools: Sequence[ToolSpec]
) -> Iterator[tuple[str, str]]:
    """Yield the name of each argument form and the template's output for the calls in it.

    Forms that the template rejects, or for which it drops the calls, are skipped.
    """
    for name, form in ARGUMENT_FORMS:
        turn = _assistant_turn(tokenizer, calling(calls, form), tools)
        if turn is not None and all(call.name in turn for call in calls):
            yield name, turn


def _assistant_turn(
    tokenizer: Tokenizer, message: ChatMessage, tools: Sequence[ToolSpec]
) -> str | None:
    """Return what the template writes inside the assistant's turn, or None."""
    if not isinstance(tokenizer, ToolTemplate):
        return None
    user = {"role": "user", "content": PROBE_QUESTION}
    answer = {"role": "assistant", "content": _ANSWER}
    try:
        plain = tokenizer.render_with_tools([user, answer], tools, open_turn=False)
        rendered = tokenizer.render_with_tools([user, message], tools, open_turn=False)
    except TemplateRefusalError:
        return None
    before, _, after = plain.partition(_ANSWER)
    if not rendered.startswith(before.rstrip()):
        return None
    return _without_end(tokenizer, rendered[len(before.rstrip()) :].removesuffix(after))


def _without_end(tokenizer: Tokenizer, turn: str) -> str:
    ends = {text for text, token in tokenizer.controls.items() if token in tokenizer.end_tokens}
    for end in ends:
        turn = turn.rstrip().removesuffix(end)
    return turn.strip()
