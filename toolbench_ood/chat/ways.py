"""The ways in which chat templates take the calls of a message and their results.

Templates agree on the shape of a message and differ in details: whether arguments are an object or
a JSON string, whether a message that only calls has an empty content or none, and what an id must
look like. A probe tries them one after the other.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, TypeAlias

from toolbench_ood.chat.tokenizer import ChatMessage
from toolbench_ood.types.call import Call

ArgumentForm: TypeAlias = Literal["an object", "a JSON string"]
IdForm: TypeAlias = Literal["nine characters", "function and index", "number"]
"""``call00000`` as Mistral's templates require it, ``functions.get_weather:0`` as Kimi's do, or a
number."""

_NUMBER = 900_000_000
"""Added to an index, so that the number is nine digits long and stands out in a prompt."""

ID_FORMS: Mapping[IdForm, Callable[[int, str], str | int]] = {
    "nine characters": lambda index, _: f"call{index:05}",
    "function and index": lambda index, name: f"functions.{name}:{index}",
    "number": lambda index, _: _NUMBER + index,
}
"""Write the id of a call from its index within the message and its tool's name."""


def _as_json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(dict(arguments), ensure_ascii=False)


_ARGUMENTS: Mapping[ArgumentForm, Callable[[Mapping[str, Any]], object]] = {
    "an object": dict,
    "a JSON string": _as_json,
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to give calls to a template."""

    arguments: ArgumentForm = "an object"
    content: Literal[""] | None = ""
    """Content of a message that only calls."""
    ids: IdForm = "nine characters"

    @property
    def words(self) -> str:
        """What is not usual in it, for a sentence."""
        parts = [f"arguments as {self.arguments}"]
        parts += ["null as content"] if self.content is None else []
        parts += [f"ids of {self.ids}"] if self.ids != "nine characters" else []
        return ", ".join(parts)

    def id(self, index: int, name: str) -> str | int:
        """Return the id of a call."""
        return ID_FORMS[self.ids](index, name)

    def calling(self, calls: Sequence[Call]) -> ChatMessage:
        """Return an assistant message that contains only calls."""
        return {
            "role": "assistant",
            "content": self.content,
            "tool_calls": [
                {
                    "id": self.id(index, call.name),
                    "type": "function",
                    "function": {
                        "name": call.name,
                        "arguments": _ARGUMENTS[self.arguments](call.arguments),
                    },
                }
                for index, call in enumerate(calls)
            ],
        }

    def results(self, calls: Sequence[Call], contents: Sequence[str]) -> list[ChatMessage]:
        """Return one message for each content; those beyond the calls answer the last call."""
        names = [call.name for call in calls]
        names += names[-1:] * (len(contents) - len(names))
        return [
            {
                "role": "tool",
                "name": name,
                "tool_call_id": self.id(index, name),
                "content": content,
            }
            for index, (name, content) in enumerate(zip(names, contents, strict=False))
        ]


WAYS = tuple(
    Way(arguments, content, ids)
    for ids, content, arguments in product(ID_FORMS, ("", None), _ARGUMENTS)
)
"""Every way, the most usual ones first."""
