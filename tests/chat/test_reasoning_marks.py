"""The marks of reasoning are learnt from templates and tokenizers of every family."""

from collections.abc import Mapping

import pytest
from cases import for_each
from chat.template_shapes import CHATML, JinjaTokenizer

pytest.importorskip("transformers", reason="needs transformers")

from chat.bpe_codec import byte_level
from chat.real_templates import real_templates

from toolbench_ood.chat.reasoning_marks import learn_marks
from toolbench_ood.types.reasoning import ReasoningMarks as Marks

THINK = Marks("<think>", "</think>")
OPENED = Marks("<think>", "</think>", opened_by_prompt=True)
CLOSED = Marks("<think>", "</think>", closed_by_prompt=True)
GEMMA = Marks("<|channel>thought", "<channel|>")
FAMILIES: Mapping[str, Marks] = {
    "Apertus": Marks("<|inner_prefix|>", "<|inner_suffix|>"),
    "Baichuan": THINK,
    "DeepSeek V3": CLOSED,
    "DeepSeek V3.2": CLOSED,
    "DeepSeek V4": CLOSED,
    "GLM": THINK,
    "Gemma": GEMMA,
    "Qwen": THINK,
    "Seed": Marks("<seed:think>", "</seed:think>"),
    "SmolLM": THINK,
    "Step": OPENED,
    "gpt-oss": Marks(
        "<|channel|>analysis<|message|>",
        "<|end|><|start|>assistant",
        answer="<|channel|>final<|message|>",
    ),
}
"""What the makers of a family document."""
TEMPLATES: Mapping[str, Marks | None] = {
    "apriel-1.5": None,
    "apriel-1.6": Marks(
        "Here are my reasoning steps:", "[BEGIN FINAL RESPONSE]", opened_by_prompt=True
    ),
    "gemma-4": Marks(GEMMA.open, GEMMA.close, closed_by_prompt=True),
    "gemma-4-interleaved": Marks(GEMMA.open, GEMMA.close, closed_by_prompt=True),
    "gemma-4-e2b-release": Marks("<|channel>", "<channel|>"),
    "glm-4-0414": None,
    "glm-4.7-flash": OPENED,
    "granite-3.3": THINK,
    "ministral-3": Marks("[THINK]", "[/THINK]"),
    "qwen-2.5": None,
    "qwen-3-coder": None,
    "qwen-3-next": None,
    "qwen-3-next-thinking": OPENED,
    "qwen-3-vl": None,
    "qwen-3-vl-thinking": OPENED,
    "qwen-3.5": OPENED,
    "qwen-3.5-nothink": CLOSED,
    "qwen-3.6": OPENED,
    "qwq": CLOSED,
    "r1-0528": THINK,
    "r1-0528-qwen3": THINK,
    "r1-distill-qwen": CLOSED,
    "r1-llama-cpp": OPENED,
}
"""Templates that differ from what their families have, or whose families differ among themselves.
"""

COHERE_PAIR = ("<|START_THINKING|>", "<|END_THINKING|>")
COHERE = (
    "{% for m in messages %}<|{{ m.role }}|>{% if m.content is string %}{{ m.content }}"
    "{% else %}{% for part in m.content %}{% if part.type == 'thinking' %}<|START_THINKING|>"
    "{{ part.thinking }}<|END_THINKING|>{% else %}<|START_RESPONSE|>{{ part.text }}"
    "<|END_RESPONSE|>{% endif %}{% endfor %}{% endif %}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
REFUSING = "{{ raise_exception('never') }}"


@for_each("name", sorted(real_templates()))
def test_the_marks_of_a_real_template(name: str) -> None:
    """They are those that its makers document, and None where it knows no reasoning."""
    known = real_templates()[name]
    expected = TEMPLATES[name] if name in TEMPLATES else FAMILIES.get(known.family)
    assert learn_marks(known.tokenizer()) == expected


@for_each(
    ("template", "controls", "expected"),
    [
        (CHATML, (), None),
        (CHATML, ("[THINK]", "[/THINK]"), Marks("[THINK]", "[/THINK]")),
        (CHATML, COHERE_PAIR, Marks(*COHERE_PAIR)),
        (CHATML, ("<think>", "<tool>", "</tool>"), None),
        (COHERE, (), Marks(*COHERE_PAIR, answer="<|START_RESPONSE|>")),
        (CHATML.replace("assistant\n{%", "assistant\n<think>\n{%"), (), OPENED),
        (CHATML.replace("assistant\n{%", "assistant\n<think>\n\n</think>\n{%"), (), CLOSED),
        (REFUSING, (), None),
    ],
)
def test_marks_without_a_field_for_thoughts(
    template: str, controls: tuple[str, ...], expected: Marks | None
) -> None:
    """The tokenizer's pairs, parts of a content, and the end of a prompt tell as well."""
    codec = byte_level(("<|im_start|>", "<|im_end|>", *controls))
    assert learn_marks(JinjaTokenizer(codec, template, ("<|im_end|>",))) == expected
