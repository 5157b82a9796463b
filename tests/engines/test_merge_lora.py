"""The transformers engine with weights and adapters that don't fit the model."""

import json
from pathlib import Path

import pytest
from model.adapters import write_adapter

from toolbench_ood.engines.lora import Lora
from toolbench_ood.model.weights import weights_shapes
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Sampling

torch = pytest.importorskip("torch", reason="runs transformers")
transformers = pytest.importorskip("transformers", reason="runs transformers")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return the folder of a model with one layer and random weights."""
    config = transformers.LlamaConfig(
        vocab_size=32,
        hidden_size=8,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        tie_word_embeddings=True,
    )
    folder = tmp_path / "tiny"
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def load(folder: Path, adapter: Path | None = None) -> None:
    """Start the engine."""
    from toolbench_ood.engines.transformers import (  # noqa: PLC0415  needs transformers
        TransformersEngine,
    )

    lora = adapter and Lora(adapter, rank=4, modules=(), has_patterns=False)
    TransformersEngine.load(folder, Sampling(), frozenset(), {"dtype": "float32"}, lora=lora)


def test_weights_of_another_architecture_are_refused(tiny: Path) -> None:
    """Transformers itself would warn and play random weights."""
    load(tiny)
    path = tiny / "config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps(config | {"model_type": "gpt_neox", "architectures": None}))
    with pytest.raises(UserError, match=r"its weights lack \d+ tensors.*of one checkpoint"):
        load(tiny)


def test_an_adapter_that_peft_would_ignore_is_refused(tiny: Path, tmp_path: Path) -> None:
    """Peft itself would warn and leave the model as it is; one that fits is merged."""
    pytest.importorskip("peft", reason="merges adapters")
    shapes = dict(weights_shapes(tiny) or {})
    load(tiny, write_adapter(tmp_path / "fits", shapes))
    headless = {name.removeprefix("model."): shape for name, shape in shapes.items()}
    with pytest.raises(UserError, match=r"peft can't apply the adapter .*missing adapter keys"):
        load(tiny, write_adapter(tmp_path / "headless", headless))
    wide = {name: (shape[0], 2 * shape[-1]) for name, shape in shapes.items()}
    with pytest.raises(UserError, match=r"peft can't apply the adapter .*size mismatch"):
        load(tiny, write_adapter(tmp_path / "wide", wide))
