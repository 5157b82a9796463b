"""Creates the folder of a new format from an existing one."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import write_goldens
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.types.errors import UserError, choices

RESERVED = ("auto", "native", "none")
"""Words with another meaning where a format is named (``none`` is the absence of a shift)."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LONG_TEXT = r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\''
_TOML_VALUE = rf"{_LONG_TEXT}|[^\n]*"
_VARIANTS = re.compile(
    rf"^\[\[variants\]\](?:{_LONG_TEXT}|(?!^\[(?!\[?variants\b))[\s\S])*", re.MULTILINE
)


def new_format(name: str, like: str, out: Path, folders: Sequence[Path] = ()) -> Path:
    """Create the folder ``out/name``: a copy of the format ``like`` that satisfies all laws.

    The copy differs in its name, its version (1), its source and its golden files, and has none of
    the variants, which are a family's. Nothing is left behind if it cannot be created.

    Args:
        name: the name of the new format.
        like: the format to copy.
        out: the parent folder, created if it is missing.
        folders: additional formats, among which ``like`` may be.

    Raises:
        UserError: the name cannot be used, there is no format ``like`` or it violates the laws,
            or the folder exists or cannot be written.
    """
    model = FormatLibrary(folders).load(like)
    _check_name(name, FormatLibrary(folders).names())
    target = out / name
    try:
        if target.exists():
            raise UserError(f"{target} exists; give another name or --out, or remove it first")
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out, prefix=f".{name[:20]}-") as staging:
            staged = Path(staging) / name
            _copy(model, staged)
            _prove(FormatLibrary((*folders, staged)).load(name), model)
            staged.rename(target)
    except OSError as error:
        raise UserError(f"{target} cannot be made: {error.strerror}; give another --out") from error
    return target


def _check_name(name: str, taken: Sequence[str]) -> None:
    if not _NAME.fullmatch(name):
        raise UserError(
            f"{name!r} is not a valid name for a format; begin with a letter a-z and continue with "
            "a-z, 0-9 and _"
        )
    if name in RESERVED:
        raise UserError(
            f"{name!r} cannot be the name of a format, because {choices(RESERVED)} are reserved"
        )
    if name in taken:
        raise UserError(
            f"there already is a format {name!r}; the names taken are: {choices(taken)}"
        )


def _copy(model: Format, folder: Path) -> None:
    folder.mkdir()
    for file, text in model.source.texts.items():
        if file == "format.toml":
            place = model.source.place(file)
            text = _VARIANTS.sub("", text)  # noqa: PLW2901
            text = _with_keys(text, _own_keys(folder.name, model.name), place)  # noqa: PLW2901
        (folder / file).write_text(text, encoding="utf-8", newline="\n")


def _own_keys(name: str, like: str) -> dict[str, str | int]:
    """The keys of ``format.toml`` in which a copy differs from its model."""
    return {"name": name, "version": 1, "source": f"Made like {like}."}


def _with_keys(text: str, keys: Mapping[str, str | int], path: str) -> str:
    """Set top-level keys of a TOML text and leave every other line unchanged."""
    expected = {**tomllib.loads(text), **keys}
    for key, value in keys.items():
        stated = re.compile(rf"^{key}[ \t]*=[ \t]*(?:{_TOML_VALUE})", re.MULTILINE)
        text = stated.sub(f"{key} = {json.dumps(value)}", text, count=1)
    if _parsed(text) != expected:
        raise UserError(
            f"{path} sets {choices(keys)} in a way that cannot be edited in a copy; write each on "
            "a line of its own, as in: version = 1"
        )
    return text


def _parsed(text: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _prove(made: Format, model: Format) -> None:
    """Write the golden files; raises UserError if the copy, and thus its model, violates a law."""
    try:
        write_goldens(made)
        problems = format_problems(made)
    except UserError as error:
        problems = [str(error)]
    if problems:
        first = (
            problems[0]
            .partition("\n")[0]
            .replace(str(made.folder), str(model.folder or model.name))
        )
        raise UserError(
            f"format {model.name!r} cannot be copied, because it breaks the laws: {first}"
        )
