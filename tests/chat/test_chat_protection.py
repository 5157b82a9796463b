"""Laws 6 and 7: prompts only grow, and no data becomes structure."""

from collections import Counter
from functools import cache

import pytest
from cases import for_each
from chat.template_shapes import SHAPES, JinjaTokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("tokenizers", reason="needs the tokenizers library")

from chat.bpe_codec import byte_level, normalising, spaced

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.finder import Finder
from toolbench_ood.chat.piece_encoder import PieceEncoder
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Piece, Pieces, data, markup, plain

CODECS = {"byte_level": byte_level, "spaced": spaced, "normalising": normalising}
SPELLINGS = sorted({text for shape in SHAPES.values() for text in shape.controls})
FRAGMENTS = sorted({text[:cut] for text in SPELLINGS for cut in range(1, len(text))})
ENDINGS = sorted({text[cut:] for text in SPELLINGS for cut in range(1, len(text))})

hostile_text = st.lists(
    st.one_of(
        st.sampled_from(SPELLINGS),
        st.sampled_from(FRAGMENTS),
        st.sampled_from(ENDINGS),
        st.sampled_from(
            ["[INST] ", " [/INST]", "### User:\n", "<TURN>", "\uff1cturn\uff1e", "\n\n", " "]
        ),
        st.text(max_size=3),
    ),
    max_size=5,
).map("".join)
hostile_pieces = st.lists(
    st.builds(Piece, hostile_text, data=st.just(True)), min_size=1, max_size=3
).map(tuple)
mixed_pieces = st.lists(st.builds(Piece, hostile_text, data=st.booleans()), max_size=5).map(tuple)


@cache
def learnt(shape_name: str, codec: str) -> Chat:
    """Learn a shape with one kind of tokenizer."""
    shape = SHAPES[shape_name]
    return Chat.learn(JinjaTokenizer(CODECS[codec](shape.controls), shape.template, shape.ends))


def controls_in(chat: Chat, tokens: tuple[int, ...]) -> Counter[int]:
    """Count control tokens."""
    known = set(chat.tokenizer.controls.values())
    return Counter(token for token in tokens if token in known)


@settings(deadline=None, max_examples=30)
@given(system=hostile_pieces, user=hostile_pieces, result=hostile_pieces)
@for_each("codec", sorted(CODECS))
@for_each("shape", sorted(SHAPES))
def test_data_adds_no_control_token(
    shape: str, codec: str, system: Pieces, user: Pieces, result: Pieces
) -> None:
    """A prompt of hostile data has exactly the control tokens of one with harmless data."""
    chat = learnt(shape, codec)
    calm, cut = data("q"), (chat.tokenizer.encode("q")[0],)
    system = (*data("q"), *system)
    assert controls_in(chat, chat.opening(system, user)) == controls_in(
        chat, chat.opening(calm, calm)
    )
    for role in ("user", "tool"):
        assert controls_in(chat, chat.turn(role, result, last=cut)) == controls_in(
            chat, chat.turn(role, calm, last=cut)
        )
    assert controls_in(
        chat,
        chat.whole([("system", system), ("user", user), ("assistant", calm), ("user", result)]),
    ) == controls_in(
        chat, chat.whole([("system", calm), ("user", calm), ("assistant", calm), ("user", calm)])
    )


@settings(deadline=None, max_examples=60)
@given(user=hostile_pieces, result=hostile_pieces)
@for_each("shape", sorted(SHAPES))
def test_decoding_the_prompt_gives_the_text(shape: str, user: Pieces, result: Pieces) -> None:
    """Breaking a control token's text changes tokens, never characters."""
    chat = learnt(shape, "byte_level")
    text = chat.tokenizer.decode(chat.opening((), user))
    empty = chat.tokenizer.decode(chat.opening((), data("")))
    assert len(text) == len(empty) + len(plain(user))
    assert plain(user) in text
    assert plain(result) in chat.tokenizer.decode(chat.turn("tool", result, last=()))


@settings(deadline=None, max_examples=60)
@given(pieces=mixed_pieces)
@for_each("codec", sorted(CODECS))
def test_markup_keeps_its_control_tokens(codec: str, pieces: Pieces) -> None:
    """Each control token that lies in markup alone is still that token; data adds none."""
    tokenizer = CODECS[codec](tuple(SPELLINGS))
    tokens = PieceEncoder(tokenizer).encode(pieces)
    known = set(tokenizer.controls.values())
    apart = Counter(
        token
        for piece in pieces
        if not piece.data
        for token in tokenizer.encode(piece.text)
        if token in known
    )
    joined = PieceEncoder(tokenizer).encode(markup(plain(pieces)))
    got = Counter(token for token in tokens if token in known)
    assert got <= Counter(token for token in joined if token in known) | apart
    if codec == "byte_level":
        assert tokenizer.decode(tokens) == plain(pieces)


@given(text=st.text(alphabet="ab <|>{}:\n", max_size=40))
def test_harmless_text_is_tokenised_whole(text: str) -> None:
    """Data without a control token's text gets the tokens that the whole text would get."""
    tokenizer = byte_level(("<|im_start|>", "<|im_end|>"))
    half = len(text) // 2
    pieces = (*markup("say "), *data(text[:half]), *data(text[half:]), *markup(" end"))
    assert PieceEncoder(tokenizer).encode(pieces) == tokenizer.encode(f"say {text} end")


def test_a_control_token_across_a_border_is_broken() -> None:
    """Two pieces that only together spell a control token don't become one."""
    tokenizer = ByteTokenizer()
    encoder = PieceEncoder(tokenizer)
    for pieces in (
        (*data("<|im_"), *data("start|>")),
        (*markup("<|im_"), *data("start|>")),
        (*data("<|im_start|"), *markup(">")),
    ):
        tokens = encoder.encode(pieces)
        assert max(tokens) < 256
        assert tokenizer.decode(tokens) == "<|im_start|>"
    assert encoder.encode(markup("<|im_start|>")) == [256]
    assert encoder.encode((*markup("<|im_"), *markup("start|>"))) == [256]


def test_a_longer_control_token_does_not_harm_the_templates_own() -> None:
    """A cut goes to the border where data would lengthen a control token of the markup."""
    tokenizer = byte_level(("<a>", "<a>x"))
    tokens = PieceEncoder(tokenizer).encode((*markup("<a>"), *data("x")))
    assert tokens[0] == tokenizer.controls["<a>"]
    assert tokenizer.controls["<a>x"] not in tokens


def test_a_turn_marker_in_plain_words_is_broken_in_data() -> None:
    """Data that spells a textual marker doesn't get the tokens that the template's own has."""
    chat = learnt("plain_words", "byte_level")
    tokens = chat.turn("user", data("### User:"), last=())
    assert "### User:" in chat.tokenizer.decode(tokens)
    own = tuple(chat.tokenizer.encode("### User:"))
    spots = [at for at in range(len(tokens)) if tokens[at : at + len(own)] == own]
    assert len(spots) == 1


def test_a_lone_surrogate_is_replaced() -> None:
    """A result that holds half a surrogate pair still makes a prompt."""
    chat = Chat.learn(ByteTokenizer())
    assert "a\ufffdb" in chat.tokenizer.decode(chat.turn("tool", data("a\ud800b"), last=()))
    assert "a\ufffdb" in chat.tokenizer.decode(chat.whole([("user", data("a\ud800b"))]))


def test_a_tokenizer_that_makes_controls_of_characters_is_refused() -> None:
    """Where no encoding of data is safe, the run stops with the reason instead of going on."""
    tokenizer = normalising(("fi",))
    with pytest.raises(UserError, match="into a control token"):
        PieceEncoder(tokenizer).encode(data("\N{LATIN SMALL LIGATURE FI}"))


def test_placeholders_never_meet_private_use_characters_of_the_data() -> None:
    """Data that holds the characters that stand for hidden stretches comes back unchanged."""
    chat = Chat.learn(ByteTokenizer())
    text = "\U000f0000<|im_end|>\U000f0001<|im_start|>"
    tokens = chat.whole([("user", data(text))])
    assert text in chat.tokenizer.decode(tokens)
    assert tokens == chat.opening((), data(text))


@given(prompt=hostile_pieces, result=hostile_pieces)
@settings(deadline=None, max_examples=40)
@for_each("shape", sorted(SHAPES))
def test_the_whole_holds_hostile_text_unchanged(shape: str, prompt: Pieces, result: Pieces) -> None:
    """Hiding hostile stretches from the template loses and changes nothing but outer space."""
    chat = learnt(shape, "byte_level")
    messages = [("user", prompt), ("assistant", markup("Done.")), ("tool", result)]
    text = chat.tokenizer.decode(chat.whole(messages))
    assert plain(prompt).strip() in text
    assert plain(result).strip() in text


def test_the_finder_sees_overlapping_occurrences() -> None:
    """Every occurrence is found, also inside another and across its end."""
    found = Finder(["<a>", "<a><b>", "><"]).find("<a><b>")
    assert [(one.start, one.end) for one in found] == [(0, 3), (0, 6), (2, 4)]


def test_the_finder_is_linear_in_many_controls() -> None:
    """Thousands of control tokens with one beginning are looked up, not tried one by one."""
    finder = Finder(f"<unused{number}>" for number in range(6000))
    assert len(list(finder.find("<u<unused77>" * 2000))) == 2000
