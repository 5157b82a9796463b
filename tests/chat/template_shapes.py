"""Chat templates of the shapes that model families use, and tokenizers that render them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError, Tokenizer

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
HEADERS = (
    "<|begin|>{% for m in messages %}<|head|>{{ 'ipython' if m.role == 'tool' else m.role }}"
    "<|/head|>\n\n{{ m.content | trim }}<|eot|>{% endfor %}"
    "{% if add_generation_prompt %}<|head|>assistant<|/head|>\n\n{% endif %}"
)
TWO_ROLES = (
    "<bos>{% for m in messages %}{% if m.role not in ('user', 'assistant') %}"
    "{{ raise_exception('Only user and assistant roles') }}{% endif %}"
    "<turn>{{ 'model' if m.role == 'assistant' else m.role }}\n{{ m.content | trim }}</turn>\n"
    "{% endfor %}{% if add_generation_prompt %}<turn>model\n{% endif %}"
)
INSTRUCTION = (
    "<s>{% if messages[0].role == 'system' %}{% set system = messages[0].content %}"
    "{% set turns = messages[1:] %}{% else %}{% set turns = messages %}{% endif %}"
    "{% for m in turns %}{% if m.role == 'user' %}[INST] "
    "{% if loop.last and system is defined %}{{ system }}\n\n{% endif %}{{ m.content }} [/INST]"
    "{% elif m.role == 'assistant' %}{{ m.content }}</s>"
    "{% else %}{{ raise_exception('Roles must be user and assistant') }}{% endif %}{% endfor %}"
)
ALTERNATING = (
    "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Roles must alternate user/assistant/user/assistant') }}{% endif %}"
    "<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
DROPS_TOOL = (
    "{% for m in messages %}{% if m.role != 'tool' %}<|im_start|>{{ m.role }}\n{{ m.content }}"
    "<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
STRIPS_THINKING = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n"
    "{% if m.role == 'assistant' %}{{ m.content.split('</think>')[-1].lstrip('\n') }}"
    "{% else %}{{ m.content }}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n\n</think>\n\n{% endif %}"
)
WRAPS_TOOL = (
    "{% for m in messages %}{% if m.role == 'tool' %}<|im_start|>user\n<response>\n"
    "{{ m.content }}\n</response><|im_end|>\n{% else %}<|im_start|>{{ m.role }}\n{{ m.content }}"
    "<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NEXT_ROLE_CLOSES = (
    "{% for m in messages %}<|{{ 'observation' if m.role == 'tool' else m.role }}|>\n"
    "{{ m.content }}{% endfor %}{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
PLAIN_WORDS = (
    "{% for m in messages %}### {{ m.role | capitalize }}:\n{{ m.content }}\n\n{% endfor %}"
    "{% if add_generation_prompt %}### Assistant:\n{% endif %}"
)


@dataclass(frozen=True)
class Shape:
    """A template with the control tokens that it uses."""

    template: str
    controls: tuple[str, ...]
    ends: tuple[str, ...]


SHAPES: Mapping[str, Shape] = {
    "chatml": Shape(CHATML, ("<|im_start|>", "<|im_end|>"), ("<|im_end|>",)),
    "headers": Shape(HEADERS, ("<|begin|>", "<|head|>", "<|/head|>", "<|eot|>"), ("<|eot|>",)),
    "two_roles": Shape(TWO_ROLES, ("<bos>", "<turn>", "</turn>"), ("</turn>",)),
    "instruction": Shape(INSTRUCTION, ("<s>", "</s>"), ("</s>",)),
    "alternating": Shape(
        ALTERNATING, ("<|user|>", "<|assistant|>", "<|system|>", "<|end|>"), ("<|end|>",)
    ),
    "drops_tool": Shape(DROPS_TOOL, ("<|im_start|>", "<|im_end|>"), ("<|im_end|>",)),
    "strips_thinking": Shape(
        STRIPS_THINKING, ("<|im_start|>", "<|im_end|>", "<think>", "</think>"), ("<|im_end|>",)
    ),
    "wraps_tool": Shape(
        WRAPS_TOOL, ("<|im_start|>", "<|im_end|>", "<response>", "</response>"), ("<|im_end|>",)
    ),
    "next_role_closes": Shape(
        NEXT_ROLE_CLOSES,
        ("<|system|>", "<|user|>", "<|assistant|>", "<|observation|>", "<|endoftext|>"),
        ("<|user|>", "<|observation|>", "<|endoftext|>"),
    ),
    "plain_words": Shape(PLAIN_WORDS, ("<eos>",), ("<eos>",)),
}


@dataclass(frozen=True)
class JinjaTokenizer:
    """A tokenizer's codec with a chat template in front of it."""

    codec: Tokenizer
    template: str
    ends: tuple[str, ...]
    fingerprint: Mapping[str, str] = field(default_factory=dict)

    @property
    def controls(self) -> Mapping[str, int]:
        """The codec's control tokens."""
        return self.codec.controls

    @property
    def special(self) -> frozenset[int]:
        """The codec's."""
        return self.codec.special

    @property
    def end_tokens(self) -> frozenset[int]:
        """Ids of the end tokens that were named."""
        return frozenset(self.controls[text] for text in self.ends)

    def encode(self, text: str) -> list[int]:
        """Tokenise with the codec."""
        return self.codec.encode(text)

    def decode(self, tokens: Sequence[int]) -> str:
        """Spell out with the codec."""
        return self.codec.decode(tokens)

    def render(self, messages: Sequence[ChatMessage], *, open_turn: bool) -> str:
        """Render as transformers does: trimmed blocks, and templates may raise."""
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = datetime.now(UTC).strftime
        try:
            return environment.from_string(self.template).render(
                messages=messages, add_generation_prompt=open_turn
            )
        except TemplateError as error:
            raise TemplateRefusalError(str(error)) from error


def byte_shaped(name: str) -> JinjaTokenizer:
    """Return the byte tokenizer behind a ChatML-like shape."""
    shape = SHAPES[name]
    return JinjaTokenizer(ByteTokenizer(), shape.template, shape.ends)


def _refuse(message: str) -> None:
    raise TemplateError(message)
