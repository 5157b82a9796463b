"""The interface of tokenizers for the prompt builder."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

ChatMessage: TypeAlias = Mapping[str, Any]
"""``{"role": …, "content": …}`` as Hugging Face chat templates take it."""


class TemplateRefusalError(Exception):
    """The chat template raised an exception of its own, or dropped text."""


class Tokenizer(Protocol):
    """Text to token ids and back, with the model's chat template."""

    @property
    def controls(self) -> Mapping[str, int]:
        """Id of every added token that data must never produce, by its text (none is blank)."""
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
        """Tokenise; the text of a control token becomes that token; nothing is added."""
        ...

    def decode(self, tokens: Sequence[int]) -> str:
        """Spell every token out, control tokens included, without tidying spaces."""
        ...

    def render(self, messages: Sequence[ChatMessage], *, open_turn: bool) -> str:
        """Render a conversation with the model's chat template.

        Args:
            messages: the conversation.
            open_turn: end with the opening of the assistant's turn.

        Raises:
            UserError: there is no chat template.
            TemplateRefusalError: the template refuses this conversation.
        """
        ...
