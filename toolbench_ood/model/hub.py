"""Models of the Hugging Face hub."""

import re
from pathlib import Path

from toolbench_ood.types.errors import UserError

_NOT_NEEDED = ["original/*", "onnx/*", "*.gguf", "*.h5", "*.msgpack", "*.onnx"]
"""The same weights in other forms, which no engine here reads."""
_WEIGHTS = ["*.safetensors", "*.bin", "*.pt", "*.pth"]
_HUB_ID = re.compile(r"([A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)(?:@(\w[\w./-]*))?")
"""The second group is a revision."""


def is_hub_id(name: str) -> bool:
    """Whether a name has the form ``organisation/name`` or ``organisation/name@revision``."""
    return _HUB_ID.fullmatch(name) is not None


def _parts(name: str) -> tuple[str, str | None]:
    """Return the repository of a hub id, and its revision if there is one."""
    match = _HUB_ID.fullmatch(name)
    return (match[1], match[2]) if match else (name, None)


def download(name: str, *, weights: bool = True) -> Path:
    """Fetch a model's files, as far as they aren't here already, and return their folder.

    Args:
        name: the model's id, perhaps with a revision: a branch, a tag or a commit.
        weights: whether to fetch its weights too.

    Raises:
        UserError: it can't be fetched.
    """
    try:
        # Imported here so that a run without hub model needs no huggingface_hub.
        from huggingface_hub import snapshot_download  # noqa: PLC0415  see above
        from huggingface_hub.errors import (  # noqa: PLC0415  see above
            HfHubHTTPError,
            LocalEntryNotFoundError,
        )
    except ImportError as error:
        raise UserError(
            f"The model {name!r} is not a local folder, and the Hugging Face hub can't be reached "
            "without huggingface_hub; install it (`pip install huggingface_hub`) or give a folder."
        ) from error
    try:
        left_out = _NOT_NEEDED if weights else [*_NOT_NEEDED, *_WEIGHTS]
        repository, revision = _parts(name)
        return Path(snapshot_download(repository, revision=revision, ignore_patterns=left_out))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        words = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise UserError(
            f"The model {name!r} is not a local folder and could not be fetched from the Hugging "
            f"Face hub ({words}); check the id, the revision and the network, or download it first "
            "and give its folder."
        ) from error
