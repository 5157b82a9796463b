"""``toolbench-ood export``: datasets that load, hold what they promise, and nothing held out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cases import for_each
from chat.bpe_codec import byte_level
from chat.real_templates import real_templates
from chat.template_shapes import CHATML
from cli.command import error_line, run
from datasets import load_dataset
from transformers import PreTrainedTokenizerFast

from toolbench_ood.chat.hf_tokenizer import HfTokenizer
from toolbench_ood.run.training import TRAINING_FILE, TrainingFile, declared_training
from toolbench_ood.shipped import shipped
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.manifest import file_digest
from toolbench_ood.tasks.suite import Split
from toolbench_ood.train.rows import CANARY

ROWS = 40
FULL_DISK = (
    "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); "
    "from toolbench_ood.cli.main import main; main()"
)
"""The program, allowed files of 4 KiB."""


def exported(folder: Path, *options: object) -> list[dict[str, Any]]:
    run("export", "--n", ROWS, "--out", folder, *options)
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


@pytest.mark.slow
def test_prompts(tmp_path: Path) -> None:
    """A prompt is messages and text of the same beginning, with the case that rewards it."""
    rows = exported(tmp_path / "out", "--style", "rl", "--shift", "opaque,long")
    assert {row["shift"] for row in rows} <= {"opaque", "long"}
    for row in rows:
        assert row["prompt"][0]["role"] == "system"
        assert row["prompt"][-1]["role"] == "user"
        assert all(each["content"] in row["prompt_text"] for each in row["prompt"])
        assert row["case"].endswith(f"[{row['shift']}][hermes][{row['seed']}]")
        assert row["tools"] is None


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a model folder with a small tokenizer of its own and no weights."""
    return saved(tmp_path_factory.mktemp("models") / "step-7", CHATML)


def saved(
    folder: Path, template: str, controls: tuple[str, ...] = ("<|im_start|>", "<|im_end|>")
) -> Path:
    """Save a model folder whose turns end in <|im_end|>."""
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=byte_level(controls).backend,
        eos_token="<|im_end|>",  # noqa: S106  # a token of text, no secret
    )
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    (folder / "config.json").write_text("{}")
    return folder


def test_token_ids_are_the_models(model: Path, tmp_path: Path) -> None:
    """With a model, ids spell what the texts say in its tokens, and its files' hashes are named."""
    tokenizer = HfTokenizer.load(model)
    given = ("--model", model, "--id-format", "hermes", "--n", 3)
    for row in exported(tmp_path / "sft", *given):
        pairs = list(zip(row["input_ids"], row["assistant_masks"], strict=True))
        by_model = [row["completion"][start:end] for start, end in row["loss_spans"]]
        assert tokenizer.decode([token for token, mask in pairs if mask]) == "".join(by_model)
        assert tokenizer.decode(row["input_ids"]) == row["prompt"] + row["completion"]
    for row in exported(tmp_path / "rl", *given, "--style", "rl"):
        assert tokenizer.decode(row["prompt_ids"]) == row["prompt_text"]
    about = json.loads((tmp_path / "rl" / "export.json").read_text())
    assert about["model"] == "step-7"
    assert about["tokenizer"] == tokenizer.fingerprint["vocabulary"]
    assert about["chat_template"] == tokenizer.fingerprint["chat_template"]
    assert about["id_formats"] == ["hermes"]


def test_native_rows_leave_calls_and_tools_to_the_template(tmp_path: Path) -> None:
    """Their calls and declarations are data, from which the template makes what is played."""
    qwen = real_templates()["qwen-2.5"]
    folder = saved(tmp_path / "own", qwen.source, qwen.controls)
    tokenizer = HfTokenizer.load(folder)
    given = ("--model", folder, "--format", "native,pythonic", "--shift", "none,long")
    rows = exported(tmp_path / "sft", *given)
    assert {row["format"] for row in rows} == {"native", "pythonic"}
    for row in rows:
        native = row["format"] == "native"
        assert any(message.get("tool_calls") for message in row["messages"]) == native
        tools = json.loads(row["tools"]) if row["tools"] else []
        assert bool(tools) == native
        rendered = tokenizer.render_with_tools(row["messages"], tools, open_turn=False)
        assert rendered == row["prompt"] + row["completion"] + "\n", row["case"]
    for row in exported(tmp_path / "rl", *given, "--style", "rl"):
        tools = json.loads(row["tools"]) if row["tools"] else []
        rendered = tokenizer.render_with_tools(row["prompt"], tools, open_turn=True)
        assert rendered == row["prompt_text"], row["case"]


@pytest.mark.slow
def test_without_a_model_there_are_no_token_ids(tmp_path: Path) -> None:
    """Nobody's tokens are written, and the command, the card and ``export.json`` say so."""
    for style in ("sft", "rl"):
        folder = tmp_path / style
        result = run("export", "--n", 7, "--style", style, "--out", folder)
        assert "rows have no token ids" in result.stderr
        assert "wrote 7 rows of 6 suites in 1 format" in result.stdout
        (row, *_) = load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))["train"]
        assert not {name for name in row if name.endswith(("_ids", "_masks"))}
        about = json.loads((folder / "export.json").read_text())
        assert (about["model"], about["tokenizer"], about["chat_template"]) == (
            None,
            None,
            "ChatML",
        )
        assert about["formats"].keys() == {"hermes"}
        assert "rows have no token ids" in (folder / "README.md").read_text()


def test_another_export_of_a_name_is_not_taken_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``load_dataset`` gives each folder's own rows, though folders of one name share its cache."""
    for name, suite in (("one", "bank"), ("other", "calendar")):
        place = tmp_path / name
        place.mkdir()
        run("export", "--n", 2, "--suite", suite, "--format", "hermes", "--out", place / "prompts")
        monkeypatch.chdir(place)
        loaded = load_dataset("prompts", split="train", cache_dir=str(tmp_path / "cache"))
        assert {row["suite"] for row in loaded} == {suite}


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


def test_held_out_formats_stay_out_and_what_is_in_is_declared(tmp_path: Path) -> None:
    """They are refused by name, generated ones too; the declaration says what was exported."""
    for name in ("sexp", "rnd_json", "gen:7"):
        line = error_line("export", "--format", f"hermes,{name}", "--out", tmp_path / "out")
        assert f"format {name} is held out" in line
        assert "--allow-held-out" in line
    exported(tmp_path / "out", "--format", "sexp,hermes", "--suite", "bank,music", "--shift",
             "none,long+terse", "--allow-held-out")  # fmt: skip
    declared = TrainingFile.model_validate_json((tmp_path / "out" / TRAINING_FILE).read_bytes())
    assert declared.formats == ("hermes", "sexp")
    assert declared.suites == dict.fromkeys(("bank", "music"), ("long+terse", "none"))
    about = json.loads((tmp_path / "out" / "export.json").read_text())
    assert {name: each["split"] for name, each in about["formats"].items()} == {
        "sexp": "held_out",
        "hermes": "train",
    }
    training = declared_training(tmp_path / "out")
    assert training is not None
    assert training.formats == declared.formats


@for_each(
    ("options", "words"),
    [
        (("--suite", "nosuch"), "nosuch"),
        (("--style", "dpo"), "sft"),
        (("--format", "nosuch"), "nosuch"),
        (("--shift", "renam"), "renam"),
        (("--model", "./nosuch"), "nosuch"),
        (("--id-format", "hermes"), "give --model too"),
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


@pytest.mark.slow
def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """No folder, one below a file, a full disk: a sentence each, and nothing is left behind."""
    assert "give --out" in error_line("export", "--n", 2)
    (tmp_path / "file").write_text("")
    line = error_line("export", "--n", 2, "--out", tmp_path / "file" / "below")
    assert "cannot be written: Not a directory" in line
    export = [sys.executable, "-c", FULL_DISK, "export", "--n", "200", "--out", "full"]
    done = subprocess.run(  # noqa: S603  # our own program
        export, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    (_, line) = done.stderr.splitlines()
    assert line.startswith("error: full cannot be written: File too large")
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
