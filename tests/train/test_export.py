"""``toolbench-ood export``: datasets that load, hold what they promise, and nothing held out."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli.command import error_line, run
from datasets import load_dataset

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.shipped import shipped
from toolbench_ood.task.collect import shipped_suites
from toolbench_ood.task.manifest import file_digest
from toolbench_ood.task.suite import Split
from toolbench_ood.train.rows import CANARY

ROWS = 40


def exported(folder: Path, *options: str) -> list[dict[str, Any]]:
    run("export", "--n", str(ROWS), "--out", folder, *options)
    loaded = load_dataset(str(folder), cache_dir=str(folder.parent / "cache"))
    return list(loaded["train"])


def test_conversations(tmp_path: Path) -> None:
    """Rows of train suites alone; the spans hold the model's words and nothing of the results."""
    rows = exported(tmp_path / "out", "--split", "train", "--format", "hermes,qwen3_coder")
    assert len(rows) == ROWS
    assert {row["split"] for row in rows} == {"train"}
    assert {row["canary"] for row in rows} == {CANARY}
    for row in rows:
        assert row["seed"] >= 100_000
        by_model = [row["completion"][start:end] for start, end in row["loss_spans"]]
        written = [each["content"] for each in row["messages"] if each["role"] == "assistant"]
        assert [text.removesuffix("<|im_end|>") for text in by_model] == written
        assert row["loss_spans"][-1][1] == len(row["completion"])
        decode = ByteTokenizer().decode
        pairs = list(zip(row["input_ids"], row["assistant_masks"], strict=True))
        assert decode([token for token, mask in pairs if mask]) == "".join(by_model)
        assert decode(row["input_ids"]) == row["prompt"] + row["completion"]


def test_prompts(tmp_path: Path) -> None:
    """A prompt is messages, text and ids of the same beginning, with the case that rewards it."""
    rows = exported(tmp_path / "out", "--style", "rl", "--shift", "opaque,long")
    assert {row["shift"] for row in rows} <= {"opaque", "long"}
    for row in rows:
        assert row["prompt"][0]["role"] == "system"
        assert row["prompt"][-1]["role"] == "user"
        assert all(each["content"] in row["prompt_text"] for each in row["prompt"])
        assert ByteTokenizer().decode(row["prompt_ids"]) == row["prompt_text"]
        assert row["case"].endswith(f"[{row['shift']}][hermes][{row['seed']}]")
        assert json.loads(row["tools"])


def test_what_it_was_made_of(tmp_path: Path) -> None:
    """The folder says version, suites with digests, formats, seeds, canary and manifest."""
    exported(tmp_path / "out")
    about = json.loads((tmp_path / "out" / "export.json").read_text())
    train = {suite.name for suite in shipped_suites() if suite.split is Split.TRAIN}
    assert set(about["suites"]) == train
    assert about["manifest"] == file_digest(shipped("tasks") / "manifest.json")
    assert about["canary"] == CANARY
    assert CANARY in (tmp_path / "out" / "README.md").read_text()


def test_held_out_suites_stay_out(tmp_path: Path) -> None:
    """A suite that is held out is refused by name, and exported only when forced."""
    line = error_line("export", "--suite", "lab_samples", "--out", tmp_path / "out")
    assert "held out" in line
    assert "--allow-held-out" in line
    assert not (tmp_path / "out").exists()
    rows = exported(tmp_path / "out", "--suite", "lab_samples", "--allow-held-out")
    assert {row["suite"] for row in rows} == {"lab_samples"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--suite", "nosuch"), "nosuch"),
        (("--style", "dpo"), "sft"),
        (("--format", "nosuch"), "nosuch"),
        (("--shift", "renam"), "renam"),
        (("--model", "./nosuch"), "nosuch"),
    ],
)
def test_what_cannot_be_exported(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    """An unknown name is one sentence that gives it, and nothing is written."""
    assert words in error_line("export", *options, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_used_folder_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds something is refused."""
    (tmp_path / "mine.txt").write_text("mine")
    assert str(tmp_path) in error_line("export", "--n", "3", "--out", tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine.txt"]
