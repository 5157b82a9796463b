"""Where a model's tokenizer and chat template are, if it has several folders."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.model.json_file import read_json_object
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

_VOCABULARIES = (
    "tokenizer.json",
    "*.model",
    "vocab.json",
    "vocab.txt",
    "*.tiktoken",
    "tekken.json",
)
_CONFIG = "tokenizer_config.json"
_TEMPLATE = "chat_template.jinja"


@dataclass(frozen=True, slots=True)
class ChatFiles:
    """What a model's conversations are written with."""

    tokenizer: Path
    """The folder of its tokenizer."""
    template: str | None
    """A chat template in place of the tokenizer's own; None: its own, if it has one."""


def find_chat_files(folders: Sequence[Path]) -> ChatFiles:
    """Return the first tokenizer and the first chat template of a model's folders.

    Args:
        folders: at least one, the one that counts most first. The last is taken for the tokenizer
            where none has any.
    """
    if len(folders) == 1:
        return ChatFiles(folders[0], None)
    tokenizer = next((folder for folder in folders if has_tokenizer(folder)), folders[-1])
    with_template = next((folder for folder in folders if _template(folder)), tokenizer)
    other = None if with_template == tokenizer else _template(with_template)
    return ChatFiles(tokenizer, other)


def has_tokenizer(folder: Path) -> bool:
    """Whether a folder has files of a tokenizer, whole or not."""
    return bool(vocabulary_files(folder)) or brings_code(folder)


def vocabulary_files(folder: Path) -> list[Path]:
    """Return the files of a folder that hold a vocabulary."""
    return [path for pattern in _VOCABULARIES for path in sorted(folder.glob(pattern))]


def brings_code(folder: Path) -> bool:
    """Whether the tokenizer is a program of the model's, which may have files of any name."""
    return "auto_map" in _config(folder)


def _template(folder: Path) -> str | None:
    """Return a folder's default chat template."""
    try:
        return (folder / _TEMPLATE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return _default(_config(folder).get("chat_template"))


def _default(templates: Json) -> str | None:
    match templates:
        case str():
            return templates
        case [*several]:
            named = (each for each in several if isinstance(each, dict))
            found = (each.get("template") for each in named if each.get("name") == "default")
            return next((text for text in found if isinstance(text, str)), None)
    return None


def _config(folder: Path) -> dict[str, Json]:
    try:
        return read_json_object(folder / _CONFIG)
    except UserError:
        return {}
