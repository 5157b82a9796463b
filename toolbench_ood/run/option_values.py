"""How the value of an option is parsed."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, get_origin

from pydantic import TypeAdapter, ValidationError

from toolbench_ood.types.errors import UserError
from toolbench_ood.types.option import Declared
from toolbench_ood.types.value import Json


def read_value(declared: Declared, given: Any, name: str) -> Any:
    """Return the value of an option in the type of its field.

    Args:
        declared: the option and its field.
        given: a text, several for an option that is repeatable, or True for a flag.
        name: how the user wrote the option.

    Raises:
        UserError: the text is empty, or not a value of the type.
    """
    if declared.is_flag:
        return given
    read = _reader(declared)
    return read(name, declared, [given] if isinstance(given, str) else given)


def _reader(declared: Declared) -> Callable[[str, Declared, Sequence[str]], Any]:
    if declared.option.from_file:
        return _lines if get_origin(declared.type) is tuple else _whole
    if declared.option.commas:
        return _names
    if not declared.is_repeatable:
        return _single
    return _mapping if declared.item_type is declared.type else _several


def _names(name: str, _declared: Declared, texts: Sequence[str]) -> tuple[str, ...]:
    return split_names(texts, name)


def _mapping(name: str, _declared: Declared, texts: Sequence[str]) -> dict[str, Json]:
    return key_values(name, texts)


def _several(name: str, declared: Declared, texts: Sequence[str]) -> tuple[Any, ...]:
    return tuple(_converted(name, declared, text) for text in texts)


def _single(name: str, declared: Declared, texts: Sequence[str]) -> Any:
    return _converted(name, declared, texts[0])


def _converted(name: str, declared: Declared, text: str) -> Any:
    if not text.strip():
        raise UserError(f"{name} {text!r} is empty; give {_expected(declared)}, or leave it out")
    try:
        value = TypeAdapter(declared.item_type).validate_python(text)
    except ValidationError as error:
        raise impossible(name, text, declared) from error
    # Absolute, so that a resume finds it from any directory.
    return value.resolve() if isinstance(value, Path) else value


def _lines(name: str, _declared: Declared, texts: Sequence[str]) -> tuple[str, ...]:
    """Read one entry a line; what follows ``#`` is a comment."""
    lines = (line.partition("#")[0].strip() for line in _content(name, texts[0]).splitlines())
    entries = tuple(dict.fromkeys(line for line in lines if line))
    if not entries:
        raise UserError(f"{name} {texts[0]} lists nothing; write one id per line")
    return entries


def _whole(name: str, _declared: Declared, texts: Sequence[str]) -> str:
    return _content(name, texts[0], "a text").strip()


def _content(name: str, file: str, holds: str = "one id per line") -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"{name} {file} cannot be read: {error.strerror}; give a file with {holds}, or "
            "- for standard input"
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(f"{name} {file} is not UTF-8 text; write {holds}") from error


def impossible(name: str, value: object, declared: Declared) -> UserError:
    """Return the error for an invalid value of an option."""
    return UserError(f"{name} {value!r} is not valid: expected {_expected(declared)}")


def _expected(declared: Declared) -> str:
    """Say what an option takes, as the end of a sentence."""
    if declared.choices:
        return f"one of {', '.join(declared.choices)}"
    if declared.item_type not in {int, float}:
        return declared.metavar
    low, high = declared.option.minimum, declared.option.maximum
    number = "a whole number" if declared.item_type is int else "a number"
    if low is not None and high is not None:
        return f"{number} from {low} to {high}"
    return number if low is None else f"{number}, {low} or more"


_COMMA = re.compile(r",(?![^\[]*\])")
"""A comma outside brackets."""


def split_names(texts: Sequence[str] | None, option: str = "an option") -> tuple[str, ...]:
    """Parse names that are given separately or separated by commas; none for None.

    A comma in brackets belongs to the name: ``train[none,terse]``.

    Raises:
        UserError: something was given, but no name.
    """
    parts = (name.strip() for text in texts or () for name in _COMMA.split(text))
    names = tuple(dict.fromkeys(name for name in parts if name))
    if texts and not names:
        raise UserError(f"{option} {texts[0]!r} holds no name; give one, or leave {option} out")
    return names


def key_values(option: str, texts: Iterable[str] | None) -> dict[str, Json]:
    """Read ``KEY=VALUE`` pairs; a value is parsed as JSON if possible, else taken as a string.

    Raises:
        UserError: a pair has no ``=`` or no key, or a key is given twice.
    """
    pairs: dict[str, Json] = {}
    for text in texts or ():
        key, equals, value = text.partition("=")
        if not (key and equals):
            raise UserError(
                f"{option} {text!r} is not a pair; write KEY=VALUE, as in {option} seed=1"
            )
        if key in pairs:
            raise UserError(f"{option} {key} is given twice; give it once")
        pairs[key] = _json_or_text(value)
    return pairs


def _json_or_text(text: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
