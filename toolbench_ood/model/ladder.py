"""The ladder's checkpoints, most of them adapters that only the repository holds."""

from collections.abc import Mapping
from pathlib import Path

from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.suggest import did_you_mean

LADDER = "ladder"
"""Prefix of the names of rungs, as in ``ladder:tuned``."""
BASE_RUNG = f"{LADDER}:base"
"""The bundled model as it is, from which the others are trained."""

_FOLDER = "leaderboards/ladder/adapters"


def is_rung(name: str) -> bool:
    """Whether a name is that of a rung, existing or not."""
    return name.partition(":")[0] == LADDER


def rung_folder(name: str, adapters: Path | None = None) -> Path:
    """Return the folder of a rung's adapter.

    Args:
        name: ``ladder:`` and the rung, except ``ladder:base``, which has no adapter.
        adapters: the folder of all rungs; None for that of the checkout.

    Raises:
        UserError: there is no such rung, or the program is installed without adapters.
    """
    adapters = adapters or shipped("leaderboards") / LADDER / "adapters"
    _, _, rung = name.partition(":")
    if not adapters.is_dir():
        raise UserError(
            f"The model {name!r} is an adapter that only a checkout of the repository holds, in "
            f"{_FOLDER}, and this program is installed without it; clone the repository and give "
            f"the folder {_FOLDER}/{rung or 'NAME'} of the clone"
        )
    rungs = _rungs(adapters)
    if rung not in rungs:
        known = ("base", *rungs)
        raise UserError(
            f"There is no checkpoint {rung!r} on the ladder ({LADDER}:NAME); the names are "
            f"{choices(known)}{did_you_mean(rung, known)}"
        )
    return rungs[rung]


def _rungs(adapters: Path) -> Mapping[str, Path]:
    return {path.name: path for path in adapters.iterdir() if path.is_dir()}
