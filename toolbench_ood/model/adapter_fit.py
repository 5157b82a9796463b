"""Whether an adapter can be applied to its base, asked before any engine starts.

Engines ignore tensors whose names they don't know, and would then play the base model alone. Here
the header of the adapter's weights is compared with those of the base's.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from toolbench_ood.model.adapter import ADAPTER_CONFIG, ADAPTER_WEIGHTS, Adapter, merge_advice
from toolbench_ood.model.broken_file import listed
from toolbench_ood.model.json_file import read_json_object
from toolbench_ood.model.lora_modules import LoraModule, is_factor, layer_name, lora_modules
from toolbench_ood.model.safetensors_file import Shapes, safetensors_problem, tensor_shapes
from toolbench_ood.model.weights import weights_shapes
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

_EMBEDDING = re.compile(r"(.+\.)?(embed_tokens|embed_in|wte|word_embeddings|lm_head|embed_out)\..+")
_EXPERTS = "experts"
"""Layers whose weights checkpoints and engines arrange differently."""
_BODIES = ("model", "transformer", "gpt_neox")
"""What models call all that is below their head."""
_COPY_AGAIN = "copy it again, or save it again with peft"
_OTHER_BASE = "give the model that the adapter was trained from, with --base-model"


def require_fitting(adapter: Adapter, base: Path) -> None:
    """Compare an adapter with its base.

    Args:
        adapter: the adapter.
        base: folder of a whole model.

    Raises:
        UserError: its weights are missing, broken or not those of this base, or it does what only a
            merged model can.
    """
    problem = next(_problems(adapter, base), None)
    if problem:
        raise UserError(f"The adapter {adapter.folder} can't be used: {problem}.")


def adapted_modules(adapter: Adapter) -> tuple[str, ...]:
    """Return the last parts of the names of the modules that a fitting adapter changes.

    Returns:
        The names, sorted; empty if experts are among them, which engines name differently.
    """
    found = lora_modules(tensor_shapes(adapter.folder / ADAPTER_WEIGHTS))
    names = [each.name.split(".") for each in found if isinstance(each, LoraModule)]
    if any(_EXPERTS in parts for parts in names):
        return ()
    return tuple(sorted({parts[-1] for parts in names}))


def _problems(adapter: Adapter, base: Path) -> Iterator[str]:
    missing = _file_problem(adapter.folder)
    if missing:
        yield missing
        return
    shapes = tensor_shapes(adapter.folder / ADAPTER_WEIGHTS)
    yield from _training_problems(adapter, shapes)
    yield from _token_problems(adapter, base)
    modules = list(lora_modules(shapes))
    yield from (f"{ADAPTER_WEIGHTS} {each}; {_COPY_AGAIN}" for each in modules if type(each) is str)
    whole = [each for each in modules if isinstance(each, LoraModule)]
    yield from _rank_problems(adapter, whole)
    yield from _base_problems(adapter, whole, base)


def _file_problem(folder: Path) -> str | None:
    path = folder / ADAPTER_WEIGHTS
    if not path.is_file():
        return (
            f"it has no {ADAPTER_WEIGHTS}, only {listed(sorted(folder.iterdir()))}; check that it "
            "was written or copied completely, or save it again with a current peft"
        )
    problem = safetensors_problem(path)
    return problem and f"{path.name} {problem}; copy it again, or wait until it is complete"


def _training_problems(adapter: Adapter, shapes: Shapes) -> Iterator[str]:
    """Find what was trained besides low-rank changes of matrices."""
    config, merge = adapter.config, merge_advice(adapter.folder)
    if config.modules_to_save:
        yield f"it replaces whole modules (modules_to_save {config.modules_to_save}); {merge}"
    if config.trainable_token_indices:
        yield f"it trains the embeddings of single tokens (trainable_token_indices); {merge}"
    if config.alora_invocation_tokens:
        yield (
            "it is an activated LoRA (alora_invocation_tokens), which changes a part of each "
            "prompt only and which no engine here applies; give an ordinary LoRA"
        )
    for tensor in shapes:
        if _EMBEDDING.fullmatch(tensor) and not is_factor(tensor):
            yield f"it holds embeddings ({tensor!r}), as after tokens were added; {merge}"


def _token_problems(adapter: Adapter, base: Path) -> Iterator[str]:
    """Find tokens of the adapter's own tokenizer that have no embedding in the base."""
    size = _vocabulary(base)
    beyond = [] if size is None else [each for each in _tokens(adapter.folder) if each[1] >= size]
    new = [token for token, _ in set(beyond) - set(_tokens(base) if beyond else ())]
    if new:
        yield (
            f"its tokenizer adds tokens ({', '.join(map(repr, sorted(new)[:3]))}) to the {size:,} "
            f"of the base model {base}; {merge_advice(adapter.folder)}"
        )


def _vocabulary(base: Path) -> int | None:
    """Return how many tokens a base has embeddings of; None where it does not say."""
    config = read_json_object(base / "config.json")
    inner = config.get("text_config")
    sizes = [each.get("vocab_size") for each in (inner, config) if isinstance(each, dict)]
    return next((size for size in sizes if isinstance(size, int)), None)


def _tokens(folder: Path) -> Sequence[tuple[str, int]]:
    """Return the tokens that a tokenizer has besides its vocabulary, with their ids."""
    path = folder / "tokenizer.json"
    added = read_json_object(path).get("added_tokens") if path.is_file() else None
    return list(filter(None, map(_token, added if isinstance(added, list) else [])))


def _token(entry: Json) -> tuple[str, int] | None:
    match entry:
        case {"content": str(content), "id": int(index)}:
            return content, index
    return None


def _rank_problems(adapter: Adapter, modules: Sequence[LoraModule]) -> Iterator[str]:
    if not modules:
        yield f"{ADAPTER_WEIGHTS} holds no LoRA; {_COPY_AGAIN}"
    ranks = {adapter.config.r, *(adapter.config.rank_pattern or {}).values()}
    for module in modules:
        if module.rank not in ranks:
            yield (
                f"{module.name!r} has rank {module.rank} in {ADAPTER_WEIGHTS}, but "
                f"{ADAPTER_CONFIG} says {adapter.config.r}, so they are not of one adapter; copy "
                "both again"
            )


def _base_problems(adapter: Adapter, modules: Sequence[LoraModule], base: Path) -> Iterator[str]:
    """Find matrices that the base lacks, or has in another shape; nothing where it can't be seen.

    The layers of an adapter that replicates layers are not those of the base's files, and packed
    matrices have other shapes.
    """
    weights = weights_shapes(base)
    if weights is None or adapter.config.layer_replication:
        return
    known = _by_layer(weights)
    is_packed = "quantization_config" in read_json_object(base / "config.json")
    for module in modules:
        name, shape = module.name, _stored(module, adapter)
        here = [size for other, size in known[layer_name(name)] if other not in _inside(name)]
        if _EXPERTS in name.split("."):
            continue
        if not here:
            yield f"it adapts {name!r}, which the base model {base} does not have; {_OTHER_BASE}"
        elif not is_packed and shape not in here:
            yield (
                f"it adapts {name!r} as a matrix of {_times(shape)}, which in the base model "
                f"{base} is {_times(here[0])}; {_OTHER_BASE}"
            )


def _inside(name: str) -> set[str]:
    """Return what a module of a model without its head is called in the whole model."""
    return {f"{body}.{name}" for body in _BODIES}


def _by_layer(weights: Shapes) -> Mapping[str, list[tuple[str, tuple[int, ...]]]]:
    """Return a base's modules, each with its first two sizes, by the layouts' common name."""
    found: defaultdict[str, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
    for tensor, shape in weights.items():
        module, _, part = tensor.rpartition(".")
        if part != "bias":
            found[layer_name(module)].append((module, shape[:2]))
    return found


def _stored(module: LoraModule, adapter: Adapter) -> tuple[int, ...]:
    """Return the shape as a checkpoint stores the matrix."""
    return module.shape[::-1] if adapter.config.fan_in_fan_out else module.shape


def _times(shape: Sequence[int]) -> str:
    return " x ".join(map(str, shape)) or "a single number"
