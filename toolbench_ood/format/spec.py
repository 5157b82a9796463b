"""What ``format.toml`` may say: every fact of a format that its templates and its reader share."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from toolbench_ood.format.axes import Axes
from toolbench_ood.format.split import FormatSplit
from toolbench_ood.readers.grammar import Grammar
from toolbench_ood.readers.table import Delimiter, Table

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

``nested`` is lossy where null is, because the hard value holds one. ``ambiguous_string`` is a
string that the format's typing rule would read as another type.
"""


class DeclarationSpec(Table):
    """What the declaration of tools says of this format; all else is the same for every format."""

    open: str = ""
    """What stands before the list of tools."""
    close: str = ""
    """What stands after it."""
    how: Delimiter
    """How calls are written, in whole sentences; Jinja over ``format``."""
    bare: bool = False
    """Whether JSON listings hold functions alone, without ``{"type": "function", …}`` around."""


class FormatSpec(Grammar):
    """The whole of ``format.toml``: the grammar, and what the format is."""

    version: Annotated[int, Field(ge=1)]
    """Raised whenever what the format writes or reads changes."""
    family: Delimiter
    """Group of formats with the same grammar but for small choices."""
    kind: Literal["native", "framework", "synthetic", "generated"]
    """Where the format comes from."""
    split: FormatSplit = "train"
    """Whether models may be trained in it; a held-out one tests them in what they never saw."""
    source: Delimiter
    """Where the facts were taken from, and whose models write it."""
    lossy: tuple[LossyName, ...] = ()
    """What the format cannot carry; the writer raises for it."""
    axes: Axes
    declaration: DeclarationSpec

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
