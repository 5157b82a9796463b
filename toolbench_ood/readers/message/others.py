"""The other formats, as far as a message may be in one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolbench_ood.readers.attempts.openers import Openers
from toolbench_ood.readers.outside.beginnings import Beginnings
from toolbench_ood.readers.scan.reader import Reader


@dataclass(frozen=True)
class OtherReaders:
    """The readers of the other formats, and what of them is worked out once for all messages."""

    find: Callable[[], Sequence[Reader]] = tuple
    """Returns them; asked only if a call may be in one of their formats."""

    @cached_property
    def _readers(self) -> Sequence[Reader]:
        return self.find()

    @cached_property
    def beginnings(self) -> Beginnings:
        """How sections begin in the formats that name a foreign call."""
        return Beginnings.of([each for each in self._readers if not each.spec.calls_like])

    def openers(self, own: Reader) -> Openers:
        """Return what begins a call in one of their formats, or in a format's own form."""
        key = own.spec.section.open, own.spec.call.open
        if key not in self._openers:
            self._openers[key] = Openers.of((own, *self._readers))
        return self._openers[key]

    @cached_property
    def _openers(self) -> dict[tuple[str, str], Openers]:
        """Those that were asked for, by the openers of the form: a format has few."""
        return {}
