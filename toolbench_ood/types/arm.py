"""The arms: how much help a model gets while it plays a case."""

from typing import Final

STRICT: Final = "strict"
"""No help: the model's output is read unchanged."""

ARMS: Final = (STRICT,)
"""The names of all arms."""
