"""Errors by who is at fault when a run cannot continue.

::

    ToolbenchError
    ├── UserError          the user's mistake; one sentence, exit code 2
    │   ├── UnwritableError  a value that the format declares it cannot carry
    │   └── EndlessError     code of a suite's author that does not end
    ├── EngineError        the engine's failure, never the model's answer; exit code 3
    │   └── EngineDownError  the whole engine is gone, not one request
    └── ProgramError       code failed on what a model wrote; exit code 4
"""

from collections.abc import Iterable


class ToolbenchError(Exception):
    """Base of all errors that the program raises deliberately."""


class UserError(ToolbenchError):
    """Invalid input by the user.

    The message is one sentence that says what was given, what was expected, what exists and what to
    do. It is printed without a traceback.
    """


class UnwritableError(UserError):
    """A call has a name or a value that the format cannot represent unchanged."""


class EndlessError(UserError):
    """Code of a suite's author did not terminate; a retry would take as long again."""


class EngineError(ToolbenchError):
    """One request failed in the engine; the case is counted separately and retried on resume."""


class EngineDownError(EngineError):
    """The engine as a whole stopped answering; the run ends and can be resumed."""


class ProgramError(ToolbenchError):
    """A suite's code, a format or the program itself failed on what a model wrote.

    The case is counted separately, like one in which the engine failed.
    """


def choices(names: Iterable[str]) -> str:
    """Join names for a sentence that says what exists: ``a, b, c`` or ``none``."""
    listed = sorted(names)
    return ", ".join(listed) if listed else "none"
