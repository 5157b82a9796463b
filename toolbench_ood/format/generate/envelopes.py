"""What generated formats put around their calls."""

from dataclasses import dataclass, replace

from toolbench_ood.format.axes import Envelope
from toolbench_ood.readers.reader import telling


@dataclass(frozen=True, slots=True)
class EnvelopeStyle:
    """One shape of the outermost delimiters; ``{a}`` and ``{b}`` are two drawn words."""

    axis: Envelope
    open: str
    close: str = ""
    """Empty where a call's own end closes it."""
    lines: bool = False
    """Whether the delimiters stand on lines of their own."""
    single: bool = False
    """Whether it holds one call alone."""

    @property
    def holds_raw_text(self) -> bool:
        """Whether no sign of ordinary text ends it."""
        return not self.close or telling(self.close)

    def spelt(self, first: str, second: str) -> "EnvelopeStyle":
        """Return the style with words in it."""
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
"""Shapes that families have."""

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
"""Shapes that no family has."""
