"""Detects the format a model was trained on: the one that reads its chat template's output."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from toolbench_ood.chat.literals import written_literal
from toolbench_ood.chat.probe import KINDS, PROBE_CALLS, kind_calls, probe_tools
from toolbench_ood.chat.tokenizer import TemplateRefusalError, Tokenizer
from toolbench_ood.chat.tool_template import ToolTemplate, Written, takes_tools, written_calls
from toolbench_ood.chat.ways import WAYS, Way
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec

_SHOWN = 200
_TEXTS_ALONE = Call("get_weather", {"city": "Paris"})
_TRIED: Sequence[Sequence[Call]] = (PROBE_CALLS, PROBE_CALLS[:1], [_TEXTS_ALONE])


class CallReader(Protocol):
    """The subset of the format interface that is needed here."""

    @property
    def name(self) -> str:
        """The format's name."""
        ...

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Reading:
        """Read one message."""
        ...


@dataclass(frozen=True, slots=True)
class _Match:
    """A format that reads calls of a template, and the kinds of value for which it doesn't."""

    reader: CallReader
    unread: tuple[str, ...]
    apart: int
    """In how many facts the nearest variant differs, in which it reads them; 0 for its own form."""


def detect_format(tokenizer: Tokenizer, formats: Sequence[CallReader]) -> tuple[str | None, str]:
    """Find the format in which the tokenizer's chat template writes calls.

    A known conversation is rendered with two calls, or with one if the template accepts no more, in
    every way in which templates take calls. Of the formats that read exactly these calls from the
    model's message, without findings, the one is returned that does so for the most kinds of value;
    of equals, the one whose own form is nearest to it, and then the first.

    Returns:
        The format's name or None, and one sentence that explains the result.

    Raises:
        UserError: there is no chat template.
    """
    if not takes_tools(tokenizer):
        return None, "The tokenizer's chat template takes no tools, so its call format is unknown."
    seen: list[Written] = []
    refusals: list[str] = []
    for written in _written(tokenizer, refusals):
        seen.append(written)
        readers = [one for one in formats if reads_exactly(one, written)]
        if readers:
            return _chosen(tokenizer, written, readers)
    if not seen:
        refused = len(refusals) == len(_TRIED) * len(WAYS)
        why = f" (it refuses them: {refusals[0]})" if refused else ""
        return None, f"The chat template writes no tool calls{why}, so its call format is unknown."
    best = max(seen, key=lambda one: one.shown)
    return None, (
        f"None of {len(formats)} formats reads what the chat template writes for a call: "
        f"{best.texts[0][:_SHOWN]!r}."
    )


def _written(template: ToolTemplate, refusals: list[str]) -> Iterator[Written]:
    """Yield calls as the template writes them, each text once; note the words of refusals."""
    told: set[tuple[str, ...]] = set()
    for calls in _TRIED:
        for way in WAYS:
            try:
                written = written_calls(template, calls, way)
            except TemplateRefusalError as refusal:
                refusals.append(str(refusal))
                continue
            if written is not None and written.texts not in told:
                told.add(written.texts)
                yield written


def reads_exactly(one: CallReader, written: Written) -> bool:
    """Whether a format reads exactly the calls that are written, wherever the message begins."""
    return next(_exact(one, written), None) is not None


def _exact(one: CallReader, written: Written) -> Iterator[Reading]:
    """Yield the readings that give exactly the calls that are written."""
    tools = probe_tools(written.calls)
    for text in written.texts:
        reading = one.read(text, tools)
        if reading.well_formed and same_calls(reading.calls, written.calls):
            yield reading


def _chosen(
    template: ToolTemplate, written: Written, readers: Sequence[CallReader]
) -> tuple[str, str]:
    """Choose among formats that read the same calls by the kinds of value that they read."""
    matches = [
        _Match(
            one,
            _unread(template, one, written),
            min(reading.apart for reading in _exact(one, written)),
        )
        for one in readers
    ]
    best = min(matches, key=lambda match: (len(match.unread), match.apart))
    others = [match.reader.name for match in matches if match is not best]
    also = f" (so does {', '.join(others)})" if others else ""
    return best.reader.name, (
        f"The format {best.reader.name} reads exactly what the chat template writes for "
        f"{len(written.calls)} call(s) with {written.way.words}{also}"
        f"{_but(template, best.unread, written.way)}."
    )


def _unread(template: ToolTemplate, one: CallReader, read: Written) -> tuple[str, ...]:
    """Return the kinds of value that a format does not read as the template writes them.

    Each stands in the last of as many calls as the format is known to read.
    """
    unread = []
    for kind, call in kind_calls().items():
        try:
            written = written_calls(template, [*read.calls[:-1], call], read.way)
        except TemplateRefusalError:
            continue
        if written is not None and not reads_exactly(one, written):
            unread.append(kind)
    return tuple(unread)


def _but(template: ToolTemplate, unread: Sequence[str], way: Way) -> str:
    if not unread:
        return ""
    shown = [(kind, written_literal(template, KINDS[kind], way)) for kind in unread]
    listed = ", ".join(f"{kind} (written {text!r})" if text else kind for kind, text in shown)
    return f", but not {listed}"
