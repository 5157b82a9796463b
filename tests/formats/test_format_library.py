"""Finding, loading and refusing formats."""

import shutil
from pathlib import Path

import pytest
from cases import for_each
from formats.every import every_format
from shipped_formats import LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary, load_format
from toolbench_ood.format.load_spec import load_spec
from toolbench_ood.format.shared import shared_texts
from toolbench_ood.format.source import OPTIONAL_FILES, REQUIRED_FILES, Source, read_source
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError


def _copied(tmp_path: Path, source: str, name: str) -> Path:
    """Copy a shipped format under another name."""
    folder = tmp_path / name
    shutil.copytree(shipped("formats") / source, folder)
    toml = folder / "format.toml"
    toml.write_text(toml.read_text("utf-8").replace(f'name = "{source}"', f'name = "{name}"', 1))
    return folder


def test_shipped_formats_are_listed_without_reading_them() -> None:
    """Names come from folders; every folder is a format."""
    assert {"hermes", "pythonic", "qwen3_coder"} <= set(LIBRARY.names())
    assert LIBRARY.names() == tuple(sorted(LIBRARY.names()))
    assert len(LIBRARY.names()) == len(list(shipped("formats").glob("*/format.toml")))


def test_loading_twice_gives_the_same_object() -> None:
    """A library keeps what it loaded."""
    assert LIBRARY.load("hermes") is LIBRARY.load("hermes")


def test_an_unknown_name_says_what_exists() -> None:
    """The sentence names the near miss and all formats."""
    with pytest.raises(UserError, match=r"did you mean 'hermes'.*hermes, .*pythonic"):
        LIBRARY.load("hermse")


@for_each("inside", [True, False], ids=["folder of formats", "format folder"])
def test_extra_folders(tmp_path: Path, inside: bool) -> None:
    """A folder of the user's may be one format or hold several."""
    folder = _copied(tmp_path, "hermes", "mine")
    fmt = load_format("mine", [tmp_path if inside else folder])
    assert fmt.name == "mine"
    assert {other.name for other in fmt.other_formats} == set(LIBRARY.names())


def test_a_folder_without_a_format_is_refused(tmp_path: Path) -> None:
    """Naming the wrong folder is the user's mistake."""
    with pytest.raises(UserError, match="contains no format"):
        FormatLibrary([tmp_path]).names()


def test_a_format_named_native_is_refused(tmp_path: Path) -> None:
    """The name means the model's own chat template."""
    _copied(tmp_path, "hermes", "native")
    with pytest.raises(UserError, match="means the model's own chat template"):
        FormatLibrary([tmp_path]).names()


def test_two_formats_of_one_name_are_refused(tmp_path: Path) -> None:
    """Which one was meant cannot be guessed."""
    shutil.copytree(shipped("formats") / "hermes", tmp_path / "hermes")
    with pytest.raises(UserError, match="two formats are named 'hermes'"):
        FormatLibrary([tmp_path]).names()


def test_entry_points_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package brings formats by naming a package whose folder holds them."""
    package = tmp_path / "some_formats"
    package.mkdir()
    (package / "__init__.py").write_text('raise RuntimeError("must not be run to list formats")')
    _copied(package, "pythonic", "from_package")
    info = tmp_path / "some_formats-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some-formats\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[toolbench_ood.formats]\nsome = some_formats\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert "from_package" in FormatLibrary().names()


@every_format
def test_the_digest_depends_on_what_decides_and_on_nothing_else(
    fmt: Format, tmp_path: Path
) -> None:
    """Line ends, goldens and the place of the folder do not change it; every other byte does."""
    folder = tmp_path / fmt.name
    shutil.copytree(fmt.folder, folder)
    (folder / "golden" / "note.txt").write_text("anything")
    own = [name for name in (*REQUIRED_FILES, *OPTIONAL_FILES) if (folder / name).is_file()]
    for name in own:
        body = (folder / name).read_bytes()
        (folder / name).write_bytes(body.replace(b"\n", b"\r\n"))
    assert _digest(folder) == fmt.digest
    for name in own:
        (folder / name).write_bytes((folder / name).read_bytes() + b" ")
        assert _digest(folder) != fmt.digest, name
        shutil.copy(fmt.folder / name, folder / name)
    assert _digest(folder) == fmt.digest
    for name, text in shared_texts(fmt.spec).items():
        changed = Source({name: f"{text} ", **fmt.source.texts}, folder)
        assert (Format(fmt.spec, changed).digest == fmt.digest) == (name in fmt.source.texts), name


def _digest(folder: Path) -> str:
    return Format(load_spec(folder), read_source(folder)).digest
