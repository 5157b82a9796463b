"""The check of every format's markers with the model's own tokenizer, before anything is played."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.markers import Marker, measure_marker, tool_controls
from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call

_NAME = "tool"


@dataclass(frozen=True, slots=True)
class FormatMarkers:
    """One format in the tokens of one model."""

    markers: Mapping[str, Marker]
    call_tokens: int
    """Tokens that a call without arguments takes beyond its tool's name."""

    @property
    def shown_controls(self) -> frozenset[str]:
        """Control tokens with which prompts write the markers."""
        return frozenset(text for marker in self.markers.values() for text in marker.controls)


def measure_format(chat: Chat, format_: Format) -> FormatMarkers:
    """Measure a format's markers and the tokens of an empty call."""
    call = format_.write([Call(_NAME)])
    return FormatMarkers(
        markers={text: measure_marker(chat, text) for text in format_markers(format_)},
        call_tokens=len(chat.words(call)) - len(chat.words(_NAME)),
    )


def format_markers(format_: Format) -> tuple[str, ...]:
    """Return every marker of calls, results and declaration, each once and without outer space."""
    spec = format_.spec
    listed = (
        *spec.markers(),
        spec.call.name_close,
        spec.results.open,
        spec.results.close,
        *spec.results.markers,
        spec.declaration.open,
        spec.declaration.close,
    )
    return tuple(dict.fromkeys(text.strip() for text in listed if text.strip()))


def foreign_controls(chat: Chat, id_formats: Iterable[Format]) -> frozenset[str]:
    """Return the control tokens that no format may produce.

    The model was taught those that its chat template writes for tools, and those that are markers
    of its ID formats; every other one could end its turn, or be taken for another role's.
    """
    tokenizer = chat.tokenizer
    marked = "\0".join(marker for each in id_formats for marker in format_markers(each))
    own = {control for control in tokenizer.controls if control in marked}
    return frozenset(tokenizer.controls) - own - tool_controls(tokenizer)


def collisions(measured: Mapping[str, FormatMarkers]) -> tuple[str, ...]:
    """Say, in one sentence per format, which of its markers are control tokens of the model."""
    return tuple(
        sentence for name, found in measured.items() for sentence in _sentences(name, found)
    )


def _sentences(name: str, found: FormatMarkers) -> Iterable[str]:
    plain = [text for text, marker in found.markers.items() if marker.substituted]
    if plain:
        yield (
            f"{name}: {', '.join(map(repr, plain))} would be control tokens that the model was not "
            "trained to call tools with; they are written as ordinary text."
        )
    ending = [text for text, marker in found.markers.items() if marker.ends_turn]
    if ending:
        yield f"{name}: {', '.join(map(repr, ending))} would end the model's turn if it wrote them."
