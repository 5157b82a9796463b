"""The base of every table that ``format.toml`` may hold."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Delimiter = Annotated[str, StringConstraints(min_length=1)]
"""Text that is not empty."""


class Table(BaseModel):
    """A table of ``format.toml``: closed and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)
