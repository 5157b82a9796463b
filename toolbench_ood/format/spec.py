"""The contents of ``format.toml``: all facts shared by a format's templates and its reader."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from toolbench_ood.format.axes import Axes
from toolbench_ood.format.split import FormatSplit
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.table import Delimiter, Table

LossyName = Literal[
    "endtag",
    "null",
    "nested",
    "hyphenname",
    "dotname",
    "hyphenkey",
    "kwkey",
    "ambiguous_string",
]
"""Value classes that a format may declare it cannot carry; all but the last are hard values.

``nested`` is lossy wherever null is, because that hard value contains a null. An
``ambiguous_string`` is a string that the format's typing rule would read as another type.
"""


class DeclarationSpec(Table):
    """The format-specific part of tool declarations; the rest is the same for all formats."""

    open: str = ""
    """Text before the list of tools."""
    close: str = ""
    """Text after the list of tools."""
    how: Delimiter
    """How to write calls, in complete sentences; Jinja with access to ``format``."""
    bare: bool = False
    """Whether JSON listings contain bare functions, without ``{"type": "function", …}`` around."""


class ServerSpec(Table):
    """What the format's family is served with."""

    matches: Literal["ids", "text"] = "ids"
    """Whether its markers count only as control tokens, where the model has such, or as text too.

    ``text`` where the parser that vLLM has for the family needs no vocabulary (format catalogue 3);
    those of its parser engine take the ids of control tokens.
    """


class FormatSpec(Grammar):
    """The contents of ``format.toml``: the grammar, and metadata of the format."""

    version: Annotated[int, Field(ge=1)]
    """Incremented whenever what the format writes or reads changes."""
    family: Delimiter
    """Group of formats whose grammars differ only in minor choices."""
    kind: Literal["native", "framework", "synthetic", "generated"]
    """The origin of the format."""
    split: FormatSplit = "train"
    """Whether models may be trained in it; a held-out one tests them in what they never saw."""
    source: Delimiter
    """Where the facts were taken from, and whose models write the format."""
    lossy: tuple[LossyName, ...] = ()
    """What the format cannot represent; the writer raises for it."""
    axes: Axes
    declaration: DeclarationSpec
    server: ServerSpec = ServerSpec()

    @model_validator(mode="after")
    def _axes_tell_what_is_written(self) -> Self:
        axes = self.axes
        if (axes.batching == "single only") != self.single:
            raise ValueError(
                'axes.batching is "single only" exactly where section.calls is "one" '
                "and section.repeat is false"
            )
        if axes.declaration_place == "own token block":
            raise ValueError(
                'axes.declaration_place "own token block" means tokens of a model\'s own, which a '
                'format has not; take "system", "developer", "user", "own message" or "prefix"'
            )
        if self.call.arguments_first and axes.order != "arguments first":
            raise ValueError('axes.order must be "arguments first" where call.arguments_first is')
        return self
