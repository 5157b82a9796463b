"""The tokenizer interface used by the prompt builder."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

ChatMessage: TypeAlias = Mapping[str, Any]
"""``{"role": …, "content": …}``, as Hugging Face chat templates expect it."""


class TemplateRefusalError(Exception):
    """The chat template raised an exception, or dropped text."""


class Tokenizer(Protocol):
    """Converts between text and token ids, and renders the model's chat template."""

    @property
    def controls(self) -> Mapping[str, int]:
        """Ids of all added tokens that data must never produce, by text (never blank)."""
        ...

    @property
    def special(self) -> frozenset[int]:
        """Ids of those controls that never stand for words; others may, such as an HTML tag."""
        ...

    @property
    def end_tokens(self) -> frozenset[int]:
        """Ids that end the model's turn."""
        ...

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """Hashes of vocabulary and chat template, for ``run.json``."""
        ...

    def encode(self, text: str) -> list[int]:
        """Tokenise; the text of a control token becomes that token. Nothing is added."""
        ...

    def decode(self, tokens: Sequence[int]) -> str:
        """Decode all tokens, including control tokens, without cleaning up spaces."""
        ...

    def render(self, messages: Sequence[ChatMessage], *, open_turn: bool) -> str:
        """Render a conversation with the model's chat template.

        Args:
            messages: the conversation.
            open_turn: end with the opening of the assistant's turn.

        Raises:
            UserError: there is no chat template.
            TemplateRefusalError: the template rejects this conversation.
        """
        ...
