"""Who is at fault when a run cannot go on.

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
    """Base of every error that the program raises on purpose."""


class UserError(ToolbenchError):
    """Something the user gave is wrong.

    Its text is one sentence that says what was given, what was expected, what exists and what to
    do. It is printed without a traceback.
    """


class UnwritableError(UserError):
    """A call holds a name or a value that the format cannot carry without changing it."""


class EndlessError(UserError):
    """Code of a suite's author did not end by itself; trying it again costs as much time again."""


class EngineError(ToolbenchError):
    """One request failed in the engine; the case is counted apart and retried on resume."""


class EngineDownError(EngineError):
    """The engine as a whole stopped answering; the run ends and can be resumed."""


class ProgramError(ToolbenchError):
    """A suite's code, a format or the program itself failed on what a model wrote.

    The case is counted apart, as one that the engine failed is.
    """


def choices(names: Iterable[str]) -> str:
    """Join names for a sentence that says what exists: ``a, b, c`` or ``none``."""
    listed = sorted(names)
    return ", ".join(listed) if listed else "none"
