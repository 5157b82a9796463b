"""A bounded cache of recently created objects."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, TypeAlias

Kept: TypeAlias = Callable[..., Any]
"""``kept(make, *key)`` returns ``make(*key)``, the same object as long as it is remembered."""


def keep(most: int) -> Kept:
    """Return what makes things and remembers the ``most`` that were asked for last."""
    return lru_cache(maxsize=most)(_made)


def _made(make: Callable[..., Any], *key: Hashable) -> Any:
    return make(*key)
