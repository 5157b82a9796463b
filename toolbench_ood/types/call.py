"""A tool call and its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolbench_ood.types.value import Json, same_value


@dataclass(frozen=True, slots=True)
class Call:
    """One call, free of any format. The order of calls in a message is significant."""

    name: str
    """The tool's name."""
    arguments: Mapping[str, Json] = field(default_factory=dict)
    """Argument values by name, as JSON."""
    id: str | None = None
    """The id written in the text, in formats that have ids."""


@dataclass(frozen=True, slots=True)
class ToolOutput:
    """The reply to the model for one call, or for a message without a readable call."""

    content: str
    """The text of the result: JSON for structured values, verbatim for a string."""
    name: str | None = None
    """The tool's name; None when no call could be read."""
    id: str | None = None
    """The call's id, in formats that have ids."""
    is_error: bool = False
    """Whether the tool, or the structure of the message, was refused."""


def same_calls(left: Sequence[Call], right: Sequence[Call]) -> bool:
    """Whether two sequences have the same calls in order, type-exact; ids are ignored."""
    return len(left) == len(right) and all(
        one.name == other.name and same_value(dict(one.arguments), dict(other.arguments))
        for one, other in zip(left, right, strict=True)
    )
