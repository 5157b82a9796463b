"""Where the tasks, formats and leaderboards that ship with the program lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(kind: str) -> Path:
    """Return the folder of shipped ``tasks``, ``formats`` or ``leaderboards``.

    A wheel carries them inside the package; a checkout has them beside it. The working directory
    plays no part.
    """
    inside = _PACKAGE / "shipped" / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind
