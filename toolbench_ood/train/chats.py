"""How exported conversations are written: in which model's template and tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.run.check_model import check_model
from toolbench_ood.run.load_chat import find_model, load_chat
from toolbench_ood.run.settings import Settings
from toolbench_ood.task.case import Case


@dataclass(frozen=True, slots=True)
class Chats:
    """The chat of every exported case, and whose it is."""

    chat: Chat
    own: Mapping[str, Chat]
    """Chats of formats that have one of their own, by the format's name."""
    model: str | None
    """The model's name, without the path of a folder; None: plain ChatML and nobody's tokens."""
    id_format: str | None = None
    """The format that counts as the model's own; None: no format does."""
    notes: tuple[str, ...] = ()
    """Every way in which the texts differ from the template's own, one sentence each."""

    def of(self, case: Case) -> Chat:
        """Return the chat in which a case is written."""
        return self.own.get(case.format.name, self.chat)


def find_chats(settings: Settings, formats: Sequence[Format]) -> Chats:
    """Learn how the settings' model is spoken to; a scripted one is spoken to in plain ChatML.

    Raises:
        UserError: there is no such model, or it has no usable chat template.
    """
    path = find_model(settings.model).path
    if path is None:
        return Chats(load_chat(settings, None), {}, None)
    library = FormatLibrary([Path(folder) for folder in settings.format_folders])
    check = check_model(settings, path, formats, library)
    native = [each for each in formats if isinstance(each, NativeFormat)]
    return Chats(
        chat=check.chat,
        own={each.name: each.chat(check.chat) for each in native},
        model=Path(settings.model).name,
        id_format=check.id_format.name,
        notes=(*check.notes, *(note for each in native for note in each.notes)),
    )
