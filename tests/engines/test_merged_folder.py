"""A model folder with an adapter merged into it."""

from pathlib import Path

import pytest
from model.adapters import MODULES, write_adapter

from toolbench_ood.engines.lora import Lora
from toolbench_ood.engines.merged_folder import merged_folder
from toolbench_ood.model.weights import weights_shapes
from toolbench_ood.types.errors import UserError

torch = pytest.importorskip("torch", reason="merges an adapter")
transformers = pytest.importorskip("transformers", reason="merges an adapter")
safetensors = pytest.importorskip("safetensors.torch", reason="merges an adapter")
pytest.importorskip("peft", reason="merges an adapter")

RANK = 4
SCALE = 2
"""That ``write_adapter`` sets: alpha ÷ rank."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model with one layer and random weights."""
    size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1}
    folder = tmp_path_factory.mktemp("models") / "base"
    config = transformers.LlamaConfig(vocab_size=32, **size, **heads)
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    return folder


def test_the_weights_are_those_of_base_and_adapter(base: Path, tmp_path: Path) -> None:
    """W + scale · B · A, whatever else the folder holds is there, and nothing is left behind."""
    shapes = weights_shapes(base)
    assert shapes is not None
    adapter = write_adapter(tmp_path / "strong", shapes, scale=0.5, rank=RANK)
    with merged_folder(base, Lora(adapter, RANK, MODULES, has_patterns=False)) as folder:
        now = safetensors.load_file(folder / "model.safetensors")
        assert (folder / "tokenizer.json").is_file()
    assert not folder.parent.exists()
    before = safetensors.load_file(base / "model.safetensors")
    change = safetensors.load_file(adapter / "adapter_model.safetensors")
    changed = set()
    for name, weights in before.items():
        key = f"base_model.model.{name.removesuffix('.weight')}"
        if f"{key}.lora_A.weight" in change:
            a, b = (change[f"{key}.lora_{part}.weight"].float() for part in "AB")
            weights = weights + SCALE * (b @ a)  # noqa: PLW2901  the expected ones
            changed.add(name)
        torch.testing.assert_close(now[name], weights, msg=name)
    assert changed


def test_an_adapter_of_another_model_is_refused(base: Path, tmp_path: Path) -> None:
    """In the words of peft, with what to do instead."""
    adapter = write_adapter(tmp_path / "other", {"model.other.weight": (16, 16)}, scale=1, rank=4)
    lora = Lora(adapter, RANK, MODULES, has_patterns=False)
    refused = pytest.raises(UserError, match=r"could not be merged.*enable_lora=true")
    with refused, merged_folder(base, lora):
        pass
