"""Makes the folder of a new format from one that exists."""

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
"""Words that mean something else where a format is named (``none`` is a case's shift)."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TOML_VALUE = r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|[^\n]*'


def new_format(name: str, like: str, out: Path, folders: Sequence[Path] = ()) -> Path:
    """Make the folder ``out/name``: a copy of the format ``like`` that obeys the laws by itself.

    The copy differs in its name, its version (1), its source and its golden files. Nothing is left
    behind when it cannot be made.

    Args:
        name: how the new format is called.
        like: the format that is copied.
        out: the folder to make it in; made when it is missing.
        folders: further formats, of which ``like`` may be one.

    Raises:
        UserError: the name cannot be used, there is no format ``like`` or it breaks the laws, or
            the folder exists or cannot be written.
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
            text = _with_keys(text, _own_keys(folder.name, model.name), place)  # noqa: PLW2901
        (folder / file).write_text(text, encoding="utf-8", newline="\n")


def _own_keys(name: str, like: str) -> dict[str, str | int]:
    """The keys of ``format.toml`` that a copy does not share with its model."""
    return {"name": name, "version": 1, "source": f"Made like {like}."}


def _with_keys(text: str, keys: Mapping[str, str | int], path: str) -> str:
    """Set top-level keys of a TOML text and keep every other line as it is."""
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
    """Write the golden files, unless the copy breaks a law as its model does."""
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
