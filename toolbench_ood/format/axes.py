"""The twelve axes along which call formats differ, and the distance between formats.

The axes, their values and their default weights are those of the project's format catalogue
(section 8.1). The weights are prototype defaults; studies should report their sensitivity to them.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Envelope = Literal[
    "none",
    "special token",
    "xml tag",
    "bracket",
    "fence",
    "word prefix",
    "line prefix",
    "header line",
    "paren",
    "line pair",
    "backslash macro",
    "bracket tag",
]
Batching = Literal[
    "single only",
    "repeated block",
    "json array",
    "section with items",
    "call list",
    "newline list",
    "nested",
    "table rows",
    "program",
]
NamePlacement = Literal[
    "json key",
    "dict key",
    "attribute",
    "tag suffix",
    "tag text",
    "token slot",
    "header",
    "callable",
    "functor argument",
    "path",
    "cell",
    "suffix after arguments",
]
ArgumentEncoding = Literal[
    "json object",
    "python kwargs",
    "raw tags",
    "key value tag pairs",
    "typed tags",
    "nested xml",
    "custom literal",
    "plist",
    "path assignment",
    "flags",
    "query string",
    "named arrow",
    "positional",
    "indented block",
    "key value lines",
    "macro",
    "rows",
    "pair list",
]
TypeSignal = Literal["syntactic", "schema only", "attribute", "operator"]
Escaping = Literal[
    "json",
    "python",
    "raw",
    "token quotes",
    "entities",
    "shell",
    "sql",
    "percent",
    "latex",
    "toml",
]
DeclarationStyle = Literal[
    "json schema lines",
    "json schema array",
    "json schema pretty",
    "markdown with schema",
    "xml",
    "typescript",
    "python def",
    "custom literal",
    "prose",
    "s-expression",
    "usage text",
    "ddl",
    "yaml",
    "toml",
    "table",
    "facts",
]
DeclarationPlace = Literal[
    "system", "developer", "user", "own message", "own token block", "prefix"
]
ResultPlacement = Literal[
    "own role",
    "user with tag",
    "ipython",
    "own token",
    "inline assistant",
    "line prefix",
    "call syntax",
]
Ids = Literal["none", "in call", "in header", "index"]
Order = Literal["name first", "arguments first"]
StopSignal = Literal["end of turn", "dedicated token", "role token", "stop string"]


class Axes(BaseModel):
    """The values of a format on all axes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    envelope: Envelope
    batching: Batching
    name_placement: NamePlacement
    argument_encoding: ArgumentEncoding
    type_signal: TypeSignal
    escaping: Escaping
    declaration_style: DeclarationStyle
    declaration_place: DeclarationPlace
    result_placement: ResultPlacement
    ids: Ids
    order: Order
    stop_signal: StopSignal


AXIS_WEIGHTS: dict[str, float] = {
    "envelope": 2.0,
    "batching": 1.0,
    "name_placement": 2.0,
    "argument_encoding": 3.0,
    "type_signal": 1.5,
    "escaping": 1.0,
    "declaration_style": 1.5,
    "declaration_place": 0.5,
    "result_placement": 1.0,
    "ids": 0.5,
    "order": 1.0,
    "stop_signal": 0.5,
}


def axis_values(axis: str) -> tuple[str, ...]:
    """Return all values of one axis, in the catalogue's order."""
    return get_args(Axes.model_fields[axis].annotation)


def differing_axes(left: Axes, right: Axes) -> tuple[str, ...]:
    """Return the axes on which two formats differ, in the catalogue's order."""
    return tuple(axis for axis in AXIS_WEIGHTS if getattr(left, axis) != getattr(right, axis))


def axis_distance(left: Axes, right: Axes) -> float:
    """Return the weighted Hamming distance of two formats, from 0 (same) to 1 (all axes differ)."""
    return axes_distance(dict(left), dict(right))


def axes_distance(left: Mapping[str, str], right: Mapping[str, str]) -> float:
    """Like :func:`axis_distance`, for recorded axes; what both leave out counts as the same."""
    differing = sum(
        weight for axis, weight in AXIS_WEIGHTS.items() if left.get(axis) != right.get(axis)
    )
    return differing / sum(AXIS_WEIGHTS.values())
