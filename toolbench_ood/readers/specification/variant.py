"""Other forms of a format that its family really writes: read without a finding, never written."""

from collections.abc import Mapping
from typing import Any

from toolbench_ood.readers.specification.table import Delimiter, Table


class Variant(Table):
    """What differs from the format's own form; all other facts are the format's."""

    source: Delimiter
    """Where the family says, or shows, that it writes so."""
    example: Delimiter
    """A message of the first golden calls in this form, which ``validate`` reads."""
    section: Mapping[str, Any] = {}
    call: Mapping[str, Any] = {}
    arguments: Mapping[str, Any] = {}
    """Facts of the format's own encoding, or all of another one, with ``encoding``."""

    @property
    def facts(self) -> int:
        """How many facts differ."""
        return len(self.section) + len(self.call) + len(self.arguments)

    def applied(self, tables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the tables of a grammar with what differs in place of the format's own."""
        return {
            **tables,
            "section": {**tables["section"], **self.section},
            "call": {**tables["call"], **self.call},
            "arguments": self._arguments(tables["arguments"]),
        }

    def _arguments(self, own: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.arguments if "encoding" in self.arguments else {**own, **self.arguments}
