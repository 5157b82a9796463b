"""What every argument encoding offers the shared scan, and which class reads which encoding."""

import re
from collections.abc import Mapping
from typing import Protocol, TypeAlias

from toolbench_ood.readers.fault import RawCall
from toolbench_ood.types.tool import FunctionSpec

Functions: TypeAlias = Mapping[str, FunctionSpec]


class Encoding(Protocol):
    """The strict grammar of one call, parametrised by the spec alone."""

    @property
    def head(self) -> re.Pattern[str]:
        """What the beginning of a call looks like; tells calls from prose after a weak opener."""

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read the call that starts at the position; raises Fault where the grammar stops."""

    def name_fits(self, name: str) -> bool:
        """Whether the grammar has that name for a tool."""
