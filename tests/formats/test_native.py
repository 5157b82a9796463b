"""The format ``native``: a model's own template around calls that the matching format reads."""

from functools import cache

import pytest

pytest.importorskip("transformers", reason="needs transformers")

from cases import for_each
from chat.tool_shapes import TOOL_SHAPES, ToolShape, made_tokenizer, tool_tokenizer
from formats.native_plays import solved_prompts
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_formats import LIBRARY

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.probe import PROBE_CALLS, PROBE_QUESTION, kind_calls, probe_tools
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import written_calls
from toolbench_ood.chat.ways import WAYS
from toolbench_ood.format.native import NativeFormat, learn_native, recorded_native
from toolbench_ood.format.place import place
from toolbench_ood.types.call import Call, ToolOutput, same_calls
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import data, plain

FAMILIES = sorted(TOOL_SHAPES)
QWEN = TOOL_SHAPES["qwen"]
TEXTS = ('{"t": "20"}', "21:00", "é\n<b>")


@cache
def learnt(family: str) -> tuple[NativeFormat, Chat]:
    """Learn a family's native format and its chat."""
    base = Chat.learn(tool_tokenizer(family))
    native = learn_native(base, LIBRARY.load(TOOL_SHAPES[family].format))
    return native, native.chat(base)


def rendered(family: str, count: int) -> str:
    """Render calls and results with the template itself, in the form that it takes."""
    calls = PROBE_CALLS[: min(count, 2)]
    results = [
        {"role": "tool", "name": f"tool{at}", "tool_call_id": f"call{at:05}", "content": TEXTS[at]}
        for at in range(count)
    ]
    for made in (calls, calls[:1]):
        for way in WAYS:
            messages = [{"role": "user", "content": PROBE_QUESTION}, way.calling(made), *results]
            try:
                return tool_tokenizer(family).render_with_tools(
                    messages, probe_tools(), open_turn=True
                )
            except TemplateRefusalError:
                continue
    raise AssertionError(family)


@for_each("family", FAMILIES)
def test_the_opening_is_the_templates_own(family: str) -> None:
    """Declared tools and the first ask are what the template renders, text and tokens."""
    native, chat = learnt(family)
    own = tool_tokenizer(family)
    whole = own.render_with_tools(
        [{"role": "user", "content": PROBE_QUESTION}], probe_tools(), open_turn=True
    )
    prompt = chat.opening(native.declare_pieces(probe_tools()), data(PROBE_QUESTION))
    assert own.decode(prompt) == whole
    assert list(prompt) == own.encode(whole)


@for_each("count", [1, 2, 3])
@for_each("family", FAMILIES)
def test_results_are_written_as_the_template_does(family: str, count: int) -> None:
    """What is appended after calls is the end of the conversation that the template renders."""
    native, chat = learnt(family)
    outputs = [ToolOutput(TEXTS[at], f"tool{at}", f"call{at:05}") for at in range(count)]
    said = chat.turn("tool", native.results_pieces(outputs), last=())
    whole = rendered(family, count)
    appended = chat.tokenizer.decode(said)
    assert whole.endswith(appended)
    calls = PROBE_CALLS[:1] if family == "llama_json" else PROBE_CALLS[: min(count, 2)]
    before = whole.removesuffix(appended)
    assert before.endswith(native.write(calls, probe_tools())[-1])
    reading = native.read(before.rpartition(PROBE_QUESTION)[2], probe_tools())
    assert same_calls(reading.calls, calls)


@for_each("family", FAMILIES)
def test_prompts_only_grow_and_the_solution_solves(family: str) -> None:
    """Laws 4 and 6 for native: the oracle plays every task, and no token is written twice."""
    native, chat = learnt(family)
    end = chat.tokenizer.controls[TOOL_SHAPES[family].end]
    doubled = chat.tokenizer.decode((end, end))
    for pairs in solved_prompts(native, chat, lambda _: end):
        assert pairs
        assert all(doubled not in chat.tokenizer.decode(prompt) for _, prompt in pairs)


HOSTILE = sorted({text for shape in TOOL_SHAPES.values() for text in shape.controls})
hostile = st.lists(
    st.sampled_from([*HOSTILE, *(text[:-1] for text in HOSTILE), ">", "]", '"', "\n", "a"]),
    max_size=4,
).map("".join)


@settings(deadline=None, max_examples=25)
@given(text=hostile, described=hostile)
@for_each("family", FAMILIES)
def test_no_text_becomes_structure(family: str, text: str, described: str) -> None:
    """Law 7 for native: neither results, users nor tools' texts add a control token."""
    native, chat = learnt(family)
    controls = set(chat.tokenizer.controls.values())

    def written(content: str, description: str) -> list[int]:
        tool = probe_tools()[0]
        tool["function"]["description"] = description
        opening = chat.opening(native.declare_pieces([tool]), data(content))
        outputs = [ToolOutput(content, content, content), ToolOutput(content, is_error=True)]
        return [
            token
            for token in (*opening, *chat.turn("tool", native.results_pieces(outputs), last=()))
            if token in controls
        ]

    assert written(text, described) == written("calm", "calm")


def test_tools_that_come_later_are_told_in_the_matching_formats_words() -> None:
    """A template declares tools at the start only."""
    native, _ = learnt("qwen")
    assert native.declare(probe_tools(), added=True) == LIBRARY.load("hermes").declare(
        probe_tools(), added=True
    )


def test_an_error_and_a_result_of_no_call_are_marked() -> None:
    """Where a template names tool and call, a message without readable call has stand-ins."""
    native, _ = learnt("named_results")
    assert native.results([ToolOutput("bad", is_error=True)]) == "call00000 of none: Error: bad"
    assert native.results([ToolOutput("ok", "f", "x1")]) == "x1 of f: ok"


def test_a_result_inside_json_is_escaped_as_the_template_does() -> None:
    """A quote or a line feed of a result doesn't break the template's own JSON."""
    native, _ = learnt("llama_json")
    assert native.results([ToolOutput('a "b"\né')]) == 'a \\"b\\"\\né'


SECTION = ToolShape(
    "{% if tools %}<|im_system|>tools<|im_middle|>{{ tools | tojson }}<|im_end|>{% endif %}"
    "{% for m in messages %}<|im_{{ m.role }}|>{{ m.role }}<|im_middle|>"
    "{% if m.role == 'tool' %}## Return of {{ m.tool_call_id }}\n{% endif %}{{ m.content }}"
    "{% if m.tool_calls %}<|tool_calls_section_begin|>{% for c in m.tool_calls %}"
    "<|tool_call_begin|>functions.{{ c.function.name }}:{{ loop.index0 }}"
    "<|tool_call_argument_begin|>{{ c.function.arguments | tojson }}<|tool_call_end|>{% endfor %}"
    "<|tool_calls_section_end|>{% endif %}<|im_end|>{% endfor %}"
    "{% if add_generation_prompt %}<|im_assistant|>assistant<|im_middle|>{% endif %}",
    (
        "<|im_user|>",
        "<|im_system|>",
        "<|im_assistant|>",
        "<|im_tool|>",
        "<|im_middle|>",
        "<|im_end|>",
        "<|tool_calls_section_begin|>",
        "<|tool_calls_section_end|>",
        "<|tool_call_begin|>",
        "<|tool_call_end|>",
        "<|tool_call_argument_begin|>",
    ),
    "<|im_end|>",
    "kimi_k2",
)

CALLS_END_OTHERWISE = ToolShape(
    "{% if tools %}<|start_header_id|>system<|end_header_id|>\n\n{{ tools | tojson }}<|eot_id|>"
    "{% endif %}{% for m in messages %}<|start_header_id|>"
    "{{ 'ipython' if m.role == 'tool' else m.role }}<|end_header_id|>\n\n{{ m.content }}"
    "{% for c in m.tool_calls or [] %}<function={{ c.function.name }}>"
    "{{ c.function.arguments | tojson }}</function>{% endfor %}"
    "{{ '<|eom_id|>' if m.tool_calls else '<|eot_id|>' }}{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}",
    ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|eom_id|>"),
    "<|eot_id|>",
    "functionary_v31",
)


def test_a_message_that_calls_may_end_otherwise_than_an_answer() -> None:
    """The end that the template writes behind calls ends a message, and is not written again."""
    shape = CALLS_END_OTHERWISE
    base = Chat.learn(made_tokenizer(shape.template, shape.controls, *shape.controls[2:]))
    native = learn_native(base, LIBRARY.load(shape.format))
    chat = native.chat(base)
    ends = [chat.tokenizer.controls[end] for end in ("<|eot_id|>", "<|eom_id|>")]
    opens = chat.tokenizer.controls["<|start_header_id|>"]
    for pairs in solved_prompts(native, chat, lambda text: ends["<function" in text]):
        assert pairs
        assert all(prompt[len(sent)] == opens for sent, prompt in pairs)


def test_a_result_goes_back_under_the_id_that_the_model_wrote() -> None:
    """Name, index and what is between them are the id, in native and in the format itself."""
    chat = Chat.learn(made_tokenizer(SECTION.template, SECTION.controls, SECTION.end))
    format_ = LIBRARY.load(SECTION.format)
    text = (
        "<|tool_calls_section_begin|><|tool_call_begin|>functions.label:3"
        "<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>"
    )
    for played in (learn_native(chat, format_), place(format_, chat, own=True)):
        (call,) = played.read(text, []).calls
        assert call.id == "functions.label:3"
        turn = plain(played.returned_pieces([ToolOutput("ok", call.name, call.id)]))
        assert turn == "functions.label:3\nok"
    assert format_.read(text, []).calls[0].id == "3"


def test_native_reads_booleans_as_its_template_writes_them() -> None:
    """Where the template writes True and None, both these and JSON's words are read."""
    shape = TOOL_SHAPES["qwen_coder"]
    python = shape.template.replace("v if v is string else v | tojson", "v | string")
    assert python != shape.template
    chat = Chat.learn(made_tokenizer(python, shape.controls, shape.end))
    native = learn_native(chat, LIBRARY.load("qwen3_coder"))
    assert native.constants == {"True": "true", "False": "false", "None": "null"}
    assert any("true as 'True'" in note for note in native.notes)
    for call in kind_calls().values():
        (written,) = {written_calls(chat.tokenizer, [call], way).texts[0] for way in WAYS[:1]}
        reading = native.read(written, probe_tools([call]))
        assert reading.findings == (), written
        assert same_calls(reading.calls, [call])
    assert learnt("qwen_coder")[0].constants == {}


def test_a_run_tells_enough_to_write_it_without_the_template() -> None:
    """The recorded format opens, hands back and reads as the learnt one did."""
    native, _ = learnt("named_results")
    opening = native.declare_pieces(probe_tools())
    recorded = recorded_native(native.matching, native.turn, opening, native.constants)
    outputs = [ToolOutput("one", "f"), ToolOutput("two", "g", is_error=True)]
    assert recorded.declare(probe_tools()) == plain(opening)
    assert recorded.results(outputs) == native.results(outputs)
    text = native.write([Call("f", {"a": 1})])
    assert recorded.read(text, []).calls == native.read(text, []).calls
    assert recorded.digest == native.digest


def test_a_template_that_moves_the_tools_is_noted() -> None:
    """Tools that go to the last user's turn stay in the first, and a note says so."""
    shape = TOOL_SHAPES["mistral"]
    last = shape.template.replace("if tools and loop.first", "if tools and loop.last")
    moving = Chat.learn(made_tokenizer(last, shape.controls, shape.end))
    native = learn_native(moving, LIBRARY.load("mistral"))
    assert "moves or drops the tools" in native.notes[0]
    assert learnt("mistral")[0].notes == ()


IGNORES_TOOLS = QWEN.template.replace("{% if tools %}", "{% if tools is string %}")
NO_RESULTS = QWEN.template.replace(
    "{% if m.role == 'tool' %}",
    "{% if m.role == 'tool' %}{{ raise_exception('no results here') }}",
)
NUMBERS = QWEN.template.replace(
    "\n<tool_response>\n{{ m.content }}", "\n<tool_response>\n{{ loop.index }}. {{ m.content }}"
)
DROPS_RESULTS = QWEN.template.replace("\n<tool_response>\n{{ m.content }}\n", "\n")
SHOUTS = QWEN.template.replace(
    "\n<tool_response>\n{{ m.content }}", "\n<tool_response>\n{{ m.content | replace('é', 'E') }}"
)
TWICE = QWEN.template.replace(
    "\n<tool_response>\n{{ m.content }}", "\n<tool_response>\n{{ m.content }}{{ m.content }}"
)


@for_each(
    ("template", "why"),
    [
        (IGNORES_TOOLS, "does not put the tool get_weather"),
        (NO_RESULTS, "no results here"),
        (NUMBERS, "not written like one after the other"),
        (DROPS_RESULTS, "writes the text of a result 0 times"),
        (TWICE, "writes the text of a result 2 times"),
        (SHOUTS, "rewrites the text of a result"),
    ],
)
def test_a_template_that_does_not_serve_is_refused(template: str, why: str) -> None:
    """One sentence says what is wrong with it and names both ways out."""
    assert template != QWEN.template
    chat = Chat.learn(made_tokenizer(template, QWEN.controls, QWEN.end))
    with pytest.raises(UserError, match=f"{why}.*--chat-template FILE, or name formats"):
        learn_native(chat, LIBRARY.load("hermes"))


def test_a_format_that_does_not_read_the_calls_is_refused() -> None:
    """Results can only be told from calls by the format that reads the calls."""
    chat = Chat.learn(tool_tokenizer("mistral"))
    with pytest.raises(UserError, match="its calls do not stand where they are expected"):
        learn_native(chat, LIBRARY.load("hermes"))


def test_a_tokenizer_without_tools_has_no_native_format() -> None:
    """Plain ChatML over bytes takes no tools."""
    with pytest.raises(UserError, match="takes no tools"):
        learn_native(Chat.learn(ByteTokenizer()), LIBRARY.load("hermes"))
