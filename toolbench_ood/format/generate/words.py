"""Nonce words for drawn delimiters and keys.

They consist of rare syllables, so that none is a word of a language or of a known format, and no
two in one format are similar enough to be taken for misspellings of each other.
"""

from itertools import count

from toolbench_ood.format.generate.draw import Draw
from toolbench_ood.readers.text.marker_typos import one_edit

_FIRST = ("bz", "dv", "fj", "gz", "kv", "mz", "pv", "qu", "tz", "vr", "wz", "xv", "zh", "zm")
_VOWELS = ("a", "e", "i", "o", "u", "y")
_MIDDLE = ("fq", "gv", "jd", "kz", "lx", "mq", "nz", "pq", "rv", "vd", "wj", "xk", "zb", "zt")


def nonce_words(draw: Draw, label: str, number: int) -> tuple[str, ...]:
    """Return the given number of six-letter words, each dissimilar to the others."""
    words: list[str] = []
    for turn in count():
        if len(words) == number:
            break
        word = _word(draw, f"{label} {turn}")
        if all(word != other and not one_edit(word, other) for other in words):
            words.append(word)
    return tuple(words)


def _word(draw: Draw, label: str) -> str:
    parts = (_FIRST, _VOWELS, _MIDDLE, _VOWELS)
    return "".join(draw.choose(f"{label} {at}", part) for at, part in enumerate(parts))
