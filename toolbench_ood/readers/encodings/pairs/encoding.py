"""All that is known of arguments that are pairs."""

from dataclasses import replace

from toolbench_ood.readers.encodings.pairs.diagnosis import diagnose
from toolbench_ood.readers.encodings.pairs.grammar import PairGrammar
from toolbench_ood.readers.encodings.pairs.outside import outside
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.specification.pairs import NAME
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.repair import Diagnosis, Repair, Repairs


class PairsEncoding(PairGrammar):
    """The grammar of pairs, and what can be told of calls that break it."""

    def diagnose(self, broken: BrokenSection, position: int) -> Attempt:
        """Name the fault by the state in which the strict grammar stopped."""
        del position
        return diagnose(self, broken)

    def outside(self, passage: Passage) -> Diagnosis | None:
        """Return the first sign of a call to a declared tool."""
        return outside(self, passage)

    def sign_of_call(self, passage: Passage) -> Diagnosis | None:
        """Return the first sign of a damaged call in what would be prose."""
        return outside(self, passage)

    def renamed(self, raw: RawCall, name: str, functions: Functions) -> Repairs:
        """Put another name in the place of a call's own, in every row where rows hold it."""
        if NAME not in self.pairs.separator:
            return super().renamed(raw, name, functions)
        written = self.write_call(replace(raw.call, name=name), functions)
        return (Repair(raw.start, raw.end, written),)
