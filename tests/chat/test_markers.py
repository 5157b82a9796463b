"""Markers of formats in a model's tokens, and control tokens that are no format's to write."""

import pytest
from cases import for_each

pytest.importorskip("transformers", reason="needs transformers")

from chat.tool_shapes import TOOL_SHAPES, made_tokenizer, tool_tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_formats import LIBRARY

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.finder import Finder
from toolbench_ood.chat.markers import measure_marker, tool_controls
from toolbench_ood.chat.probe import PROBE_CALLS, probe_tools
from toolbench_ood.chat.spell_out import spelt_out
from toolbench_ood.run.markers import collisions, foreign_controls, measure_format
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.piece import data, markup, plain

QWEN = TOOL_SHAPES["qwen"]
FOREIGN = ("[TOOL_CALLS]", "<|python_start|>", "<|im_start|>")
"""Control tokens that the qwen shape has and does not call tools with."""


def qwen(*more: str) -> Chat:
    """Return the chat of a model that speaks hermes and has more control tokens than it needs."""
    own = made_tokenizer(QWEN.template, (*QWEN.controls, *more), QWEN.end)
    learnt = Chat.learn(own)
    return learnt.spelling_out(foreign_controls(learnt, [LIBRARY.load("hermes")]))


@for_each("family", sorted(TOOL_SHAPES))
def test_no_control_token_of_turns_is_one_for_tools(family: str) -> None:
    """What opens and closes turns without tools is never a format's to write."""
    talk = [{"role": role, "content": "Yes."} for role in ("user", "assistant", "user")]
    turns = tool_tokenizer(family).render(talk, open_turn=True)
    found = tool_controls(tool_tokenizer(family))
    assert not [control for control in found if control in turns]


@for_each("family", ["qwen", "mistral", "deepseek", "glm", "minimax"])
def test_markers_of_the_models_own_format_are_its_control_tokens(family: str) -> None:
    """Where the model has a token for a marker of its own format, prompts hold that token."""
    learnt = Chat.learn(tool_tokenizer(family))
    own = LIBRARY.load(TOOL_SHAPES[family].format)
    chat = learnt.spelling_out(foreign_controls(learnt, [own]))
    for text in own.spec.markers():
        marker = measure_marker(chat, text)
        known = text in chat.tokenizer.controls
        assert marker.control is known, text
        assert marker.substituted == ()
        assert marker.tokens == 1 or not known


def test_a_control_token_of_another_family_is_written_as_text() -> None:
    """Its characters stand in the prompt, its token doesn't, and the check says so."""
    chat = qwen("[TOOL_CALLS]")
    marker = measure_marker(chat, "[TOOL_CALLS]")
    assert (marker.control, marker.substituted) == (False, ("[TOOL_CALLS]",))
    assert marker.tokens > 1
    format_ = LIBRARY.load("mistral")
    prompt = chat.opening(markup(format_.write([Call("f")])), data("Go."))
    assert chat.tokenizer.controls["[TOOL_CALLS]"] not in prompt
    assert "[TOOL_CALLS]f[ARGS]{}" in chat.tokenizer.decode(prompt)
    measured = {"mistral": measure_format(chat, format_)}
    (sentence,) = collisions(measured)
    assert sentence.startswith("mistral: '[TOOL_CALLS]' would be control tokens")


def test_a_marker_that_ends_the_turn_is_told() -> None:
    """A format whose marker is the model's end token can't be written to its end."""
    chat = qwen()
    assert measure_marker(chat, "a<|im_end|>").ends_turn
    assert not measure_marker(chat, "<tool_call>").ends_turn


@for_each("name", LIBRARY.names())
def test_every_marker_of_every_format_is_measured(name: str) -> None:
    """No marker is left out, none takes no token, and no format needs a substitute for bytes."""
    chat = Chat.learn(ByteTokenizer())
    format_ = LIBRARY.load(name)
    measured = measure_format(chat, format_)
    assert {text.strip() for text in format_.spec.markers()} <= set(measured.markers)
    assert all(marker.tokens == len(text.encode()) for text, marker in measured.markers.items())
    assert measured.call_tokens == len(format_.write([Call("tool")]).encode()) - len("tool")
    assert not any(marker.substituted for marker in measured.markers.values())


@for_each("name", LIBRARY.names())
def test_a_call_written_with_control_tokens_still_reads(name: str) -> None:
    """The reader sees every control token that the model wrote, spelt as text."""
    format_ = LIBRARY.load(name)
    markers = tuple(text for text in format_.spec.markers() if len(text) > 1)
    chat = Chat.learn(made_tokenizer(QWEN.template, (*QWEN.controls[:2], *markers), QWEN.end))
    call = PROBE_CALLS[0]
    written = chat.tokenizer.encode(format_.write([call], probe_tools()))
    assert not markers or set(written) & set(chat.tokenizer.controls.values())
    end = min(chat.end_tokens)
    reading = format_.read(chat.text((*written, end)), probe_tools())
    assert same_calls(reading.calls, [call])


def test_a_closing_marker_that_ends_the_turn_is_read() -> None:
    """Where one token closes both the call and the turn, it stays in the text."""
    shape = TOOL_SHAPES["qwen"]
    chat = Chat.learn(made_tokenizer(shape.template, shape.controls, "</tool_call>"))
    format_ = LIBRARY.load("hermes")
    tokens = chat.tokenizer.encode(format_.write([Call("f")]))
    assert tokens[-1] in chat.end_tokens
    assert format_.read(chat.text(tokens, keep=format_.spec.markers()), []).well_formed
    closing = (*chat.tokenizer.encode("Done."), chat.tokenizer.controls["<|im_end|>"])
    assert chat.text(closing, keep=format_.spec.markers()) == "Done."


@settings(deadline=None, max_examples=60)
@given(
    pieces=st.lists(
        st.tuples(st.sampled_from(["a", *FOREIGN, "[TOOL_", "CALLS]", "<|im_"]), st.booleans()),
        max_size=6,
    )
)
def test_words_of_a_format_make_no_foreign_control_token(pieces: list[tuple[str, bool]]) -> None:
    """Law 7 for formats: their words neither open a turn nor write a token of another family."""
    chat = qwen(*FOREIGN[:2])
    content = tuple(
        piece for text, is_data in pieces for piece in (data(text) if is_data else markup(text))
    )
    calm = chat.turn("tool", data("a"), last=())
    tokens = chat.turn("tool", content, last=())
    controls = set(chat.tokenizer.controls.values())
    assert [one for one in tokens if one in controls] == [one for one in calm if one in controls]
    assert plain(content) in chat.tokenizer.decode(tokens)
    talk = [("user", data("a")), ("assistant", markup("<tool_call>"))]
    whole, calm = (chat.whole([*talk, ("user", last)]) for last in (content, data("a")))
    assert [one for one in whole if one in controls] == [one for one in calm if one in controls]


def test_spelling_out_keeps_what_is_data() -> None:
    """Data stays data, words stay words, and only the foreign text changes its kind."""
    content = (*markup("x[T]"), *data("d"), *markup("y"))
    spelt = spelt_out(content, Finder(["[T]"]))
    assert [(piece.text, piece.data) for piece in spelt] == [
        ("x", False),
        ("[T]", True),
        ("d", True),
        ("y", False),
    ]
    assert spelt_out(content, Finder(["[U]"])) is content
