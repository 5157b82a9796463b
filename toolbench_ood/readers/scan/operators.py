"""How faults are planted in written calls."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from toolbench_ood.types.value import Json

if TYPE_CHECKING:
    from toolbench_ood.readers.scan.written import WrittenCalls

Operator: TypeAlias = "Callable[[WrittenCalls], str | None]"
"""Returns the text with a fault in it, or None if the operator does not apply."""

Operators: TypeAlias = Mapping[str, Operator]
"""The operators on one argument encoding, by the name that all encodings share."""


def another(value: Json) -> Json:
    """Return an unequal value of the same type; None if there is no simple one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value}x" if isinstance(value, str) else None


def between_letters(value: Json) -> int:
    """Return an offset between two ASCII letters of a string; 0 if there is none."""
    if not isinstance(value, str):
        return 0
    pairs = enumerate(pairwise(value), start=1)
    return next((at for at, (one, two) in pairs if _is_letter(one) and _is_letter(two)), 0)


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
