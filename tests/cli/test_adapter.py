"""Adapters on the command line: what is shown of one, and faults with exit code 2."""

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from cli.command import error_line, run, run_json
from model.adapters import write_adapter, write_base

pytest.importorskip("transformers", reason="needs transformers")

from chat.tool_shapes import TOOL_SHAPES
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

from toolbench_ood.run.training import TRAINING_FILE

ENGINES = {"vllm": "vllm", "transformers": "torch"}
"""The module that each local engine needs."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a whole small model that speaks hermes."""
    from chat.bpe_codec import byte_level  # noqa: PLC0415  trains when it is used

    shape = TOOL_SHAPES["qwen"]
    own = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(byte_level(shape.controls).backend.to_str()),
        eos_token=shape.end,
    )
    own.chat_template = shape.template
    folder = write_base(tmp_path_factory.mktemp("models") / "base", vocab_size=len(own))
    own.save_pretrained(folder)
    return folder


def add_token(adapter: Path, base: Path) -> None:
    """Give an adapter a tokenizer with one token more than its base has embeddings."""
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(base / name, adapter)
    path = adapter / "tokenizer.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    size = json.loads((base / "config.json").read_text())["vocab_size"]
    content["added_tokens"].append({**content["added_tokens"][0], "content": "<x>", "id": size})
    path.write_text(json.dumps(content), encoding="utf-8")


def fault_of(folder: Path, engine: str) -> str:
    """Evaluate an adapter, which must fail before its engine starts; return the line."""
    chosen = ("--profile", "smoke", "--suite", "bank", "--limit", 1, "--format", "hermes")
    out = ("--out", folder / "run")
    result = run("eval", "--model", folder, "--engine", engine, *chosen, *out)
    assert result.exit_code == 2, result.output
    assert f"loading {folder}" not in result.stderr
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    return line


def test_faults_are_named_before_an_engine_starts(base: Path, tmp_path: Path) -> None:
    """A base that is missing, shapes that don't fit, added tokens, and what vLLM can't apply."""
    named: dict[str, Any] = {"base_model_name_or_path": str(base)}
    lost = write_adapter(tmp_path / "lost", base_model_name_or_path="/no/such/base")
    wide = write_adapter(tmp_path / "wide", {"model.layers.0.mlp.down_proj": (8, 32)}, **named)
    dora = write_adapter(tmp_path / "dora", use_dora=True, **named)
    longer = write_adapter(tmp_path / "longer", **named)
    add_token(longer, base)
    cases: tuple[tuple[Path, str, str], ...] = (
        (lost, "transformers", "belongs to the model '/no/such/base', which is not here"),
        (wide, "transformers", "'model.layers.0.mlp.down_proj' as a matrix of 8 x 32"),
        (longer, "transformers", "its tokenizer adds tokens ('<x>') to the"),
        (dora, "vllm", "which uses DoRA (use_dora); give --engine transformers"),
    )
    for folder, engine, words in cases:
        if find_spec(ENGINES[engine]) is not None:
            assert words in fault_of(folder, engine)


def test_doctor_shows_an_adapter(base: Path, tmp_path: Path) -> None:
    """Its base, rank and modules, what it declares of its training, and who named the base."""
    folder = write_adapter(tmp_path / "a", base_model_name_or_path="org/base")
    content = {"toolbench_ood": "0", "formats": ["sexp"], "suites": {"bank": ["terse"]}}
    (folder / TRAINING_FILE).write_text(json.dumps(content))
    text = run("doctor", "--model", folder, "--base-model", base).stdout
    assert f"\n  base model: {base}\n" in text
    assert "\n  LoRA adapter of rank 4 on down_proj, q_proj, v_proj\n" in text
    assert "\n  trained on: bank [terse] (declared in " in text
    assert "ID format: hermes, sexp " in text
    assert "--base-model says; the adapter itself names 'org/base'" in text
    assert "can't be loaded" not in text
    (folder / "adapter_model.safetensors").unlink()
    found = run("doctor", "--json", "--model", folder, "--base-model", base)
    assert found.exit_code == 2
    shown = json.loads(found.stdout)["model"]
    assert "has no adapter_model.safetensors" in shown["unloadable"]
    assert shown["adapter"]["rank"] == 4


def test_a_base_goes_with_an_adapter_alone(base: Path) -> None:
    """With a whole model, a scripted one or none at all, the option is refused."""
    asked = ("--base-model", base)
    assert "leave --base-model out" in error_line("eval", "--dry-run", "--model", base, *asked)
    assert "is a scripted model" in error_line("eval", "--dry-run", "--model", "oracle", *asked)
    assert "name the adapter with --model" in error_line("doctor", *asked)
    assert "name the adapter with --model" in error_line("show", "format", "hermes", *asked)


def test_a_format_is_shown_in_an_adapters_tokens(base: Path, tmp_path: Path) -> None:
    """Without a tokenizer of its own, an adapter has that of its base."""
    folder = write_adapter(tmp_path / "a", base_model_name_or_path=str(base))
    asked = ("show", "format", "hermes", "--json", "--model")
    assert run_json(*asked, folder)["measured"] == run_json(*asked, base)["measured"]
