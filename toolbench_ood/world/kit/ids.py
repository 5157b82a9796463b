"""Ids that can't be guessed."""

from collections.abc import Container
from random import Random

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""No vowel, so that no id is a word, and nothing that looks like another sign."""


def draw_id(
    rng: Random, prefix: str, taken: Container[str], length: int = 6, alphabet: str = ALPHABET
) -> str:
    """Draw an id that is not taken, such as ``AC-7KXW2M``.

    Ids follow no order, so a model has to look them up.

    Args:
        rng: the world's or the task's own.
        prefix: what ids of this sort begin with, such as ``AC-``.
        taken: the ids of this sort that exist; a table by id will do.
        length: characters after the prefix.
        alphabet: what these are drawn from.
    """
    while True:
        id_ = prefix + "".join(rng.choices(alphabet, k=length))
        if id_ not in taken:
            return id_
