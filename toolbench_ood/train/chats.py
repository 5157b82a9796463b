"""The chat template and tokens in which conversations are exported."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.run.model import Model
from toolbench_ood.tasks.case import Case
from toolbench_ood.train.rendering import rendering_notes, text_notes
from toolbench_ood.train.select import Selection


@dataclass(frozen=True, slots=True)
class Chats:
    """The chats of exported cases, and their model."""

    own: Mapping[str, Chat]
    """The chat of each format, by its name."""
    chat: Chat
    model: str | None
    """The model's name, without the path of a folder; None for plain ChatML without tokens."""
    id_formats: tuple[str, ...] = ()
    """The formats that count as the model's own."""
    notes: tuple[str, ...] = ()
    """Every way in which the texts differ from the template's own, one sentence each."""

    def of(self, case: Case) -> Chat:
        """Return the chat in which a case is written."""
        return self.own[case.format.name]


def find_chats(model: Model, selection: Selection) -> Chats:
    """Load the chats of a model; plain ChatML for a scripted model.

    Args:
        model: whose template and tokens are used.
        selection: what is exported.

    Raises:
        UserError: there is no such model, or it has no usable chat template.
    """
    formats = selection.formats
    own = {each.name: model.chat_of(each) for each in formats}
    if model.ref.path is None:
        return Chats(own, model.chat, None)
    native = [each for each in formats if isinstance(each, NativeFormat)]
    return Chats(
        own=own,
        chat=model.chat,
        model=Path(model.settings.model).name,
        id_formats=model.id_formats.names,
        notes=(
            *model.notes(model.measure(formats)),
            *(note for each in native for note in each.notes),
            *text_notes(formats, model.id_formats.names),
            *rendering_notes(selection.cases, own),
        ),
    )
