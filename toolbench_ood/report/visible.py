"""Text from models on a terminal: every character is visible, and none moves the cursor."""

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LATIN, _BASIC = 0x100, 0x10000


def visible(character: str) -> str:
    """Return one character as it may be printed.

    Controls, invisible formatting, spaces but the plain one, surrogates and code points without a
    meaning are written out as Python would.
    """
    if character.isprintable():
        return character
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    if code < _LATIN:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < _BASIC else f"\\U{code:08x}"


def visible_text(text: str) -> str:
    """Return a text as it may be printed; its lines stay lines."""
    return "\n".join("".join(map(visible, line)) for line in text.split("\n"))
