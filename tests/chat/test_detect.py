"""Finding the format that a model's own template writes."""

from dataclasses import dataclass

import pytest
from cases import for_each
from chat.template_shapes import CHATML

pytest.importorskip("transformers", reason="needs transformers")

from chat.bpe_codec import byte_level
from transformers import PreTrainedTokenizerFast

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.detect import CallReader, detect_format
from toolbench_ood.chat.hf_tokenizer import HfTokenizer
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


def test_a_tokenizer_that_takes_no_tools_says_nothing() -> None:
    """The byte tokenizer has no format of its own."""
    name, sentence = detect_format(ByteTokenizer(), FORMATS)
    assert name is None
    assert "takes no tools" in sentence
