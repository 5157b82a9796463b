"""Finds formats: shipped ones, folders of the user, and installed packages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from toolbench_ood.format.format import Format
from toolbench_ood.format.generate.generate import generate
from toolbench_ood.format.generate.name import GENERATED, is_generated, parse_name
from toolbench_ood.format.load_spec import load_spec
from toolbench_ood.format.native import NATIVE
from toolbench_ood.format.source import read_source
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.suggest import did_you_mean

ENTRY_POINTS = "toolbench_ood.formats"
"""Entry point group; each entry names a package whose folder contains format folders."""


class FormatLibrary:
    """The formats available by name: shipped ones, ``extra_folders`` and entry points.

    An extra folder is a format folder or a folder of format folders. Listing names reads no files.
    All generated formats can be loaded, but only those in ``members`` are listed and considered
    when a foreign call is identified.
    """

    def __init__(self, extra_folders: Sequence[Path] = (), members: Iterable[str] = ()) -> None:
        self._extra = tuple(Path(folder) for folder in extra_folders)
        generated = (str(parse_name(name)) for name in members if is_generated(name))
        self._members = tuple(sorted(set(generated)))
        self._loaded: dict[str, Format] = {}

    def names(self) -> tuple[str, ...]:
        """Return all names, sorted, with those of generated formats last."""
        return (*sorted(self._folders), *self._members)

    def extra_names(self) -> tuple[str, ...]:
        """Return the names of the formats in the extra folders, sorted."""
        inside = (folder.name for extra in self._extra for folder in _formats_in(extra))
        return tuple(sorted(name for name in set(inside) if name in self._folders))

    def load(self, name: str) -> Format:
        """Return a format, always the same object; raises UserError if there is none."""
        name = str(parse_name(name)) if is_generated(name) else name
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> Format:
        def other_formats() -> tuple[Format, ...]:
            return tuple(self.load(other) for other in self.names() if other != name)

        if is_generated(name):
            return replace(generate(parse_name(name), self.load), find_others=other_formats)
        folder = self._folders.get(name)
        if folder is None:
            raise UserError(self._unknown(name))
        return Format(load_spec(folder), read_source(folder), other_formats)

    def _unknown(self, name: str) -> str:
        hint = did_you_mean(name, self._folders)
        return (
            f"there is no format {name!r}{hint} The formats are: {choices(self._folders)}; "
            "gen:SEED draws another"
        )

    @cached_property
    def _folders(self) -> dict[str, Path]:
        """Return all format folders by name; raises UserError for duplicate or reserved names."""
        found: dict[str, Path] = {}
        for folder in self._all_folders():
            if folder.name == NATIVE:
                raise UserError(
                    f"{folder} is named {NATIVE!r}, which means the model's own chat template; "
                    "rename it"
                )
            if folder.name in found:
                raise UserError(
                    f"two formats are named {folder.name!r}: {found[folder.name]} and {folder}; "
                    "rename one of them"
                )
            if is_generated(folder.name):
                raise UserError(
                    f"{folder} cannot hold a format, because names that begin with {GENERATED!r} "
                    "are reserved for generated formats; rename the folder and its format"
                )
            found[folder.name] = folder
        return found

    def _all_folders(self) -> Iterator[Path]:
        yield from _formats_in(shipped("formats"))
        for entry in entry_points(group=ENTRY_POINTS):
            yield from _formats_in(_package_folder(entry.module))
        for folder in self._extra:
            inside = list(_formats_in(folder))
            if not inside:
                raise UserError(
                    f"{folder} contains no format: neither it nor a folder in it has a format.toml"
                )
            yield from inside


def _formats_in(folder: Path) -> Iterator[Path]:
    if (folder / "format.toml").is_file():
        yield folder.resolve()
    elif folder.is_dir():
        yield from (entry.parent for entry in sorted(folder.resolve().glob("*/format.toml")))


def _package_folder(module: str) -> Path:
    """Return the folder of an installed package, importing at most its parent packages."""
    found = find_spec(module)
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        raise UserError(
            f"the entry point {module!r} of group {ENTRY_POINTS!r} must name an installed package "
            "whose folder holds format folders"
        )
    return Path(places[0])


def load_format(name: str, folders: Sequence[Path] = ()) -> Format:
    """Load one format by name, including those in the given folders."""
    return FormatLibrary(folders).load(name)
