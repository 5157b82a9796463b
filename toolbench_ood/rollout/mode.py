"""How the prompt of the next message is made; settings need no more of it than the names."""

from typing import Literal, TypeAlias

Mode: TypeAlias = Literal["append", "template", "flat"]
"""Tokens are appended, the whole conversation is rendered again, or it is quoted in one turn."""
