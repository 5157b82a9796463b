"""Finds out how the results of a format stand in the turn that a chat template writes for them.

A chat template writes words around results, and so does a format. Where they are the same words,
only the template writes them.
"""

import re
from dataclasses import replace

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.format.format import Format
from toolbench_ood.format.own_results import own_results
from toolbench_ood.format.placement import Placement
from toolbench_ood.format.written_ids import with_written_ids
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.piece import plain

_NAME, _TEXT = "qxnamexq", "qxresultxq"
_SPACE = re.compile(r"\s+")


def place(format_: Format, chat: Chat, *, own: bool, anew: bool = False) -> Format:
    """Return a format as it is played in a chat whose template may write its words too.

    Args:
        format_: a format of the library.
        chat: the model's.
        own: whether the chat template writes its calls in this format.
        anew: whether the template renders every prompt anew, with words of its own.
    """
    turn = _turn(format_, chat) if own else chat.frames.results
    if turn is None:
        return format_
    by_user = format_.spec.results.role == "user" and chat.supports_tool_role and not own
    if not by_user and _twice(format_, turn):
        return replace(format_, placement=Placement("nobody" if anew else "template", turn))
    shown_as_is = turn.only_content or not chat.supports_tool_role
    if anew or shown_as_is or format_.spec.results.role == "user":
        return format_
    return replace(format_, placement=Placement("format", turn))


def _turn(format_: Format, chat: Chat) -> ResultTurn | None:
    """Return how the template writes results behind calls of its own format, if it can be told."""
    try:
        return own_results(chat, format_.readers)
    except TemplateRefusalError:
        return chat.frames.results


def _twice(format_: Format, turn: ResultTurn) -> bool:
    """Whether the words of a format around a result stand in the template's turn as well."""
    output = _output(format_)
    before, after = _parted(turn.words(output, _TEXT))
    first, last = _parted(format_.results([ToolOutput(_TEXT, _NAME, format_.first_id)]))
    markers = (_SPACE.sub("", marker) for marker in format_.spec.results.markers)
    if any(marker in before or marker in after for marker in markers):
        return True
    return bool(first or last) and before.endswith(first) and after.startswith(last)


def _parted(text: str) -> tuple[str, str]:
    """Return what stands before and behind the result, without white space."""
    before, _, after = _SPACE.sub("", text).partition(_TEXT)
    return before, after


def _output(format_: Format) -> ToolOutput:
    """Return a result with the id that a model would have written for its call."""
    if not format_.spec.indexed:
        return ToolOutput(_TEXT, _NAME)
    call = Call(_NAME, id=format_.first_id)
    (written,) = with_written_ids(plain(format_.draft([call])), [call], format_.spec.call)
    return ToolOutput(_TEXT, _NAME, written.id)
