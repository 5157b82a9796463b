"""What a task yields."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeAlias

from toolbench_ood.tasks.reply import Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.types.errors import UserError

__all__ = ["Ask", "Reply", "Solution", "Turns"]

Solution: TypeAlias = Callable[[Caller], str | None]
"""Makes the calls that satisfy an ask; returns the final answer (None: "Done.")."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that the user says, with the calls that satisfy it."""

    text: str
    """The user's words."""
    solution: Solution
    hand_over: tuple[str, ...] = ()
    """Withheld tools that the model is given together with this ask."""
    paraphrase: str = ""
    """The same ask in other words, for the shift ``paraphrase``, with the same values."""
    tempting: Solution | None = None
    """Plausible but wrong calls, with which the checks must fail."""

    def __post_init__(self) -> None:
        """Refuse what can't be asked or solved (UserError)."""
        if not isinstance(self.text, str) or not self.text.strip():
            raise UserError(f"Ask({self.text!r}) says nothing; give the user's words")
        if not callable(self.solution):
            raise UserError(
                f"Ask({self.text!r}) has {self.solution!r} for a solution; give a function that "
                "takes call and makes the calls"
            )


Turns: TypeAlias = Generator[Ask, Reply, None]
"""The return type of a task function, which yields Asks and is sent a Reply to each."""
