"""Calls in the tags of other families: ``<invoke name="f"><arg name="k">v</arg></invoke>``.

Only what names a tool or an argument in the tag itself, as ``=name`` or ``name="name"``, is
certain enough to be put into the format's own tags. A value's text is taken as it stands, without
the one line feed on each side that is layout.
"""

import re
from dataclasses import dataclass

from toolbench_ood.readers.text.scanner import skip_space

_NAMED = re.compile(
    r"<([A-Za-z_][A-Za-z0-9_.:-]*)(?:=|[ \t]+name[ \t]*=[ \t]*)[\"']?([^\s<>\"'=]+)[\"']?[ \t]*>"
)


@dataclass(frozen=True, slots=True)
class SiblingArguments:
    """Arguments in another family's tags."""

    pairs: tuple[tuple[str, str], ...]
    """Each argument's name and raw text."""
    end: int
    """Just after the last one, white space included."""


@dataclass(frozen=True, slots=True)
class SiblingCall:
    """A whole call in another family's tags."""

    name: str
    arguments: SiblingArguments
    end: int
    """Just after the call."""


def sibling_call(text: str, position: int, limit: int) -> SiblingCall | None:
    """Read the call at the position; None unless it is whole and holds nothing else."""
    opening = _NAMED.match(text, position, limit)
    if not opening:
        return None
    arguments = sibling_arguments(text, opening.end(), limit)
    close = f"</{opening.group(1)}>"
    if not text.startswith(close, arguments.end):
        return None
    return SiblingCall(opening.group(2), arguments, arguments.end + len(close))


def sibling_arguments(text: str, position: int, limit: int) -> SiblingArguments:
    """Read arguments as long as whole ones follow each other."""
    pairs: list[tuple[str, str]] = []
    position = skip_space(text, position)
    while opening := _NAMED.match(text, position, limit):
        close = f"</{opening.group(1)}>"
        end = text.find(close, opening.end(), limit)
        if end < 0:
            break
        pairs.append((opening.group(2), _without_layout(text[opening.end() : end])))
        position = skip_space(text, end + len(close))
    return SiblingArguments(tuple(pairs), position)


def _without_layout(raw: str) -> str:
    framed = len(raw) > 1 and raw.startswith("\n") and raw.endswith("\n")
    return raw[1:-1] if framed else raw
