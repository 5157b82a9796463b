"""What is found out about a model before it is loaded: its template, its format, its markers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.run.header import IdFormat
from toolbench_ood.run.id_format import id_format
from toolbench_ood.run.load_chat import load_chat
from toolbench_ood.run.markers import FormatMarkers, collisions, foreign_controls, measure_format
from toolbench_ood.run.settings import Settings


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """How a model is spoken to."""

    chat: Chat
    """Writes the formats' words in the tokens that this model should see."""
    id_format: IdFormat
    markers: Mapping[str, FormatMarkers]
    """Each format's markers in the model's tokens."""
    notes: tuple[str, ...]
    """What a user should know, one sentence each."""


def check_model(
    settings: Settings, path: Path, formats: Sequence[Format], library: FormatLibrary
) -> ModelCheck:
    """Look at a model's tokenizer and chat template; the model itself is not loaded.

    Raises:
        UserError: there is no usable tokenizer or template, or no such ID format.
    """
    learnt = load_chat(settings, path)
    trained_in = id_format(settings.id_format, library, learnt.tokenizer)
    known = library.load(trained_in.name) if trained_in.name else None
    chat = learnt.spelling_out(foreign_controls(learnt, known))
    markers = {one.name: measure_format(chat, one) for one in formats}
    unknown = () if known or settings.id_format != "auto" else (trained_in.reason,)
    notes = (*chat.notes, *unknown, *collisions(markers))
    return ModelCheck(chat, trained_in, markers, notes)
