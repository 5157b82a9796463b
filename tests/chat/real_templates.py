"""Chat templates of real models, with small tokenizers that have their control tokens."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chat.bpe_codec import byte_level
from transformers import PreTrainedTokenizerFast

from toolbench_ood.chat.hf_tokenizer import HfTokenizer

FOLDER = Path(__file__).parent / "templates"
_CONTROL = re.compile(
    r"<\|[^|<>\s{}'\"]{1,40}\|>|<\uff5c[^\uff5c<>\s{}'\"]{1,40}\uff5c>|\[/?[A-Z]{2,}[A-Z_]*\]"
    r"|</?think>|</?tool_call>|</?tool_response>|</?s>|<(?:start|end)_of_\w+>|<\|\w+>|<\w+\|>"
    r"|\]~!?b\[?\]?|\[e~\[|\[gMASK\]|<sop>|</?seed:\w+>|</?minimax:tool_call>"
    r"|<(?:start|end)_function_\w+>|<[A-Z_]{4,}[0-9]*>|<sep>"
)
"""What control tokens look like in the templates."""


@dataclass(frozen=True)
class RealTemplate:
    """A template as a package holds it."""

    name: str
    family: str
    source: str
    model: str
    model_licence: str
    package: str
    package_licence: str
    path: str
    """Where the package has it."""
    format: str
    """The format that its calls are in, as its makers document it; empty if none ships."""
    ends: tuple[str, ...]
    begin: str = ""
    unread: str = ""
    """Why no reader takes what it writes, though the format ships; empty if one does."""
    written_by: str = ""
    """Who wrote it, if not the model's makers."""

    @property
    def controls(self) -> tuple[str, ...]:
        """The texts of its control tokens."""
        spelt = [text for text in _CONTROL.findall(self.source) if len(text) > 1]
        return tuple(dict.fromkeys([*self.ends, *filter(None, [self.begin]), *sorted(spelt)]))

    def tokenizer(self) -> HfTokenizer:
        """Return a small byte-level tokenizer with this template."""
        codec = byte_level(self.controls)
        named = {"bos_token": self.begin} if self.begin else {}
        own = PreTrainedTokenizerFast(
            tokenizer_object=codec.backend, eos_token=self.ends[0], **named
        )
        ends = frozenset(codec.controls[end] for end in self.ends)
        return HfTokenizer(own, ends, chat_template=self.source)


@cache
def real_templates() -> Mapping[str, RealTemplate]:
    """Return every template in the folder, by name."""
    listed = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
    return {name: _read(name, entry) for name, entry in listed.items()}


def _read(name: str, entry: Mapping[str, Any]) -> RealTemplate:
    source = (FOLDER / f"{name}.jinja").read_text(encoding="utf-8")
    return RealTemplate(name=name, source=source, **{**entry, "ends": tuple(entry["ends"])})
