"""Keeps the key-value caches of the latest cases, so that a prompt's known part isn't computed."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from transformers import Cache
from transformers.cache_utils import DynamicLayer


@dataclass(slots=True)
class Prefix:
    """Tokens whose keys and values are computed."""

    tokens: tuple[int, ...]
    cache: Cache


class PrefixStore:
    """One prefix a case, for the cases used last.

    Args:
        capacity: most cases kept.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._prefixes: OrderedDict[str, Prefix] = OrderedDict()

    def take(self, case: str, prompt: Sequence[int]) -> tuple[Cache | None, int]:
        """Return a cache and how many of the prompt's tokens it covers, or None and 0.

        The last token is never covered, since its logits are wanted.
        """
        kept = self._prefixes.pop(case, None)
        if kept is None:
            return None, 0
        pairs = zip(kept.tokens, prompt[:-1], strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if not shared or not _can_be_cut(kept.cache):
            return None, 0
        surplus = len(kept.tokens) - shared
        if surplus:
            kept.cache.crop(-surplus)
        return kept.cache, shared

    def put(self, case: str, tokens: Sequence[int], cache: Cache) -> None:
        """Keep a cache that covers these tokens."""
        self._prefixes[case] = Prefix(tuple(tokens), cache)
        while len(self._prefixes) > self._capacity:
            self._prefixes.popitem(last=False)

    def clear(self) -> None:
        """Let go of all caches."""
        self._prefixes.clear()


def _can_be_cut(cache: Cache) -> bool:
    """Whether every layer keeps all positions; sliding windows and recurrent states don't."""
    return all(type(layer) is DynamicLayer for layer in cache.layers)
