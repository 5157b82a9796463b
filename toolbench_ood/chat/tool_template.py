"""Conversations with tools, as rendered by a model's own chat template."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from toolbench_ood.chat.probe import PROBE_QUESTION, probe_tools
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer
from toolbench_ood.chat.ways import WAYS, Way
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec

_ANSWER = "qxAnswerxq"


class ToolTemplate(Tokenizer, Protocol):
    """A tokenizer whose chat template accepts tools."""

    def render_with_tools(
        self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec], *, open_turn: bool
    ) -> str:
        """Render a conversation with tools declared.

        Args:
            messages: the conversation.
            tools: the tools that are declared; an empty list is given as such.
            open_turn: end with the opening of the assistant's turn.

        Raises:
            UserError: there is no chat template.
            TemplateRefusalError: the template rejects this conversation.
        """
        ...


def takes_tools(tokenizer: Tokenizer) -> TypeGuard[ToolTemplate]:
    """Whether a tokenizer's chat template is given tools."""
    return hasattr(tokenizer, "render_with_tools")


@dataclass(frozen=True, slots=True)
class Written:
    """The message of some calls as a template writes it."""

    calls: Sequence[Call]
    way: Way
    texts: tuple[str, ...]
    """What the message may consist of, likeliest first: they differ in where it begins and ends."""

    @property
    def shown(self) -> int:
        """How much of the calls can be found in it again."""
        text = self.texts[0]
        words = [
            word
            for call in self.calls
            for key, value in call.arguments.items()
            for word in (call.name, key, json.dumps(value).strip('"'))
        ]
        return sum(word in text for word in words) - len(re.findall(r"\{'", text))


def ways_that_call(template: ToolTemplate, calls: Sequence[Call]) -> Sequence[Way]:
    """Return the ways in which a template writes the names of calls.

    Raises:
        TemplateRefusalError: in none, with the words of the first refusal.
    """
    found, refusals = [], []
    for way in WAYS:
        try:
            if written_calls(template, calls, way):
                found.append(way)
        except TemplateRefusalError as error:
            refusals.append(error)
    if found:
        return found
    raise refusals[0] if len(refusals) == len(WAYS) else TemplateRefusalError("it writes no calls")


def written_calls(template: ToolTemplate, calls: Sequence[Call], way: Way) -> Written | None:
    """Return how a template writes calls; None if it drops them.

    Raises:
        TemplateRefusalError: the template rejects them.
    """
    tools = probe_tools(calls)
    user = {"role": "user", "content": PROBE_QUESTION}
    rendered = template.render_with_tools([user, way.calling(calls)], tools, open_turn=False)
    asked = rendered.rfind(PROBE_QUESTION)
    if asked < 0 or not all(call.name in rendered[asked:] for call in calls):
        return None
    around = list(_openings(template, user, tools))
    starts = [*_starts(rendered, around, end_texts(template)), asked + len(PROBE_QUESTION)]
    ends = [closing for _, closing in around]
    stops = _stops(template, around)
    texts = (
        text
        for start in starts
        for text in (
            *_bodies(template, rendered[start:], ends),
            _stopped(rendered[start:], calls[-1].name, stops),
        )
    )
    return Written(calls, way, tuple(dict.fromkeys(texts)))


def _openings(
    template: ToolTemplate, user: ChatMessage, tools: Sequence[ToolSpec]
) -> Iterator[tuple[str, str]]:
    """Yield what stands before and behind the model's message: to be written, and an answer."""
    with suppress(TemplateRefusalError):
        yield template.render_with_tools([user], tools, open_turn=True), ""
    answer = {"role": "assistant", "content": _ANSWER}
    try:
        rendered = template.render_with_tools([user, answer], tools, open_turn=False)
    except TemplateRefusalError:
        return
    before, found, after = rendered.partition(_ANSWER)
    if found:
        yield before, after


def _starts(rendered: str, around: Sequence[tuple[str, str]], ends: Sequence[str]) -> Iterator[int]:
    """Yield where a message with calls may begin, going by how other messages begin."""
    for before, _ in around:
        for opening in (before, before.rstrip()):
            if rendered.startswith(opening):
                yield len(opening)
    asked = rendered.rfind(PROBE_QUESTION) + len(PROBE_QUESTION)
    for before, _ in around:
        for header in _headers(before, ends):
            found = rendered.find(header, asked)
            if found >= 0:
                yield found + len(header)


def _headers(before: str, ends: Sequence[str]) -> Iterator[str]:
    """Yield what stands between question and message, with and without the end of a turn."""
    header = before.rpartition(PROBE_QUESTION)[2].strip()
    opened = (header.removeprefix(end).strip() for end in ends if header.startswith(end))
    yield from filter(None, (header, *opened))


def _stops(template: ToolTemplate, around: Sequence[tuple[str, str]]) -> Sequence[str]:
    """Return the texts of the tokens that end a turn, or open the one behind a question."""
    ends = end_texts(template)
    headers = [header for before, _ in around for header in _headers(before, ends)]
    openers = (text for text in template.controls if any(each.startswith(text) for each in headers))
    return tuple(dict.fromkeys((*ends, *openers)))


def _stopped(text: str, last: str, stops: Sequence[str]) -> str:
    """Return a message up to where its turn ends, for a template that goes on with the next one.

    Args:
        text: from where the message begins.
        last: the name of its last call.
        stops: what ends the turn behind it.
    """
    named = text.rfind(last)
    found = (text.find(stop, named) for stop in stops)
    return text[: min((at for at in found if at >= 0), default=len(text))].strip()


def _bodies(template: ToolTemplate, text: str, closings: Sequence[str]) -> Iterator[str]:
    """Yield a message without what closes the turn, and with an end that may belong to the call."""
    for closing in closings:
        yield from _ended(template, text.removesuffix(closing) if closing else text)


def _ended(template: ToolTemplate, text: str) -> Iterator[str]:
    bare = _without(text, end_texts(template)).strip()
    yield bare
    yield text.strip()
    yield _without(bare, template.controls).strip()
    for end in end_texts(template):
        if bare.startswith(end):
            yield bare.removeprefix(end).strip()


def _without(text: str, closers: Iterable[str]) -> str:
    for closer in closers:
        text = text.rstrip().removesuffix(closer)
    return text


def end_texts(tokenizer: Tokenizer) -> Sequence[str]:
    """Return the texts of the tokens that end a model's turn."""
    return [text for text, token in tokenizer.controls.items() if token in tokenizer.end_tokens]
