"""Which texts enclose a model's reasoning, learnt from its chat template and its tokenizer."""

import re
from collections.abc import Iterator
from dataclasses import replace

from toolbench_ood.chat.thoughts import FIELDS
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer
from toolbench_ood.types.reasoning import ReasoningMarks

_QUESTION, _THOUGHT, _ANSWER = "qxquestionxq", "qxthoughtxq", "qxanswerxq"
_USER: ChatMessage = {"role": "user", "content": _QUESTION}
_THINK = ReasoningMarks("<think>", "</think>")
"""The pair that templates look for in the content even where no token is named so."""
_CALL = {
    "id": "call00000",
    "type": "function",
    "function": {"name": "qxnamexq", "arguments": {}},
}
_MARK = re.compile(r"<[^<>\s]+>|\[/?[A-Z][A-Z_ ]*\]")
"""A tag or control token."""
_LAST_MARK = re.compile(rf"(?:{_MARK.pattern})\w*\Z")
_NAMED = re.compile(r"think|thought|reason|inner_prefix", re.IGNORECASE)
"""What tokens for reasoning are called."""
_CLOSERS = (
    ("START", "END"),
    ("start", "end"),
    ("begin", "end"),
    ("prefix", "suffix"),
    (r"\A<\|(\w+)>\Z", r"<\1|>"),
    (r"\A([<\[])(?!/)", r"\1/"),
)
"""What in a closing token takes the place of what in the opening one."""


def learn_marks(tokenizer: Tokenizer) -> ReasoningMarks | None:
    """Return what encloses a model's reasoning; None if template and tokenizer have no marks.

    The template is given a thought in every way in which templates take one, and what it writes
    around it is compared with how it opens the model's turn. A template that takes none may still
    cut one out of a message, and a tokenizer may have tokens for it.
    """
    turn = _opened_turn(tokenizer)
    written = (_around(tokenizer, message, turn) for message in _thinking())
    found = next(filter(None, written), None) or _cut_out(tokenizer, turn)
    if found is None:
        return None
    closed = _without_end(turn, found.close) != turn
    return replace(
        found, opened_by_prompt=turn.rstrip().endswith(found.open), closed_by_prompt=closed
    )


def _opened_turn(tokenizer: Tokenizer) -> str:
    """Return what a prompt has behind the user's text."""
    return (_render(tokenizer, open_turn=True) or "").rpartition(_QUESTION)[2]


def _thinking() -> Iterator[ChatMessage]:
    """Yield an answer with a thought, and a call with one, in the ways that templates know."""
    answer = {"role": "assistant", "content": _ANSWER}
    fields = dict.fromkeys((*FIELDS, "thought"), _THOUGHT)
    yield {**answer, **fields}
    yield {**answer, **fields, "content": "", "tool_calls": [_CALL]}
    text = {"type": "text", "text": _ANSWER}
    yield {**answer, "content": [{"type": "thinking", "thinking": _THOUGHT}, text]}
    blocks = [{"type": "thoughts", "text": _THOUGHT}, {"type": "response", "text": _ANSWER}]
    yield {**answer, "content": {"blocks": blocks}}


def _around(tokenizer: Tokenizer, message: ChatMessage, turn: str) -> ReasoningMarks | None:
    """Return the marks between which a template writes the thought of a message."""
    before, thought, behind = (_render(tokenizer, message) or "").partition(_THOUGHT)
    if not thought:
        return None
    between, header = behind.partition(_ANSWER)[0].strip(), turn.strip()
    if header and between.startswith(header):
        # The thought is a message of its own, behind which the turn is opened again.
        close, answer = header, between.removeprefix(header).strip()
    else:
        mark = _MARK.match(between)
        close = mark.group() if mark else ""
        answer = between.removeprefix(close).strip() if _ANSWER in behind else ""
    opener = _opener(before.rpartition(_QUESTION)[2], _without_end(turn, close))
    return ReasoningMarks(opener, close, answer=answer) if opener and close else None


def _opener(before: str, turn: str) -> str:
    """Return what opens a thought.

    Args:
        before: what the template writes between a question and a thought.
        turn: what a prompt has behind a question.
    """
    if before.startswith(turn) and before.strip() != turn.strip():
        return before.removeprefix(turn).strip()
    if turn.startswith(before) and turn.strip() != before.strip():
        return turn.removeprefix(before).strip()
    mark = _LAST_MARK.search(before.rstrip())
    return mark.group() if mark else ""


def _without_end(turn: str, close: str) -> str:
    """Leave out the close of an empty thought at the end of an opened turn."""
    end = turn.rstrip()
    closed = close and end.endswith(close) and end.strip() != close
    return end.removesuffix(close) if closed else turn


def _cut_out(tokenizer: Tokenizer, turn: str) -> ReasoningMarks | None:
    """Return the marks of a thought that a template cuts out, opens, or has tokens for."""
    paired = tuple(_paired(tokenizer))
    named = tuple(marks for marks in paired if _NAMED.search(marks.open))
    for marks in dict.fromkeys((*named, _THINK, *paired)):
        content = f"{marks.open}\n{_THOUGHT}\n{marks.close}\n\n{_ANSWER}"
        shown = _render(tokenizer, {"role": "assistant", "content": content})
        if shown is not None and _ANSWER in shown and _THOUGHT not in shown:
            return marks
    ends = turn.rstrip()
    opened = (marks for marks in (*named, _THINK) if ends.endswith((marks.open, marks.close)))
    return next(opened, None) or next(iter(named), None)


def _paired(tokenizer: Tokenizer) -> Iterator[ReasoningMarks]:
    """Yield the pairs among the control tokens."""
    controls = tokenizer.controls
    for text in controls:
        for opening, closing in _CLOSERS:
            close = re.sub(opening, closing, text, count=1)
            if close != text and close in controls:
                yield ReasoningMarks(text, close)
                break


def _render(tokenizer: Tokenizer, *more: ChatMessage, open_turn: bool = False) -> str | None:
    try:
        return tokenizer.render([_USER, *more], open_turn=open_turn)
    except TemplateRefusalError:
        return None
