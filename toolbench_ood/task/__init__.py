"""Tasks: what a user asks of a world, the solution, and the checks.

The package is called as the decorator ``task``, whose name the package has: importing any of its
modules makes ``toolbench_ood.task`` the package, so ``from toolbench_ood import task`` gives it.
"""

import sys
from types import ModuleType
from typing import Any


class _Decorator(ModuleType):
    """A package that can be called as the decorator of its name."""

    def __call__(self, *function: Any, **settings: Any) -> Any:
        from toolbench_ood.task.task import task  # noqa: PLC0415  # the package stays light

        return task(*function, **settings)


sys.modules[__name__].__class__ = _Decorator
