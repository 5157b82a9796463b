"""Which format a model was taught: the one that reads what its own chat template writes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec

_QUESTION = "What is the weather in Paris, and what time is it in Oslo?"
_ANSWER = "qxAnswerxq"
_CALLS = (
    Call("get_weather", {"city": "Paris", "days": 3}),
    Call("get_time", {"place": "Oslo", "exact": True}),
)


@runtime_checkable
class ToolTemplate(Protocol):
    """A tokenizer whose chat template can be shown tools."""

    def render_with_tools(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> str:
        """Render a conversation that ends with an assistant's turn.

        Raises:
            TemplateRefusalError: the template refuses it.
        """
        ...


class CallReader(Protocol):
    """What is needed of a format."""

    @property
    def name(self) -> str:
        """The format's name."""
        ...

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Reading:
        """Read one message."""
        ...


def detect_format(tokenizer: Tokenizer, formats: Sequence[CallReader]) -> tuple[str | None, str]:
    """Find the format in which the tokenizer's chat template writes calls.

    A known conversation is rendered with two calls, or with one where the template takes no more,
    its arguments as an object and as a JSON string. The first format that reads exactly these
    calls from the assistant's turn, with no fault, is the one.

    Returns:
        The format's name or None, and one sentence that says how that is known.

    Raises:
        UserError: there is no chat template.
    """
    if not isinstance(tokenizer, ToolTemplate):
        return None, "The tokenizer's chat template takes no tools, so it shows no call format."
    turns = list(_written_turns(tokenizer, tokenizer))
    if not turns:
        return None, "The chat template writes no tool calls, so it doesn't show their format."
    for calls, how, turn in turns:
        readers = [one.name for one in formats if _reads(one, turn, calls)]
        if readers:
            also = f" (so does {', '.join(readers[1:])})" if readers[1:] else ""
            return readers[0], (
                f"The format {readers[0]} reads exactly what the chat template writes for "
                f"{len(calls)} call(s) with arguments as {how}{also}."
            )
    return None, (
        f"None of the {len(formats)} formats reads what the chat template writes for a call: "
        f"{turns[0][2][:200]!r}."
    )


def _reads(one: CallReader, turn: str, calls: Sequence[Call]) -> bool:
    reading = one.read(turn, _tools())
    return reading.well_formed and same_calls(reading.calls, calls)


def _written_turns(
    tokenizer: Tokenizer, template: ToolTemplate
) -> Iterator[tuple[Sequence[Call], str, str]]:
    """Yield calls, how their arguments were given, and the assistant's turn that came out."""
    for calls in (_CALLS, _CALLS[:1]):
        for how, encode in (("an object", dict), ("a JSON string", _as_json)):
            message = {
                "role": "assistant",
                "content": "",
                "tool_calls": [
                    _tool_call(number, call, encode(call.arguments))
                    for number, call in enumerate(calls)
                ],
            }
            turn = _assistant_turn(tokenizer, template, message)
            if turn is not None and all(call.name in turn for call in calls):
                yield calls, how, turn


def _assistant_turn(
    tokenizer: Tokenizer, template: ToolTemplate, message: ChatMessage
) -> str | None:
    """Return what the template writes inside the assistant's turn, or None."""
    user = {"role": "user", "content": _QUESTION}
    answer = {"role": "assistant", "content": _ANSWER}
    try:
        plain = template.render_with_tools([user, answer], _tools())
        rendered = template.render_with_tools([user, message], _tools())
    except TemplateRefusalError:
        return None
    before, _, after = plain.partition(_ANSWER)
    if not rendered.startswith(before.rstrip()):
        return None
    turn = rendered[len(before.rstrip()) :].removesuffix(after)
    ends = {text for text, token in tokenizer.controls.items() if token in tokenizer.end_tokens}
    for end in ends:
        turn = turn.rstrip().removesuffix(end)
    return turn.strip()


def _as_json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(dict(arguments))


def _tool_call(number: int, call: Call, arguments: object) -> dict[str, Any]:
    # Some templates take only ids of nine letters and digits.
    identity = f"call{number:05}"
    function = {"name": call.name, "arguments": arguments}
    return {"id": identity, "type": "function", "function": function}


def _tools() -> list[ToolSpec]:
    kinds = {str: "string", int: "integer", bool: "boolean"}
    return [
        {
            "type": "function",
            "function": {
                "name": call.name,
                "description": "Answers a question.",
                "parameters": {
                    "type": "object",
                    "properties": {
                        name: {"type": kinds[type(value)], "description": f"The {name}."}
                        for name, value in call.arguments.items()
                    },
                    "required": list(call.arguments),
                },
            },
        }
        for call in _CALLS
    ]
