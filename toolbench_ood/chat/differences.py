"""Where prompts differ from what the chat template writes for the same messages.

Both are written for a few conversations and compared, so a difference of any kind is found.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Literal

from toolbench_ood.chat.behind_calls import end_of_calls
from toolbench_ood.chat.frames import Frames
from toolbench_ood.chat.learn_results import PROBED_VALUE
from toolbench_ood.chat.probe import PROBE_QUESTION, probe_tools
from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.chat.text_difference import describe
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer
from toolbench_ood.chat.tool_template import (
    ToolTemplate,
    end_texts,
    takes_tools,
    ways_that_call,
    written_calls,
)
from toolbench_ood.chat.ways import Way
from toolbench_ood.types.call import Call, ToolOutput

Role = Literal["system", "user", "assistant", "tool"]

_CALL = Call("qxname0xq", {"place": PROBED_VALUE})
_CONVERSATIONS: Mapping[str, Sequence[Role]] = {
    "with a second user message": ("user", "assistant", "user"),
    "with a result": ("user", "assistant", "tool"),
    "with a user message behind results": ("user", "assistant", "tool", "assistant", "user"),
}
"""By what is special of them, for a sentence."""


def find_differences(tokenizer: Tokenizer, frames: Frames) -> Iterator[str]:
    """Yield one sentence for each conversation that the template writes otherwise.

    Conversations that it refuses are left out: what is done instead is a note of the frames. Calls
    are what the template writes for them.
    """
    told: set[str] = set()
    for where, ours, theirs in _conversations(tokenizer, frames):
        said = describe(ours, theirs)
        if said and said not in told:
            told.add(said)
            yield f"In a conversation {where}, the chat template {said}."


def _conversations(tokenizer: Tokenizer, frames: Frames) -> Iterator[tuple[str, str, str]]:
    """Yield what is special of a conversation, its prompt, and what the template writes."""
    for where, roles in _CONVERSATIONS.items():
        if "tool" not in roles or _has_tool_turn(frames):
            with suppress(TemplateRefusalError):
                yield where, *_with_texts(tokenizer, frames, roles)
    if frames.results is not None and takes_tools(tokenizer):
        with suppress(TemplateRefusalError):
            way = ways_that_call(tokenizer, [_CALL])[0]
            yield from _with_calls(tokenizer, frames, frames.results, way)


def _with_texts(tokenizer: Tokenizer, frames: Frames, roles: Sequence[Role]) -> tuple[str, str]:
    messages = [(role, f"qx{role}{index}xq") for index, role in enumerate(roles)]
    if frames.supports_system_role:
        messages.insert(0, ("system", "qxsystemxq"))
    theirs = [{"role": role, "content": text} for role, text in messages]
    rendered = tokenizer.render(theirs, open_turn=True)
    return _appended(tokenizer, frames, messages), rendered


def _with_calls(
    template: ToolTemplate, frames: Frames, turn: ResultTurn, way: Way
) -> Iterator[tuple[str, str, str]]:
    tools = probe_tools([_CALL])
    asked: list[ChatMessage] = [
        {"role": "user", "content": PROBE_QUESTION},
        way.calling([_CALL]),
    ]
    opening = template.render_with_tools(asked[:1], tools, open_turn=True)
    output = ToolOutput("qxresultxq", _CALL.name, str(way.id(0, _CALL.name)))
    ours = opening + _message(template, asked, way) + turn.words(output, output.content)
    said = [*asked, *way.results([_CALL], [output.content])]
    yield "with a call", ours, template.render_with_tools(said, tools, open_turn=True)
    answer = _answer(template, "qxanswerxq")
    ours += f"{answer}{frames.user.before}qxuserxq{frames.user.after}"
    said += [
        {"role": "assistant", "content": "qxanswerxq"},
        {"role": "user", "content": "qxuserxq"},
    ]
    where = "with a user message behind calls"
    yield where, ours, template.render_with_tools(said, tools, open_turn=True)


def _message(template: ToolTemplate, asked: Sequence[ChatMessage], way: Way) -> str:
    """Return the message of calls as the template writes it, without the end of its turn."""
    rendered = template.render_with_tools(asked, probe_tools([_CALL]), open_turn=False)
    written = written_calls(template, [_CALL], way)
    end = end_of_calls(end_texts(template), rendered, [_CALL])
    if written is None or end is None:
        raise TemplateRefusalError("its calls do not stand where they are expected")
    start = rendered.rfind(written.texts[0])
    opening = template.render_with_tools(asked[:1], probe_tools([_CALL]), open_turn=True)
    if rendered.startswith(opening):
        start = len(opening) + len(rendered[len(opening) : start].rstrip())
    return rendered[start:end]


def _has_tool_turn(frames: Frames) -> bool:
    """Whether a result has a turn of its own that takes nothing but its text."""
    return frames.supports_tool_role and (frames.results is None or frames.results.only_content)


def _appended(tokenizer: Tokenizer, frames: Frames, messages: Sequence[tuple[Role, str]]) -> str:
    """Write a conversation from its frames, as prompts are."""
    text = ""
    if messages[0][0] == "system":
        text = frames.system + messages[0][1]
        messages = messages[1:]
    first = frames.system_user if text else frames.first_user
    text += first.before + messages[0][1] + first.after
    for role, content in messages[1:]:
        if role == "assistant":
            text += _answer(tokenizer, content)
        else:
            around = frames.tool if role == "tool" else frames.user
            text += around.before + content + around.after
    return text


def _answer(tokenizer: Tokenizer, content: str) -> str:
    """Return a message as the model would write it: with what the template puts before its text."""
    asked: list[ChatMessage] = [{"role": "user", "content": "qxaskedxq"}]
    answered = [*asked, {"role": "assistant", "content": content}]
    try:
        opening = tokenizer.render(asked, open_turn=True)
        whole = tokenizer.render(answered, open_turn=False)
    except TemplateRefusalError:
        return content
    before, _, _ = whole.partition(content)
    return before.removeprefix(opening) + content if before.startswith(opening) else content
