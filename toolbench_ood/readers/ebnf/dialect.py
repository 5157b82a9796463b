r"""Expressions for the values of a format, written as JSON or as Python literals.

Each dialect admits what the corresponding strict reader accepts, with one restriction on numbers: a
float has at most 17 digits before its decimal point, and only one if it has an exponent, so no
admitted float is infinite. Every float that the writers produce has this form.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolbench_ood.readers.ebnf.rules import Expr, Rules, alt, any_of, group, lit, seq
from toolbench_ood.readers.ebnf.without import Without
from toolbench_ood.readers.literals.as_text import python_text
from toolbench_ood.readers.specification.literal_spec import Constants
from toolbench_ood.types.value import Json

_MOST_DIGITS = 4300
"""Most digits that Python converts to an int (``sys.int_info.default_max_str_digits``)."""

_LARGEST = "7976931348623157"
"""Digits after the decimal point of the largest float, 1.7976931348623157e308."""

_HEX = "[0-9a-fA-F]"
_CONTROL = [chr(code) for code in range(0x20)]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How values are written in one format."""

    string: Expr
    number: Expr
    integer: Expr
    true: Expr
    false: Expr
    null: Expr | None
    """None if the format has no null."""
    texts_of: Callable[[Json], Sequence[str]]
    """Returns every admitted text of a given value, including the one that the writer produces."""
    real: Expr = ""
    """A number that is not an integer; empty if it is not needed."""
    space: Expr = ""
    """Optional white space inside a value; empty for the default of the rules."""
    comma: Expr = '","'
    """The separator between items, without white space."""
    colon: Expr = '":"'
    """The separator between a key and its value, without white space."""
    brackets: tuple[str, str] = ("[", "]")
    """Opening and closing delimiters of a list."""
    braces: tuple[str, str] = ("{", "}")
    """Opening and closing delimiters of a map."""
    key: Expr = ""
    """An arbitrary map key; empty if keys are strings."""
    keys: Callable[[str], Sequence[str]] | None = None
    """Returns every admitted text of a given key; None if keys are written as strings."""


def json_dialect(rules: Rules, stems: Sequence[str] = ()) -> Dialect:
    """Return JSON whose strings, as written, contain none of the stems."""
    without = Without(tuple(stem.partition('"')[0] for stem in stems))
    return Dialect(
        _json_string(rules, without) if stems else _free_json_string(rules),
        *numbers(rules)[:2],
        lit("true"),
        lit("false"),
        lit("null"),
        lambda value: [text for text in _json_texts(value) if not without.holds(text)],
    )


def python_dialect(rules: Rules, constants: Constants = "python") -> Dialect:
    """Return Python literals, with the given words for true, false and null."""
    true, false, null = (lit(python_text(value, constants)) for value in (True, False, None))
    return Dialect(
        _python_string(rules),
        *numbers(rules)[:2],
        true,
        false,
        null,
        lambda value: _python_texts(value, constants),
    )


def _json_texts(value: Json) -> list[str]:
    if not _encodable(value):
        return []
    return [json.dumps(value, ensure_ascii=False), json.dumps(value)]


def _python_texts(value: Json, constants: Constants) -> list[str]:
    if not _encodable(value):
        return []
    own = python_text(value, constants)
    plain = isinstance(value, str) and own == f"'{value}'" and '"' not in value
    return [own, f'"{value}"'] if plain else [own]


def _encodable(value: Json) -> bool:
    """Whether a value is free of lone surrogates, which the readers reject in any notation."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def numbers(rules: Rules, plus: Expr = '"+"') -> tuple[Expr, Expr, Expr]:
    """Return the expressions for any number, for integers, and for non-integer numbers."""
    integer = rules.name("integer", f'"-"? ("0" | [1-9] [0-9]{{0,{_MOST_DIGITS - 1}}})')
    point = rules.name("point", '"." [0-9]{1,40}')
    small = " | ".join(_SMALL_POWERS)
    power = f'[eE] ("-" [0-9]{{1,3}} | ({plus})? ({small}))'
    largest = seq('"1"', group(_up_to_largest(), "?"), f'[eE] ({plus})? "308"')
    short = '("0" | [1-9] [0-9]{0,16})'
    real = rules.name(
        "real", f'"-"? ({short} {point} | [0-9] {group(point, "?")} {power} | {largest})'
    )
    return rules.name("number", f"{integer} | {real}"), integer, real


_SMALL_POWERS = ("[0-9]{1,2}", '"0" [0-9] [0-9]', "[12] [0-9] [0-9]", '"30" [0-7]')


def _up_to_largest() -> Expr:
    """Return a point and digits that, after a 1, do not exceed those of the largest float."""
    lower = [
        seq(lit(_LARGEST[:place]), f"[0-{int(digit) - 1}]", "[0-9]{0,24}")
        for place, digit in enumerate(_LARGEST)
        if digit != "0"
    ]
    beginnings = [lit(_LARGEST[:length]) for length in range(1, len(_LARGEST) + 1)]
    return seq('"."', alt([*lower, *beginnings]))


def _unicode_escape() -> Expr:
    r"""Return ``\uXXXX`` for one character, or a surrogate pair for one outside the BMP."""
    single = f"([0-9a-cA-CefEF] {_HEX} {_HEX} {_HEX} | [dD] [0-7] {_HEX} {_HEX})"
    pair = f'[dD] [89abAB] {_HEX} {_HEX} "\\\\u" [dD] [c-fC-F] {_HEX} {_HEX}'
    return f'"\\\\u" ({single} | {pair})'


def _free_json_string(rules: Rules) -> Expr:
    plain = "[^\\u0022\\u005c\\u0000-\\u001f]"
    escape = rules.name("escape", f'"\\\\" [\\u0022\\u005c/bfnrt] | {_unicode_escape()}')
    return rules.name("string", seq('"\\""', any_of(plain, escape), '"\\""'))


def _json_string(rules: Rules, without: Without) -> Expr:
    begun = {stem[:1] for stem in without.stems}
    exact = "\\" not in without.signs and not begun & set("u0123456789abcdefABCDEF")
    unicode = [rules.name("escape", _unicode_escape())] if exact else []
    first = without.rules(
        rules,
        "string-body",
        lambda _, named: ['"\\""', *(seq(escape, named[""]) for escape in unicode)],
        apart=['"', "\\", *_CONTROL],
        words=[f"\\{sign}" for sign in '"\\/bfnrt'],
    )
    return rules.name("string", seq('"\\""', first))


def _python_string(rules: Rules) -> Expr:
    r"""Return a string in either kind of quote, with octal, ``\x``, ``\u`` and ``\U`` escapes."""
    single = f"([0-9a-cA-CefEF] {_HEX} {_HEX} {_HEX} | [dD] [0-7] {_HEX} {_HEX})"
    long = f'"000" ("0" {single} | [1-9a-fA-F] {_HEX}{{4}}) | "0010" {_HEX}{{4}}'
    escape = (
        f'"\\\\" ([\\u005c\\u0027\\u0022nrtabfv] | [0-7]{{1,3}} | "x" {_HEX} {_HEX}'
        f' | "u" {single} | "U" ({long}))'
    )
    name = rules.name("escape", escape)
    bodies = [
        seq(lit(quote), any_of(_stands_for_itself(quote), name), lit(quote)) for quote in "'\""
    ]
    return rules.name("string", " | ".join(bodies))


def _stands_for_itself(quote: str) -> Expr:
    """Return the class of characters that need no escape inside the given quote."""
    return "[^\\u005c\\u000a\\u000d" + f"\\u{ord(quote):04x}]"
