"""The source of an author's file as a tree, and the statement on one of its lines.

Failed cases name the same few lines again and again, so all of this is remembered.
"""

import ast
import linecache
from dataclasses import dataclass
from functools import lru_cache

_KEPT_FILES = 64
_KEPT_LINES = 512
_MOST_SIGNS = 300


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A statement, with the file that it stands in."""

    node: ast.stmt
    lines: tuple[bytes, ...]
    """The file's lines in UTF-8, in which the tree counts."""

    def text(self, node: ast.AST) -> str:
        """Return the source of the statement or a part of it on one line, cut where it is long."""
        first, last = getattr(node, "lineno", 1) - 1, getattr(node, "end_lineno", 0)
        begin, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        found = list(self.lines[first:last])
        if found:
            found[-1] = found[-1][:end]
            found[0] = found[0][begin:]
        words = " ".join(b" ".join(found).decode(errors="replace").split())
        return words if len(words) <= _MOST_SIGNS else f"{words[:_MOST_SIGNS]}…"


def find_statement(file: str, line: int) -> Statement | None:
    """Return the innermost statement on a line; None where the file can't be read."""
    linecache.checkcache(file)
    return _statement("".join(linecache.getlines(file)), line)


@lru_cache(maxsize=_KEPT_LINES)
def _statement(source: str, line: int) -> Statement | None:
    tree, lines = _parsed(source)
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return Statement(max(around, key=lambda node: node.lineno), lines) if around else None


@lru_cache(maxsize=_KEPT_FILES)
def _parsed(source: str) -> tuple[ast.Module, tuple[bytes, ...]]:
    try:
        return ast.parse(source), tuple(source.encode().split(b"\n"))
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], []), ()
