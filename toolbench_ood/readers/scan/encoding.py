"""What every argument encoding is asked: each one's class answers for all of its facts."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from toolbench_ood.readers.scan.operators import Operators
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import filled, lasting
from toolbench_ood.readers.specification.names import SLOT
from toolbench_ood.readers.text.calls import CallParts, RawCall
from toolbench_ood.readers.text.fault import Fault, Repair, Repairs
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import FunctionSpec

if TYPE_CHECKING:
    from toolbench_ood.readers.ebnf.calls import Calls
    from toolbench_ood.readers.ebnf.rules import Rules
    from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
    from toolbench_ood.readers.scan.passage import Passage

Functions: TypeAlias = Mapping[str, FunctionSpec]


class Encoding(ABC):
    """The strict grammar of one call, and what is known of calls that break it.

    Attributes:
        spec: what the format states.
        head: what the beginning of a call looks like; tells calls from prose after an ambiguous
            opener.
        may_stand_bare: whether a whole call in prose shows itself; else its delimiters do.
        operators: how faults are planted in arguments.
    """

    spec: Grammar
    head: re.Pattern[str]
    may_stand_bare: ClassVar[bool] = True
    operators: ClassVar[Operators] = {}

    @property
    def bare_head(self) -> re.Pattern[str]:
        """What begins a call without an envelope, to be searched for."""
        return self.head

    @cached_property
    def beginning(self) -> str:
        """A text that stands in the beginning of every call; empty if none does."""
        return lasting(self.spec.call.open)

    @abstractmethod
    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read the call that starts at the position; raises ParseError where it stops being one."""

    @abstractmethod
    def write_call(self, call: Call, functions: Functions) -> str | None:
        """Write a call with its own delimiters, as a repair puts it in place.

        A call that the grammar has no way to carry is written all the same: whether the text reads
        back is for the reader of the repaired text to say. None when it would be another call.
        """

    @abstractmethod
    def calls(self, rules: "Rules", *, reverse: bool, numbered: bool) -> "Calls":
        """Return the grammar of calls.

        Args:
            rules: receives the rules that all tools share.
            reverse: whether arguments precede the name in an object that holds both.
            numbered: whether the delimiters contain an index, so that they may adjoin a name.
        """

    @abstractmethod
    def name_fits(self, name: str) -> bool:
        """Whether the grammar has that name for a tool."""

    @abstractmethod
    def diagnose(self, broken: "BrokenSection", position: int) -> "Attempt":
        """Name the fault of the call that starts, or should start, at the position."""

    def diagnose_after(self, broken: "BrokenSection", position: int) -> "Attempt | None":
        """Name what belongs to the last whole call, although the grammar has ended it; or None."""
        del broken, position
        return None

    def outside(self, passage: "Passage") -> Fault | None:
        """Return the first call without any envelope in a message that has no section."""
        del passage
        return None

    def sign_of_call(self, passage: "Passage") -> Fault | None:
        """Return the first sign of a damaged call in what would be prose."""
        del passage
        return None

    def is_meant(self, call: RawCall) -> bool:
        """Whether a whole call in what would be prose is meant as one."""
        del call
        return self.may_stand_bare

    def may_begin(self, rest: str) -> bool:
        """Whether the rest of a text may be the beginning of a call without an opener."""
        return SLOT.fullmatch(rest) is not None

    def heads(self, functions: Functions) -> Iterable[str]:
        """Return what calls begin with, without white space."""
        return list(functions)

    def renamed(self, raw: RawCall, name: str, functions: Functions) -> Repairs:
        """Put another name in the place of a call's own."""
        del functions
        return (Repair(raw.name_start, raw.name_end, name),)

    def call_parts(self, text: str, raw: RawCall) -> CallParts:
        """Return where the parts of a call stand that was read from the text."""
        del text
        return CallParts((raw.name_start, raw.name_end), raw.arguments)

    def envelope(self, call: Call) -> tuple[str, str, str]:
        """Return what stands before a call, between its two parts and after it."""
        own, index = self.spec.call, call.id or self.spec.call.id_of(0)
        return filled(own.open, index), filled(own.name_close, index), filled(own.close, index)
