"""The elements of one way to write a call."""

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
"""A table of ``format.toml`` whose texts may contain ``{a}`` to ``{d}``, ``{l}`` and ``{r}``."""

BRACKETS = (("<", ">"), ("<|", "|>"), ("[", "]"), ("[[", "]]"), ("(", ")"))
"""Pairs for ``{l}`` and ``{r}``, none of which contains a character allowed in names."""


@dataclass(frozen=True, slots=True)
class CallShape:
    """One way to write a tool's name and its arguments."""

    name_placement: NamePlacement
    argument_encoding: ArgumentEncoding
    type_signal: TypeSignal
    escaping: Escaping
    batching: tuple[Batching, ...]
    """The compatible ways of writing several calls."""
    arguments: Keys
    """The table ``arguments``."""
    jinja: str
    """The output of ``calls.jinja`` for ``call``."""
    phrase: str
    """What to write, for the declaration; Jinja."""
    call: Keys = field(default_factory=dict)
    """The table ``call``."""
    lossy: tuple[LossyName, ...] = ()
    raw: bool = False
    """Whether values are text that ends only at a delimiter."""
    bare: bool = False
    """Whether a call has no delimiters of its own, so that the envelope must enclose it."""
    reverse: str = ""
    """``jinja`` with the arguments before the name; empty if that is impossible."""

    def spelt(self, words: Mapping[str, str]) -> "CallShape":
        """Return the shape with words and brackets inserted into its delimiters."""
        return replace(self, call=_spelt(self.call, words), arguments=_spelt(self.arguments, words))


def _spelt(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, Mapping):
        return {key: _spelt(item, words) for key, item in value.items()}
    return [_spelt(item, words) for item in value] if isinstance(value, list) else value
