"""Tool-use evaluation across call formats and contents.

Authors of suites import everything they need from here: a suite is a ``World`` with ``tool``
methods that raise ``ToolError``, declared as ``SuiteInfo``; a ``task`` is a function that returns
``Turns``: it yields an ``Ask``, whose solution makes its calls with a ``Caller``, and is sent the
``Reply``. Helpers shared by the worlds of several suites are in ``toolbench_ood.world.kit``.

``load_format(name)`` gives a format: ``declare``, ``write``, ``results`` and ``read``.
``evaluate`` does what ``toolbench-ood eval`` does, ``Scorer`` the same inside a training loop.
``Environment`` plays tasks for a trainer, and ``reward`` returns the reward of a played case.
Everything else is in the submodules, and on the command line in ``toolbench-ood``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolbench_ood.api import evaluate
    from toolbench_ood.format.library import load_format
    from toolbench_ood.tasks.ask import Ask, Turns
    from toolbench_ood.tasks.decoys import decoy
    from toolbench_ood.tasks.reply import Reply
    from toolbench_ood.tasks.solution import Caller
    from toolbench_ood.tasks.suite import SuiteInfo
    from toolbench_ood.tasks.task import task
    from toolbench_ood.train.environment import Environment
    from toolbench_ood.train.reward import reward
    from toolbench_ood.train.scorer import Scorer
    from toolbench_ood.types.errors import UserError
    from toolbench_ood.types.value import Json
    from toolbench_ood.world.tool import ToolError, tool
    from toolbench_ood.world.world import World

__all__ = [
    "Ask",
    "Caller",
    "Environment",
    "Json",
    "Reply",
    "Scorer",
    "SuiteInfo",
    "ToolError",
    "Turns",
    "UserError",
    "World",
    "decoy",
    "evaluate",
    "load_format",
    "reward",
    "task",
    "tool",
]

_PLACES = {
    "Ask": "toolbench_ood.tasks.ask",
    "Caller": "toolbench_ood.tasks.solution",
    "Environment": "toolbench_ood.train.environment",
    "Json": "toolbench_ood.types.value",
    "Reply": "toolbench_ood.tasks.reply",
    "Scorer": "toolbench_ood.train.scorer",
    "SuiteInfo": "toolbench_ood.tasks.suite",
    "ToolError": "toolbench_ood.world.tool",
    "Turns": "toolbench_ood.tasks.ask",
    "UserError": "toolbench_ood.types.errors",
    "World": "toolbench_ood.world.world",
    "decoy": "toolbench_ood.tasks.decoys",
    "evaluate": "toolbench_ood.api",
    "load_format": "toolbench_ood.format.library",
    "reward": "toolbench_ood.train.reward",
    "task": "toolbench_ood.tasks.task",
    "tool": "toolbench_ood.world.tool",
}
"""The module of each public name."""


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that ``--help`` need not wait for it."""
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
