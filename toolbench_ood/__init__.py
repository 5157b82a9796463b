"""Tool-use evaluation across call formats and contents.

``load_format(name)`` gives a format: ``declare``, ``write``, ``results`` and ``read``.
``Environment`` plays tasks for a trainer, and ``reward`` says what a played case is worth.
Everything else is reached through the modules of the rooms, and from the shell by
``toolbench-ood``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolbench_ood.format.library import load_format
    from toolbench_ood.train.environment import Environment
    from toolbench_ood.train.reward import reward

__all__ = ["Environment", "load_format", "reward"]

_PLACES = {
    "Environment": "toolbench_ood.train.environment",
    "load_format": "toolbench_ood.format.library",
    "reward": "toolbench_ood.train.reward",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that ``--help`` need not wait for it."""
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
