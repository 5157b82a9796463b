"""What becomes of earlier thoughts, and that each difference from the template is noted."""

import pytest
from cases import for_each
from chat.template_shapes import CHATML, SHAPES, JinjaTokenizer, Shape

pytest.importorskip("tokenizers", reason="needs the tokenizers library")

from chat.bpe_codec import byte_level

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.thoughts import earlier_thoughts
from toolbench_ood.chat.tokenizer import Tokenizer

CONTROLS = ("<|im_start|>", "<|im_end|>")
FIELD = CHATML.replace(
    "{{ m.content }}",
    "{% if m.reasoning_content and KEPT %}[{{ m.reasoning_content }}]{% endif %}{{ m.content }}",
)
AFTER_USER = FIELD.replace("KEPT", "messages[-1].role != 'user'")
LAST_ONLY = FIELD.replace("KEPT", "loop.last")
OPENED = CHATML.replace("assistant\n{% endif", "assistant\n<think>\n\n</think>\n\n{% endif")
STRICT = "{% if messages | length > 2 %}{{ raise_exception('too long') }}{% endif %}" + CHATML


def tokenizer(template: str) -> Tokenizer:
    """Return a tokenizer with a template of ChatML's kind."""
    shape = Shape(template, CONTROLS, ("<|im_end|>",))
    return JinjaTokenizer(byte_level(shape.controls), shape.template, shape.ends)


@for_each(
    ("template", "expected"),
    [
        (CHATML, "kept"),
        (FIELD.replace("KEPT", "true"), "kept"),
        (AFTER_USER, "dropped after a user message"),
        (LAST_ONLY, "dropped"),
        (SHAPES["strips_thinking"].template, "dropped"),
        (STRICT, "unknown"),
    ],
)
def test_the_template_is_asked_what_it_does_with_thoughts(template: str, expected: str) -> None:
    """In a field of their own or in the content, they are kept, dropped, or it can't be told."""
    assert earlier_thoughts(tokenizer(template)) == expected


@for_each(
    ("template", "words"),
    [
        (AFTER_USER, "drops the reasoning of earlier messages once a user message follows"),
        (LAST_ONLY, "drops the reasoning of every message but the last"),
        (OPENED, r"leaves out '<think>\n\n</think>\n\n'"),
    ],
)
def test_a_difference_is_noted(template: str, words: str) -> None:
    """Dropped thoughts and a block that only the generation prompt has are told."""
    chat = Chat.learn(tokenizer(template))
    assert any(words in note for note in chat.notes), chat.notes
    assert chat.frames.thoughts in {"kept", "dropped", "dropped after a user message"}
