"""Calls to one tool whose arguments are pairs of a name and a literal value."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolbench_ood.readers.ebnf.codecs import (
    doubled_json,
    json_of,
    latex_text,
    literal,
    percent_json,
    percent_text,
    piped_json,
    shell_text,
)
from toolbench_ood.readers.ebnf.dialect import Dialect
from toolbench_ood.readers.ebnf.rules import EMPTY, SPACE_CLASS, Expr, Rules, alt, group, lit, seq
from toolbench_ood.readers.ebnf.schema import Values, declared, in_order, kinds, some
from toolbench_ood.readers.ebnf.without import Without
from toolbench_ood.readers.encodings.pairs.grammar import PairGrammar
from toolbench_ood.readers.literals.codecs.literal_codec import LiteralCodec
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import stem
from toolbench_ood.readers.specification.pairs import NAME, Form, Pairs
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json

_TEXTS = {"shell": shell_text, "percent": percent_text, "latex": latex_text}
_JSON = {"json": json_of, "percent_json": percent_json, "piped_json": piped_json}
_ALL = ("string", "integer", "real", "boolean", "null", "array", "object")
_CONTAINERS = ("array", "object")


@dataclass(frozen=True, slots=True)
class PairsCalls:
    """The expressions for calls in the ``pairs`` encoding."""

    rules: Rules
    spec: Grammar
    pairs: Pairs
    encoding: PairGrammar
    without: Without

    @classmethod
    def build(cls, rules: Rules, encoding: PairGrammar) -> "PairsCalls":
        """Create the state shared by all tools."""
        spec = encoding.spec
        stems = tuple(dict.fromkeys(map(stem, spec.markers())))
        return cls(rules, spec, encoding.pairs, encoding, Without(stems))

    def call(self, function: FunctionSpec) -> Expr | None:
        """Return the calls to one tool, or None if the format cannot write any."""
        name, call, space = function["name"], self.spec.call, self.rules.space()
        body = self._body(function)
        if body is None or not self.encoding.name_fits(name):
            return None
        opening = seq(self.loose(call.open), space) if call.open else ""
        closing = seq(space, self.loose(call.close)) if call.close else self._before_close()
        naming = seq(space, self.loose(call.name_close)) if call.name_close else ""
        apart = space if naming else seq(SPACE_CLASS, space)
        optional = body.endswith("?")
        inner = group(seq(apart, body), "?" if optional else "") if body != EMPTY else EMPTY
        if self.pairs.none and (body == EMPTY or optional):
            nothing = seq(space, self.loose(self.pairs.none))
            inner = alt([seq(apart, body.removesuffix("?")), nothing] if optional else [nothing])
        return seq(opening, lit(name), naming, inner, closing)

    def _before_close(self) -> Expr:
        """Return the white space required before a section close that would extend a number."""
        return SPACE_CLASS if self.spec.section.close[:1].isalnum() else ""

    def loose(self, delimiter: str) -> Expr:
        """Return a delimiter in which each blank matches any white space."""
        parts = delimiter.split()
        return seq(
            *(seq(self.rules.space() if at else "", lit(one)) for at, one in enumerate(parts))
        )

    def _body(self, function: FunctionSpec) -> Expr | None:
        """Return the pairs in declared order; None if a required one cannot be written."""
        values = _Values(self, function["parameters"])
        parts: list[tuple[Expr, bool]] = []
        for key, schema, required in declared(function["parameters"]):
            part = some(self._pair(form, key, schema, values) for form in self.pairs.forms)
            if part is not None:
                parts.append((part, required))
            elif required:
                return None
        if self.pairs.keys == "declared":
            return self._in_place(parts)
        return in_order(self.rules, parts, self._separator(function["name"]))

    def _in_place(self, parts: Sequence[tuple[Expr, bool]]) -> Expr:
        """Return positional values, with a placeholder for each omitted one."""
        omitted = lit(self.pairs.omitted)
        placed = [part if required else alt([part, omitted]) for part, required in parts]
        between = self._separator()
        return seq(*(seq(between if at else "", one) for at, one in enumerate(placed)))

    def _separator(self, name: str = "") -> Expr:
        space, separator = self.rules.space(), self.pairs.separator.replace(NAME, name)
        if not separator:
            closed = all(form.close for form in self.pairs.forms)
            return space if closed else seq(SPACE_CLASS, space)
        if separator.isspace():
            return seq(space, lit(separator), space)
        return seq(space, self.loose(separator), space)

    def _pair(self, form: Form, key: str, schema: Any, values: "_Values") -> Expr | None:
        value = values.in_form(form, schema)
        if value is None:
            return None
        space = self.rules.space()
        verbatim = form.value in ("raw", "latex")
        closing = lit(form.close) if form.close else ""
        if form.value == "raw":
            closing = ""
        elif closing and not verbatim:
            closing = seq(space, closing)
        if self.pairs.keys == "declared":
            return seq(value, closing)
        if not self.encoding.key_fits(key):
            return None
        assign = seq(space, self.loose(form.assign)) if form.assign else self._apart(form)
        return seq(lit(form.open), lit(key), assign, "" if verbatim else space, value, closing)

    def _apart(self, form: Form) -> Expr:
        """Return the separator between a name and a value where the format defines none."""
        return self.rules.space() if form.value == "shell" else SPACE_CLASS


@dataclass(slots=True)
class _Values:
    """The values of one tool's parameters, by form."""

    calls: PairsCalls
    root: Mapping[str, Any]
    _made: dict[str, Values] = field(default_factory=dict)

    def in_form(self, form: Form, schema: Any) -> Expr | None:
        """Return the values a schema allows in the form's notation, raw ones with their closer."""
        return self._any(form, schema, frozenset())

    def _any(self, form: Form, schema: Any, outer: frozenset[str]) -> Expr | None:
        values = self._values(form)
        key = json.dumps(values.resolved(schema))
        if schema is False or key in outer:
            return None
        chosen = values.choices(schema)
        if chosen is not None:
            return some(self._given(form, value) for value in chosen)
        options = values.options(schema)
        if options is not None:
            return some(self._any(form, option, outer | {key}) for option in options)
        named = _split(kinds(values.resolved(schema)))
        written = [kind for kind in named if kind in self._types(form)]
        if {"integer", "real"} <= set(written):
            written = ["number", *(kind for kind in written if kind not in ("integer", "real"))]
        return some(self._typed(form, kind, schema) for kind in written)

    def _types(self, form: Form) -> Sequence[str]:
        """Return the types that a form covers; non-integer numbers are ``real``."""
        if form.types:
            return ["real" if kind == "number" else kind for kind in form.types]
        taken = {kind for other in self.calls.pairs.forms for kind in self._named(other)}
        return [kind for kind in _ALL if kind not in taken]

    def _named(self, form: Form) -> Sequence[str]:
        return self._types(form) if form.types else ()

    def _values(self, form: Form, *, inner: bool = False) -> Values:
        name = f"{form.value}{inner}"
        if name not in self._made:
            dialect = self._dialect(form, inner=inner)
            self._made[name] = Values(self.calls.rules, dialect, self.root)
        return self._made[name]

    def _dialect(self, form: Form, *, inner: bool) -> Dialect:
        rules, pairs, codec = self.calls.rules, self.calls.pairs, self.calls.encoding.codec(form)
        if isinstance(codec, LiteralCodec):
            if inner:
                return doubled_json(rules, pairs.literal)
            return literal(rules, pairs.literal, codec)
        return _JSON.get(form.value, json_of)(rules, codec)

    def _given(self, form: Form, value: Json) -> Expr | None:
        """Return one given value if it is written in this form and reads back unchanged."""
        encoding = self.calls.encoding
        if encoding.form_for(value) != form or not self._values(form).dialect.texts_of(value):
            return None
        text = encoding.codec(form).write(value)
        if form.value == "raw":
            state = self.calls.without.walk("", text)
            closes = state is not None and self.calls.without.closes(state, form.close)
            return seq(lit(text), lit(form.close)) if closes else None
        return lit(text)

    def _typed(self, form: Form, kind: str, schema: Any) -> Expr | None:
        if kind == "string":
            return self._string(form)
        literal_spec = self.calls.pairs.literal
        inside = form.value == "literal" and literal_spec.containers == "quoted json"
        if kind in _CONTAINERS and inside:
            value = self._free(self._values(form, inner=True), kind, schema)
            quote = lit(literal_spec.quote)
            prefix = seq(lit(literal_spec.json_prefix.strip()), self.calls.rules.space(), quote)
            return None if value is None else seq(prefix, value, quote)
        return self._free(self._values(form), kind, schema) or None

    def _free(self, values: Values, kind: str, schema: Any) -> Expr | None:
        if kind in _CONTAINERS:
            return values.of({**values.resolved(schema), "type": kind})
        return values.typed(kind, schema)

    def _string(self, form: Form) -> Expr:
        rules = self.calls.rules
        if form.value == "raw":
            without, close = self.calls.without, form.close
            return rules.keep(
                (tuple(without.stems), close),
                lambda: without.rules(
                    rules,
                    "text",
                    lambda state, _: [lit(close)] if without.closes(state, close) else [],
                ),
            )
        if form.value in _TEXTS:
            return _TEXTS[form.value](rules)
        return self._values(form).dialect.string


def _split(named: Sequence[str]) -> Sequence[str]:
    """Replace ``number`` by ``integer`` and ``real``."""
    listed = [
        part for kind in named for part in (("integer", "real") if kind == "number" else (kind,))
    ]
    return list(dict.fromkeys(listed))
