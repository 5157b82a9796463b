"""The facts of arguments that are a JSON object, and two short ways to state pairs."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from toolbench_ood.readers.specification.literal_spec import Constants, LiteralSpec
from toolbench_ood.readers.specification.pairs import Form, Pairs
from toolbench_ood.readers.specification.table import Arguments, ArgumentsEnd, Delimiter


class JsonObject(Arguments):
    """Arguments as one JSON object (RFC 8259)."""

    encoding: Literal["json_object"]
    name_key: str = ""
    """Key of the name in the object around the arguments; empty when the name has a slot."""
    arguments_key: str = ""
    """Key of the arguments in that object."""
    id_key: str = ""
    """Key of the call's id in that object, where it holds one."""
    beside: Mapping[str, str] = {}
    """Further keys of that object, each with the only value that it has."""
    name_is_key: bool = False
    """Whether the name is itself the only key of an object, and the arguments are its value."""

    @property
    def names_inside(self) -> bool:
        """Whether one object holds the name and the arguments."""
        return self.name_is_key or bool(self.name_key)

    @property
    def known_keys(self) -> tuple[str, ...]:
        """The keys of an object that holds the name, but for those that say nothing of the call."""
        return tuple(filter(None, (self.name_key, self.arguments_key, self.id_key)))

    @model_validator(mode="after")
    def _keys_come_together(self) -> Self:
        if self.name_is_key and self.name_key:
            raise ValueError("name_is_key and name_key exclude each other")
        if bool(self.name_key) != bool(self.arguments_key):
            raise ValueError("name_key and arguments_key come together or not at all")
        if not self.name_key and (self.id_key or self.beside):
            raise ValueError("id_key and beside are for an object with name_key")
        if len({*self.known_keys, *self.beside}) < len(self.known_keys) + len(self.beside):
            raise ValueError("name_key, arguments_key, id_key and the keys of beside must differ")
        return self


class PythonKwargs(Arguments):
    """Arguments as Python keyword arguments with literal values."""

    encoding: Literal["python_kwargs"]
    separator: Delimiter = ","
    """What stands between two arguments."""
    assign: Delimiter = "="
    """What stands between an argument's name and its value."""
    constants: Constants = "python"
    """How true, false and null are written."""
    names: Literal["identifiers", "declared"] = "identifiers"
    """Whether names are identifiers, or whatever declared tools and arguments have."""
    end_by: ClassVar[ArgumentsEnd] = "call"

    @cached_property
    def pairs(self) -> Pairs:
        """The same as pairs of a name and a Python literal."""
        form = Form(assign=self.assign, value="python")
        words = LiteralSpec(true="True", false="False", null="None")
        literal = words if self.constants == "python" else LiteralSpec()
        return Pairs(encoding="pairs", forms=(form,), separator=self.separator, literal=literal)


class RawTags(Arguments):
    """Arguments as tagged raw text; a value's type comes from the tool's schema alone."""

    encoding: Literal["raw_tags"]
    open: Delimiter
    """What stands before an argument's name."""
    name_close: Delimiter
    """What stands after it."""
    value_open: str = ""
    """What opens the value, in formats that tag key and value apart."""
    close: Delimiter
    """What closes the value."""
    strip_newline: bool = True
    """Whether exactly one line feed on each side of the value belongs to the layout."""
    end_by: ClassVar[ArgumentsEnd] = "section"
    end_names: ClassVar[bool] = True

    @cached_property
    def pairs(self) -> Pairs:
        """The same as pairs of a name and a text that the tool's schema types."""
        form = Form(
            open=self.open,
            assign=self.name_close,
            value_open=self.value_open,
            value="schema",
            close=self.close,
            strip_newline=self.strip_newline,
        )
        return Pairs(encoding="pairs", forms=(form,))

    def markers(self) -> list[str]:
        """Return the delimiters around values, some of which may be empty."""
        return self.pairs.markers()
