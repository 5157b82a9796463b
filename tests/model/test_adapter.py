"""Adapters: the base that they find, and faults that are known before an engine starts."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from model.adapters import SHAPES, add_tensors, write_adapter, write_base, write_tokenizer

from toolbench_ood.model.adapter import ADAPTER_CONFIG, ADAPTER_WEIGHTS
from toolbench_ood.model.chat_files import find_chat_files
from toolbench_ood.model.loadable import loading_problem
from toolbench_ood.model.resolve import ModelRef, resolve, resolve_here
from toolbench_ood.types.errors import UserError

pytest.importorskip("safetensors", reason="makes weights")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the folder of a very small model."""
    return write_base(tmp_path / "base")


def problem_of(folder: Path, base_model: str | None = None) -> str:
    """Return what is said of an adapter before an engine starts; empty for nothing."""
    try:
        found = resolve(str(folder), base_model=base_model)
    except UserError as error:
        return str(error)
    assert found.path is not None
    return loading_problem(found.path, found.adapter) or ""


def test_an_adapter_finds_its_base(base: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """Beside the adapter, from the working directory, by an absolute path, or as given."""
    monkeypatch.chdir(tmp_path)
    named = ("../base", "base", str(base))
    for number, name in enumerate(named):
        folder = write_adapter(tmp_path / f"a{number}", base_model_name_or_path=name)
        found = resolve(str(folder))
        assert (found.path, found.adapter and found.adapter.folder) == (base, folder), name
        assert found.folders == (folder, base)
        assert problem_of(folder) == ""
        assert resolve_here(str(folder)) == found
    away = write_adapter(tmp_path / "away", base_model_name_or_path="/nowhere")
    assert resolve(str(away), base_model="base").path == base


def test_a_base_that_would_be_fetched_is_not_here(tmp_path: Path) -> None:
    """Nothing is fetched for a look at an adapter."""
    folder = write_adapter(tmp_path / "a", base_model_name_or_path="org/base")
    assert resolve_here(str(folder)) is None


def test_layouts_of_other_names_fit(base: Path, tmp_path: Path) -> None:
    """A base saved without its outermost name, transposed, packed or of experts is no misfit."""
    cases: dict[str, tuple[dict[str, tuple[int, ...]], dict[str, Any], dict[str, Any]]] = {
        "no outermost name": (
            {name.removeprefix("model."): shape for name, shape in SHAPES.items()},
            {},
            {},
        ),
        "moved inside": (
            {f"language_model.{name}": shape for name, shape in SHAPES.items()},
            {},
            {},
        ),
        "transposed": (
            {name: shape[::-1] for name, shape in SHAPES.items()},
            {},
            {"fan_in_fan_out": True},
        ),
        "packed": (
            {
                name.replace(".weight", ".qweight"): (shape[0] // 2, 1)
                for name, shape in SHAPES.items()
            },
            {"quantization_config": {}},
            {},
        ),
    }
    for name, (shapes, config, adapter) in cases.items():
        write_base(tmp_path / name / "base", shapes, **config)
        assert problem_of(write_adapter(tmp_path / name / "a", **adapter)) == "", name
    patterns = write_adapter(tmp_path / "patterns", rank=2, r=8, rank_pattern={"q_proj": 2})
    assert problem_of(patterns) == ""


def edit(**fields: Any) -> Callable[[Path], None]:
    """Change the configuration of an adapter."""

    def change(folder: Path) -> None:
        path = folder / ADAPTER_CONFIG
        path.write_text(json.dumps(json.loads(path.read_text()) | fields))

    return change


def cut(folder: Path) -> None:
    """Keep the first half of the weights."""
    path = folder / ADAPTER_WEIGHTS
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def other_shapes(folder: Path) -> None:
    """Replace the weights by those for a base that is wider."""
    shutil.rmtree(folder)
    wide = {name: (shape[0], 2 * shape[1]) for name, shape in SHAPES.items()}
    write_adapter(folder, wide)


def other_layers(folder: Path) -> None:
    """Replace the weights by those for a base that is deeper."""
    shutil.rmtree(folder)
    deep = {name.replace("layers.0", "layers.7"): shape for name, shape in SHAPES.items()}
    write_adapter(folder, deep)


def without_outermost_name(folder: Path) -> None:
    """Replace the weights by those of a model without its head, which engines would ignore."""
    shutil.rmtree(folder)
    write_adapter(folder, {name.removeprefix("model."): shape for name, shape in SHAPES.items()})


Q = "base_model__model__model__layers__0__self_attn__q_proj"
BROKEN: tuple[tuple[Callable[[Path], None], str], ...] = (
    (edit(base_model_name_or_path=None), "does not say which model it belongs to"),
    (edit(base_model_name_or_path="/no/such"), "belongs to the model '/no/such', which is not he"),
    (edit(base_model_name_or_path="\x1b[2J"), "the model '\\x1b[2J', which is not here; give its"),
    (edit(base_model_name_or_path="."), "is an adapter itself"),
    (edit(base_model_name_or_path="adapter_config.json"), "is a file: expected a model's folder"),
    (edit(peft_type="PREFIX_TUNING"), "its peft_type is 'PREFIX_TUNING', and only LORA is"),
    (edit(r=0), "'r' in adapter_config.json is not valid"),
    (edit(r=16), "has rank 4 in adapter_model.safetensors, but adapter_config.json says 16"),
    (edit(target_modules={"a": 1}), "'target_modules"),
    (edit(modules_to_save=["lm_head"]), "it replaces whole modules (modules_to_save ['lm_head'])"),
    (edit(trainable_token_indices=[5]), "it trains the embeddings of single tokens"),
    (edit(alora_invocation_tokens=[5]), "it is an activated LoRA"),
    (lambda folder: (folder / ADAPTER_CONFIG).write_text("{") and None, "config.json is not JSON"),
    (lambda folder: (folder / ADAPTER_WEIGHTS).unlink(), "has no adapter_model.safetensors, only"),
    (lambda folder: (folder / ADAPTER_WEIGHTS).write_bytes(b"") and None, "is empty (0 bytes)"),
    (cut, "adapter_model.safetensors is truncated: it has"),
    (other_shapes, "it adapts 'model.layers.0.mlp.down_proj' as a matrix of 8 x 32, which in the"),
    (other_layers, "'model.layers.7.mlp.down_proj', which the base model"),
    (without_outermost_name, "'layers.0.mlp.down_proj', which the base model"),
    (lambda folder: add_tensors(folder, model__embed_tokens__weight=(40, 8)), "holds embeddings"),
    (lambda folder: add_tensors(folder, x__lora_A__weight=(4, 8)), "one of the two factors of 'x'"),
    (lambda folder: add_tensors(folder, **{f"{Q}__lora_A__weight": (3, 8)}), "don't belong toge"),
    (lambda folder: add_tensors(folder, prompt=(4, 8)), "'prompt', which is no part of a LoRA"),
    (lambda folder: write_tokenizer(folder, "<call>", 32), "adds tokens ('<call>') to the 32 of"),
    (lambda folder: (folder / "tokenizer.json").write_text("{") and None, "is not a complete JSON"),
    (
        lambda folder: (
            write_base(folder / "x")
            and shutil.copytree(folder / "x", folder, dirs_exist_ok=True)
            and None
        ),
        "holds a whole model (config.json and weights) and an adapter",
    ),
)


def test_what_cannot_be_applied_is_one_sentence(base: Path, tmp_path: Path) -> None:
    """Each fault is named with the adapter's folder before an engine starts, and the way on."""
    for number, (change, words) in enumerate(BROKEN):
        folder = write_adapter(tmp_path / f"adapter{number}")
        change(folder)
        said = problem_of(folder)
        assert words in said
        assert str(folder) in said
        assert said.isprintable()


def test_a_token_that_the_base_has_too_is_not_added(base: Path, tmp_path: Path) -> None:
    """Some models have tokens beyond their embeddings; their adapters save the same tokenizer."""
    folder = write_adapter(tmp_path / "a")
    for each in (folder, base):
        write_tokenizer(each, "<image>", 32)
    assert problem_of(folder) == ""


def test_only_an_adapter_has_a_base(base: Path, tmp_path: Path) -> None:
    """A whole model with ``--base-model`` is refused, and so is an adapter as the base."""
    assert "is a whole model; leave --base-model out" in problem_of(base, str(base))
    folder = write_adapter(tmp_path / "a")
    assert "is an adapter itself" in problem_of(folder, str(folder))
    assert "--base-model /no/such can't be used: there is no model" in problem_of(
        folder, "/no/such"
    )


def test_what_vllm_cannot_apply_is_known(tmp_path: Path) -> None:
    """DoRA, bias and the like need merging; an ordinary LoRA does not."""
    write_base(tmp_path / "base")
    cases: dict[str, Any] = {
        "use_dora": True,
        "bias": "all",
        "lora_bias": True,
        "layer_replication": [[0, 1]],
        "init_lora_weights": "pissa",
    }
    for name, value in cases.items():
        found = adapter_of(write_adapter(tmp_path / name, **{name: value}))
        assert found.adapter is not None
        assert name in " ".join(found.adapter.only_merged), name
    plain = adapter_of(write_adapter(tmp_path / "plain", init_lora_weights="gaussian"))
    assert plain.adapter is not None
    assert plain.adapter.only_merged == ()


def adapter_of(folder: Path) -> ModelRef:
    """Find an adapter."""
    return resolve(str(folder))


def test_the_adapters_own_chat_files_come_first(base: Path, tmp_path: Path) -> None:
    """Its tokenizer and its template, each where it has one, else those of the base."""
    folder = write_adapter(tmp_path / "a")
    (base / "chat_template.jinja").write_text("base's")
    assert find_chat_files((folder, base)) == find_chat_files((base,))
    config = {"chat_template": [{"name": "default", "template": "adapter's"}]}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    found = find_chat_files((folder, base))
    assert (found.tokenizer, found.template) == (base, "adapter's")
    write_tokenizer(folder, "<end>", 31)
    found = find_chat_files((folder, base))
    assert (found.tokenizer, found.template) == (folder, None)
    (folder / "tokenizer_config.json").unlink()
    found = find_chat_files((folder, base))
    assert (found.tokenizer, found.template) == (folder, "base's")
