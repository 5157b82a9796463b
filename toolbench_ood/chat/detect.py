"""Detects the format a model was trained on: the one that reads its chat template's output."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from toolbench_ood.chat.probe import PROBE_CALLS, probe_tools
from toolbench_ood.chat.tokenizer import Tokenizer
from toolbench_ood.chat.tool_template import ToolTemplate, written_turns
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec

_SHOWN = 200


class CallReader(Protocol):
    """The subset of the format interface that is needed here."""

    @property
    def name(self) -> str:
        """The format's name."""
        ...

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Reading:
        """Read one message."""
        ...


def detect_format(tokenizer: Tokenizer, formats: Sequence[CallReader]) -> tuple[str | None, str]:
    """Find the format in which the tokenizer's chat template writes calls.

    A known conversation is rendered with two calls, or with one if the template accepts no more,
    with arguments both as an object and as a JSON string. The first format that reads exactly these
    calls from the assistant's turn, without findings, is returned.

    Returns:
        The format's name or None, and one sentence that explains the result.

    Raises:
        UserError: there is no chat template.
    """
    if not isinstance(tokenizer, ToolTemplate):
        return None, "The tokenizer's chat template takes no tools, so its call format is unknown."
    turns = list(_turns(tokenizer))
    if not turns:
        return None, "The chat template writes no tool calls, so its call format is unknown."
    for calls, how, turn in turns:
        readers = [one.name for one in formats if _reads(one, turn, calls)]
        if readers:
            also = f" (so does {', '.join(readers[1:])})" if readers[1:] else ""
            return readers[0], (
                f"The format {readers[0]} reads exactly what the chat template writes for "
                f"{len(calls)} call(s) with arguments as {how}{also}."
            )
    return None, (
        f"None of {len(formats)} formats reads what the chat template writes for a call: "
        f"{turns[0][2][:_SHOWN]!r}."
    )


def _reads(one: CallReader, turn: str, calls: Sequence[Call]) -> bool:
    reading = one.read(turn, probe_tools())
    return reading.well_formed and same_calls(reading.calls, calls)


def _turns(tokenizer: Tokenizer) -> Iterator[tuple[Sequence[Call], str, str]]:
    """Yield the calls, how their arguments were passed, and the resulting assistant turn."""
    for calls in (PROBE_CALLS, PROBE_CALLS[:1]):
        for how, turn in written_turns(tokenizer, calls, probe_tools()):
            yield calls, how, turn
