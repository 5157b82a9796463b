"""Calls whose arguments are a JSON object."""

from dataclasses import dataclass

from toolbench_ood.readers.ebnf.dialect import Dialect, json_dialect
from toolbench_ood.readers.ebnf.rules import SPACE_CLASS, Expr, Rules, alt, lit, seq
from toolbench_ood.readers.ebnf.schema import Values
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.names import SLOT
from toolbench_ood.types.tool import FunctionSpec


@dataclass(frozen=True, slots=True)
class JsonObjectCalls:
    """The expressions for calls in the ``json_object`` encoding."""

    rules: Rules
    spec: Grammar
    form: JsonObject
    dialect: Dialect
    reverse: bool
    """Whether arguments precede the name in the object that holds both."""
    numbered: bool
    """Whether the delimiters contain an index, so that they may directly adjoin a name."""

    @classmethod
    def build(
        cls, rules: Rules, spec: Grammar, form: JsonObject, *, reverse: bool, numbered: bool
    ) -> "JsonObjectCalls":
        """Create the rules shared by all tools."""
        return cls(rules, spec, form, json_dialect(rules), reverse, numbered)

    def call(self, function: FunctionSpec) -> Expr | None:
        """Return the calls to one tool, or None if the format cannot write any."""
        arguments = Values(self.rules, self.dialect, function["parameters"]).arguments()
        if arguments is None:
            return None
        name, call, space = function["name"], self.spec.call, self.rules.space()
        opening = seq(lit(call.open), space) if call.open else ""
        closing = seq(space, lit(call.close)) if call.close else ""
        if self.form.names_inside:
            return seq(opening, self._both(name, arguments), closing)
        if not SLOT.fullmatch(name):
            return None
        touches = self.numbered or not SLOT.match(call.name_close)
        apart = space if touches else seq(SPACE_CLASS, space)
        parts = [lit(name), apart, lit(call.name_close), space, arguments]
        return seq(opening, *(reversed(parts) if call.arguments_first else parts), closing)

    def _both(self, name: str, arguments: Expr) -> Expr:
        """Return the object that holds the name and the arguments."""
        space = self.rules.space()
        named = alt(lit(text) for text in self.dialect.texts_of(name))
        if self.form.name_is_key:
            pair = seq(named, space, lit(":"), space, arguments)
            return seq(lit("{"), space, pair, space, lit("}"))
        pairs = [
            seq(lit(f'"{key}"'), space, lit(":"), space, value)
            for key, value in ((self.form.name_key, named), (self.form.arguments_key, arguments))
        ]
        first, second = reversed(pairs) if self.reverse else pairs
        both = seq(first, space, lit(","), space, second)
        return seq(lit("{"), space, self._with_others(both), space, lit("}"))

    def _with_others(self, both: Expr) -> Expr:
        """Put the keys that have one value before or behind the name and the arguments."""
        if not self.form.beside:
            return both
        space, others = self.rules.space(), list[Expr]()
        for key, value in self.form.beside.items():
            others += [seq(lit(f'"{key}"'), space, lit(":"), space, lit(f'"{value}"'))]
        joint = seq(space, lit(","), space)
        beside = others[0]
        for other in others[1:]:
            beside = seq(beside, joint, other)
        return alt([seq(both, joint, beside), seq(beside, joint, both)])
