"""Resolves ``--format native`` for the model of a run."""

from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NATIVE, NativeFormat, learn_native
from toolbench_ood.run.id_format import spoken_format
from toolbench_ood.run.load_chat import find_model, load_chat
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError


def named_format(name: str, settings: Settings, library: FormatLibrary) -> Format:
    """Return a format of the library, or for ``native`` the one of the settings' model.

    Raises:
        UserError: there is no such format, or the model has no native one.
    """
    return native_format(settings, library) if name == NATIVE else library.load(name)


def native_format(settings: Settings, library: FormatLibrary) -> NativeFormat:
    """Learn the native format of the model that the settings name; the model isn't loaded.

    Raises:
        UserError: the model is scripted, no format reads what its chat template writes, or the
            template can't be used so.
    """
    if settings.history != "append":
        raise UserError(
            f"--format {NATIVE} appends what the template writes and never renders the history "
            f"anew, so it can't be played with --history {settings.history}; leave one of them out"
        )
    model = find_model(settings.model)
    if model.path is None:
        raise UserError(
            f"--format {NATIVE} is a real model's own chat template, and {settings.model} is a "
            "scripted model, which has none; name formats, or give a real model"
        )
    chat = load_chat(settings, model.path)
    name, reason = spoken_format(library, chat.tokenizer)
    if name is None:
        raise UserError(
            f"--format {NATIVE} can't be read for {settings.model}: {_clause(reason)}; give "
            "another template with --chat-template FILE, add a format that reads it with "
            "--formats PATH, or name formats instead"
        )
    return learn_native(chat, library.load(name))


def _clause(sentence: str) -> str:
    """Make a sentence a part of another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
