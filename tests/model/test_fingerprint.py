"""Fingerprints of checkpoints."""

from pathlib import Path

from toolbench_ood.model.fingerprint import fingerprint

HEADER = b'{"w":{"dtype":"F32","shape":[262144],"data_offsets":[0,1048576]}}'


def checkpoint(folder: Path, weights: bytes, config: str = "{}") -> Path:
    """Write a folder with one weights file in the safetensors layout."""
    folder.mkdir()
    (folder / "config.json").write_text(config)
    body = len(HEADER).to_bytes(8, "little") + HEADER + weights
    (folder / "model.safetensors").write_bytes(body)
    return folder


def test_equal_checkpoints_are_equal(tmp_path: Path) -> None:
    """Neither the folder's name nor a file that decides nothing plays a part."""
    one = checkpoint(tmp_path / "one", bytes(1 << 20))
    two = checkpoint(tmp_path / "two", bytes(1 << 20))
    (two / "README.md").write_text("hello")
    (two / "trainer_state.json").write_text("{}")
    (two / "rng_state_0.pth").write_bytes(b"random")
    assert fingerprint(one) == fingerprint(two)


def test_weights_alone_make_a_difference(tmp_path: Path) -> None:
    """Two checkpoints with one config whose weights differ have different fingerprints."""
    one = fingerprint(checkpoint(tmp_path / "one", bytes(1 << 20)))
    two = fingerprint(checkpoint(tmp_path / "two", b"\x01" * (1 << 20)))
    assert one["config.json"] == two["config.json"]
    assert one["model.safetensors"] != two["model.safetensors"]


def test_config_and_size_make_a_difference(tmp_path: Path) -> None:
    """A changed config is seen, and so is a longer weights file."""
    one = fingerprint(checkpoint(tmp_path / "one", bytes(1 << 20)))
    assert one != fingerprint(checkpoint(tmp_path / "two", bytes(1 << 20), config='{"a": 1}'))
    assert one != fingerprint(checkpoint(tmp_path / "three", bytes((1 << 20) + 1)))


def test_a_huge_file_is_sampled(tmp_path: Path) -> None:
    """The last bytes of a sparse file of 100 GB count, and it is read in no time."""
    folder = checkpoint(tmp_path / "huge", b"")
    with (folder / "model.safetensors").open("r+b") as file:
        file.truncate(100 << 30)
    before = fingerprint(folder)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x01")
    assert fingerprint(folder) != before


def test_an_absurd_header_length_is_survived(tmp_path: Path) -> None:
    """A file that is no safetensors file at all still has a fingerprint."""
    folder = checkpoint(tmp_path / "odd", b"")
    (folder / "model.safetensors").write_bytes(b"\xff" * 100)
    assert len(fingerprint(folder)["model.safetensors"]) == 64
