"""A failure as the author of a task needs it: in the suite's own code."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolbench_ood.types.errors import UserError

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionRepr, Traceback


def authors_view(
    config: pytest.Config, excinfo: pytest.ExceptionInfo[BaseException], folder: Path
) -> "ExceptionRepr | None":
    """Show the first cause of an error by the lines of the suite on the way to it.

    Returns:
        The cause, with our own sentence below it; None when no line of the suite led to it.
    """
    cause = _first_cause(excinfo.value)
    info = pytest.ExceptionInfo.from_exception(cause)

    def own_lines(found: pytest.ExceptionInfo[BaseException]) -> "Traceback":
        return found.traceback.filter(lambda entry: Path(entry.path).parent == folder)

    if not own_lines(info):
        return None
    style = config.option.tbstyle
    view = info.getrepr(
        showlocals=config.option.showlocals,
        style="long" if style == "auto" else style,
        tbfilter=own_lines,
        chain=False,
    )
    if cause is not excinfo.value:
        view.addsection("toolbench-ood", str(excinfo.value))
    return view


def _first_cause(error: BaseException) -> BaseException:
    while isinstance(error, UserError) and error.__cause__ is not None:
        error = error.__cause__
    return error
