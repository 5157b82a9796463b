"""Whether a model folder can be loaded is known before any engine starts."""

import json
import pickle
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from toolbench_ood.model.loadable import loading_problem, require_tokenizer
from toolbench_ood.model.resolve import resolve
from toolbench_ood.types.errors import UserError

numpy = pytest.importorskip("numpy", reason="makes weights")
save_file = pytest.importorskip("safetensors.numpy", reason="makes weights").save_file

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5000000000\n"
INDEX = "model.safetensors.index.json"
MOMENT_SECONDS = 1
"""Of CPU, on a busy machine; reading the weights would take a hundred times as long."""


def write_shard(path: Path, name: str = "w") -> None:
    """Write a small file of weights as safetensors does."""
    save_file({name: numpy.ones((16, 16), dtype=numpy.float32)}, path)


def write_torch(path: Path) -> None:
    """Write a zip file, which is what torch writes."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", b"never read")


def write_model(folder: Path) -> Path:
    """Write a folder in which nothing is missing."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"model_type": "llama"}')
    (folder / "tokenizer.json").write_text('{"model": {}}')
    write_shard(folder / "model.safetensors")
    return folder


def shards(folder: Path) -> None:
    """Replace the one file by three and their index."""
    (folder / "model.safetensors").unlink()
    names = [f"model-{number:05d}-of-00003.safetensors" for number in (1, 2, 3)]
    for name in names:
        write_shard(folder / name, name)
    (folder / INDEX).write_text(json.dumps({"weight_map": {name: name for name in names}}))


def cut(path: Path, keep: int) -> None:
    """Keep the first bytes of a file."""
    path.write_bytes(path.read_bytes()[:keep])


def no_weights(folder: Path) -> None:
    """Take the weights away."""
    (folder / "model.safetensors").unlink()


def torch_weights(folder: Path) -> None:
    """Keep the weights in torch's own form, beside what training leaves."""
    no_weights(folder)
    write_torch(folder / "pytorch_model.bin")
    (folder / "training_args.bin").write_bytes(b"not looked at")


def old_torch_weights(folder: Path) -> None:
    """Keep the weights in the form that torch wrote before its zip files."""
    no_weights(folder)
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps({}, protocol=2))


def without_index(folder: Path) -> None:
    """Keep shards alone, which vLLM loads by their names."""
    shards(folder)
    (folder / INDEX).unlink()


def with_a_leftover(folder: Path) -> None:
    """Leave a broken file that the index doesn't name beside whole shards."""
    shards(folder)
    (folder / "backup.safetensors").write_bytes(b"")


def remote_tokenizer(folder: Path) -> None:
    """Bring the tokenizer as code, whose files may have any name."""
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer_config.json").write_text('{"auto_map": {"AutoTokenizer": ["t.T", null]}}')


WHOLE: tuple[Callable[[Path], None], ...] = (
    lambda folder: None,
    shards,
    without_index,
    with_a_leftover,
    torch_weights,
    old_torch_weights,
    remote_tokenizer,
)


def test_whole_folders_pass(tmp_path: Path) -> None:
    """Weights in one file, in shards and in torch's forms are taken as they are."""
    for number, change in enumerate(WHOLE):
        folder = write_model(tmp_path / str(number))
        change(folder)
        assert loading_problem(folder) is None, change.__doc__


def in_weights(change: Callable[[Path], None]) -> Callable[[Path], None]:
    """Change the single file of weights."""
    return lambda folder: change(folder / "model.safetensors")


def sharded(change: Callable[[Path], None]) -> Callable[[Path], None]:
    """Change a folder of three shards."""
    return lambda folder: (shards(folder), change(folder))[1]


def in_torch(content: bytes) -> Callable[[Path], None]:
    """Replace the weights by a file of torch's with some content."""
    return lambda folder: (
        no_weights(folder),
        (folder / "pytorch_model.bin").write_bytes(content),
        None,
    )[-1]


def text(name: str, content: str) -> Callable[[Path], None]:
    """Write one file over."""
    return lambda folder: (folder / name).write_text(content) and None


def beside_no_weights(name: str, content: bytes = b"x") -> Callable[[Path], None]:
    """Take the weights away and add a file."""

    def change(folder: Path) -> None:
        no_weights(folder)
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes(content)

    return change


BROKEN: tuple[tuple[Callable[[Path], None], str], ...] = (
    (in_weights(lambda path: path.write_bytes(b"")), "model.safetensors is empty (0 bytes)"),
    (in_weights(lambda path: cut(path, 500)), "model.safetensors is truncated: it has 500 of 1,"),
    (in_weights(lambda path: cut(path, 20)), "ends inside its header, after 20 bytes"),
    (in_weights(lambda path: cut(path, 3)), "model.safetensors"),
    (in_weights(lambda path: path.write_bytes(b"<html>" * 99)), "is not a safetensors file"),
    (in_weights(lambda path: path.write_bytes(bytes(8))), "is not a safetensors file"),
    (
        in_weights(lambda path: path.write_bytes(path.read_bytes() + b"+")),
        "but its header accounts for",
    ),
    (
        in_weights(lambda path: path.write_bytes((9000).to_bytes(8, "little") + b"[" * 9000)),
        "is not a safetensors file",
    ),
    (text("model.safetensors", POINTER), "is a Git LFS pointer, not the file itself (`git lfs"),
    (no_weights, "has no weights: expected model.safetensors"),
    (no_weights, "it contains config.json, tokenizer.json"),
    (
        sharded(lambda folder: (folder / "model-00002-of-00003.safetensors").unlink()),
        "model-00002-of-00003.safetensors is missing, 1 of 3 files named in " + INDEX,
    ),
    (
        lambda folder: (
            without_index(folder),
            (folder / "model-00003-of-00003.safetensors").unlink(),
        )[1],
        "model-00003-of-00003.safetensors is missing, 1 of 3 files",
    ),
    (
        sharded(lambda folder: cut(folder / "model-00003-of-00003.safetensors", 200)),
        "model-00003-of-00003.safetensors is truncated",
    ),
    (sharded(text(INDEX, "")), f"{INDEX} is empty"),
    (sharded(text(INDEX, '{"weight_map": {"a": "b')), f"{INDEX} is not JSON"),
    (sharded(text(INDEX, '{"weight_map": {"a": 1}}')), f"{INDEX} names no files in its folder"),
    (sharded(text(INDEX, '{"weight_map": {"a": "../b"}}')), f"{INDEX} names no files in its"),
    (in_torch(b""), "pytorch_model.bin is empty"),
    (in_torch(b"PK\x03\x04 and then nothing"), "pytorch_model.bin is not a complete torch file"),
    (text("config.json", '{"model_type": "lla'), "config.json is not JSON"),
    (text("config.json", "[]"), "config.json is not a JSON object"),
    (text("config.json", "{}"), "config.json has neither model_type nor architectures"),
    (text("config.json", '{"a":' * 100_000), "config.json is not JSON"),
    (text("config.json", '{"model_type": "t5", "is_encoder_decoder": true}'), "an encoder-decoder"),
    (text("config.json", '{"architectures": ["BertForMaskedLM"]}'), "that of a BertForMaskedLM"),
    (text("config.json", '{"architectures": ["GptForSequenceClassification"]}'), "language model"),
    (lambda folder: (folder / "tokenizer.json").unlink(), "has no tokenizer: expected tokeniz"),
    (text("tokenizer.json", '{"model": {"vocab"'), "tokenizer.json is not a complete JSON object"),
    (text("tokenizer.model", POINTER), "tokenizer.model is a Git LFS pointer"),
    (beside_no_weights("model.Q4.gguf"), "contains GGUF files (model.Q4.gguf)"),
    (beside_no_weights("adapter_model.safetensors"), "has no weights"),
    (beside_no_weights("global_step9/mp_rank_00_zero_pp_rank_0.pt"), "zero_to_fp32.py"),
    (beside_no_weights("pytorch_model_fsdp_0/__0_0.distcp"), "accelerate merge-weights"),
    (beside_no_weights("model_world_size_2_rank_0.pt"), "verl.model_merger"),
    (beside_no_weights("mp_rank_00/model_optim_rng.pt"), "convert_checkpoints.py export"),
    (beside_no_weights("checkpoint-500/config.json"), "did you mean"),
)


def test_what_is_broken_is_named_at_once(tmp_path: Path) -> None:
    """Each fault has one sentence that names the folder and the file; nothing is loaded for it."""
    for number, (change, words) in enumerate(BROKEN):
        folder = write_model(tmp_path / str(number))
        change(folder)
        said = loading_problem(folder)
        assert said is not None, words
        assert words in said
        assert str(folder) in said
        assert "\n" not in said


def test_a_large_model_takes_a_moment(tmp_path: Path) -> None:
    """Of 50 files of 10 GB each (sparse ones here) the headers alone are read."""
    folder = write_model(tmp_path / "large")
    no_weights(folder)
    names = [f"model-{number:05d}-of-00050.safetensors" for number in range(1, 51)]
    end = 10 << 30
    tensors = {f"layer{at}.w": {"data_offsets": [0, end], "shape": [1]} for at in range(100)}
    header = json.dumps(tensors).encode()
    for name in names:
        with (folder / name).open("wb") as file:
            file.write(len(header).to_bytes(8, "little") + header)
            file.truncate(8 + len(header) + end)
    (folder / INDEX).write_text(json.dumps({"weight_map": {name: name for name in names}}))
    before = time.process_time()
    assert loading_problem(folder) is None
    assert time.process_time() - before < MOMENT_SECONDS


def test_a_served_model_needs_its_tokenizer_alone(tmp_path: Path) -> None:
    """Without weights the tokenizer can be asked for; without a tokenizer it can't."""
    folder = write_model(tmp_path / "served")
    no_weights(folder)
    require_tokenizer(folder)
    (folder / "tokenizer.json").unlink()
    with pytest.raises(UserError, match="has no tokenizer"):
        require_tokenizer(folder)


def checkpoints(folder: Path) -> Path:
    """Write what a trainer writes."""
    for step in (500, 1000, 90):
        write_model(folder / f"checkpoint-{step}")
    return folder


def a_file(path: Path, content: bytes) -> Path:
    """Write a file."""
    path.write_bytes(content)
    return path


def test_what_is_no_model_folder_is_named_as_what_it_is(tmp_path: Path) -> None:
    """With the way on: how to merge, how to convert, which folder was meant."""
    whole = write_model(tmp_path / "whole")
    (tmp_path / "empty").mkdir()
    cases = (
        (a_file(tmp_path / "a.gguf", b"x"), "is a GGUF file.*convert_gguf .*a.gguf FOLDER"),
        (a_file(tmp_path / "unnamed", b"GGUF\x03"), "is a GGUF file"),
        (whole / "model.safetensors", f"is one file of a model: give its folder, {whole}"),
        (a_file(tmp_path / "notes.txt", b"x"), "is a file: expected a model's folder"),
        (checkpoints(tmp_path / "run"), "checkpoint-90, checkpoint-500, checkpoint-1000: did you"),
        (tmp_path / "run", "did you mean .*run/checkpoint-1000\\?$"),
        (tmp_path / "empty", "expected config.json.*it contains nothing"),
    )
    for path, words in cases:
        with pytest.raises(UserError, match=words):
            resolve(str(path))


def test_a_mistyped_name_gets_the_one_that_was_meant(tmp_path: Path) -> None:
    """Names of bundled and scripted models, their arguments kept, and paths."""
    write_model(tmp_path / "step-10")
    cases = {
        "smolm2": "did you mean smollm2?",
        "SmolLM2": "did you mean smollm2?",
        "oracel": "did you mean oracle?",
        "fauly:0.3": "did you mean faulty:0.3?",
        f"{tmp_path}/stp-10": f"did you mean {tmp_path}/step-10?",
        "nothing like it": "check the path or choose one of these.",
    }
    for name, words in cases.items():
        with pytest.raises(UserError) as caught:
            resolve(name, scripted=("oracle", "noop", "faulty"))
        assert str(caught.value).endswith(words), name
