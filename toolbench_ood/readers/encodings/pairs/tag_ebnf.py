"""Calls to one tool whose arguments are tagged raw text.

As the strict reader requires, a value contains no stem of any of the format's delimiters. In JSON
values, strings can still express such text with escapes.
"""

import json
from dataclasses import dataclass
from typing import Any

from toolbench_ood.readers.ebnf.dialect import Dialect, json_dialect
from toolbench_ood.readers.ebnf.rules import SPACE_CLASS, Expr, Rules, alt, group, lit, seq
from toolbench_ood.readers.ebnf.schema import Values, declared, some
from toolbench_ood.readers.ebnf.without import Without
from toolbench_ood.readers.encodings.pairs.tags import TagGrammar
from toolbench_ood.readers.literals.raw_value import parameter_types, typed_value
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.json_types import TypeSet, type_set
from toolbench_ood.readers.specification.marker import stem
from toolbench_ood.readers.specification.names import SLOT
from toolbench_ood.readers.specification.pairs import Form
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json, same_value

_JSON_SIGNS = frozenset('[]{}:,"0123456789+-.eE \t\n\r')
"""Characters that can be adjacent in JSON outside strings and keywords."""


@dataclass(frozen=True, slots=True)
class TagCalls:
    """The expressions for calls in tagged text."""

    rules: Rules
    spec: Grammar
    form: Form
    without: Without
    dialect: Dialect
    text: Expr
    """A string and its closer."""

    @classmethod
    def build(cls, rules: Rules, grammar: TagGrammar) -> "TagCalls":
        """Create the rules shared by all tools."""
        spec, form = grammar.spec, grammar.form
        without = Without(tuple(dict.fromkeys(map(stem, spec.markers()))))
        text = without.rules(
            rules,
            "text",
            lambda state, _: [lit(form.close)] if without.closes(state, form.close) else [],
        )
        return cls(rules, spec, form, without, json_dialect(rules, without.stems), text)

    def call(self, function: FunctionSpec) -> Expr | None:
        """Return the calls to one tool, or None if the format cannot write any."""
        name, call = function["name"], self.spec.call
        parameters = self._parameters(function)
        if parameters is None or not SLOT.fullmatch(name):
            return None
        head = seq(lit(call.open), lit(name), self.rules.space(), lit(call.name_close))
        return seq(head, self._apart(), *parameters, lit(call.close))

    def _parameters(self, function: FunctionSpec) -> list[Expr] | None:
        """Return the parameters in declared order; None if a required one has no value."""
        space = self.rules.space()
        values = Values(self.rules, self.dialect, function["parameters"])
        parts = []
        for key, schema, required in declared(function["parameters"]):
            value = _Value(self, values, parameter_types(function, key)).closed(schema)
            if value is not None and SLOT.fullmatch(key):
                name = seq(lit(self.form.open), lit(key), space, lit(self.form.assign))
                parameter = seq(name, value, space)
                parts.append(parameter if required else group(parameter, "?"))
            elif required:
                return None
        return parts

    def _apart(self) -> Expr:
        """Return the space after the name, which is required if nothing else ends the name."""
        call = self.spec.call
        following = (self.form.open, call.close or self.spec.section.close)
        if call.name_close or not any(map(SLOT.match, following)):
            return self.rules.space()
        return seq(SPACE_CLASS, self.rules.space())


@dataclass(frozen=True, slots=True)
class _Value:
    """The expressions for one argument's value."""

    calls: TagCalls
    values: Values
    types: TypeSet
    """The types as which the reader interprets the raw text."""

    def closed(self, schema: Any) -> Expr | None:
        """Return what follows the delimiter after an argument's name, including the closer."""
        inner = self._any(schema)
        opening = self.calls.form.value_open
        if inner is None or not opening:
            return inner
        return seq(self.calls.rules.space(), lit(opening), inner)

    def _any(self, schema: Any, outer: frozenset[str] = frozenset()) -> Expr | None:
        """Return a value and its closer; an option that refers back to ``outer`` adds nothing."""
        key = json.dumps(self.values.resolved(schema))
        if schema is False or key in outer:
            return None
        chosen = self.values.choices(schema)
        if chosen is not None:
            texts = [text for value in chosen for text in self._texts_of(value)]
            closer = lit(self.calls.form.close)
            return seq(alt(map(self._laid_out, texts)), closer) if texts else None
        options = self.values.options(schema)
        if options is not None:
            return some(self._any(option, outer | {key}) for option in options)
        types = type_set(self.values.resolved(schema), self.values.root)
        return self.calls.text if types is None or "string" in types else self._json(schema)

    def _texts_of(self, value: Json) -> list[str]:
        """Return the texts that represent the value and can appear between the delimiters."""
        texts = self.values.dialect.texts_of(value)
        if isinstance(value, str):
            texts = [value] if texts else []
        return [text for text in dict.fromkeys(texts) if self._means(text, value)]

    def _means(self, text: str, value: Json) -> bool:
        state = self.calls.without.walk("", text)
        fits = state is not None and self.calls.without.closes(state, self.calls.form.close)
        return fits and same_value(typed_value(text, self.types, 0)[0], value)

    def _laid_out(self, text: str) -> Expr:
        """Return a text with the line feeds that may or must surround it."""
        if not self.calls.form.strip_newline:
            return lit(text)
        before = lit("\n") if text.startswith("\n") else group(lit("\n"), "?")
        after = lit("\n") if text.endswith("\n") else group(lit("\n"), "?")
        return seq(before, lit(text), after)

    def _json(self, schema: Any) -> Expr | None:
        clash = [mark for mark in self.calls.without.stems if _JSON_SIGNS.issuperset(mark)]
        if clash:
            raise UserError(
                f"format {self.calls.spec.name!r} has the delimiter {clash[0]!r}, which JSON "
                "values hold too; use a delimiter with a word in it, or run without a grammar"
            )
        value, space = self.values.of(schema), self.calls.rules.space()
        closer = lit(self.calls.form.close)
        return None if value is None else seq(space, value, space, closer)
