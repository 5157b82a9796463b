"""The facts of arguments that are written as pairs of a name and a literal value."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from toolbench_ood.readers.specification.json_types import json_type
from toolbench_ood.readers.specification.literal_spec import LiteralSpec
from toolbench_ood.readers.specification.table import Arguments, ArgumentsEnd, Table
from toolbench_ood.types.value import Json

JsonType = Literal["string", "integer", "number", "boolean", "null", "array", "object"]
"""Types of JSON Schema; an int is an ``integer`` and a float a ``number``."""

CodecName = Literal[
    "json",
    "literal",
    "raw",
    "shell",
    "percent",
    "percent_json",
    "latex",
    "piped_json",
    "python",
    "schema",
]
"""How a value is written:

* ``json``: RFC 8259.
* ``literal``: the language of ``[arguments.literal]``.
* ``raw``: a string verbatim, up to the form's closer.
* ``shell``: a string in single quotes, with ``'\\''`` for one of them (POSIX shell).
* ``percent``: a string, percent-encoded (RFC 3986, its unreserved characters as they are).
* ``percent_json``: JSON, percent-encoded.
* ``latex``: a string verbatim but for ``\\{``, ``\\}`` and ``\\\\``, up to the form's closer.
* ``piped_json``: JSON in which ``\\|`` stands for a vertical bar (a cell of a Markdown table).
* ``python``: a Python literal with the words of ``[arguments.literal]``; such pairs are the
  arguments of a call expression, whose names are identifiers.
* ``schema``: text verbatim, up to the form's closer; the tool's schema tells its type.

Where a value is ``python`` or ``schema``, all are.
"""


NAME = "{name}"
"""What stands for the tool's name in a separator of pairs."""


class Form(Table):
    """One way to write a pair; the type of the value tells which."""

    types: tuple[JsonType, ...] = ()
    """The types that are written in this form; empty for all that no other form names."""
    open: str = ""
    """What stands before the argument's name."""
    assign: str = ""
    """What stands between the name and the value; empty for white space alone."""
    value_open: str = ""
    """What opens a value whose name is tagged apart."""
    value: CodecName
    close: str = ""
    """What stands after the value."""
    strip_newline: bool = False
    """Whether exactly one line feed on each side of the value belongs to the layout."""


class Pairs(Arguments):
    """Arguments as pairs of a name and a value, in one or several forms."""

    encoding: Literal["pairs"]
    forms: tuple[Form, ...]
    separator: str = ""
    """What stands between two pairs; a line feed asks for a new line, ``{name}`` is the tool's."""
    keys: Literal["written", "declared"] = "written"
    """Whether names are written, or the order of the declared parameters tells them."""
    omitted: str = ""
    """What stands for an argument that is left out, where names are not written."""
    none: str = ""
    """What stands in the place of all pairs when there are none."""
    literal: LiteralSpec = LiteralSpec()
    end_by: ClassVar[ArgumentsEnd] = "section"
    end_names: ClassVar[bool] = True

    @model_validator(mode="after")
    def _every_type_has_one_form(self) -> Self:
        named = [kind for form in self.forms for kind in form.types]
        if len(named) != len(set(named)):
            raise ValueError("a type may stand in one form of arguments.forms only")
        if sum(not form.types for form in self.forms) > 1:
            raise ValueError("only one form of arguments.forms may leave types out")
        return self

    @model_validator(mode="after")
    def _forms_can_be_told(self) -> Self:
        if not self.forms:
            raise ValueError("arguments.forms needs one form at least")
        starts = [(form.open, form.assign) for form in self.forms]
        if len(starts) != len(set(starts)):
            raise ValueError("two forms with the same open and assign cannot be told apart")
        if any(form.value in ("raw", "latex", "schema") and not form.close for form in self.forms):
            raise ValueError("a form whose value is raw, latex or schema needs a close")
        return self

    @model_validator(mode="after")
    def _notations_stand_alone(self) -> Self:
        values = {form.value for form in self.forms}
        if values & {"python", "schema"} and len(self.forms) > 1:
            raise ValueError("a form whose value is python or schema must be the only one")
        if values == {"schema"} and not self.forms[0].open:
            raise ValueError("a form whose value is schema needs an open")
        if any(form.value_open or form.strip_newline for form in self.forms) and values != {
            "schema"
        }:
            raise ValueError("value_open and strip_newline are for a form whose value is schema")
        return self

    @model_validator(mode="after")
    def _declared_keys_have_one_form(self) -> Self:
        declared = self.keys == "declared"
        if declared and (len(self.forms) > 1 or not self.separator or not self.omitted):
            raise ValueError('keys = "declared" needs one form, a separator and omitted')
        return self

    @property
    def pairs(self) -> "Pairs":
        """The pairs."""
        return self

    def form_for(self, value: Json) -> Form:
        """Return the form in which a value is written."""
        if len(self.forms) == 1:
            return self.forms[0]
        kind = json_type(value)
        named = next((form for form in self.forms if kind in form.types), None)
        return named or next((form for form in self.forms if not form.types), self.forms[0])

    def markers(self) -> list[str]:
        """Return the delimiters around names and values, some of which may be empty."""
        first = self.forms[0]
        if first.value == "python":
            return []
        if first.value == "schema":
            return [first.open, first.value_open, first.close]
        listed = [mark for form in self.forms for mark in (form.open, form.assign, form.close)]
        if self.literal.string == "token" and any(form.value == "literal" for form in self.forms):
            listed.append(self.literal.quote)
        return listed
