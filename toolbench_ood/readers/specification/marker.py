"""The delimiters of ``format.toml``, some of which hold the index of their call.

``:{i}<|sep|>`` stands for ``:0<|sep|>``. Within one call every delimiter holds the same index.
"""

INDEX = "{i}"
"""What stands for the index in a delimiter."""


def filled(marker: str, number: int | str) -> str:
    """Return a delimiter with this index in it."""
    return marker.replace(INDEX, str(number))


def fixed_texts(marker: str) -> tuple[str, ...]:
    """Return the fixed texts of a delimiter, those around its index apart."""
    return tuple(part for part in marker.split(INDEX) if part)


def lasting(marker: str) -> str:
    """Return a text that stands in a delimiter however a reader takes it; empty if there is none.

    A reader takes any white space for a blank, and a delimiter without what stands up to its index.
    """
    before, index, after = marker.partition(INDEX)
    words = (after if index else before).split()
    return words[-1] if words else ""


def is_distinctive(marker: str) -> bool:
    """Whether a delimiter shows by itself that a call is meant.

    ``<tool_call>`` does: it holds a letter, a digit or a rare sign, and is no mere word. ``[`` is
    ordinary punctuation and ``CALL`` a word, which only a call's head after it tells from prose,
    and a Markdown fence may stand in any answer.
    """
    if marker.startswith("```") and marker.strip("`").isalnum():
        return False
    rare = any(sign.isalnum() or not sign.isascii() for sign in marker)
    return rare and not all(sign.isalnum() or sign in " _" for sign in marker)


def stem(marker: str) -> str:
    """Return a delimiter without its last signs, where that leaves a sign and a word."""
    cut = marker.rstrip("=\"'> \t\n\r]})")
    worded = any(sign.isalnum() for sign in cut)
    return cut if worded and not cut[0].isalnum() else marker
