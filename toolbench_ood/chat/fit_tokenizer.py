"""Gives a chat template its input in the form that it takes.

Servers do the same: a template that walks over the parts of a content is given parts, and one that
walks over the tools without asking whether there are any is given an empty list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer
from toolbench_ood.chat.tool_template import ToolTemplate, takes_tools
from toolbench_ood.types.tool import ToolSpec

_WORD = "qxwordxq"


@dataclass(frozen=True)
class FittedTokenizer:
    """A tokenizer whose chat template is given messages in another form."""

    own: ToolTemplate
    parts: bool
    """Whether a content is given as a list of one text."""
    empty_tools: bool
    """Whether a conversation without tools is given an empty list of them."""
    empty_system: bool = False
    """Whether a conversation without a system text begins with an empty one."""

    @property
    def controls(self) -> Mapping[str, int]:
        """Those of the tokenizer."""
        return self.own.controls

    @property
    def special(self) -> frozenset[int]:
        """Those of the tokenizer."""
        return self.own.special

    @property
    def end_tokens(self) -> frozenset[int]:
        """Those of the tokenizer."""
        return self.own.end_tokens

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """That of the tokenizer."""
        return self.own.fingerprint

    def encode(self, text: str) -> list[int]:
        """Tokenise."""
        return self.own.encode(text)

    def decode(self, tokens: Sequence[int]) -> str:
        """Decode all tokens."""
        return self.own.decode(tokens)

    def render(self, messages: Sequence[ChatMessage], *, open_turn: bool) -> str:
        """Render a conversation; raises like the tokenizer's own method."""
        shaped = self._shaped(messages)
        if self.empty_tools:
            return self.own.render_with_tools(shaped, [], open_turn=open_turn)
        return self.own.render(shaped, open_turn=open_turn)

    def render_with_tools(
        self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec], *, open_turn: bool
    ) -> str:
        """Render a conversation with tools; raises like the tokenizer's own method."""
        return self.own.render_with_tools(self._shaped(messages), tools, open_turn=open_turn)

    def _shaped(self, messages: Sequence[ChatMessage]) -> Sequence[ChatMessage]:
        if self.empty_system and messages[0]["role"] != "system":
            messages = [{"role": "system", "content": ""}, *messages]
        return [_in_parts(message) for message in messages] if self.parts else messages


def fit_tokenizer(tokenizer: Tokenizer) -> tuple[Tokenizer, tuple[str, ...]]:
    """Return a tokenizer whose template takes a conversation of texts without tools, if it can.

    Returns:
        The tokenizer, the same one where nothing has to be changed or nothing helps; and what is
        changed, one sentence each.
    """
    if _takes(tokenizer) or not takes_tools(tokenizer):
        return tokenizer, ()
    for empty_system, empty_tools, parts in sorted(product((False, True), repeat=3), key=sum):
        fitted = FittedTokenizer(
            tokenizer, parts=parts, empty_tools=empty_tools, empty_system=empty_system
        )
        if _takes(fitted):
            return fitted, tuple(_changes(fitted))
    return tokenizer, ()


def _takes(tokenizer: Tokenizer) -> bool:
    """Whether a user's text alone is shown."""
    try:
        return _WORD in tokenizer.render([{"role": "user", "content": _WORD}], open_turn=True)
    except TemplateRefusalError:
        return False


def _changes(fitted: FittedTokenizer) -> Iterator[str]:
    if fitted.parts:
        yield "The chat template drops a content that is a text, so it is given a list of one part."
    if fitted.empty_system:
        yield (
            "The chat template refuses a conversation without a system text; one that has none "
            "begins with an empty one."
        )
    if fitted.empty_tools:
        yield (
            "The chat template walks over the tools though there are none, so it is given an empty "
            "list of them."
        )


def _in_parts(message: ChatMessage) -> ChatMessage:
    content = message.get("content")
    if not isinstance(content, str):
        return message
    return {**message, "content": [{"type": "text", "text": content}]}
