"""The turns before the first message of a conversation, each format's declaration in its place."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from toolbench_ood.chat.chat import joined
from toolbench_ood.format.format import Format
from toolbench_ood.types.piece import Pieces, data

Turn: TypeAlias = tuple[Literal["system", "developer", "user"], Pieces]


def opening_turns(
    format_: Format, system: str, declaration: Pieces, user: Pieces
) -> Sequence[Turn]:
    """Put the declaration where the format says that it stands.

    Args:
        format_: the format.
        system: the paragraph that every conversation begins with; may be empty.
        declaration: of the tools.
        user: what the user says first.

    Returns:
        At most one system's turn with text, at most one with a declaration alone, and the user's.
    """
    if format_.opens_by_itself:
        return (("system", declaration), ("user", user))
    told = data(system) if system else ()
    match format_.spec.axes.declaration_place:
        case "user":
            return (("system", told), ("user", joined(declaration, user)))
        case "developer":
            return (("system", told), ("developer", declaration), ("user", user))
        case "own message":
            return (("system", told), ("system", declaration), ("user", user))
        case "prefix":
            return (("system", joined(declaration, told)), ("user", user))
        case _:
            return (("system", joined(told, declaration)), ("user", user))
