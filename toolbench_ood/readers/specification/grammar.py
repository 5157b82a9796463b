"""The facts that a strict reader needs of a format, as ``format.toml`` states them.

A message that calls tools consists of *sections*; a section holds calls; a call is a header (its
name) and its arguments::

    message := prose? section (section)* prose?
    section := section.open call (section.separator call)* section.close
    call    := call.open name call.name_close arguments call.close     (name in a slot)
             | call.open arguments call.name_close name call.close     (call.arguments_first)
             | one JSON object holding name and arguments               (arguments.name_key)
             | one JSON object whose only key is the name          (arguments.name_is_key)

A delimiter of calls or arguments may hold ``{i}``, the index of the call.

White space (space, tab, line feed, carriage return) is free between all of these, and where a
delimiter of a call holds a blank; the templates alone decide how the writer lays them out.
"""

from functools import cached_property
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, StringConstraints, ValidationError, model_validator

from toolbench_ood.readers.specification.arguments import JsonObject, PythonKwargs, RawTags
from toolbench_ood.readers.specification.marker import INDEX, fixed_texts
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.readers.specification.table import Delimiter, Table
from toolbench_ood.readers.specification.variant import Variant


class SectionSpec(Table):
    """The outermost envelope."""

    open: str = ""
    """Opening delimiter; empty when a call stands bare."""
    close: str = ""
    """Closing delimiter; empty when the call's own end closes it."""
    calls: Literal["one", "many"] = "one"
    """How many calls one section holds."""
    separator: str = ""
    """What stands between two calls of one section."""
    repeat: bool = True
    """Whether a message may hold several sections."""

    @model_validator(mode="after")
    def _no_index(self) -> Self:
        if any(INDEX in marker for marker in (self.open, self.close, self.separator)):
            raise ValueError(f"{INDEX} is the index of a call, so no delimiter of a section has it")
        return self


class CallSpec(Table):
    """The envelope of one call inside its section."""

    open: str = ""
    """What stands before the name, or before the object that holds it."""
    name_close: str = ""
    """What stands between the name and the arguments, whichever comes first.

    It may be white space alone, such as a line feed, which then is not free there.
    """
    close: str = ""
    """What stands at the end of the call."""
    arguments_first: bool = False
    """Whether the arguments stand before the name."""
    first_index: Literal[0, 1] = 0
    """Index of the first call that is written, where a delimiter holds one."""
    index_restarts: bool = True
    """Whether every message begins with ``first_index`` again."""
    id_length: Annotated[int, Field(ge=0)] = 0
    """Length of ids that are any letters and digits, all different; 0 for an index that counts."""

    def id_of(self, place: int) -> str:
        """Return the id that is written for the call at a place in a message, counted from 0."""
        return str(self.first_index + place).zfill(self.id_length)


ArgumentsSpec = Annotated[
    JsonObject | PythonKwargs | RawTags | Pairs, Field(discriminator="encoding")
]
"""How arguments are written, and how names are that stand among them."""


class ProseSpec(Table):
    """Where text beside the calls is allowed, so that E3_EXTRA_TEXT is benign."""

    before: bool = False
    between: bool = False
    after: bool = False
    frames: tuple[Delimiter, ...] = ()
    """Texts that begin and end a message beside the calls, and belong to no content."""


ResultLayout: TypeAlias = Literal["inline", "lines", "json"]
"""How one result is laid out: in a line with what encloses it; content, error mark and what
encloses it on lines of their own; or as JSON, its own or a string, with ``error`` for ``open``."""


class ResultsSpec(Table):
    """How results go back."""

    role: Literal["user", "tool"]
    """The chat role preferred for them."""
    layout: ResultLayout = "inline"
    """The shared template that writes them, in a format without a ``results.jinja``."""
    between: str = "\n"
    """What separates two results, in a shared layout."""
    open: str = ""
    """What stands before one result's content."""
    close: str = ""
    """What stands after it."""
    error: str = ""
    """What marks a result as an error; where is the template's choice."""
    markers: tuple[Delimiter, ...] = ()
    """Texts that show a result written by the model itself (E4_FAKE_RESULT)."""


class ReasoningSpec(Table):
    """What encloses reasoning at the start of a message."""

    open: Delimiter = "<think>"
    close: Delimiter = "</think>"


class Grammar(Table):
    """What a format's messages look like."""

    name: Annotated[str, StringConstraints(pattern=r"^(?:gen:[a-z0-9_:/]+|[a-z][a-z0-9_]*)$")]
    """The name of the format, which is its folder's; ``gen:…`` when it was generated."""
    calls_like: str = ""
    """Name of the format whose calls look the same, where there is one: it names a foreign call."""
    section: SectionSpec
    call: CallSpec = CallSpec()
    arguments: ArgumentsSpec
    prose: ProseSpec = ProseSpec()
    results: ResultsSpec
    reasoning: ReasoningSpec = ReasoningSpec()
    variants: tuple[Variant, ...] = ()
    """Other forms of a native format that its family really writes; read, never written."""

    @model_validator(mode="after")
    def _the_name_has_one_place(self) -> Self:
        if self.arguments.names_inside and self.call.name_close:
            raise ValueError("call.name_close is for a name in a slot, not in arguments.name_key")
        ended = self.arguments.names_inside or self.arguments.end_names or self.call.name_close
        if not ended:
            raise ValueError("call.name_close must say where the name ends")
        return self

    @model_validator(mode="after")
    def _arguments_end(self) -> Self:
        arguments, close = self.arguments, self.call.close
        if arguments.end_by == "call" and not close:
            raise ValueError("call.close must say where the arguments end")
        if arguments.end_by == "section" and not (close or self.section.close):
            raise ValueError("call.close or section.close must say where the arguments end")
        return self

    @model_validator(mode="after")
    def _the_name_ends(self) -> Self:
        call, arguments = self.call, self.arguments
        if not call.arguments_first:
            return self
        if arguments.end_by != "itself" or arguments.names_inside:
            raise ValueError("call.arguments_first is for a JSON object and a name in a slot")
        if not call.close:
            raise ValueError("call.close must say where the name ends")
        return self

    @model_validator(mode="after")
    def _variants_have_a_grammar(self) -> Self:
        for place, variant in enumerate(self.variants):
            try:
                self.varied(variant)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                key = ".".join(str(part) for part in first["loc"])
                expected = first["msg"].removeprefix("Value error, ")
                raise ValueError(f"variants.{place}.{key}: {expected}") from error
        return self

    def varied(self, variant: Variant) -> "Grammar":
        """Return the grammar of a variant; raises ValidationError if it has none."""
        own = self.model_dump(include=set(Grammar.model_fields) - {"variants"})
        return Grammar.model_validate(variant.applied(own))

    @property
    def single(self) -> bool:
        """Whether a message holds one call at most."""
        return self.section.calls == "one" and not self.section.repeat

    @cached_property
    def indexed(self) -> bool:
        """Whether every call has an index in its delimiters, or an id in its object."""
        return bool(getattr(self.arguments, "id_key", "")) or any(
            INDEX in table.model_dump_json() for table in (self.call, self.arguments)
        )

    @property
    def close_ends_arguments(self) -> bool:
        """Whether the section's close alone tells where tagged arguments end."""
        return self.arguments.end_by == "section" and not self.call.close

    def markers(self) -> tuple[str, ...]:
        """Return every fixed text of the delimiters of calls, each once, outermost first."""
        section, call = self.section, self.call
        listed = [section.open, section.close, call.open, call.close, *self.arguments.markers()]
        return tuple(dict.fromkeys(part for marker in listed for part in fixed_texts(marker)))
