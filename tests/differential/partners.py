"""Readers of other projects beside vLLM's parsers: which format each one reads, and what it finds.

They take tokens or a declaration of a format, so each is given here what it asks for.
"""

import importlib.metadata
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, TypeAlias

from differential.oracles import Outside

from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

PINNED: Mapping[str, str] = {
    "mistral_common": "1.13.1",
    "oss-harmony": "0.0.11",
    "transformers": "5.19.0",
}
"""The releases whose divergences the allow-list states, by the name of the package."""

PARTNERS: Mapping[str, str] = {
    "mistral_common_v2": "mistral_v2",
    "mistral_common_v3": "mistral_v3",
    "mistral_common_v11": "mistral_v11",
    "mistral_common_v13": "mistral",
    "openai_harmony": "harmony",
    "transformers_gemma4": "gemma4",
    "transformers_qwen3": "hermes",
    "transformers_qwen3_5": "qwen3_coder",
}
"""The format that each partner reads: a tokenizer of Mistral's or a model type of transformers."""

VOCABULARY = "TIKTOKEN_ENCODINGS_BASE"
"""The variable that names the folder of ``o200k_base.tiktoken``, which openai_harmony reads."""

Calls: TypeAlias = Callable[[str, Sequence[ToolSpec]], Sequence[tuple[str, Json]]]
"""Returns names and arguments of the calls in a message; may raise anything."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One reader of another project."""

    calls: Calls
    refusal: type[Exception]
    """What it raises where a message is not in its format."""

    def read(self, text: str, tools: Sequence[ToolSpec]) -> Outside:
        """Return the calls that it finds, none where it refuses the message, or what it raises."""
        try:
            return tuple(self.calls(text, tools))
        except self.refusal:
            return ()
        except Exception as error:  # noqa: BLE001 - whatever a reader raises is its answer
            return f"raises {type(error).__name__}"


def missing(partner: str) -> str:
    """Return why a partner cannot be asked here; empty if it can."""
    package = package_of(partner)
    try:
        release = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return f"{package} is not installed"
    if release != PINNED[package]:
        return f"the allow-list is that of {package} {PINNED[package]}, not of {release}"
    if package == "oss-harmony" and VOCABULARY not in os.environ:
        return f"{VOCABULARY} names no folder with o200k_base.tiktoken"
    return ""


def package_of(partner: str) -> str:
    """Return the name of the package that a partner comes from."""
    if partner == "openai_harmony":
        return "oss-harmony"
    return next(package for package in PINNED if partner.startswith(package))


def load_partner(partner: str) -> Partner:
    """Import a partner, the first time in some seconds."""
    package = package_of(partner)
    if package == "oss-harmony":
        return Partner(_harmony(), import_module("openai_harmony").HarmonyError)
    kind = partner.removeprefix(f"{package}_")
    made = _mistral(kind) if package == "mistral_common" else _transformers(kind)
    return Partner(made, ValueError)


@dataclass(frozen=True)
class Signs:
    """A tokenizer in which every control token is one token and so is every other character."""

    version: Any
    controls: tuple[str, ...] = ("[TOOL_CALLS]", "[CALL_ID]", "[ARGS]")

    @cached_property
    def _parts(self) -> re.Pattern[str]:
        return re.compile("|".join((*map(re.escape, self.controls), "(?s:.)")))

    def encode(self, text: str) -> list[int]:
        """Return code points, and for control tokens what is beyond all of these."""
        return [
            self.get_special_token(part) if part in self.controls else ord(part)
            for part in self._parts.findall(text)
        ]

    def get_special_token(self, control: str) -> int:
        """Return the id of a control token."""
        return 0x110000 + self.controls.index(control)

    def decode(self, tokens: Sequence[int], special_token_policy: object = None) -> str:
        """Return the text without control tokens."""
        del special_token_policy
        return "".join(map(chr, filter(self.get_special_token(self.controls[0]).__gt__, tokens)))


def _mistral(version: str) -> Calls:
    """The decoder of calls that mistral_common serves with, for one version of its tokenizers.

    It has no public name.
    """
    tools = import_module("mistral_common.experimental.tools")
    versions = import_module("mistral_common.tokens.tokenizers.base").TokenizerVersion
    signs = Signs(versions(version))

    def calls(text: str, _: Sequence[ToolSpec]) -> Sequence[tuple[str, Json]]:
        opener = signs.get_special_token("[TOOL_CALLS]")
        _, found = tools._split_content_and_tool_calls(signs.encode(text), opener)
        decoded = tools._decode_tool_calls(found, signs)
        return [(one.function.name, json.loads(one.function.arguments)) for one in decoded]

    return calls


def _harmony() -> Calls:
    """OpenAI's parser of completions, in which a call is a message to a function."""
    harmony = import_module("openai_harmony")
    encoding = harmony.load_harmony_encoding("HarmonyGptOss")

    def calls(text: str, _: Sequence[ToolSpec]) -> Sequence[tuple[str, Json]]:
        ids = encoding.encode(text, allowed_special="all")
        messages = encoding.parse_messages_from_completion_tokens(ids, harmony.Role.ASSISTANT)
        return [
            (one.recipient.removeprefix("functions."), json.loads(one.content[0].text))
            for one in messages
            if (one.recipient or "").startswith("functions.")
        ]

    return calls


def _transformers(model_type: str) -> Calls:
    """The parser of responses, with the template by which ``transformers serve`` reads a model."""
    templates = import_module("transformers.cli.serving.utils")._RESPONSE_TEMPLATE_FALLBACKS
    template = next(one for types, one in templates.items() if model_type in types)
    parse = import_module("transformers.utils.chat_parsing").parse_response

    def calls(text: str, tools: Sequence[ToolSpec]) -> Sequence[tuple[str, Json]]:
        message = parse(text, template, prefix="", tools=list(tools))
        found = [one["function"] for one in message.get("tool_calls", ())]
        return [(one.get("name"), one.get("arguments")) for one in found]

    return calls
