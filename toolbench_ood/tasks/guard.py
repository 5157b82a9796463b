"""Time limits for the code of a suite's author."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.tasks.place import find_place
from toolbench_ood.types.errors import EndlessError
from toolbench_ood.types.watchdog import TooLongError, time_limit


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long code may take, in seconds."""

    computing: float
    """Of processor time."""
    waiting: float
    """Of the wall clock, whatever the code waits for."""


STEP = Allowance(computing=10, waiting=60)
"""For a world to be drawn, and for a task or a solution from one ask to the next."""

LOADING = Allowance(computing=30, waiting=300)
"""For a file with all that it imports."""


def must_end(
    what: str, folder: Path, allowance: Allowance | None = None
) -> AbstractContextManager[None]:
    """Raise EndlessError, with file and line, if an author's code does not terminate.

    Args:
        what: the code, as the subject of that sentence.
        folder: the suite's.
        allowance: how long it may take; None for ``STEP``.
    """
    allowed = allowance or STEP

    def over(error: TooLongError) -> EndlessError:
        seconds = allowed.computing if error.doing == "computing" else allowed.waiting
        return EndlessError(
            f"{what} does not terminate: it was still {error.doing} after {seconds:g} seconds at "
            f"{find_place(error, folder).words}"
        )

    return time_limit(over, allowed.computing, allowed.waiting)
