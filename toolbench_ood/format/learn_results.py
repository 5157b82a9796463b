"""Determines how a chat template writes the results of calls."""

import re
from collections.abc import Iterator, Sequence

from toolbench_ood.chat.probe import PROBE_QUESTION, probe_tools
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError
from toolbench_ood.chat.tool_template import ARGUMENT_FORMS, ArgumentForm, ToolTemplate, calling
from toolbench_ood.format.result_turn import ESCAPES, Escape, Part, ResultTurn, Slot
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import functions_by_name

_TRIED = 3
"""Number of results that reveals whether all between the first and the last are written alike."""
_SENTINEL = re.compile(r"qx(?P<slot>content|name)\d+xq|(?P<id>qxid\d{5})")
_PROBE = 'qx "\n<é xq'
"""Text that every escaping method changes differently."""


def learn_results(template: ToolTemplate, reader: Reader) -> ResultTurn:
    """Determine how results are written after calls that the reader recognises.

    Raises:
        TemplateRefusalError: the template cannot be learned, with the reason.
    """
    tails = [_parts(_tail(template, reader, count)) for count in range(1, _TRIED + 1)]
    first, last = _edges(tails[0])
    opened, item, closed = tails[0][:first], tuple(tails[0][first : last + 1]), tails[0][last + 1 :]
    between = tails[1][first + len(item) : len(tails[1]) - len(item) - len(closed)]
    for count, tail in enumerate(tails, start=1):
        repeated = [*item, *(part for _ in range(count - 1) for part in (*between, *item))]
        if tail != [*opened, *repeated, *closed]:
            raise TemplateRefusalError(f"{count} results are not written like one after the other")
    return ResultTurn(
        open=_joined(opened),
        item=item,
        between=_joined(between),
        close=_joined(closed),
        escape=_escape(template, reader),
    )


def _tail(template: ToolTemplate, reader: Reader, count: int, content: str | None = None) -> str:
    """Return what the template writes after calls, with sentinels as results."""
    refusal = TemplateRefusalError("it refuses the results of calls")
    for calls, form in _attempts(count):
        messages = [
            {"role": "user", "content": PROBE_QUESTION},
            calling(calls, form, _id),
            *(_result(number, content) for number in range(count)),
        ]
        try:
            rendered = template.render_with_tools(
                messages, probe_tools(_calls(count)), open_turn=True
            )
        except TemplateRefusalError as error:
            refusal = error
            continue
        tail = _after_calls(reader, rendered, calls)
        if tail is not None:
            return tail
        refusal = TemplateRefusalError("its calls do not stand where they are expected")
    raise refusal


def _attempts(count: int) -> Iterator[tuple[list[Call], ArgumentForm]]:
    """Yield calls and their argument form; a template may accept only a single call."""
    for calls in (_calls(count), _calls(1)):
        for _, form in ARGUMENT_FORMS:
            yield calls, form


def _after_calls(reader: Reader, rendered: str, calls: Sequence[Call]) -> str | None:
    """Return the text after the calls that follow the question; None if they are not found."""
    functions = functions_by_name(probe_tools(calls))
    asked = rendered.find(PROBE_QUESTION)
    if asked < 0:
        return None
    left = [call.name for call in calls]
    for section in reader.scan(rendered, asked + len(PROBE_QUESTION), functions):
        names = [raw.call.name for raw in section.calls]
        if names and names == left[: len(names)]:
            left = left[len(names) :]
        if not left:
            return rendered[section.end :]
    return None


def _parts(tail: str) -> list[Part]:
    parts: list[Part] = []
    position = 0
    for match in _SENTINEL.finditer(tail):
        if match.start() > position:
            parts.append(Part("words", tail[position : match.start()]))
        parts.append(Part(_slot(match)))
        position = match.end()
    if position < len(tail):
        parts.append(Part("words", tail[position:]))
    return parts


def _slot(match: re.Match[str]) -> Slot:
    if match["id"]:
        return "id"
    return "name" if match["slot"] == "name" else "content"


def _edges(tail: Sequence[Part]) -> tuple[int, int]:
    """Return the first and last slot of the one result, whose text must be shown exactly once."""
    slots = [index for index, part in enumerate(tail) if part.slot != "words"]
    contents = sum(part.slot == "content" for part in tail)
    if contents != 1:
        raise TemplateRefusalError(f"it writes the text of a result {contents} times")
    return slots[0], slots[-1]


def _joined(parts: Sequence[Part]) -> str:
    """Join words; a slot here would belong to no result."""
    if any(part.slot != "words" for part in parts):
        raise TemplateRefusalError("it writes results in a way that depends on their number")
    return "".join(part.text for part in parts)


def _escape(template: ToolTemplate, reader: Reader) -> Escape:
    tail = _tail(template, reader, 1, content=_PROBE)
    found = [name for name, escape in ESCAPES.items() if escape(_PROBE) in tail]
    if not found:
        raise TemplateRefusalError("it rewrites the text of a result in a way of its own")
    return found[0]


def _calls(count: int) -> list[Call]:
    return [Call(f"qxname{number}xq", {"place": "Oslo"}) for number in range(count)]


def _result(number: int, content: str | None) -> ChatMessage:
    return {
        "role": "tool",
        "name": f"qxname{number}xq",
        "tool_call_id": _id(number),
        "content": f"qxcontent{number}xq" if content is None else content,
    }


def _id(number: int) -> str:
    return f"qxid{number:05}"
