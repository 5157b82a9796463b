"""From names to checkpoints in order."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cases import for_each
from model.adapters import write_adapter, write_base
from model.test_loadable import write_model

from toolbench_ood.series.find_checkpoints import find_checkpoints
from toolbench_ood.types.errors import UserError


def _trl(out: Path) -> None:
    """Write what TRL leaves: checkpoints, and the last model in the folder around them."""
    for step in (1000, 500, 50):
        write_model(out / f"checkpoint-{step}")
        (out / f"checkpoint-{step}" / "optimizer.pt").write_bytes(b"x")
    write_model(out / "last")
    for path in (out / "last").iterdir():
        shutil.copy(path, out)
    shutil.rmtree(out / "last")


def _verl(out: Path) -> None:
    """Write what verl leaves: weights or an adapter two folders down, and its own shards."""
    write_model(out / "global_step_20/actor/huggingface")
    (out / "global_step_20/actor/model_world_size_1_rank_0.pt").write_bytes(b"x")
    adapter = out / "global_step_100/actor/lora_adapter"
    write_adapter(adapter)
    (out / "latest_checkpointed_iteration.txt").write_text("100")


def _single(out: Path) -> None:
    write_model(out / "base")
    write_model(out / "step_3")
    write_adapter(out / "tuned")
    (out / "step_4").mkdir()
    for step in (9, 100, 20):
        write_model(out / f"global_step{step}_hf")


_LAYOUTS: dict[str, tuple[Callable[[Path], None], Sequence[str], Sequence[tuple[object, ...]]]] = {
    "trl": (
        _trl,
        ["out"],
        [(f"checkpoint-{step}", step, f"out/checkpoint-{step}") for step in (50, 500, 1000)],
    ),
    "as a shell sorts them": (
        _trl,
        ["out/checkpoint-1000", "out/checkpoint-50", "out/checkpoint-500"],
        [(f"checkpoint-{step}", step, f"out/checkpoint-{step}") for step in (50, 500, 1000)],
    ),
    "verl": (
        _verl,
        ["out/global_step_*"],
        [
            ("global_step_20", 20, "out/global_step_20/actor/huggingface"),
            ("global_step_100", 100, "out/global_step_100/actor/lora_adapter"),
        ],
    ),
    "the weights themselves": (
        _verl,
        ["out/global_step_20/actor/huggingface"],
        [("global_step_20", 20, "out/global_step_20/actor/huggingface")],
    ),
    "in the user's order": (
        _single,
        ["out/base", "out/tuned", "out/step_3"],
        [
            ("base", None, "out/base"),
            ("tuned", None, "out/tuned"),
            ("step_3", 3, "out/step_3"),
        ],
    ),
    "one is not written yet": (
        _single,
        ["out/step_*"],
        [("step_3", 3, "out/step_3"), ("step_4", 4, "out/step_4")],
    ),
    "a pattern of other names": (
        _single,
        ["out/*_hf"],
        [(f"global_step{step}_hf", None, f"out/global_step{step}_hf") for step in (9, 20, 100)],
    ),
    "without folders": (
        _single,
        ["ladder:tuned", "org/name", "faulty:0.5", "step-7=oracle", "smollm2", "b=out/base"],
        [
            ("ladder-tuned", None, "ladder:tuned"),
            ("org-name", None, "org/name"),
            ("faulty-0.5", None, "faulty:0.5"),
            ("step-7", 7, "oracle"),
            ("smollm2", None, "smollm2"),
            ("b", None, "out/base"),
        ],
    ),
}


@for_each("write, names, expected", list(_LAYOUTS.values()), ids=list(_LAYOUTS))
def test_what_trainers_write_is_found_in_order(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Path], None],
    names: Sequence[str],
    expected: Sequence[tuple[object, ...]],
) -> None:
    """Weights are found where trainers put them, and checkpoints of one folder go by number."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "out")
    found = find_checkpoints(names)
    assert [
        (each.label, each.step, each.model.removeprefix(f"{tmp_path}/")) for each in found
    ] == list(expected)


def _beside_config(name: str) -> Callable[[Path], None]:
    """Write a trainer's state beside a model without weights."""

    def write(out: Path) -> None:
        write_base(out)
        (out / "model.safetensors").unlink()
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(b"x")

    return write


def _fsdp(out: Path) -> None:
    """Write what verl leaves unless it is told to save Hugging Face weights."""
    _beside_config("../model_world_size_2_rank_0.pt")(out / "global_step_5/actor/huggingface")


def _megatron(out: Path) -> None:
    (out / "iter_0000500/mp_rank_00").mkdir(parents=True)


def _both_kinds(out: Path) -> None:
    write_model(out / "epoch-1")
    write_model(out / "checkpoint-10")


def _twins(out: Path) -> None:
    write_model(out / "a/step-1")
    write_model(out / "b/step-1")


@for_each(
    "write, names, words",
    [
        (_fsdp, ["out"], "verl.model_merger merge --backend fsdp --local_dir"),
        (_beside_config("global_step9/mp_rank_00_zero_pp_rank_0.pt"), ["out"], "zero_to_fp32.py"),
        (_megatron, ["out"], "convert_checkpoints.py export"),
        (_both_kinds, ["out"], "checkpoints of several kinds"),
        (_twins, ["out/a", "out/b"], "are both called step-1"),
        (_twins, ["out/a", "out/a/step-1"], "are both called step-1"),
        (_twins, ["one=out/*"], "gives the label one to 2 checkpoints"),
        (_twins, ["out"], "holds no checkpoint"),
        (_twins, ["out/c-*"], "out/c-* is no checkpoint"),
        (_twins, ["ladder:none"], "There is no checkpoint 'none' on the ladder"),
        (_twins, ["./nothing"], "./nothing is no checkpoint"),
        (_twins, ["/"], "/ holds no checkpoint"),
        (_twins, ["out/a/step-1/config.json"], "is a file"),
    ],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_what_is_no_series_is_refused_in_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Path], None],
    names: Sequence[str],
    words: str,
) -> None:
    """Shards with the command that merges them; names that stand for nothing; equal labels."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "out")
    with pytest.raises(UserError) as error:
        find_checkpoints(names)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
