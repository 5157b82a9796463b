"""The grammar of call expressions."""

from dataclasses import dataclass

from toolbench_ood.readers.ebnf.dialect import Dialect, python_dialect
from toolbench_ood.readers.ebnf.rules import EMPTY, MOST_SPACE, Expr, Rules, lit, seq
from toolbench_ood.readers.ebnf.schema import Values, declared, in_order
from toolbench_ood.readers.encodings.pairs.expression import ExpressionGrammar
from toolbench_ood.readers.specification.names import is_identifier
from toolbench_ood.types.tool import FunctionSpec

_BLANK = f"[ \\t]{{0,{MOST_SPACE}}}"
"""No line break between the name and what follows it: together they identify a bare call."""


@dataclass(frozen=True, slots=True)
class ExpressionCalls:
    """The expressions for calls that are call expressions."""

    rules: Rules
    grammar: ExpressionGrammar
    dialect: Dialect

    @classmethod
    def build(cls, rules: Rules, grammar: ExpressionGrammar) -> "ExpressionCalls":
        """Create the rules shared by all tools."""
        constants = grammar.pairs.literal.constants
        return cls(rules, grammar, python_dialect(rules, constants))

    def call(self, function: FunctionSpec) -> Expr | None:
        """Return the calls to one tool, or None if the format cannot write any."""
        body = self._body(function)
        if body is None or not is_identifier(function["name"]):
            return None
        call, space = self.grammar.spec.call, self.rules.space()
        opening = seq(lit(call.open), space) if call.open else ""
        head = seq(opening, lit(function["name"]), _BLANK, lit(call.name_close), space)
        return seq(head, body, EMPTY if body == EMPTY else space, lit(call.close))

    def _body(self, function: FunctionSpec) -> Expr | None:
        values = Values(self.rules, self.dialect, function["parameters"])
        space = self.rules.space()
        assign = seq(space, lit(self.grammar.pairs.forms[0].assign), space)
        pairs = []
        for key, schema, required in declared(function["parameters"]):
            value = values.of(schema) if is_identifier(key) else None
            if value is not None:
                pairs.append((seq(lit(key), assign, value), required))
            elif required:
                return None
        return in_order(self.rules, pairs, seq(space, lit(self.grammar.pairs.separator), space))
