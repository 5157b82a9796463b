"""From the name of a model to its chat template, without loading the model."""

from pathlib import Path

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.model.chat_files import find_chat_files
from toolbench_ood.model.resolve import ModelRef, resolve
from toolbench_ood.policy.find import SCRIPTED_MODELS
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError


def find_model(name: str, base_model: str | None = None, *, weights: bool = True) -> ModelRef:
    """Find a model by name, and the base of an adapter (UserError: there is none).

    Args:
        name: what the user called it.
        base_model: the base of an adapter, in place of the one that it names.
        weights: whether they are loaded here.
    """
    scripted = [name.partition(":")[0] for name in SCRIPTED_MODELS]
    return resolve(name, scripted=scripted, base_model=base_model, weights=weights)


def load_chat(settings: Settings, model: ModelRef) -> Chat:
    """Return the chat of a model; plain ChatML over bytes for a scripted one.

    Raises:
        UserError: its folders have no tokenizer or no usable chat template.
    """
    if model.path is None:
        return Chat.learn(ByteTokenizer())
    # Only a real model needs transformers, which takes seconds to import.
    from toolbench_ood.chat.hf_tokenizer import HfTokenizer  # noqa: PLC0415  # see above

    files = find_chat_files(model.folders)
    given = _read(settings.chat_template) if settings.chat_template else None
    tokenizer = HfTokenizer.load(
        files.tokenizer,
        settings.template_options,
        chat_template=given or files.template,
        config_folder=model.path,
    )
    return Chat.learn(tokenizer)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the chat template {file} cannot be read: {error}") from error
