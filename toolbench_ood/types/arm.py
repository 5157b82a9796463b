"""The arms: how much help a model gets while it plays a case."""

from typing import Final

STRICT: Final = "strict"
"""No help: what the model writes is read as it stands."""

ARMS: Final = (STRICT,)
"""The names of all arms."""
