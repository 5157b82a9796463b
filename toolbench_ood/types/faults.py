"""Containment of exceptions from the code of a suite's author."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from toolbench_ood.types.errors import ToolbenchError

FAILED_CHECK = (
    AssertionError,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
    ArithmeticError,
)
"""Exceptions of a failed check, including one that reads a deleted entry."""


@contextmanager
def contained(
    report: Callable[[Exception], Exception],
    passing: tuple[type[Exception], ...] = (ToolbenchError,),
) -> Iterator[None]:
    """Convert any exception raised in this context into one error.

    Code that the program runs but does not own may raise anything. ``KeyboardInterrupt`` and the
    end of the process are no errors of such code and pass.

    Args:
        report: makes the error that is raised instead, from the one that was.
        passing: errors that are raised as they are.
    """
    try:
        yield
    except passing:
        raise
    except Exception as error:  # the program's one broad except
        raise report(error) from error
