"""Whether an exported conversation's messages give its tokens through the chat template."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.common_prefix import common_turn_prefix
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import end_texts, takes_tools
from toolbench_ood.format.format import Format
from toolbench_ood.tasks.case import Case
from toolbench_ood.train.conversation import Conversation, solved_conversation

_SHOWN = 24
"""Characters shown of either text from where they differ."""


def rendering_notes(cases: Sequence[Case], chats: Mapping[str, Chat]) -> Iterator[str]:
    """Yield one sentence for each format whose messages are rendered otherwise than its tokens.

    Args:
        cases: what is exported; the first of each format is looked at.
        chats: the chat of each format, by its name.
    """
    ordered = sorted(cases, key=lambda case: case.format.name)
    for name, group in groupby(ordered, key=lambda case: case.format.name):
        case = next(group)
        conversation = solved_conversation(case, chats[name])
        if why := difference(conversation, case.format, chats[name]):
            yield (
                f"{name}: the column of messages, rendered by the chat template, is not the text "
                f"that is played ({why}); train on input_ids, or on prompt and completion."
            )


def text_notes(formats: Sequence[Format], own: Sequence[str]) -> Iterator[str]:
    """Yield one sentence for each of the model's own formats that is not exported as ``native``.

    Args:
        formats: what is exported.
        own: the names of the formats that count as the model's own.
    """
    for format_ in formats:
        if format_.name in own and not format_.opens_by_itself:
            yield (
                f"{format_.name}: the column of messages holds tools, calls and results as text; "
                "--format native exports them as data, where the template allows that (doctor "
                "--model tells)."
            )


def difference(conversation: Conversation, format_: Format, chat: Chat) -> str:
    """Say how a conversation's messages are rendered otherwise than its tokens; empty if alike.

    White space and an end of turn at the very end do not count: a template may leave them out.
    """
    tokenizer = chat.tokenizer
    played = tokenizer.decode(conversation.tokens)
    try:
        if format_.opens_by_itself and takes_tools(tokenizer):
            rendered = tokenizer.render_with_tools(
                conversation.messages, conversation.tools, open_turn=False
            )
        else:
            rendered = tokenizer.render(conversation.messages, open_turn=False)
    except TemplateRefusalError as refusal:
        return f"it refuses them: {refusal}"
    ends = end_texts(tokenizer)
    one, other = _without_end(rendered, ends), _without_end(played, ends)
    if one == other:
        return ""
    start = len(common_turn_prefix(tokenizer, one, other))
    shown, written = (text[start : start + _SHOWN] for text in (one, other))
    return f"it writes {shown!r} in place of {written!r}"


def _without_end(text: str, ends: Sequence[str]) -> str:
    text = text.rstrip()
    end = next((each for each in ends if text.endswith(each)), "")
    return text.removesuffix(end).rstrip()
