"""Ids that cannot be guessed."""

from collections.abc import Container
from random import Random

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""No vowels, so that no id is a word, and no characters that are easily confused."""


def draw_id(
    rng: Random, prefix: str, taken: Container[str], length: int = 6, alphabet: str = ALPHABET
) -> str:
    """Draw an id that is not taken, such as ``AC-7KXW2M``.

    Ids are not sequential, so a model has to look them up.

    Args:
        rng: the random generator of the world or task.
        prefix: prefix of all ids of this kind, such as ``AC-``.
        taken: the existing ids of this kind; a table keyed by id works.
        length: number of characters after the prefix.
        alphabet: characters to draw from.
    """
    while True:
        id_ = prefix + "".join(rng.choices(alphabet, k=length))
        if id_ not in taken:
            return id_
