"""The text that generated formats put around their calls."""

from dataclasses import dataclass, replace

from toolbench_ood.format.axes import Envelope
from toolbench_ood.readers.specification.marker import is_distinctive


@dataclass(frozen=True, slots=True)
class EnvelopeStyle:
    """One shape of the outermost delimiters; ``{a}`` and ``{b}`` are two drawn words."""

    axis: Envelope
    open: str
    close: str = ""
    """Empty if the end of a call closes it."""
    lines: bool = False
    """Whether the delimiters are on separate lines."""
    single: bool = False
    """Whether it contains only one call."""

    @property
    def holds_raw_text(self) -> bool:
        """Whether ordinary text cannot close it."""
        return not self.close or is_distinctive(self.close)

    def spelt(self, first: str, second: str) -> "EnvelopeStyle":
        """Return the style with words inserted."""
        words = {"a": first, "b": second}
        opening, close = self.open.format_map(words), self.close.format_map(words)
        return replace(self, open=opening, close=close)


NATIVE_ENVELOPES = (
    EnvelopeStyle("xml tag", "<{a}>", "</{a}>"),
    EnvelopeStyle("xml tag", "<{a}:{b}>", "</{a}:{b}>"),
    EnvelopeStyle("special token", "<|{a}|>", "<|/{a}|>"),
    EnvelopeStyle("special token", "<|{a}_begin|>", "<|{a}_end|>"),
    EnvelopeStyle("word prefix", "{a}:", single=True),
    EnvelopeStyle("line prefix", "@{a}:", single=True),
    EnvelopeStyle("header line", "=== {a} ===", lines=True, single=True),
)
"""Shapes that occur in families."""

FAR_ENVELOPES = (
    EnvelopeStyle("paren", "({a}:", ":{a})"),
    EnvelopeStyle("line pair", "%%{a}", "%%{b}", lines=True),
    EnvelopeStyle("line pair", "~~{a}~~", "~~{b}~~", lines=True),
    EnvelopeStyle("backslash macro", "\\start{a}", "\\stop{a}", lines=True),
    EnvelopeStyle("bracket tag", "[[{a}]]", "[[/{a}]]"),
    EnvelopeStyle("bracket tag", "⟦{a}⟧", "⟦/{a}⟧"),
    EnvelopeStyle("bracket tag", "«{a}»", "«/{a}»"),
    EnvelopeStyle("bracket tag", "⟨{a}⟩", "⟨/{a}⟩"),
)
"""Shapes that occur in no family."""
