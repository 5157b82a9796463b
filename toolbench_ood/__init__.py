"""Tool-use evaluation across call formats and contents.

``load_format(name)`` gives a format: ``declare``, ``write``, ``results`` and ``read``. Everything
else is reached through the modules of the rooms, and from the shell by ``toolbench-ood``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolbench_ood.format.library import load_format

__all__ = ["load_format"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that ``--help`` need not wait for it."""
    if name == "load_format":
        from toolbench_ood.format.library import load_format  # noqa: PLC0415  # see above

        return load_format
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
