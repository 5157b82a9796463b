"""A part of a report whose texts are from a file: none of them moves the cursor."""

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment

from toolbench_ood.report.visible import visible_text


@dataclass(frozen=True, slots=True)
class VisiblePart:
    """Another part as rich renders it, with its control characters written out."""

    part: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the part; styles and what rich itself sends to a terminal stay."""
        for segment in console.render(self.part, options):
            text, style, control = segment
            yield segment if control else Segment(visible_text(text), style)
