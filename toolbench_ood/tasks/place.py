"""Where an error occurred in the code of a suite's author."""

import ast
import linecache
import os
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from toolbench_ood.tasks.source import Statement, find_statement

_SHOWN_WHOLE = (
    *(ast.Assert, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr),
    *(ast.Return, ast.Raise, ast.Delete),
)
"""Of other statements, such as loops, the line says enough."""


@dataclass(frozen=True, slots=True)
class Place:
    """One line of an author's file on the way to an error."""

    frame: FrameType
    line: int
    statement: Statement | None
    """The statement; None if the file can't be read."""

    @property
    def words(self) -> str:
        """File, line and statement: ``task_move.py:41: assert world.slot == slot``."""
        file = self.frame.f_code.co_filename
        if self.statement is None or not isinstance(self.statement.node, _SHOWN_WHOLE):
            return f"{Path(file).name}:{self.line}: {linecache.getline(file, self.line).strip()}"
        node = self.statement.node
        return f"{Path(file).name}:{node.lineno}: {self.statement.text(node)}"


def find_place(error: BaseException, folder: Path) -> Place:
    """Find the last line of a suite's own files that led to an error that was caught.

    Args:
        error: what was raised.
        folder: the suite's.

    Returns:
        That line, or the one that raised if no line of the suite led to it.
    """
    frames = list(traceback.walk_tb(error.__traceback__))
    within = f"{folder}{os.sep}"
    own = [each for each in frames if each[0].f_code.co_filename.startswith(within)]
    frame, line = (own or frames)[-1]
    return Place(frame, line, find_statement(frame.f_code.co_filename, line))
