"""How generated formats return results."""

from dataclasses import dataclass, replace
from typing import Literal

from toolbench_ood.format.axes import ResultPlacement
from toolbench_ood.format.generate.envelopes import EnvelopeStyle
from toolbench_ood.readers.specification.grammar import ResultLayout
from toolbench_ood.readers.specification.marker import is_distinctive


@dataclass(frozen=True, slots=True)
class ResultStyle:
    """One shape of a result; ``{a}`` and ``{b}`` are drawn words."""

    axis: ResultPlacement
    role: Literal["user", "tool"]
    open: str
    close: str
    layout: ResultLayout = "inline"
    error: str = "Error: "

    @property
    def markers(self) -> tuple[str, ...]:
        """Markers by which a result that a model wrote itself is detected."""
        listed = [self.open.strip(), self.close.strip()]
        if self.layout == "json":
            listed.append(self.error.strip())
        return tuple(filter(is_distinctive, listed))

    def spelt(self, first: str, second: str) -> "ResultStyle":
        """Return the style with words inserted."""
        words = {"a": first, "b": second}
        return replace(
            self,
            open=self.open.format_map(words),
            close=self.close.format_map(words),
            error=self.error.format_map(words),
        )


NATIVE_RESULTS = (
    ResultStyle("user with tag", "user", "<{a}>", "</{a}>", "lines"),
    ResultStyle("own role", "tool", "<{a}>", "</{a}>"),
    ResultStyle("ipython", "tool", '{{"{a}": ', "}}", "json", '{{"{b}": '),
    ResultStyle("own token", "tool", "<|{a}|>", "<|/{a}|>"),
    ResultStyle("line prefix", "user", "{a}> ", ""),
)
"""Shapes that occur in families."""


def in_call_syntax(envelope: EnvelopeStyle) -> ResultStyle:
    """Return the shape that puts a result into the same kind of envelope as calls."""
    layout: ResultLayout = "lines" if envelope.lines else "inline"
    return ResultStyle("call syntax", "user", envelope.open, envelope.close, layout)
