"""JSON values, and comparison that respects types."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""None, bool, int, float, str, a list of Json, or a dict from str to Json."""


def encodable(text: str) -> bool:
    """Whether a text has only characters: no lone surrogate, which UTF-8 cannot spell."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def same_value(left: Json, right: Json) -> bool:
    """Whether two JSON values are equal in value *and* type: ``1``, ``1.0`` and ``True`` differ.

    Key order of objects is ignored. The comparison is not recursive, so depth is unlimited.
    """
    pending = [(left, right)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, Mapping):
            if one.keys() != other.keys():
                return False
            pending.extend((one[key], other[key]) for key in one)
        elif isinstance(one, Sequence) and not isinstance(one, str):
            if len(one) != len(other):
                return False
            pending.extend(zip(one, other, strict=True))
        elif one != other:
            return False
    return True
