"""What a way to write one call consists of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from toolbench_ood.format.axes import (
    ArgumentEncoding,
    Batching,
    Escaping,
    NamePlacement,
    TypeSignal,
)
from toolbench_ood.format.spec import LossyName

Keys: TypeAlias = Mapping[str, Any]
"""A table of ``format.toml``, in whose texts ``{a}`` to ``{d}``, ``{l}`` and ``{r}`` may stand."""

BRACKETS = (("<", ">"), ("<|", "|>"), ("[", "]"), ("[[", "]]"), ("(", ")"))
"""Pairs for ``{l}`` and ``{r}``, of which none is a sign that names may hold."""


@dataclass(frozen=True, slots=True)
class CallShape:
    """One way to write a tool's name and its arguments."""

    name_placement: NamePlacement
    argument_encoding: ArgumentEncoding
    type_signal: TypeSignal
    escaping: Escaping
    batching: tuple[Batching, ...]
    """The ways of writing several calls that go with it."""
    arguments: Keys
    """The table ``arguments``."""
    jinja: str
    """What ``calls.jinja`` writes for ``call``."""
    phrase: str
    """What is to be written, for the declaration; Jinja."""
    call: Keys = field(default_factory=dict)
    """The table ``call``."""
    lossy: tuple[LossyName, ...] = ()
    raw: bool = False
    """Whether values are text that a delimiter alone ends."""
    bare: bool = False
    """Whether a call has no sign of its own, so that the envelope has to enclose it."""
    reverse: str = ""
    """``jinja`` with the arguments before the name; empty where that cannot be."""

    def spelt(self, words: Mapping[str, str]) -> "CallShape":
        """Return the shape with words and brackets in its delimiters."""
        return replace(self, call=_spelt(self.call, words), arguments=_spelt(self.arguments, words))


def _spelt(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, Mapping):
        return {key: _spelt(item, words) for key, item in value.items()}
    return [_spelt(item, words) for item in value] if isinstance(value, list) else value
