"""What code of a suite's author raises when it is wrong, and where that is stopped."""

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
"""What a check raises when the world is not as it should be, a deleted entry included."""


@contextmanager
def contained(
    report: Callable[[Exception], Exception],
    passing: tuple[type[Exception], ...] = (ToolbenchError,),
) -> Iterator[None]:
    """Turn whatever the code within raises into one error.

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
