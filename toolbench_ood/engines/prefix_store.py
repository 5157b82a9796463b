"""Caches keys and values of recent cases, so that a known prompt prefix is not recomputed."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from transformers import Cache
from transformers.cache_utils import DynamicLayer


@dataclass(slots=True)
class Prefix:
    """Tokens whose keys and values have been computed."""

    tokens: tuple[int, ...]
    cache: Cache | None
    """None where nothing was computed."""


class PrefixStore:
    """Stores one prefix per case, for the most recently used cases.

    Args:
        capacity: maximum number of cases.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._prefixes: OrderedDict[str, Prefix] = OrderedDict()

    def take(self, case: str, prompt: Sequence[int]) -> tuple[Cache | None, int]:
        """Return a cache and the number of prompt tokens that it covers, or None and 0.

        The last token is never covered, because its logits are needed.
        """
        kept = self._prefixes.pop(case, None)
        if kept is None:
            return None, 0
        pairs = zip(kept.tokens, prompt[:-1], strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if not shared or kept.cache is None or not can_be_cut(kept.cache):
            return None, 0
        surplus = len(kept.tokens) - shared
        if surplus:
            kept.cache.crop(-surplus)
        return kept.cache, shared

    def put(self, case: str, tokens: Sequence[int], cache: Cache) -> None:
        """Store a cache that covers these tokens."""
        self._prefixes[case] = Prefix(tuple(tokens), cache)
        while len(self._prefixes) > self._capacity:
            self._prefixes.popitem(last=False)

    def clear(self) -> None:
        """Release all caches."""
        self._prefixes.clear()


def can_be_cut(cache: Cache) -> bool:
    """Whether every layer keeps all positions; sliding windows and recurrent states do not."""
    return all(type(layer) is DynamicLayer for layer in cache.layers)
