"""What the grammar of every argument encoding offers."""

from typing import Protocol

from toolbench_ood.readers.ebnf.rules import Expr
from toolbench_ood.types.tool import FunctionSpec


class Calls(Protocol):
    """An expression for the calls to one tool."""

    def call(self, function: FunctionSpec) -> Expr | None:
        """Return the calls to a tool, or None if the format cannot write any."""
