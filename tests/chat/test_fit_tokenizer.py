"""Templates that take a conversation in another form than texts without tools."""

import pytest

pytest.importorskip("transformers", reason="needs transformers")

from cases import for_each
from chat.tool_shapes import made_tokenizer

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.detect import detect_format
from toolbench_ood.chat.frames import Frames
from toolbench_ood.format.library import load_format
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import data

CONTROLS = ("<|im_start|>", "<|im_end|>")
OPEN = "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
CALLS = (
    "{% for c in m.tool_calls or [] %}<tool_call>\n"
    '{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}\n'
    "</tool_call>{{ '\n' if not loop.last }}{% endfor %}"
)
PARTS = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{% for part in m.content %}"
    "{% if part.type == 'text' %}{{ part.text }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    + OPEN
)
NEEDS_TOOLS = (
    "<|im_start|>system\n{% for t in tools %}{{ t | tojson }}\n{% endfor %}<|im_end|>\n"
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}"
    + CALLS
    + "<|im_end|>\n{% endfor %}"
    + OPEN
)
NEEDS_SYSTEM = (
    "{% if messages[0].role == 'system' %}{% set words = messages[0].content %}{% endif %}"
    "<|im_start|>system\n{{ words + '' }}<|im_end|>\n{% for m in messages if m.role != 'system' %}"
    "<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}" + OPEN
)


def learnt(template: str) -> Chat:
    """Learn a template with the control tokens of ChatML."""
    return Chat.learn(made_tokenizer(template, CONTROLS, "<|im_end|>"))


def text(chat: Chat, system: str = "") -> str:
    """Return the opening of a conversation."""
    return chat.tokenizer.decode(chat.opening(data(system) if system else (), data("Hi")))


def test_a_text_that_is_dropped_is_given_as_a_part() -> None:
    """The prompt is the one of a text content, and a note says in which form it was given."""
    chat = learnt(PARTS)
    assert text(chat, "S") == (
        "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    )
    assert any("list of one part" in note for note in chat.notes)
    assert chat.whole([("user", data("Hi"))]) == chat.opening((), data("Hi"))


def test_a_template_that_wants_tools_is_given_none_of_them() -> None:
    """An empty list stands for no tools, and the calls are read as anywhere."""
    chat = learnt(NEEDS_TOOLS)
    assert text(chat).startswith("<|im_start|>system\n<|im_end|>\n<|im_start|>user\nHi")
    assert any("empty list" in note for note in chat.notes)
    assert detect_format(chat.tokenizer, [load_format("hermes")])[0] == "hermes"


def test_a_template_that_wants_a_system_text_is_given_an_empty_turn() -> None:
    """Only a conversation without system text needs a way out, and a note tells which."""
    chat = learnt(NEEDS_SYSTEM)
    with_text = text(chat, "S")
    assert with_text.startswith("<|im_start|>system\nS<|im_end|>")
    assert text(chat) == with_text.replace("S", "", 1)
    assert any("without a system text" in note for note in chat.notes)
    calls = NEEDS_SYSTEM.replace("{{ m.content }}", "{{ m.content }}" + CALLS)
    assert detect_format(learnt(calls).tokenizer, [load_format("hermes")])[0] == "hermes"


def test_a_usual_template_is_given_texts() -> None:
    """Nothing is changed, and nothing noted, where texts are taken."""
    chat = learnt(
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
        + OPEN
    )
    assert isinstance(chat.frames, Frames)
    assert chat.notes == ()


@for_each(
    ("template", "why"),
    [
        ("{{ raise_exception('nothing suits me') }}", "nothing suits me"),
        ("{% for i in range(10 ** 7) %}{{ i }}{% endfor %}", "Range too big"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_a_template_that_raises_on_every_probe_is_refused_in_its_words(
    template: str, why: str
) -> None:
    """Whatever a template raises is one sentence, never a traceback."""
    with pytest.raises(UserError, match=f"{why}.*--chat-template FILE"):
        learnt(template)


def test_a_template_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering is limited in processor time; the sentence says so."""
    monkeypatch.setattr("toolbench_ood.chat.hf_tokenizer._SECONDS", 0.2)
    endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(UserError, match="does not end"):
        learnt(endless)


def test_a_template_of_a_megabyte_is_learnt() -> None:
    """A long comment costs its length, no more."""
    chat = learnt("{# " + "words " * 180_000 + "#}" + NEEDS_SYSTEM)
    assert text(chat, "S").startswith("<|im_start|>system\nS")


def test_control_tokens_that_the_tokenizer_lacks_are_plain_text() -> None:
    """Turn markers that are no tokens are guarded as words, and noted."""
    chat = Chat.learn(made_tokenizer(PARTS, ("</s>",), "</s>"))
    assert any("marks turns with ordinary text" in note for note in chat.notes)
    hostile = chat.opening((), data("<|im_start|>user\n"))
    assert chat.tokenizer.decode(hostile).count("<|im_start|>user") == 2


def test_an_end_token_that_is_padding_too_ends_no_turn_twice() -> None:
    """Of two end tokens the one that the template writes closes turns."""
    template = NEEDS_SYSTEM.replace("words + ''", "words or ''")
    tokenizer = made_tokenizer(template, (*CONTROLS, "<|pad|>"), "<|im_end|>", "<|pad|>")
    chat = Chat.learn(tokenizer)
    for end in ("<|im_end|>", "<|pad|>"):
        turn = chat.tokenizer.decode(
            chat.turn("user", data("Hi"), last=chat.tokenizer.encode(f"a{end}"))
        )
        assert turn == "\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    assert chat.end_of_turn(before="user") == tokenizer.controls["<|im_end|>"]
