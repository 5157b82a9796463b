"""The facts of a literal language, as ``format.toml`` states them."""

from typing import Literal, Self, TypeAlias

from pydantic import model_validator

from toolbench_ood.readers.specification.table import Delimiter, Table

Constants: TypeAlias = Literal["python", "json"]
"""Whether ``True``, ``False`` and ``None`` are written so, or ``true``, ``false`` and ``null``."""


class LiteralSpec(Table):
    r"""How literals are written. The defaults are JSON's.

    Numbers are always JSON's: ``-7``, ``1.5``, ``1e+21``.
    """

    string: Literal["json", "doubled", "token"] = "json"
    """How a string holds its own quote: by JSON's escapes, doubled (SQL), or not at all."""
    quote: Delimiter = '"'
    """What opens and closes a string."""
    true: Delimiter = "true"
    false: Delimiter = "false"
    null: str = "null"
    """Empty where the language has no null, which then cannot be written."""
    containers: Literal["own", "quoted json"] = "own"
    """Whether lists and maps have signs of their own, or are JSON in a string (SQL)."""
    json_prefix: str = ""
    """What stands before such a string."""
    list_open: Delimiter = "["
    list_close: Delimiter = "]"
    map_open: Delimiter = "{"
    map_close: Delimiter = "}"
    separator: str = ","
    """What stands between items; empty for white space alone."""
    spaced: bool = True
    """Whether a blank is written behind a separator; it may always be read there."""
    assign: str = ":"
    """What stands between a key and its value; empty for white space alone."""
    map_key: Literal["string", "bare"] = "string"
    """Whether a key is a string or stands without quotes."""

    @property
    def constants(self) -> Constants:
        """Which words a Python literal has for true, false and null."""
        return "python" if self.true == "True" else "json"

    @model_validator(mode="after")
    def _words_differ(self) -> Self:
        words = [self.true, self.false, self.null]
        if len(set(words)) < len(words):
            raise ValueError("true, false and null must be three different words")
        return self

    @model_validator(mode="after")
    def _items_are_separated(self) -> Self:
        if not self.separator and not self.spaced:
            raise ValueError("spaced must be true where separator is empty")
        return self

    @model_validator(mode="after")
    def _strings_have_their_quote(self) -> Self:
        if self.string == "json" and self.quote != '"':
            raise ValueError("quote must be '\"' where strings are JSON's")
        if self.string == "doubled" and len(self.quote) != 1:
            raise ValueError("quote must be one character where it is doubled inside a string")
        if self.containers == "quoted json" and not self.json_prefix:
            raise ValueError("json_prefix must distinguish JSON in a string from a plain string")
        return self
