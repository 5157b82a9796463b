"""Pairs in each notation, with all that is known of them."""

from dataclasses import replace

from toolbench_ood.readers.ebnf.calls import Calls
from toolbench_ood.readers.ebnf.rules import Rules
from toolbench_ood.readers.encodings.pairs.diagnosis import diagnose_pairs
from toolbench_ood.readers.encodings.pairs.expression import ExpressionGrammar
from toolbench_ood.readers.encodings.pairs.expression_diagnosis import diagnose_expression
from toolbench_ood.readers.encodings.pairs.expression_outside import outside_expression
from toolbench_ood.readers.encodings.pairs.expression_planted import EXPRESSION_OPERATORS
from toolbench_ood.readers.encodings.pairs.grammar import PairGrammar
from toolbench_ood.readers.encodings.pairs.outside import outside
from toolbench_ood.readers.encodings.pairs.planted import PAIR_OPERATORS
from toolbench_ood.readers.encodings.pairs.tag_diagnosis import diagnose_tags
from toolbench_ood.readers.encodings.pairs.tag_planted import TAG_OPERATORS
from toolbench_ood.readers.encodings.pairs.tags import TagGrammar
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.pairs import NAME, Pairs
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.fault import Fault, Repair, Repairs
from toolbench_ood.readers.text.parse_error import ParseStop


class PairsEncoding(PairGrammar):
    """The grammar of pairs, and what is known of calls that break it."""

    operators = PAIR_OPERATORS

    def calls(self, rules: Rules, *, reverse: bool, numbered: bool) -> Calls:
        """Return the grammar of calls."""
        # Reading and writing do not need this slow import.
        from toolbench_ood.readers.encodings.pairs.ebnf import PairsCalls  # noqa: PLC0415

        del reverse, numbered  # for JSON objects
        return PairsCalls.build(rules, self)

    def diagnose(self, broken: BrokenSection, position: int) -> Attempt:
        """Name the fault by the state in which the strict grammar stopped."""
        del position
        return diagnose_pairs(self, broken)

    def outside(self, passage: Passage) -> Fault | None:
        """Return the first sign of a call to a declared tool."""
        return outside(self, passage)

    def sign_of_call(self, passage: Passage) -> Fault | None:
        """Return the first sign of a damaged call in what would be prose."""
        return outside(self, passage)

    def renamed(self, raw: RawCall, name: str, functions: Functions) -> Repairs:
        """Put another name in the place of a call's own, in every row where rows hold it."""
        if NAME not in self.pairs.separator:
            return super().renamed(raw, name, functions)
        written = self.write_call(replace(raw.call, name=name), functions)
        return () if written is None else (Repair(raw.start, raw.end, written),)


class ExpressionEncoding(ExpressionGrammar):
    """The grammar of call expressions, and what is known of calls that break it."""

    operators = EXPRESSION_OPERATORS

    def calls(self, rules: Rules, *, reverse: bool, numbered: bool) -> Calls:
        """Return the grammar of calls."""
        # Reading and writing do not need this slow import.
        from toolbench_ood.readers.encodings.pairs.expression_ebnf import (  # noqa: PLC0415
            ExpressionCalls,
        )

        del reverse, numbered  # for JSON objects
        return ExpressionCalls.build(rules, self)

    def diagnose(self, broken: BrokenSection, position: int) -> Attempt:
        """Name the fault of a body that should be a call expression."""
        return diagnose_expression(self, broken, position)

    def outside(self, passage: Passage) -> Fault | None:
        """Return the first call without any envelope in a message that has no section."""
        return outside_expression(passage)


class TagEncoding(TagGrammar):
    """The grammar of tagged text, and what is known of calls that break it."""

    operators = TAG_OPERATORS

    def calls(self, rules: Rules, *, reverse: bool, numbered: bool) -> Calls:
        """Return the grammar of calls."""
        # Reading and writing do not need this slow import.
        from toolbench_ood.readers.encodings.pairs.tag_ebnf import TagCalls  # noqa: PLC0415

        del reverse, numbered  # for JSON objects
        return TagCalls.build(rules, self)

    def diagnose(self, broken: BrokenSection, position: int) -> Attempt:
        """Name the fault by the state in which the strict grammar stopped."""
        del position
        return diagnose_tags(self, broken)

    def diagnose_after(self, broken: BrokenSection, position: int) -> Attempt | None:
        """Name what is no argument, where only the section's close ends the arguments."""
        if not self.spec.close_ends_arguments:
            return None
        stop = ParseStop(position, "parameter", ended=False)
        return diagnose_tags(self, replace(broken, calls=broken.calls[:-1], stop=stop))


def pairs_encoding(spec: Grammar, pairs: Pairs) -> PairGrammar:
    """Return the encoding of pairs in the notation of their values."""
    notations = {"python": ExpressionEncoding, "schema": TagEncoding}
    return notations.get(pairs.forms[0].value, PairsEncoding)(spec, pairs)
