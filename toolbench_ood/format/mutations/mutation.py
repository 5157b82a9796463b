"""The interface of mutation operators, and the text manipulation that they share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from toolbench_ood.format.format import Format
from toolbench_ood.readers.scan.written import WrittenCalls
from toolbench_ood.readers.specification.marker import is_distinctive
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Code, Severity
from toolbench_ood.types.piece import plain
from toolbench_ood.types.tool import ToolSpec, functions_by_name
from toolbench_ood.types.value import Json

_DISTURBING = ("```", "<think>", "</think>")


@dataclass(frozen=True, slots=True)
class Rendering:
    """The input of an operator: a format, calls, their tools, and the rendered calls."""

    fmt: Format
    calls: Sequence[Call]
    tools: Sequence[ToolSpec]
    rng: Random
    text: str

    @property
    def first(self) -> Call:
        """The first call, which most operators modify."""
        return self.calls[0]

    @property
    def written(self) -> WrittenCalls:
        """The same, as far as operators on arguments need it."""
        functions = functions_by_name(self.tools)
        return WrittenCalls(self.fmt.reader, self.calls, functions, self.rng, self.text)

    def spans(self) -> list[RawCall]:
        """Return the calls with their positions in the rendered text."""
        return self.written.spans()

    def with_call(self, body: str, index: int = 0) -> str:
        """Return the rendered text with the text of one call replaced."""
        return self.written.with_call(body, index)

    def render(self, calls: Sequence[Call]) -> str:
        """Render calls without checking that they read back, for faults that the writer rejects."""
        return plain(self.fmt.draft(calls, self.tools))

    def with_first(self, call: Call) -> str:
        """Render the message with a different first call, without checking it."""
        return self.render([call, *self.calls[1:]])


Operator: TypeAlias = Callable[[Rendering], str | None]
"""Returns the mutated text, or None if the operator does not apply."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One way to damage a message, and the finding that must come first in its reading."""

    name: str
    code: Code
    severity: Severity
    operator: Operator

    def apply(
        self, fmt: Format, calls: Sequence[Call], tools: Sequence[ToolSpec], rng: Random
    ) -> str | None:
        """Render the calls and plant the fault; None if it cannot be planted.

        Calls whose text contains a marker are left alone: a planted fault is certain only if
        nothing else in the message looks like one.
        """
        if not calls or not all(_tame(call, fmt, tools) for call in calls):
            return None
        try:
            text = fmt.write(calls, tools)
        except UnwritableError:
            return None
        return self.operator(Rendering(fmt, calls, tools, rng, text))


def _tame(call: Call, fmt: Format, tools: Sequence[ToolSpec]) -> bool:
    """Whether a call's tool is declared and none of its strings contains a marker."""
    if call.name not in functions_by_name(tools):
        return False
    return all(_plain(text, fmt) for text in strings_in(call.arguments))


def _plain(text: str, fmt: Format) -> bool:
    markers = [*filter(is_distinctive, fmt.spec.markers()), *fmt.spec.results.markers, *_DISTURBING]
    return not any(marker in text for marker in markers)


def strings_in(value: Json) -> list[str]:
    """Return every string in a value, including keys."""
    found: list[str] = []
    pending: list[Json] = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, list):
            pending.extend(item)
        elif hasattr(item, "items"):
            pending.extend(part for pair in item.items() for part in pair)
    return found
