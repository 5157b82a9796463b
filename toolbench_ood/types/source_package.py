"""Which files of a package some code uses, according to its imports."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_STATEMENT = re.compile(
    r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+import[ \t]*(?:\([^)]*\)|[^(\n][^\n]*)|import[ \t][^\n]*)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class SourcePackage:
    """A package without subpackages, of which each file counts by itself."""

    name: str
    """Dotted: ``toolbench_ood.world.kit``."""
    folder: Path

    def used_by(self, texts: Iterable[str]) -> tuple[Path, ...]:
        """Return the files that code imports, directly or through one another, by name.

        A name that the package hands on from one of its files stands for that file; an import of
        which this can't be told, ``import *`` for one, stands for all files.

        Args:
            texts: sources of the code, whose imports name the package in full.
        """
        handed_on = dict(self._handed_on())
        found: set[str] = set()
        left = [name for text in texts for name in self._imported(text, handed_on)]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self._imported(self._file(name).read_text(encoding="utf-8"), handed_on)
        return tuple(self._file(name) for name in sorted(found))

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.py"

    def _modules(self) -> list[str]:
        return [file.stem for file in sorted(self.folder.glob("*.py")) if file.stem != "__init__"]

    def _handed_on(self) -> Iterator[tuple[str, str]]:
        """Iterate over the names that ``__init__.py`` imports from its files, with the file."""
        init = self._file("__init__")
        text = init.read_text(encoding="utf-8") if init.is_file() else ""
        yield from ((name, name) for name in self._modules())
        for module, names in _imports(text):
            if module.startswith(f"{self.name}."):
                yield from ((name, module.rpartition(".")[2]) for name in names)

    def _imported(self, text: str, handed_on: dict[str, str]) -> Iterator[str]:
        parent, _, own = self.name.rpartition(".")
        if own not in text:
            return
        for module, names in _imports(text):
            if module.startswith(f"{self.name}."):
                file = module.removeprefix(f"{self.name}.").partition(".")[0]
                yield from [file] if self._file(file).is_file() else []
            elif module == self.name and names and handed_on.keys() >= set(names):
                yield from (handed_on[name] for name in names)
            elif module == self.name or (module == parent and own in names):
                yield from self._modules()


def _imports(text: str) -> Iterator[tuple[str, list[str]]]:
    """Iterate over the modules that a source imports, each with the names taken from it."""
    for statement in _STATEMENT.finditer(text):
        for node in _parsed(statement[0].strip()):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield node.module, [each.name for each in node.names]
            elif isinstance(node, ast.Import):
                yield from ((each.name, []) for each in node.names)


def _parsed(statement: str) -> list[ast.stmt]:
    """Parse what looks like an import; a line of a text that only looks like one is none."""
    try:
        return ast.parse(statement).body
    except SyntaxError:
        return []
