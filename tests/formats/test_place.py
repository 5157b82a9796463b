"""Whose words stand around results: the chat template's, the format's, or one inside the other."""

import json
from functools import cache

import pytest
from cases import for_each

pytest.importorskip("transformers", reason="needs transformers")

from chat.tool_shapes import TOOL_SHAPES, ToolShape, made_tokenizer, tool_tokenizer
from shipped_formats import LIBRARY

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.format.place import place
from toolbench_ood.types.call import ToolOutput
from toolbench_ood.types.piece import plain

OUTPUTS = [ToolOutput('a "b"\né', "f", "1"), ToolOutput("two", "g", "2", is_error=True)]
RECIPIENTS = ToolShape(
    "{% for m in messages %}{% if m.role == 'tool' %}"
    "{% if not messages[loop.index0 - 1].tool_calls and messages[loop.index0 - 1].role != 'tool' %}"
    "{{ raise_exception('a result without a call before it') }}{% endif %}"
    "<|start|>functions.{{ m.name }} to=assistant<|channel|>commentary<|message|>"
    "{{ m.content }}<|end|>"
    "{% elif m.tool_calls %}<|start|>assistant to=functions.{{ m.tool_calls[0].function.name }}"
    "<|channel|>commentary json<|message|>{{ m.tool_calls[0].function.arguments | tojson }}<|call|>"
    "{% elif m.role == 'assistant' %}<|start|>assistant<|channel|>final<|message|>{{ m.content }}"
    "{{ '<|return|>' if loop.last and not add_generation_prompt else '<|end|>' }}"
    "{% else %}<|start|>{{ m.role }}<|message|>{{ m.content }}<|end|>{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|start|>assistant{% endif %}",
    ("<|start|>", "<|end|>", "<|message|>", "<|channel|>", "<|call|>", "<|return|>"),
    "<|return|>",
    "harmony",
)


@cache
def recipients() -> Chat:
    """Learn a template that puts the tool's name into the header of its turn."""
    tokenizer = made_tokenizer(RECIPIENTS.template, RECIPIENTS.controls, "<|return|>", "<|call|>")
    return Chat.learn(tokenizer)


def said(chat: Chat, format_: Format, last: str = "", *, own: bool = True) -> str:
    """Return what follows a message that ended so, when both outputs are handed back."""
    placed = place(format_, chat, own=own)
    if placed.placement and placed.placement.words == "template":
        chat = chat.with_results(placed.placement.turn)
    tokens = chat.tokenizer.encode(last)
    turn = chat.turn(placed.results_role, placed.returned_pieces(OUTPUTS), last=tokens)
    return chat.tokenizer.decode(turn)


@for_each("family", sorted(set(TOOL_SHAPES) - {"llama_json", "llama_pythonic", "named_results"}))
def test_each_familys_own_results_are_wrapped_once(family: str) -> None:
    """The format that a template speaks adds no word that the template writes too."""
    format_ = LIBRARY.load(TOOL_SHAPES[family].format)
    text = said(Chat.learn(tool_tokenizer(family)), format_)
    opener = format_.spec.results.open
    assert text.count(opener) == len(OUTPUTS), text
    assert text.count("Error: two") == 1


def test_a_text_inside_a_string_of_the_template_is_escaped_as_it_does() -> None:
    """A format's own JSON inside a JSON string of the template is one string."""
    chat = Chat.learn(tool_tokenizer("llama_json"))
    text = said(chat, LIBRARY.load("llama3_json"))
    _, _, content = text.partition("<|end_header_id|>\n\n")
    written, _, _ = content.partition("<|eot_id|>")
    assert json.loads(written) == LIBRARY.load("llama3_json").results(OUTPUTS)


@for_each("name", ["hermes", "gron", "react"])
def test_a_format_that_answers_as_the_user_keeps_its_words(name: str) -> None:
    """Results of formats of other families that stand in a user's turn are as they write them."""
    chat = Chat.learn(tool_tokenizer("deepseek"))
    format_ = LIBRARY.load(name)
    assert format_.results(OUTPUTS) in said(chat, format_, own=False)


def test_a_tool_turn_that_names_the_tool_is_asked_behind_a_call() -> None:
    """The turn is the template's, once for each result, though it refuses a result without call."""
    text = said(recipients(), LIBRARY.load("harmony"), "<|call|>")
    assert text == (
        '<|start|>functions.f to=assistant<|channel|>commentary<|message|>a "b"\né<|end|>'
        "<|start|>functions.g to=assistant<|channel|>commentary<|message|>Error: two<|end|>"
        "<|start|>assistant"
    )


def test_another_formats_results_stand_inside_such_a_turn() -> None:
    """All results of a message are one text in the turn of the first call."""
    text = said(recipients(), LIBRARY.load("minimax_m2"), "<|return|>", own=False)
    assert text.startswith("<|start|>functions.f to=assistant<|channel|>commentary<|message|>")
    assert text.count("<|start|>functions.") == 1


def test_another_formats_results_are_named_as_the_format_names_them() -> None:
    """Only the template whose format it is needs an id as the model wrote it."""
    placed = place(LIBRARY.load("kimi_k2"), Chat.learn(tool_tokenizer("llama_json")), own=False)
    assert placed.placement is not None
    assert placed.placement.words == "format"
    text = (
        "<|tool_calls_section_begin|><|tool_call_begin|>functions.label:3"
        "<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>"
    )
    (call,) = placed.read(text, []).calls
    turn = plain(placed.returned_pieces([ToolOutput("ok", call.name, call.id)]))
    assert turn.startswith("## Return of functions.label:3")


def test_the_end_of_an_answer_is_not_written_twice() -> None:
    """A template that closes an earlier answer otherwise than the last adds no second closing."""
    chat = recipients()
    ended = chat.tokenizer.encode("Done.<|return|>")
    turn = chat.tokenizer.decode(chat.turn("user", (), last=ended))
    assert turn == "<|start|>user<|message|><|end|><|start|>assistant"
    assert any("closes the model's turn with '<|end|>'" in note for note in chat.notes)
    assert chat.tokenizer.controls["<|end|>"] not in chat.end_tokens


def test_a_template_that_renders_anew_writes_its_own_words_alone() -> None:
    """Under history template only contents are given to a template that wraps them."""
    chat = Chat.learn(tool_tokenizer("deepseek"))
    placed = place(LIBRARY.load("deepseek_v31"), chat, own=True, anew=True)
    assert plain(placed.returned_pieces(OUTPUTS)) == 'a "b"\né\nError: two'


def test_a_chat_without_tools_leaves_a_format_as_it_is() -> None:
    """Nothing is placed where no turn of results is known."""
    hermes = LIBRARY.load("hermes")
    assert place(hermes, Chat.learn(ByteTokenizer()), own=False).placement is None
