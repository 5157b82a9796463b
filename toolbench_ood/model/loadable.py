"""Whether an engine could load a model folder, asked before any engine starts.

An engine finds out after minutes, and in a traceback of its own. Here only names, sizes, headers
and small files are read: a moment, whatever the size of the model.
"""

from pathlib import Path

from toolbench_ood.model.broken_file import file_problem, json_problem, listed
from toolbench_ood.model.json_file import read_json_object
from toolbench_ood.model.other_forms import folder_form
from toolbench_ood.model.weights import has_weights, weights_problem
from toolbench_ood.types.errors import UserError

_KINDS = ("model_type", "architectures")
"""Fields of config.json by which an engine knows what to build."""
_VOCABULARIES = (
    "tokenizer.json",
    "*.model",
    "vocab.json",
    "vocab.txt",
    "*.tiktoken",
    "tekken.json",
)


def require_loadable(folder: Path) -> None:
    """Look at a model folder's configuration, weights and tokenizer.

    Raises:
        UserError: something is missing, broken, or of a form that no engine loads.
    """
    _require_config(folder)
    _require_weights(folder)
    require_tokenizer(folder)


def loading_problem(folder: Path) -> str | None:
    """Say why a model folder can't be loaded, as :func:`require_loadable` does; None: it can."""
    try:
        require_loadable(folder)
    except UserError as error:
        return str(error)
    return None


def require_tokenizer(folder: Path) -> None:
    """Look at a model folder's tokenizer, which is all that a served model needs here.

    Raises:
        UserError: it is missing or broken.
    """
    found = [path for pattern in _VOCABULARIES for path in sorted(folder.glob(pattern))]
    if not found and not _brings_code(folder):
        raise UserError(
            f"The model folder {folder} has no tokenizer: expected tokenizer.json or "
            f"tokenizer.model, as save_pretrained writes them; it contains {_content(folder)}; "
            "copy the files from the base model."
        )
    for path in found:
        problem = json_problem(path) if path.suffix == ".json" else file_problem(path)
        if problem:
            raise _broken(folder, f"{path.name} {problem}")


def _require_config(folder: Path) -> None:
    try:
        config = read_json_object(folder / "config.json")
    except UserError as error:
        raise _broken(folder, str(error)) from error
    if not any(config.get(kind) for kind in _KINDS):
        raise _broken(folder, f"config.json has neither {' nor '.join(_KINDS)}")


def _require_weights(folder: Path) -> None:
    if not has_weights(folder):
        other = folder_form(folder)
        if other:
            raise UserError(f"{folder} {other}.")
        raise UserError(
            f"The model folder {folder} has no weights: expected model.safetensors, or its shards "
            f"and their index, or pytorch_model.bin; it contains {_content(folder)}; check that "
            "the checkpoint was written or copied completely."
        )
    problem = weights_problem(folder)
    if problem:
        raise _broken(folder, problem)


def _brings_code(folder: Path) -> bool:
    """Whether the tokenizer is a program of the model's, which may have files of any name."""
    try:
        return "auto_map" in read_json_object(folder / "tokenizer_config.json")
    except UserError:
        return False


def _broken(folder: Path, problem: str) -> UserError:
    return UserError(
        f"The model folder {folder} can't be loaded: {problem}; copy it again, wait until it is "
        "complete, or give another checkpoint."
    )


def _content(folder: Path) -> str:
    return listed(sorted(folder.iterdir())) or "nothing"
