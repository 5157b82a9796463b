"""From the name of a model to its chat template, without loading the model."""

from pathlib import Path

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.model.resolve import ModelRef, resolve
from toolbench_ood.policy.find import SCRIPTED_MODELS
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError


def find_model(name: str) -> ModelRef:
    """Find a model by name (UserError: there is none)."""
    return resolve(name, scripted=[name.partition(":")[0] for name in SCRIPTED_MODELS])


def load_chat(settings: Settings, path: Path | None) -> Chat:
    """Return the chat of a model folder; plain ChatML over bytes for None.

    Raises:
        UserError: the folder has no tokenizer or no usable chat template.
    """
    if path is None:
        return Chat.learn(ByteTokenizer())
    # Only a real model needs transformers, which takes seconds to import.
    from toolbench_ood.chat.hf_tokenizer import HfTokenizer  # noqa: PLC0415  # see above

    template = _read(settings.chat_template) if settings.chat_template else None
    return Chat.learn(HfTokenizer.load(path, settings.template_options, chat_template=template))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the chat template {file} cannot be read: {error}") from error
