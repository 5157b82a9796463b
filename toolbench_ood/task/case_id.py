"""Case ids: how they are written, and what a text says that is meant to be one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolbench_ood.types.errors import UserError

_ID = re.compile(r"(?P<suite>[^/\[\]]+)/(?P<task>[^\[\]]+)(?P<seats>(?:\[[^\[\]]+\])*)")
_SEAT = re.compile(r"\[([^\[\]]+)\]")
_SEED = re.compile("0|[1-9][0-9]{0,17}")
_LIKE_A_SEED = re.compile("-?[0-9]+")
_SEATS = ("shift", "format", "seed")
_FORM = "suite/task_file.py::task[shift][format][seed]"
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CaseId:
    """What the id of a case says, whether there is such a case or not.

    A seat is None where a person left it out; the id of a case has them all.
    """

    suite: str
    task: str
    """Id of the task within its suite: ``task_move.py::moves_the_standup``."""
    shift: str | None = None
    format: str | None = None
    seed: int | None = None

    def __str__(self) -> str:
        """Write the id, as ``parse_case_id`` reads it."""
        return f"{self.suite}/{self.task}{self.seats}"

    @property
    def seats(self) -> str:
        """What stands in brackets: ``[rename][hermes][0]``."""
        given = (self.shift, self.format, self.seed)
        return "".join(f"[{seat}]" for seat in given if seat is not None)


def parse_case_id(text: str, is_shift: Callable[[str], bool]) -> CaseId:
    """Read an id.

    Three brackets are shift, format and seed, in this order. Of fewer, a number is the seed, what
    ``is_shift`` accepts is the shift, and any other word is the format.

    Args:
        text: whole, or with brackets left out.
        is_shift: whether a word is the name of a shift, rather than of a format.

    Raises:
        UserError: the text is no id. Whether its parts exist is not looked at.
    """
    match = _ID.fullmatch(text)
    if match is None:
        raise _malformed(text, _fault(text))
    words = _SEAT.findall(match["seats"])
    if len(words) > len(_SEATS):
        raise _malformed(text, f"it has {len(words)} pairs of brackets, not {len(_SEATS)}")
    names = _SEATS if len(words) == len(_SEATS) else [_seat_of(word, is_shift) for word in words]
    seats = _seated(text, names, words)
    seed = _seed(text, seats["seed"]) if "seed" in seats else None
    return CaseId(match["suite"], match["task"], seats.get("shift"), seats.get("format"), seed)


def _seat_of(word: str, is_shift: Callable[[str], bool]) -> str:
    if _LIKE_A_SEED.fullmatch(word):
        return "seed"
    return "shift" if is_shift(word) else "format"


def _seated(text: str, names: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    seats: dict[str, str] = {}
    for name, word in zip(names, words, strict=True):
        if name in seats:
            raise _malformed(text, f"[{seats[name]}] and [{word}] are both its {name}")
        seats[name] = word
    return seats


def _seed(text: str, word: str) -> int:
    if not _SEED.fullmatch(word):
        raise _malformed(text, f"its seed {word[:_SHOWN]!r} is not a whole number such as 0 or 17")
    return int(word)


def _fault(text: str) -> str:
    head, _, _ = text.partition("[")
    suite, slash, task = head.partition("/")
    if not (suite and slash and task):
        return "it does not begin with a suite, a slash and a task"
    if "[]" in text:
        return "a pair of its brackets is empty"
    return "its brackets do not match, or there is text outside them"


def _malformed(text: str, why: str) -> UserError:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return UserError(
        f"{shown!r} is not a case id, because {why}; write {_FORM}, with a name from list tasks"
    )
