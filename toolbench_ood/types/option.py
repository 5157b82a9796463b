"""The declaration of an option on the field that it sets.

A field of a settings class is annotated ``Annotated[int, Option("--seeds", …)]``. The command line,
the pytest plugin, the checks and the reference in the documentation are made from that alone. A
field that is another such dataclass contributes the options of its own fields.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import Enum, StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin


class Group(StrEnum):
    """Headings for options in the help, in this order."""

    MODEL = "Model"
    CASES = "Cases"
    BUDGETS = "Budgets per case"
    SAMPLING = "Sampling"
    ENGINE = "Engine"
    OUTPUT = "Output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """How a user sets a field."""

    name: str
    """The name on the command line, such as ``--seeds``."""
    help: str
    group: Group
    metavar: str = ""
    """Placeholder for the value in the help; derived for numbers and choices."""
    unset: str = ""
    """The default in words; if empty, the help prints the default itself."""
    choices: tuple[str, ...] = ()
    """The valid values; derived for literals and enumerations."""
    minimum: float | None = None
    maximum: float | None = None
    commas: bool = False
    """Whether one value may have several comma-separated names."""
    from_file: bool = False
    """Whether the value is a file, one entry a line where there are several; ``-``: standard input.
    """
    engines: tuple[str, ...] = ()
    """The engines that support it; empty for all engines."""
    scripted: bool = True
    """Whether it applies to scripted models."""
    pytest: bool = False
    """Whether it is also an option of pytest, as ``--toolbench-…``."""


_METAVARS: Mapping[Any, str] = {int: "N", float: "X", Path: "PATH", dict: "KEY=VALUE"}


@dataclass(frozen=True, slots=True)
class NoOption:
    """Marks a field that no option sets."""

    reason: str


@dataclass(frozen=True, slots=True)
class Declared:
    """An option with the field that declares it."""

    option: Option
    path: tuple[str, ...]
    """The field's name, after the names of the fields that hold it."""
    annotation: Any
    """The field's type, its metadata included."""
    default: Any
    """None where the field has no default."""

    @property
    def type(self) -> Any:
        """The type without its metadata and without None."""
        return _without_none(_bare(self.annotation))

    @property
    def is_flag(self) -> bool:
        """Whether it is given without a value."""
        return self.type is bool

    @property
    def is_repeatable(self) -> bool:
        """Whether it may be given several times."""
        return get_origin(self.type) in {tuple, dict} and not self.option.from_file

    @property
    def item_type(self) -> Any:
        """The type of one value; of one entry where there are several."""
        return get_args(self.type)[0] if get_origin(self.type) is tuple else self.type

    @property
    def choices(self) -> tuple[str, ...]:
        """The valid values; empty if they are not enumerated."""
        if self.option.choices:
            return self.option.choices
        if get_origin(self.item_type) is Literal:
            return get_args(self.item_type)
        if isinstance(self.item_type, type) and issubclass(self.item_type, Enum):
            return tuple(str(member.value) for member in self.item_type)
        return ()

    @property
    def metavar(self) -> str:
        """Placeholder for the value in the help."""
        plain = get_origin(self.item_type) or self.item_type
        derived = "|".join(self.choices) or _METAVARS.get(plain, "NAME")
        return self.option.metavar or derived

    def value_in(self, settings: object) -> Any:
        """Return the field's value."""
        for name in self.path:
            settings = getattr(settings, name)
        return settings


def declared_options(settings: type) -> tuple[Declared, ...]:
    """Return the options that the fields of a dataclass declare, in their order.

    Raises:
        TypeError: a field neither declares an option nor says that it has none.
    """
    return tuple(_declared(settings, ()))


def _declared(settings: Any, path: tuple[str, ...]) -> Iterator[Declared]:
    for field in fields(settings):
        here = (*path, field.name)
        metadata = getattr(field.type, "__metadata__", ())
        option = next((each for each in metadata if isinstance(each, Option)), None)
        if option is not None:
            yield Declared(option, here, field.type, _default(field))
        elif is_dataclass(_bare(field.type)):
            yield from _declared(_bare(field.type), here)
        elif not any(isinstance(each, NoOption) for each in metadata):
            raise TypeError(f"{settings.__name__}.{field.name} has neither Option nor NoOption")


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return None if field.default_factory is MISSING else field.default_factory()


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) not in {Union, UnionType}:
        return annotation
    (only,) = (each for each in get_args(annotation) if each is not NoneType)
    return only
