"""Chat templates that render tools, calls and results as the large families' do.

Only what decides is here: control tokens, where the tools stand, how calls and results are written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from chat.bpe_codec import byte_level
from transformers import PreTrainedTokenizerFast

from toolbench_ood.chat.hf_tokenizer import HfTokenizer

_OPEN = "{% if add_generation_prompt %}"
_CHATML_CONTROLS = ("<|im_start|>", "<|im_end|>")
_CHATML = (
    "{% set first = messages[0].content if messages[0].role == 'system' else 'Be helpful.' %}"
    "<|im_start|>system\n{{ first }}{% if tools %}\nTOOLS{% endif %}<|im_end|>\n"
    "{% for m in messages %}{% if m.role == 'tool' %}"
    "{% if loop.first or messages[loop.index0 - 1].role != 'tool' %}<|im_start|>user{% endif %}"
    "\n<tool_response>\n{{ m.content }}\n</tool_response>"
    "{% if loop.last or messages[loop.index0 + 1].role != 'tool' %}<|im_end|>\n{% endif %}"
    "{% elif m.role != 'system' %}<|im_start|>{{ m.role }}\n{{ m.content }}"
    "{% if m.tool_calls %}CALLS{% endif %}<|im_end|>\n{% endif %}{% endfor %}"
    + _OPEN
    + "<|im_start|>assistant\n{% endif %}"
)
_LISTED = "<tools>{% for t in tools %}\n{{ t | tojson }}{% endfor %}\n</tools>"
_JSON_TAGS = (
    "{% for c in m.tool_calls %}{% if not loop.first or m.content %}\n{% endif %}<tool_call>\n"
    '{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}\n'
    "</tool_call>{% endfor %}"
)
_XML_TAGS = (
    "{% for c in m.tool_calls %}{% if not loop.first %}\n{% endif %}<tool_call>\n"
    "<function={{ c.function.name }}>\n{% for k, v in c.function.arguments | items %}"
    "<parameter={{ k }}>\n{{ v if v is string else v | tojson }}\n</parameter>\n{% endfor %}"
    "</function>\n</tool_call>{% endfor %}"
)
_HEADERS = (
    "<|begin_of_text|>{% if messages[0].role == 'system' %}<|start_header_id|>system"
    "<|end_header_id|>\n\n{{ messages[0].content | trim }}<|eot_id|>{% endif %}"
    "{% for m in messages %}{% if m.role == 'tool' %}<|start_header_id|>ipython<|end_header_id|>"
    "\n\n{{ m.content | tojson }}<|eot_id|>{% elif m.role != 'system' %}<|start_header_id|>"
    "{{ m.role }}<|end_header_id|>\n\n{% if tools and loop.index0 < 2 and m.role == 'user' %}"
    "Answer with a call of one of these:\n{% for t in tools %}{{ t | tojson(indent=4) }}\n\n"
    "{% endfor %}{% endif %}{% if m.tool_calls %}CALLS{% else %}{{ m.content | trim }}{% endif %}"
    "<|eot_id|>{% endif %}{% endfor %}"
    + _OPEN
    + "<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
_HEADER_CONTROLS = (
    "<|begin_of_text|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|python_tag|>",
)
_ONE_BARE = (
    "{% if m.tool_calls | length != 1 %}{{ raise_exception('one call at a time') }}{% endif %}"
    '{% set f = m.tool_calls[0].function %}{"name": "{{ f.name }}", '
    '"parameters": {{ f.arguments | tojson }}}'
)
_EXPRESSIONS = (
    "[{% for c in m.tool_calls %}{{ c.function.name }}("
    "{% for k, v in c.function.arguments | items %}{{ k }}={% if v is string %}'{{ v }}'"
    "{% else %}{{ v }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor %})"
    "{% if not loop.last %}, {% endif %}{% endfor %}]"
)
_MISTRAL = (
    "<s>{% for m in messages %}{% if m.role == 'system' %}[SYSTEM_PROMPT]{{ m.content }}"
    "[/SYSTEM_PROMPT]{% elif m.role == 'user' %}{% if tools and loop.first %}[AVAILABLE_TOOLS]"
    "{{ tools | tojson }}[/AVAILABLE_TOOLS]{% endif %}[INST]{{ m.content }}[/INST]"
    "{% elif m.role == 'tool' %}[TOOL_RESULTS]{{ m.content }}[/TOOL_RESULTS]"
    "{% else %}{{ m.content }}{% for c in m.tool_calls or [] %}[TOOL_CALLS]{{ c.function.name }}"
    "[ARGS]{{ c.function.arguments | tojson }}{% endfor %}</s>{% endif %}{% endfor %}"
)
_DEEPSEEK = (
    "<|begin▁of▁sentence|>{% if messages[0].role == 'system' %}{{ messages[0].content }}"
    "{% endif %}{% if tools %}\n\n## Tools{% for t in tools %}\n\n### {{ t.function.name }}\n"
    "{{ t.function.description }}\n{{ t.function.parameters | tojson }}{% endfor %}{% endif %}"
    "{% for m in messages %}{% if m.role == 'user' %}<|User|>{{ m.content }}"
    "{% elif m.role == 'tool' %}<|tool▁output▁begin|>{{ m.content }}<|tool▁output▁end|>"
    "{% elif m.role == 'assistant' %}{% if messages[loop.index0 - 1].role != 'tool' %}"
    "<|Assistant|></think>{% endif %}{{ m.content }}{% if m.tool_calls %}<|tool▁calls▁begin|>"
    "{% for c in m.tool_calls %}<|tool▁call▁begin|>{{ c.function.name }}<|tool▁sep|>"
    "{{ c.function.arguments if c.function.arguments is string else "
    "raise_exception('arguments must be a string') }}<|tool▁call▁end|>{% endfor %}"
    "<|tool▁calls▁end|>{% endif %}<|end▁of▁sentence|>{% endif %}{% endfor %}"
    "{% if add_generation_prompt and messages[-1].role != 'tool' %}<|Assistant|></think>"
    "{% endif %}"
)
_DEEPSEEK_CONTROLS = (
    "<|begin▁of▁sentence|>",
    "<|end▁of▁sentence|>",
    "<|User|>",
    "<|Assistant|>",
    "<|tool▁calls▁begin|>",
    "<|tool▁calls▁end|>",
    "<|tool▁call▁begin|>",
    "<|tool▁call▁end|>",
    "<|tool▁sep|>",
    "<|tool▁output▁begin|>",
    "<|tool▁output▁end|>",
    "<think>",
    "</think>",
)
_GLM = (
    "[gMASK]<sop>{% if tools %}<|system|>\n# Tools\n<tools>{% for t in tools %}\n{{ t | tojson }}"
    "{% endfor %}\n</tools>{% endif %}{% for m in messages %}{% if m.role == 'tool' %}"
    "{% if loop.first or messages[loop.index0 - 1].role != 'tool' %}<|observation|>{% endif %}"
    "\n<tool_response>\n{{ m.content }}\n</tool_response>"
    "{% else %}<|{{ m.role }}|>\n{% if m.role == 'assistant' %}<think></think>\n{% endif %}"
    "{{ m.content }}{% for c in m.tool_calls or [] %}<tool_call>{{ c.function.name }}"
    "{% for k, v in c.function.arguments | items %}<arg_key>{{ k }}</arg_key><arg_value>"
    "{{ v if v is string else v | tojson }}</arg_value>{% endfor %}</tool_call>{% endfor %}"
    "{% endif %}{% endfor %}" + _OPEN + "<|assistant|>\n{% endif %}"
)
_MINIMAX = (
    "]~!b[]~b]system\n{{ messages[0].content if messages[0].role == 'system' else 'Be helpful.' }}"
    "{% if tools %}\n\n# Tools\n<tools>{% for t in tools %}\n<tool>{{ t.function | tojson }}</tool>"
    "{% endfor %}\n</tools>{% endif %}[e~[\n{% for m in messages %}{% if m.role == 'tool' %}"
    "{% if loop.first or messages[loop.index0 - 1].role != 'tool' %}]~b]tool{% endif %}"
    "\n<response>{{ m.content }}</response>"
    "{% if loop.last or messages[loop.index0 + 1].role != 'tool' %}[e~[\n{% endif %}"
    "{% elif m.role != 'system' %}]~b]{{ 'ai' if m.role == 'assistant' else m.role }}\n"
    "{{ m.content }}{% if m.tool_calls %}<minimax:tool_call>\n{% for c in m.tool_calls %}"
    '<invoke name="{{ c.function.name }}">\n{% for k, v in c.function.arguments | items %}'
    '<parameter name="{{ k }}">{{ v if v is string else v | tojson }}</parameter>\n{% endfor %}'
    "</invoke>\n{% endfor %}</minimax:tool_call>{% endif %}[e~[\n{% endif %}{% endfor %}"
    + _OPEN
    + "]~b]ai\n{% endif %}"
)
_GRANITE = (
    _CHATML.replace("<|im_start|>{{ m.role }}\n", "<|start_of_role|>{{ m.role }}<|end_of_role|>")
    .replace("<|im_start|>system\n", "<|start_of_role|>system<|end_of_role|>")
    .replace("<|im_start|>user", "<|start_of_role|>user<|end_of_role|>")
    .replace("<|im_start|>assistant\n", "<|start_of_role|>assistant<|end_of_role|>")
    .replace("<|im_end|>", "<|end_of_text|>")
)
_NAMED_RESULTS = (
    "{% for m in messages %}{% if m.role == 'tool' %}<|im_start|>tool\n"
    "Result {{ m.tool_call_id }} of {{ m.name }}: {{ m.content }}<|im_end|>\n"
    "{% else %}<|im_start|>{{ m.role }}\n{% if tools and loop.first %}TOOLS\n{% endif %}"
    "{{ m.content }}{% if m.tool_calls %}CALLS{% endif %}<|im_end|>\n{% endif %}{% endfor %}"
    + _OPEN
    + "<|im_start|>assistant\n{% endif %}"
)


@dataclass(frozen=True)
class ToolShape:
    """A template, its control tokens, and the format that it speaks."""

    template: str
    controls: tuple[str, ...]
    end: str
    format: str


def _wide(text: str) -> str:
    """Return a text whose control tokens have fullwidth bars."""
    return text.replace("<|", "<\uff5c").replace("|>", "\uff5c>")


def _chatml(calls: str, form: str, template: str = _CHATML, *more: str) -> ToolShape:
    written = template.replace("TOOLS", _LISTED).replace("CALLS", calls)
    return ToolShape(written, (*_CHATML_CONTROLS, *more), "<|im_end|>", form)


_RESPONSE = ("<tool_response>", "</tool_response>")
_CALL = ("<tool_call>", "</tool_call>")

TOOL_SHAPES: Mapping[str, ToolShape] = {
    "qwen": _chatml(_JSON_TAGS, "hermes", _CHATML, *_CALL, *_RESPONSE),
    "qwen_coder": _chatml(_XML_TAGS, "qwen3_coder", _CHATML, *_CALL),
    "named_results": _chatml(_JSON_TAGS, "hermes", _NAMED_RESULTS),
    "granite": ToolShape(
        _GRANITE.replace("TOOLS", _LISTED).replace("CALLS", _JSON_TAGS),
        ("<|start_of_role|>", "<|end_of_role|>", "<|end_of_text|>"),
        "<|end_of_text|>",
        "hermes",
    ),
    "llama_json": ToolShape(
        _HEADERS.replace("CALLS", _ONE_BARE), _HEADER_CONTROLS, "<|eot_id|>", "llama3_json"
    ),
    "llama_pythonic": ToolShape(
        _HEADERS.replace("CALLS", _EXPRESSIONS), _HEADER_CONTROLS, "<|eot_id|>", "pythonic"
    ),
    "mistral": ToolShape(
        _MISTRAL,
        (
            "<s>",
            "</s>",
            "[INST]",
            "[/INST]",
            "[AVAILABLE_TOOLS]",
            "[/AVAILABLE_TOOLS]",
            "[TOOL_CALLS]",
            "[ARGS]",
            "[TOOL_RESULTS]",
            "[/TOOL_RESULTS]",
            "[SYSTEM_PROMPT]",
            "[/SYSTEM_PROMPT]",
        ),
        "</s>",
        "mistral",
    ),
    "deepseek": ToolShape(
        _wide(_DEEPSEEK),
        tuple(map(_wide, _DEEPSEEK_CONTROLS)),
        _wide("<|end▁of▁sentence|>"),
        "deepseek_v31",
    ),
    "glm": ToolShape(
        _GLM,
        (
            "[gMASK]",
            "<sop>",
            "<|system|>",
            "<|user|>",
            "<|assistant|>",
            "<|observation|>",
            "<|endoftext|>",
            "<arg_key>",
            "</arg_key>",
            "<arg_value>",
            "</arg_value>",
            *_CALL,
            *_RESPONSE,
        ),
        "<|observation|>",
        "glm47",
    ),
    "minimax": ToolShape(
        _MINIMAX,
        ("]~!b[", "]~b]", "[e~[", "<minimax:tool_call>", "</minimax:tool_call>"),
        "[e~[",
        "minimax_m2",
    ),
}
"""By family; the format is the one among those that ship."""


@cache
def tool_tokenizer(name: str) -> HfTokenizer:
    """Return a tokenizer with a family's template and control tokens."""
    shape = TOOL_SHAPES[name]
    return made_tokenizer(shape.template, shape.controls, shape.end)


def made_tokenizer(template: str, controls: tuple[str, ...], *ends: str) -> HfTokenizer:
    """Return a small byte-level tokenizer with a template."""
    codec = byte_level(controls)
    own = PreTrainedTokenizerFast(tokenizer_object=codec.backend)
    return HfTokenizer(
        own, frozenset(map(codec.controls.__getitem__, ends)), chat_template=template
    )
