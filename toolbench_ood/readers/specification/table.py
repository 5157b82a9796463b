"""The base of every table that ``format.toml`` may hold."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, StringConstraints

Delimiter = Annotated[str, StringConstraints(min_length=1)]
"""Text that is not empty."""


class Table(BaseModel):
    """A table of ``format.toml``: closed and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


ArgumentsEnd: TypeAlias = Literal["itself", "call", "section"]
"""What ends arguments: their own last sign, ``call.close``, or that or else ``section.close``."""


class Arguments(Table):
    """What every encoding of arguments says of itself."""

    end_by: ClassVar[ArgumentsEnd] = "itself"
    end_names: ClassVar[bool] = False
    """Whether the first argument can end a name that stands before it."""

    @property
    def names_inside(self) -> bool:
        """Whether one object holds the name and the arguments."""
        return False

    def markers(self) -> list[str]:
        """Return the delimiters among the arguments, some of which may be empty."""
        return []
