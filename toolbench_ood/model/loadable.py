"""Whether an engine could load a model folder, asked before any engine starts.

An engine finds out after minutes, and in a traceback of its own. Here only names, sizes, headers
and small files are read: a moment, whatever the size of the model.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from toolbench_ood.model.adapter import Adapter
from toolbench_ood.model.adapter_fit import require_fitting
from toolbench_ood.model.broken_file import file_problem, json_problem, listed
from toolbench_ood.model.chat_files import has_tokenizer, vocabulary_files
from toolbench_ood.model.json_file import read_json_object
from toolbench_ood.model.other_forms import folder_form
from toolbench_ood.model.weights import has_weights, weights_problem
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

_KINDS = ("model_type", "architectures")
"""Fields of config.json by which an engine knows what to build."""
_OTHER_HEAD = re.compile(
    r"\w+For(MaskedLM|NextSentencePrediction|MultipleChoice|QuestionAnswering"
    r"|(Sequence|Token|Image|Audio|Video)Classification)"
)
"""Classes of models that label or score texts, as ``LlamaForSequenceClassification`` for rewards.
"""


def require_loadable(folder: Path, adapter: Adapter | None = None) -> None:
    """Look at a model folder's configuration, weights and tokenizer, and at an adapter for it.

    Raises:
        UserError: something is missing, broken, or of a form that no engine loads.
    """
    _require_config(folder)
    _require_weights(folder)
    require_tokenizer(folder)
    if adapter is not None:
        if has_tokenizer(adapter.folder):
            require_tokenizer(adapter.folder)
        require_fitting(adapter, folder)


def loading_problem(folder: Path, adapter: Adapter | None = None) -> str | None:
    """Say why a model can't be loaded, as :func:`require_loadable` does; None: it can."""
    try:
        require_loadable(folder, adapter)
    except UserError as error:
        return str(error)
    return None


def require_tokenizer(folder: Path) -> None:
    """Look at a model folder's tokenizer, which is all that a served model needs here.

    Raises:
        UserError: it is missing or broken.
    """
    if not has_tokenizer(folder):
        raise UserError(
            f"The model folder {folder} has no tokenizer: expected tokenizer.json or "
            f"tokenizer.model, as save_pretrained writes them; it contains {_content(folder)}; "
            "copy the files from the base model."
        )
    for path in vocabulary_files(folder):
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
    other = _other_purpose(config)
    if other:
        raise UserError(
            f"The model folder {folder} can't be evaluated: its config.json is that of {other}, "
            "and a causal language model is needed; give another checkpoint."
        )


def _other_purpose(config: Mapping[str, Json]) -> str | None:
    """Say what kind of model a configuration describes, if it doesn't write text by itself."""
    if config.get("is_encoder_decoder") is True:
        return "an encoder-decoder"
    names = config.get("architectures")
    known = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    if known and all(map(_OTHER_HEAD.fullmatch, known)):
        return f"a {known[0]}"
    return None


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


def _broken(folder: Path, problem: str) -> UserError:
    return UserError(
        f"The model folder {folder} can't be loaded: {problem}; copy it again, wait until it is "
        "complete, or give another checkpoint."
    )


def _content(folder: Path) -> str:
    return listed(sorted(folder.iterdir())) or "nothing"
