"""A tokenizer that needs no model: one token per byte, and the control tokens of ChatML."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from toolbench_ood.chat.tokenizer import ChatMessage

_BYTES = 256
_TURN_START, _TURN_END, _TEXT_END = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
_CONTROLS = MappingProxyType(
    {text: _BYTES + index for index, text in enumerate((_TURN_START, _TURN_END, _TEXT_END))}
)
_CONTROL_BYTES = {text.encode(): token for text, token in _CONTROLS.items()}
_SPELLING = {token: text for text, token in _CONTROLS.items()}
_SPLIT = re.compile(b"(" + b"|".join(map(re.escape, _CONTROL_BYTES)) + b")")


class ByteTokenizer:
    """UTF-8 bytes are tokens 0 to 255, followed by control tokens; every role has its own turns."""

    @property
    def controls(self) -> Mapping[str, int]:
        """``<|im_start|>``, ``<|im_end|>`` and ``<|endoftext|>``."""
        return _CONTROLS

    @property
    def special(self) -> frozenset[int]:
        """All of them."""
        return frozenset(_CONTROLS.values())

    @property
    def end_tokens(self) -> frozenset[int]:
        """``<|im_end|>`` and ``<|endoftext|>``."""
        return frozenset({_CONTROLS[_TURN_END], _CONTROLS[_TEXT_END]})

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """Hashes of the control tokens and of a rendered conversation."""
        template = self.render(({"role": "role", "content": "content"},), open_turn=True)
        return {"vocabulary": _digest(repr(dict(_CONTROLS))), "chat_template": _digest(template)}

    def encode(self, text: str) -> list[int]:
        """Tokenise; the text of a control token becomes that token.

        Raises:
            UnicodeEncodeError: the text contains a lone surrogate.
        """
        tokens: list[int] = []
        for part in _SPLIT.split(text.encode()):
            control = _CONTROL_BYTES.get(part)
            if control is None:
                tokens.extend(part)
            else:
                tokens.append(control)
        return tokens

    def decode(self, tokens: Sequence[int]) -> str:
        """Decode all tokens; invalid UTF-8 becomes U+FFFD, and unknown ids are dropped."""
        parts = []
        for is_byte, run in groupby(tokens, key=_BYTES.__gt__):
            if is_byte:
                parts.append(bytes(run).decode(errors="replace"))
            else:
                parts.extend(_SPELLING.get(token, "") for token in run)
        return "".join(parts)

    def render(self, messages: Sequence[ChatMessage], *, open_turn: bool) -> str:
        """Render a conversation in ChatML; every role is accepted."""
        turns = (
            f"{_TURN_START}{message['role']}\n{message['content']}{_TURN_END}\n"
            for message in messages
        )
        return "".join(turns) + (f"{_TURN_START}assistant\n" if open_turn else "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
