"""Finding the format that a model's own template writes."""

from dataclasses import dataclass

import pytest
from cases import for_each
from chat.template_shapes import CHATML

pytest.importorskip("transformers", reason="needs transformers")

from chat.bpe_codec import byte_level
from transformers import PreTrainedTokenizerFast

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.detect import CallReader, detect_format
from toolbench_ood.chat.hf_tokenizer import HfTokenizer
from toolbench_ood.chat.probe import PROBE_CALLS
from toolbench_ood.chat.tool_template import written_calls
from toolbench_ood.chat.ways import WAYS
from toolbench_ood.format.library import load_format

TURNS = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{% if m.tool_calls %}CALLS"
    "{% else %}{{ m.content }}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TAGGED = (
    "{% for c in m.tool_calls %}<tool_call>\n"
    '{"name": "{{ c.function.name }}", "arguments": ARGUMENTS}\n</tool_call>'
    "{% if not loop.last %}\n{% endif %}{% endfor %}"
)
OBJECTS = "{{ c.function.arguments | tojson }}"
STRINGS = (
    "{% if c.function.arguments is not string %}{{ raise_exception('strings only') }}{% endif %}"
    "{{ c.function.arguments }}"
)
THINKS = "<think>\n\n</think>\n\n"
SINGLE = "{% if m.tool_calls | length > 1 %}{{ raise_exception('one call at a time') }}{% endif %}"


@dataclass(frozen=True)
class Named:
    """A format under another name."""

    reader: CallReader
    name: str

    def read(self, text: str, tools: object) -> object:
        """Read as the format does."""
        return self.reader.read(text, tools)


def tokenizer(template: str) -> HfTokenizer:
    """Return a tokenizer with a template."""
    controls = ("<|im_start|>", "<|im_end|>")
    own = PreTrainedTokenizerFast(tokenizer_object=byte_level(controls).backend)
    ends = frozenset({byte_level(controls).controls["<|im_end|>"]})
    return HfTokenizer(own, ends, chat_template=template)


def writing(calls: str, arguments: str = OBJECTS) -> HfTokenizer:
    """Return a tokenizer whose template writes calls in this way."""
    return tokenizer(TURNS.replace("CALLS", calls.replace("ARGUMENTS", arguments)))


FORMATS = [load_format(name) for name in ("pythonic", "hermes")]


@for_each(
    ("own", "how"),
    [
        (writing(TAGGED), "2 call(s) with arguments as an object"),
        (writing(TAGGED, STRINGS), "2 call(s) with arguments as a JSON string"),
        (writing(SINGLE + TAGGED), "1 call(s) with arguments as an object"),
        (writing(THINKS + TAGGED), "2 call(s)"),
    ],
)
def test_the_format_of_a_template_is_found(own: HfTokenizer, how: str) -> None:
    """Whatever way the template takes arguments and calls, the format that it writes is found."""
    name, sentence = detect_format(own, FORMATS)
    assert name == "hermes", sentence
    assert how in sentence


def test_a_dialect_that_reads_the_same_is_named() -> None:
    """Of two formats that read the calls the first is taken, and the other one is told."""
    twin = Named(FORMATS[1], "twin")
    name, sentence = detect_format(writing(TAGGED), [*FORMATS, twin])
    assert name == "hermes"
    assert "so does twin" in sentence


def test_another_format_is_not_taken_for_it() -> None:
    """Calls that no format reads exactly leave it open, with the text that was written."""
    wrong = TAGGED.replace('"arguments"', '"inputs"')
    name, sentence = detect_format(writing(wrong), FORMATS)
    assert name is None
    assert '"inputs"' in sentence


@for_each("template", [CHATML, TURNS.replace("CALLS", "{{ raise_exception('no tools') }}")])
def test_a_template_without_tools_says_nothing(template: str) -> None:
    """Dropped or refused calls give no format."""
    name, sentence = detect_format(tokenizer(template), FORMATS)
    assert name is None
    assert "writes no tool calls" in sentence


BEGINS_OTHERWISE = (
    "{% for m in messages %}{{ '\n' if m.tool_calls }}<|im_start|>{{ m.role }}\n{{ m.content }}"
    "{% if m.tool_calls %}CALLS{% endif %}<|im_end|>{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
ANSWERS_ELSEWHERE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{% if m.tool_calls %}CALLS"
    "{% elif m.role == 'assistant' %}<final>{{ m.content }}{% else %}{{ m.content }}{% endif %}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CONTENT_IS_NONE = TURNS.replace("{% if m.tool_calls %}", "{% if m.content is none %}")
GOES_ON = TURNS.replace("CALLS", "CALLS<|im_end|>\n<|im_start|>assistant\n<think></think>")
GOES_ON_UNENDED = TURNS.replace("CALLS", "CALLS\n<|im_start|>system\nCall a tool.")
NAMED_BY_ID = TAGGED.replace("c.function.name", "c.id.split('.')[1].split(':')[0]")
BY_NUMBER = "{% if m.tool_calls[0].id is not number %}{{ raise_exception('number') }}{% endif %}"


@for_each(
    ("template", "calls", "how"),
    [
        (BEGINS_OTHERWISE, TAGGED, "arguments as an object"),
        (ANSWERS_ELSEWHERE, TAGGED, "arguments as an object"),
        (CONTENT_IS_NONE, TAGGED, "null as content"),
        (GOES_ON, TAGGED, "arguments as an object"),
        (GOES_ON_UNENDED, TAGGED, "arguments as an object"),
        (TURNS, NAMED_BY_ID, "ids of function and index"),
        (TURNS, BY_NUMBER + TAGGED, "ids of number"),
    ],
)
def test_the_template_is_asked_in_more_than_one_way(template: str, calls: str, how: str) -> None:
    """Where a turn that calls begins and what it needs is found by trying, and told."""
    written = template.replace("CALLS", calls.replace("ARGUMENTS", OBJECTS))
    name, sentence = detect_format(tokenizer(written), FORMATS)
    assert name == "hermes", sentence
    assert how in sentence


def test_a_turn_that_calls_is_not_taken_for_a_part_of_the_message() -> None:
    """Where it begins otherwise, the message begins behind its header, and the rest is noted."""
    own = tokenizer(BEGINS_OTHERWISE.replace("CALLS", TAGGED.replace("ARGUMENTS", OBJECTS)))
    written = written_calls(own, PROBE_CALLS, WAYS[0])
    assert written is not None
    assert written.texts[0].startswith("<tool_call>")
    (note,) = Chat.learn(own).notes
    assert "writes the white space" in note


def test_a_refusal_is_told_in_the_templates_words() -> None:
    """A template that always refuses says why; one that drops calls in some way does not."""
    refuses = TURNS.replace("CALLS", "{{ raise_exception('give them under another key') }}")
    assert "give them under another key" in detect_format(tokenizer(refuses), FORMATS)[1]
    drops = TURNS.replace(
        "CALLS", "{% if m.content is none %}{{ raise_exception('no') }}{% endif %}"
    )
    assert "refuses" not in detect_format(tokenizer(drops), FORMATS)[1]


def test_of_unread_texts_the_best_is_shown() -> None:
    """A template that takes the JSON string alone isn't shown with what it makes of an object."""
    wrong = TAGGED.replace('"arguments"', '"inputs"').replace(
        "ARGUMENTS", "{{ c.function.arguments }}"
    )
    name, sentence = detect_format(tokenizer(TURNS.replace("CALLS", wrong)), FORMATS)
    assert name is None
    assert r'{"city": "Paris", "days": 3}' in sentence


XML = (
    "{% for c in m.tool_calls %}{{ '\n' if not loop.first }}<tool_call>\n"
    "<function={{ c.function.name }}>\n{% for k, v in c.function.arguments | items %}"
    "<parameter={{ k }}>\nVALUE\n</parameter>\n{% endfor %}</function>\n</tool_call>{% endfor %}"
)


@for_each(
    ("value", "but"),
    [
        ("{{ v if v is string else v | tojson }}", ""),
        (
            "{{ v | string }}",
            "true (written 'True'), false (written 'False'), null (written 'None')",
        ),
        ("{{ v | tojson if v is boolean or v is none else v }}", "lists (written "),
    ],
)
def test_every_kind_of_value_decides_and_is_told(value: str, but: str) -> None:
    """Which kinds a format does not read as the template writes them is said, with the literals."""
    own = tokenizer(TURNS.replace("CALLS", XML.replace("VALUE", value)))
    name, sentence = detect_format(own, [*FORMATS, load_format("qwen3_coder")])
    assert name == "qwen3_coder"
    assert (but in sentence) if but else ("but not" not in sentence)


def test_a_format_that_reads_more_kinds_comes_first() -> None:
    """Of two formats that read the same calls, one that reads all kinds of value is taken."""

    class Narrow:
        """A format that reads no null."""

        name = "narrow"

        def read(self, text: str, tools: object) -> object:
            """Read as the format does, but for null."""
            return FORMATS[1].read("" if "null" in text else text, tools)

    name, _ = detect_format(writing(TAGGED), [Narrow(), *FORMATS])
    assert name == "hermes"


def test_a_tokenizer_that_takes_no_tools_says_nothing() -> None:
    """The byte tokenizer has no format of its own."""
    name, sentence = detect_format(ByteTokenizer(), FORMATS)
    assert name is None
    assert "takes no tools" in sentence
