"""Determines how a chat template writes the results of calls."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from toolbench_ood.chat.probe import PROBE_QUESTION, probe_tools
from toolbench_ood.chat.result_turn import ESCAPES, Escape, Part, ResultTurn, Slot
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import ToolTemplate, ways_that_call
from toolbench_ood.chat.ways import Way
from toolbench_ood.types.call import Call

EndOfCalls: TypeAlias = Callable[[str, Sequence[Call]], int | None]
"""Finds in a rendered conversation where the message with these calls ends; None if nowhere."""

MOST_TRIED = 3
"""Number of results that reveals whether all between the first and the last are written alike."""
PROBED_VALUE = "qxplacexq"
"""Value of the last argument of every call that is probed with; it stands nowhere else."""
_PROBE = 'qx "\n<é xq'
"""Text that every escaping method changes differently."""


def learn_results(
    template: ToolTemplate, end_of_calls: EndOfCalls, *, most: int = MOST_TRIED
) -> ResultTurn:
    """Determine how results are written behind calls.

    Args:
        template: writes them.
        end_of_calls: finds where a message with calls ends.
        most: how many results are compared; one alone does not show what is between two, and they
            are taken to be lines.

    Raises:
        TemplateRefusalError: the template cannot be learned, with the reason.
    """
    refusal = TemplateRefusalError("it takes no calls")
    for way in ways_that_call(template, _calls(1)):
        try:
            return _Learning(template, end_of_calls, way).turn(most)
        except TemplateRefusalError as error:
            refusal = refusal if refusal.args != ("it takes no calls",) else error
    raise refusal


class _Learning:
    """Learns from a template in one of the ways in which it takes calls."""

    def __init__(self, template: ToolTemplate, end_of_calls: EndOfCalls, way: Way) -> None:
        self._template = template
        self._end_of_calls = end_of_calls
        self._way = way

    def turn(self, most: int) -> ResultTurn:
        """Compare what is written for one result and for more."""
        tails = [self._parts(count) for count in range(1, most + 1)]
        first, last = _edges(tails[0])
        opened, closed = tails[0][:first], tails[0][last + 1 :]
        item = tuple(tails[0][first : last + 1])
        between = [Part("words", "\n")]
        if most > 1:
            between = tails[1][first + len(item) : len(tails[1]) - len(item) - len(closed)]
        for count, tail in enumerate(tails, start=1):
            repeated = [*item, *(part for _ in range(count - 1) for part in (*between, *item))]
            if tail != [*opened, *repeated, *closed]:
                raise TemplateRefusalError(
                    f"{count} results are not written like one after the other"
                )
        return ResultTurn(
            open=_joined(opened),
            item=item,
            between=_joined(between),
            close=_joined(closed),
            escape=self._escape(),
            ids=self._way.ids,
            trims=self._trims(),
        )

    def _parts(self, count: int) -> list[Part]:
        tail, calls = self._tail(count, [f"qxcontent{number}xq" for number in range(count)])
        ids = [str(self._way.id(number, call.name)) for number, call in enumerate(calls)]
        ids += [str(self._way.id(number, calls[-1].name)) for number in range(len(calls), count)]
        listed = "|".join(map(re.escape, sorted(ids, key=len, reverse=True)))
        slots = re.compile(rf"(?P<id>{listed})|qx(?P<slot>content|name)\d+xq")
        return _parted(tail, slots)

    def _tail(self, count: int, contents: Sequence[str]) -> tuple[str, Sequence[Call]]:
        """Return what is written behind calls that have these results, and the calls."""
        refusal = TemplateRefusalError("it refuses the results of calls")
        for calls in _attempts(count):
            messages = [
                {"role": "user", "content": PROBE_QUESTION},
                self._way.calling(calls),
                *self._way.results(calls, contents),
            ]
            try:
                rendered = self._template.render_with_tools(
                    messages, probe_tools(calls), open_turn=True
                )
            except TemplateRefusalError as error:
                refusal = error
                continue
            end = self._end_of_calls(rendered, calls)
            if end is not None:
                return rendered[end:], calls
            refusal = TemplateRefusalError("its calls do not stand where they are expected")
        raise refusal

    def _escape(self) -> Escape:
        tail, _ = self._tail(1, [_PROBE])
        found = [name for name, escape in ESCAPES.items() if escape(_PROBE) in tail]
        if not found:
            raise TemplateRefusalError("it rewrites the text of a result in a way of its own")
        return found[0]

    def _trims(self) -> bool:
        padded = f" \n{_PROBE}\n "
        tail, _ = self._tail(1, [padded])
        return not any(escape(padded) in tail for escape in ESCAPES.values())


def _attempts(count: int) -> Iterator[Sequence[Call]]:
    """Yield the calls of the results; a template may accept only a single call."""
    yield _calls(count)
    if count > 1:
        yield _calls(1)


def _parted(tail: str, slots: re.Pattern[str]) -> list[Part]:
    parts: list[Part] = []
    position = 0
    for match in slots.finditer(tail):
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


def _calls(count: int) -> list[Call]:
    return [Call(f"qxname{number}xq", {"place": PROBED_VALUE}) for number in range(count)]
