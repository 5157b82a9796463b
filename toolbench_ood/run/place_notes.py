"""Notes for readers of results on where tools were declared."""

from collections.abc import Iterator, Mapping, Sequence

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.frames import Own
from toolbench_ood.format.axes import DeclarationPlace
from toolbench_ood.format.format import Format

_OWN: Mapping[DeclarationPlace, tuple[Own, str]] = {
    "developer": ("developer", "developer turn"),
    "own message": ("system", "second system turn"),
}
"""The role of a declaration's own turn, and what that turn is called."""


def place_notes(chat: Chat, formats: Sequence[Format]) -> Iterator[str]:
    """Say for which formats the chat template lacks the turn in which they declare tools."""
    for place, (role, turn) in _OWN.items():
        names = [
            format_.name
            for format_ in formats
            if format_.spec.axes.declaration_place == place and not format_.opens_by_itself
        ]
        if names and not chat.takes_own_turn(role):
            yield (
                f"The chat template has no {turn} between the system turn and the user turn; "
                f"{', '.join(names)} declare{'s' * (len(names) == 1)} tools in the system turn."
            )
