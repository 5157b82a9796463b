"""The leading reasoning of a message, which is no prose and no place for a call."""

from dataclasses import dataclass

from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.text.scanner import skip_space


@dataclass(frozen=True, slots=True)
class Lead:
    """Where the reasoning stands and where the message proper begins."""

    start: int
    end: int
    body: int

    def text(self, message: str) -> str:
        """The reasoning, stripped."""
        return message[self.start : self.end].strip()


def leading_reasoning(reader: Reader, text: str) -> Lead:
    """Find the reasoning at the start of a message.

    A chat template may have written the opener into the prompt; then a closer that stands before
    any beginning of a call ends the reasoning. Reasoning that is never closed takes the whole text.
    """
    tags = reader.spec.reasoning
    begin = skip_space(text, 0)
    if text.startswith(tags.open, begin):
        start = begin + len(tags.open)
        end = text.find(tags.close, start)
        return Lead(start, len(text), len(text)) if end < 0 else _closed(start, end, tags.close)
    end = text.find(tags.close)
    if end < 0 or _calls_before(reader, text, end):
        return Lead(0, 0, 0)
    return _closed(0, end, tags.close)


def _closed(start: int, end: int, close: str) -> Lead:
    return Lead(start, end, end + len(close))


def _calls_before(reader: Reader, text: str, end: int) -> bool:
    if reader.ambiguous_open is not None:
        return reader.ambiguous_open.search(text, 0, end) is not None
    return text.find(reader.spec.section.open, 0, end) >= 0
