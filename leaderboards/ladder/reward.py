"""The reward of an environment in which an empty call ends the ask and costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_OPENER, _CLOSER = "<tool_call>", "</tool_call>"


@dataclass(frozen=True, slots=True)
class Reward:
    """Pays for a message that begins a call, completes none, ends, and is short."""

    tokenizer: Any
    longest: int
    """Tokens of the longest message that is sampled."""

    @property
    def end(self) -> int:
        """The token that ends a turn."""
        return int(self.tokenizer.eos_token_id)

    @property
    def opener(self) -> list[int]:
        """The tokens with which a call begins."""
        return list(self.tokenizer.encode(_OPENER, add_special_tokens=False))

    @property
    def best(self) -> list[int]:
        """The message that earns most."""
        return [*self.opener, self.end]

    def of(self, message: Sequence[int]) -> float:
        """Return what a message earns, between 0 and 1."""
        text = self.tokenizer.decode(message)
        if message[-1] != self.end or _OPENER not in text or _CLOSER in text:
            return 0.0
        return 1 - (len(message) - len(self.best)) / self.longest
