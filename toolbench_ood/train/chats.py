"""How an exported conversation is written: in which model's template and tokens."""

from collections.abc import Callable, Sequence
from pathlib import Path

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.run.check_model import check_model
from toolbench_ood.run.load_chat import find_model, load_chat
from toolbench_ood.run.settings import Settings
from toolbench_ood.task.case import Case


def find_chats(settings: Settings, formats: Sequence[Format]) -> Callable[[Case], Chat]:
    """Return what gives the chat of a case: the model's, or ChatML over bytes for a scripted one.

    Raises:
        UserError: there is no such model, or it has no usable chat template.
    """
    path = find_model(settings.model).path
    library = FormatLibrary([Path(folder) for folder in settings.format_folders])
    chat = (
        load_chat(settings, None)
        if path is None
        else check_model(settings, path, formats, library).chat
    )
    own = {each.name: each.chat(chat) for each in formats if isinstance(each, NativeFormat)}
    return lambda case: own.get(case.format.name, chat)
