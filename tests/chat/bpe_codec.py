"""Small tokenizers of the real ``tokenizers`` library, trained here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tokenizers import AddedToken, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer

_CORPUS = (
    "The weather in Paris is mild; the meeting moved to Monday at ten.",
    '{"name": "get_weather", "arguments": {"city": "Paris", "days": 3}}',
    "im_start im_end start end user assistant system tool think turn head eot INST",
    "<|im_start|> <turn> [INST] </s> <tool_call> def call(a=1, b='x') -> None:",
) * 3


@dataclass(frozen=True)
class BpeCodec:
    """Encoding and decoding of a ``tokenizers`` tokenizer; it has no chat template."""

    backend: Tokenizer
    controls: Mapping[str, int]

    end_tokens: frozenset[int] = frozenset()

    @property
    def special(self) -> frozenset[int]:
        """Ids of the special ones among its controls."""
        added = self.backend.get_added_tokens_decoder()
        return frozenset(token for token in self.controls.values() if added[token].special)

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """Nothing decides on it here."""
        return {}

    def encode(self, text: str) -> list[int]:
        """Tokenise without adding anything."""
        return list(self.backend.encode(text, add_special_tokens=False).ids)

    def decode(self, tokens: Sequence[int]) -> str:
        """Spell out, control tokens included."""
        return str(self.backend.decode(list(tokens), skip_special_tokens=False))

    def render(self, messages: object, *, open_turn: bool) -> str:
        """Fail: a codec renders nothing."""
        raise NotImplementedError((messages, open_turn))


@cache
def byte_level(controls: tuple[str, ...]) -> BpeCodec:
    """Return a byte-level BPE tokenizer; even controls are special, odd ones only added."""
    backend = Tokenizer(BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    return _trained(backend, controls, pre_tokenizers.ByteLevel.alphabet())


@cache
def spaced(controls: tuple[str, ...]) -> BpeCodec:
    """Return a tokenizer that puts a space in front of a text, as SentencePiece models do."""
    backend = Tokenizer(BPE(byte_fallback=True, unk_token=None))
    backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    backend.decoder = decoders.Sequence(
        [
            decoders.Replace("▁", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    return _trained(backend, controls, [f"<0x{byte:02X}>" for byte in range(256)])


@cache
def normalising(controls: tuple[str, ...]) -> BpeCodec:
    """Return a tokenizer whose controls also match after NFKC and lower-casing."""
    backend = Tokenizer(BPE())
    backend.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    codec = _trained(backend, (), pre_tokenizers.ByteLevel.alphabet())
    backend.add_tokens([AddedToken(text, normalized=True) for text in controls])
    return BpeCodec(codec.backend, {text: backend.token_to_id(text) for text in controls})


def _trained(backend: Tokenizer, controls: tuple[str, ...], alphabet: list[str]) -> BpeCodec:
    fallback = alphabet if alphabet[0].startswith("<0x") else []
    trainer = BpeTrainer(
        vocab_size=700,
        initial_alphabet=[] if fallback else alphabet,
        special_tokens=fallback,
        show_progress=False,
    )
    backend.train_from_iterator(_CORPUS, trainer)
    for index, text in enumerate(controls):
        added = AddedToken(text, normalized=False, special=index % 2 == 0)
        (backend.add_special_tokens if added.special else backend.add_tokens)([added])
    return BpeCodec(backend, {text: backend.token_to_id(text) for text in controls})
