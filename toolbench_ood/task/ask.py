"""What a task yields and what it is sent back."""

from collections.abc import Callable
from dataclasses import dataclass

from toolbench_ood.task.solution import Caller
from toolbench_ood.types.call import Call


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that the user says, with the calls that satisfy it."""

    text: str
    """The user's words."""
    solution: Callable[[Caller], str | None]
    """Makes the calls that satisfy the ask; returns the closing words (None: "Done.")."""
    hand_over: tuple[str, ...] = ()
    """Withheld tools that the model is given together with this ask."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The model's answer to one ask."""

    text: str
    """The prose of the message that ended the ask, stripped."""
    calls: tuple[Call, ...] = ()
    """Calls that were carried out on the way, in order; refused ones are not among them."""
