"""Frames: what the prompt builder learns of templates, and what it appends."""

import pytest
from cases import for_each
from chat.template_shapes import SHAPES, JinjaTokenizer, byte_shaped

pytest.importorskip("tokenizers", reason="needs the tokenizers library")

from chat.bpe_codec import byte_level, spaced

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import data, markup

SYSTEM, USER, RESULT = markup("You have tools."), data("Book it."), data("[1, 2]")
NAMES = sorted(SHAPES)


def learnt(name: str) -> Chat:
    """Learn a shape with a byte-level BPE tokenizer that has its control tokens."""
    shape = SHAPES[name]
    return Chat.learn(JinjaTokenizer(byte_level(shape.controls), shape.template, shape.ends))


def ids(chat: Chat, text: str) -> tuple[int, ...]:
    """Encode a template's own text."""
    return tuple(chat.tokenizer.encode(text))


@for_each("name", sorted(set(NAMES) - {"instruction"}))
def test_the_opening_is_what_the_template_renders(name: str) -> None:
    """For contents that no template alters, text and tokens are those of the template itself."""
    chat = learnt(name)
    assert chat.opening(SYSTEM, USER) == chat.whole([("system", SYSTEM), ("user", USER)])
    assert chat.opening((), USER) == chat.whole([("user", USER)])


def test_a_system_text_without_role_stands_before_the_first_user_message() -> None:
    """A template that refuses the system role gets both texts in one user turn, and a note."""
    chat = learnt("two_roles")
    assert chat.tokenizer.decode(chat.opening(SYSTEM, USER)) == (
        "<bos><turn>user\nYou have tools.\n\nBook it.</turn>\n<turn>model\n"
    )
    assert "no system role (Only user and assistant roles)" in chat.notes[0]


def test_a_system_text_that_the_template_moves_stays() -> None:
    """A template that writes the system text into the last turn doesn't do so in later turns."""
    chat = learnt("instruction")
    assert chat.tokenizer.decode(chat.opening(SYSTEM, USER)) == (
        "<s>[INST] You have tools.\n\nBook it. [/INST]"
    )
    done = ids(chat, "Done.</s>")
    assert chat.tokenizer.decode(chat.turn("user", USER, last=done)) == "[INST] Book it. [/INST]"
    assert any("moves or drops the system text" in note for note in chat.notes)


@for_each("name", ["two_roles", "instruction", "alternating", "drops_tool"])
def test_tool_results_without_role_stand_in_a_user_turn(name: str) -> None:
    """Where the tool role is refused or dropped, a tool turn is a user turn, and a note says so."""
    chat = learnt(name)
    assert not chat.supports_tool_role
    assert chat.turn("tool", RESULT, last=()) == chat.turn("user", RESULT, last=())
    assert any("no tool role" in note for note in chat.notes)


def test_a_tool_role_that_is_a_wrapped_user_turn_is_not_used() -> None:
    """A template's own words around results would stand beside the format's own."""
    chat = learnt("wraps_tool")
    assert not chat.supports_tool_role
    assert "<response>" not in chat.tokenizer.decode(chat.turn("tool", RESULT, last=()))
    assert any("'<response>' in front" in note for note in chat.notes)


def test_a_tool_role_is_used_where_there_is_one() -> None:
    """The tool turn is the template's own."""
    chat = learnt("headers")
    assert chat.supports_tool_role
    assert chat.tokenizer.decode(chat.turn("tool", RESULT, last=())) == (
        "<|eot|><|head|>ipython<|/head|>\n\n[1, 2]<|eot|><|head|>assistant<|/head|>\n\n"
    )


@for_each("name", NAMES)
def test_a_finished_completion_is_not_closed_twice(name: str) -> None:
    """Prompt, completion and turn spell what the template renders, whether or not it was cut."""
    chat = learnt(name)
    prompt = chat.tokenizer.decode(chat.opening((), USER))
    whole = chat.tokenizer.decode(
        chat.whole([("user", USER), ("assistant", markup("Done.")), ("user", RESULT)])
    )
    opened = prompt.removesuffix("<think>\n\n</think>\n\n")
    for end in ("", *SHAPES[name].ends[:1]):
        said = ids(chat, f"Done.{end}")
        appended = chat.tokenizer.decode(said + chat.turn("user", RESULT, last=said))
        if name == "plain_words" and end:
            appended = appended.replace(end, "")
        assert opened + appended == whole


def test_a_completion_that_ended_its_own_way_is_not_closed_again() -> None:
    """Any end token ends a turn: the template's closing token isn't written after another one."""
    chat = Chat.learn(ByteTokenizer())
    said = ids(chat, "Done.<|endoftext|>")
    appended = chat.tokenizer.decode(chat.turn("user", RESULT, last=said))
    assert appended == "\n<|im_start|>user\n[1, 2]<|im_end|>\n<|im_start|>assistant\n"


def test_a_next_role_token_that_the_model_wrote_is_not_repeated() -> None:
    """Where the next role's token ends a turn, it is written once; another one is kept."""
    chat = learnt("next_role_closes")
    called, answered = ids(chat, "f()<|observation|>"), ids(chat, "Yes.<|user|>")
    assert chat.tokenizer.decode(chat.turn("tool", RESULT, last=called)) == (
        "\n[1, 2]<|assistant|>\n"
    )
    assert chat.tokenizer.decode(chat.turn("tool", RESULT, last=answered)) == (
        "<|observation|>\n[1, 2]<|assistant|>\n"
    )


def test_the_closing_token_ends_a_turn_though_nothing_declares_it() -> None:
    """A checkpoint whose generation config lacks the template's closing token still stops."""
    shape = SHAPES["chatml"]
    chat = Chat.learn(JinjaTokenizer(byte_level(shape.controls), shape.template, ()))
    assert chat.end_tokens == {chat.tokenizer.controls["<|im_end|>"]}


def test_the_text_of_a_completion_lacks_one_end_token_only() -> None:
    """Every other control token stays visible."""
    chat = Chat.learn(ByteTokenizer())
    said = ids(chat, "a<|im_start|>b<|im_end|><|im_end|>")
    assert chat.text(said) == "a<|im_start|>b<|im_end|>"
    assert chat.text(said[:-2]) == "a<|im_start|>b"
    assert chat.text(()) == ""


@for_each("name", ["headers", "two_roles"])
def test_a_template_that_trims_is_noted(name: str) -> None:
    """Contents stand unaltered in frames, and a note says that the template would alter them."""
    chat = learnt(name)
    assert any("rewrites user text" in note for note in chat.notes)
    assert " Book \n" in chat.tokenizer.decode(chat.opening(SYSTEM, data(" Book \n")))


def test_plain_chatml_needs_no_note() -> None:
    """A template that does everything leaves nothing to say."""
    assert learnt("chatml").notes == ()
    assert Chat.learn(ByteTokenizer()).notes == ()


def test_turn_markers_in_plain_words_are_noted() -> None:
    """Where ordinary text opens turns, the header says which."""
    assert any("'### User:'" in note for note in learnt("plain_words").notes)


def test_the_template_strips_thinking_only_when_it_renders_anew() -> None:
    """History mode ``template`` shows what the template does to an assistant's text."""
    chat = learnt("strips_thinking")
    messages = [("user", USER), ("assistant", markup("<think>hm</think>\n\nYes.")), ("user", USER)]
    assert "hm" not in chat.tokenizer.decode(chat.whole(messages))


@for_each("name", ["chatml", "headers"])
def test_a_space_that_the_tokenizer_adds_stays_out_of_later_turns(name: str) -> None:
    """A tokenizer that marks the beginning of a text doesn't do so in the middle of a prompt."""
    shape = SHAPES[name]
    chat = Chat.learn(JinjaTokenizer(spaced(shape.controls), shape.template, shape.ends))
    prompt = chat.opening(SYSTEM, data("a <|im_end|> b"))
    cut = chat.tokenizer.encode("Done")
    together = (*prompt, *cut, *chat.turn("user", RESULT, last=cut))
    expected = chat.tokenizer.decode((*prompt, *cut)) + chat.tokenizer.decode(
        chat.turn("user", RESULT, last=cut)
    )
    assert chat.tokenizer.decode(together) == expected
    assert "a <|im_end|> b" in expected


@for_each(
    ("template", "why"),
    [
        ("{{ raise_exception('nothing suits me') }}", "nothing suits me"),
        ("{{ messages[0].content }}{{ messages[0].content }}", "a text is written twice"),
        ("Hello", "the user text is dropped"),
    ],
)
def test_a_template_that_takes_no_conversation_is_refused(template: str, why: str) -> None:
    """The sentence says what the template said and names the way out."""
    with pytest.raises(UserError, match=f"{why}.*--chat-template FILE"):
        Chat.learn(JinjaTokenizer(ByteTokenizer(), template, ()))


def test_a_conversation_that_the_template_refuses_is_a_users_error() -> None:
    """Rendering anew can be refused; the sentence names the other history mode."""
    chat = Chat.learn(byte_shaped("alternating"))
    with pytest.raises(UserError, match=r"must alternate.*use --history append"):
        chat.whole([("user", USER), ("user", USER)])
