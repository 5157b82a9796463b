"""The program that trains the ladder's adapters, on a model of one very small layer."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from toolbench_ood.model.adapter import ADAPTER_CONFIG, ADAPTER_WEIGHTS
from toolbench_ood.run.training import TRAINING_FILE
from toolbench_ood.shipped import shipped

pytest.importorskip("peft", reason="trains an adapter")
parquet = pytest.importorskip("pyarrow.parquet", reason="writes a dataset")

LADDER = shipped("leaderboards") / "ladder"
STEPS, SAVED, KILLED = 120, 40, 60
VOCABULARY = 32


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model."""
    from transformers import LlamaConfig, LlamaForCausalLM  # noqa: PLC0415  takes seconds

    size = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1}
    folder = tmp_path_factory.mktemp("models") / "base"
    LlamaForCausalLM(LlamaConfig(vocab_size=VOCABULARY, **size, **heads)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export: two tasks with six conversations each, which begin alike."""
    import pyarrow as pa  # noqa: PLC0415  skipped where it is missing

    rng, rows = Random(0), []
    for task in ("one", "two"):
        opening = [rng.randrange(VOCABULARY) for _ in range(9)]
        for _ in range(6):
            rest = [rng.randrange(VOCABULARY) for _ in range(rng.randint(4, 8))]
            tokens, own = [*opening, *rest], [*[0] * len(opening), *[1] * len(rest)]
            names = {"task": task, "suite": "lamps", "shift": "none", "format": "hermes"}
            rows.append({**names, "input_ids": tokens, "assistant_masks": own})
    folder = tmp_path_factory.mktemp("exports") / "data"
    (folder / "data").mkdir(parents=True)
    parquet.write_table(pa.Table.from_pylist(rows), folder / "data" / "train.parquet")
    (folder / TRAINING_FILE).write_text("{}")
    return folder


def program(name: str, *arguments: object) -> list[str]:
    return [sys.executable, str(LADDER / f"{name}.py"), *map(str, arguments)]


def train(data: Path, out: Path, base: Path) -> list[str]:
    return program("train", data, out, "--base", base, "--steps", STEPS, "--every", SAVED)


def play(command: list[str], environment: Mapping[str, str]) -> None:
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603  # ours


def steps_of(out: Path) -> list[int]:
    lines = (out / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["step"] for line in lines]


@pytest.mark.slow
def test_an_interrupted_training_ends_as_an_uninterrupted_one(
    base: Path, data: Path, tmp_path: Path
) -> None:
    """Killed between two savings and started again: the same weights, each step logged once."""
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "OMP_NUM_THREADS": "1"}
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    play(train(data, whole, base), environment)
    command = train(data, broken, base)
    with subprocess.Popen(  # noqa: S603  # our own program
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith(f"step {KILLED},"))
        process.kill()
    assert steps_of(broken)[:KILLED] == list(range(1, KILLED + 1))
    play(command, environment)
    assert steps_of(broken) == steps_of(whole) == list(range(1, STEPS + 1))
    one, other = ((out / ADAPTER_WEIGHTS).read_bytes() for out in (broken, whole))
    assert one == other
    stored_without_paths(broken, tmp_path / "ladder" / "adapters" / "mine")


def stored_without_paths(trained: Path, rung: Path) -> None:
    """What is kept is half as large and names the bundled model, not the folder trained on."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
    code += "from store import store; store(*map(Path, sys.argv[2:4]), [Path(sys.argv[4])])"
    command = [sys.executable, "-c", code, LADDER, trained, rung, trained / "log.jsonl"]
    subprocess.run(command, check=True)  # noqa: S603  # our own program
    config = json.loads((rung / ADAPTER_CONFIG).read_text(encoding="utf-8"))
    assert config["base_model_name_or_path"] == "smollm2"
    assert {path.name for path in rung.iterdir()} == {
        *(ADAPTER_CONFIG, ADAPTER_WEIGHTS, TRAINING_FILE, "log.jsonl")
    }
    for each in (ADAPTER_CONFIG, TRAINING_FILE, "log.jsonl"):
        assert str(trained.parent) not in (rung / each).read_text(encoding="utf-8")
    sizes = [(folder / ADAPTER_WEIGHTS).stat().st_size for folder in (rung, trained)]
    assert sizes[0] < sizes[1]
