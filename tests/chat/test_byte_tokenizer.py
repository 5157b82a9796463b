"""The byte tokenizer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer

TOKENIZER = ByteTokenizer()


@given(st.lists(st.one_of(st.text(), st.sampled_from(sorted(TOKENIZER.controls)))).map("".join))
def test_decoding_gives_the_text_back(text: str) -> None:
    """Whatever is encoded is spelt out unchanged."""
    assert TOKENIZER.decode(TOKENIZER.encode(text)) == text


def test_ids_below_256_are_utf8_bytes() -> None:
    """Ordinary text is its bytes; a control token's text is one id."""
    assert TOKENIZER.encode("é<|im_end|>\n") == [0xC3, 0xA9, TOKENIZER.controls["<|im_end|>"], 10]


def test_bytes_that_are_no_utf8_are_replaced() -> None:
    """A cut character decodes to U+FFFD instead of raising; an unknown id to nothing."""
    assert TOKENIZER.decode([0xC3, 256, 65, 9999]) == "\ufffd<|im_start|>A"


def test_a_lone_surrogate_is_no_text() -> None:
    """What can't be written in UTF-8 raises rather than being changed."""
    with pytest.raises(UnicodeEncodeError):
        TOKENIZER.encode("\ud800")


def test_fingerprint_and_ends() -> None:
    """The fingerprint has a hash for vocabulary and template; both ChatML ends end a turn."""
    assert set(TOKENIZER.fingerprint) == {"vocabulary", "chat_template"}
    ends = {TOKENIZER.decode([token]) for token in TOKENIZER.end_tokens}
    assert ends == {"<|im_end|>", "<|endoftext|>"}
