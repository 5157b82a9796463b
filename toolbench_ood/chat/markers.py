"""How one tokenizer encodes a format's markers, and which control tokens they may use."""

from collections.abc import Iterator
from dataclasses import dataclass

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.probe import PROBE_CALLS, PROBE_QUESTION, probe_tools
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer
from toolbench_ood.chat.tool_template import ToolTemplate, takes_tools
from toolbench_ood.chat.ways import WAYS


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker of a format in the tokens of one model."""

    tokens: int
    """Number of tokens that it takes in prompts."""
    control: bool
    """Whether they include a control token of the model."""
    controls: tuple[str, ...]
    """Those control tokens."""
    substituted: tuple[str, ...]
    """Control tokens that it spells but that prompts write as ordinary text."""
    ends_turn: bool
    """Whether it spells a token that ends the model's turn, so that writing it cuts the message."""


def measure_marker(chat: Chat, text: str) -> Marker:
    """Measure how a marker is encoded in the prompts of a chat."""
    controls = chat.tokenizer.controls
    spelt = {control for control in controls if control in text}
    tokens = chat.words(text)
    written = {control for control in spelt if controls[control] in tokens}
    return Marker(
        tokens=len(tokens),
        control=bool(written),
        controls=tuple(sorted(written)),
        substituted=tuple(sorted(_outermost(spelt - written, written))),
        ends_turn=any(controls[control] in chat.end_tokens for control in spelt),
    )


def _outermost(texts: set[str], written: set[str]) -> set[str]:
    """Drop texts that are part of another one."""
    longer = texts | written
    return {one for one in texts if not any(one != other and one in other for other in longer)}


def tool_controls(tokenizer: Tokenizer) -> frozenset[str]:
    """Return the control tokens that a chat template writes for tools only.

    These are the tokens with which the model was trained to call tools. They do not include those
    that open and close turns.
    """
    if not takes_tools(tokenizer):
        return frozenset()
    with_tools = "\0".join(_with_tools(tokenizer))
    turns = "\0".join(_turns(tokenizer))
    return frozenset(
        control for control in tokenizer.controls if control in with_tools and control not in turns
    )


def _with_tools(template: ToolTemplate) -> Iterator[str]:
    """Yield the conversations with tools that the template accepts."""
    user = {"role": "user", "content": PROBE_QUESTION}
    tools = probe_tools()
    conversations: list[list[ChatMessage]] = [[user]]
    for calls in (PROBE_CALLS, PROBE_CALLS[:1]):
        for way in WAYS:
            asked = [user, way.calling(calls)]
            conversations += [asked, [*asked, *way.results(calls, ["mild"] * len(calls))]]
    for conversation in conversations:
        try:
            yield template.render_with_tools(conversation, tools, open_turn=True)
        except TemplateRefusalError:
            continue


def _turns(tokenizer: Tokenizer) -> Iterator[str]:
    """Yield the conversations without tools that the template accepts."""
    talk = [{"role": role, "content": "Yes."} for role in ("user", "assistant", "user")]
    for conversation in (talk, [{"role": "system", "content": "Be brief."}, *talk]):
        try:
            yield tokenizer.render(conversation, open_turn=True)
        except TemplateRefusalError:
            continue
