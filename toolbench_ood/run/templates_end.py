"""A time limit for the templates of an unchecked format."""

from contextlib import AbstractContextManager

from toolbench_ood.format.format import Format
from toolbench_ood.types.errors import EndlessError
from toolbench_ood.types.watchdog import TooLongError, time_limit

SECONDS = 30.0
"""Processor time for all that a format is asked for when it is checked: far below a second."""


def templates_end(format_: Format) -> AbstractContextManager[None]:
    """Raise EndlessError if the templates of a format take too long in this context."""
    where = format_.folder or f"format {format_.name}"

    def over(error: TooLongError) -> EndlessError:
        return EndlessError(
            f"{where}: a template does not end: it was still {error.doing} after {SECONDS:g} "
            "seconds; let its macros call themselves only once"
        )

    return time_limit(over, SECONDS)
