"""Case ids: how they are written and parsed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.errors import UserError

_ID = re.compile(r"(?P<suite>[^/\[\]]+)/(?P<task>[^\[\]]+)(?P<seats>(?:\[[^\[\]]+\])*)")
_SEAT = re.compile(r"\[([^\[\]]+)\]")
_NUMBER = re.compile("0|[1-9][0-9]{0,17}")
_LIKE_A_NUMBER = re.compile("-?[0-9]+")
_SAMPLE = "sample"
_LIKE_A_SAMPLE = re.compile(rf"{_SAMPLE}(-?[0-9]+)")
_SEATS = ("shift", "format", "arm", "seed", "sample")
_FORM = "suite/task_file.py::task[shift][format][seed]"
_WHOLE_FORM = "suite/task_file.py::task[shift][format][arm][seed][sample1]"
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CaseId:
    """A parsed case id, whether or not the case exists.

    Shift, format and seed are None if they were left out; full ids have them all.
    """

    suite: str
    task: str
    """Id of the task within its suite: ``task_move.py::moves_the_standup``."""
    shift: str | None = None
    format: str | None = None
    seed: int | None = None
    arm: str = STRICT
    sample: int = 0

    def __str__(self) -> str:
        """Write the id, as ``parse_case_id`` reads it."""
        return f"{self.suite}/{self.task}{self.seats}"

    @property
    def seats(self) -> str:
        """What stands in brackets: ``[rename][hermes][0]``, ``[none][mine][grammar][0][sample2]``.

        The arm ``strict`` and the sample 0 are not written.
        """
        arm = None if self.arm == STRICT else self.arm
        sample = f"{_SAMPLE}{self.sample}" if self.sample else None
        given = (self.shift, self.format, arm, self.seed, sample)
        return "".join(f"[{seat}]" for seat in given if seat is not None)


@dataclass(frozen=True, slots=True)
class SeatNames:
    """Predicates that classify words in brackets, so that brackets may be left out."""

    is_shift: Callable[[str], bool]
    """Whether a word is the name of a shift, rather than of a format."""
    is_arm: Callable[[str], bool]
    """Whether a word is the name of an arm, rather than of a format."""


def parse_case_id(text: str, names: SeatNames) -> CaseId:
    """Read an id.

    The brackets are shift, format, arm, seed and sample, in this order. Arm and sample are left out
    for ``strict`` and 0. If others are left out too, words are recognised by themselves: a
    number is the seed, ``sample`` and a number the sample, what ``names`` knows is a shift or an
    arm, and any other word is the format.

    Args:
        text: whole, or with brackets left out.
        names: distinguishes shifts and arms from formats.

    Raises:
        UserError: the text is not an id. Whether its parts exist is not checked.
    """
    match = _ID.fullmatch(text)
    if match is None:
        raise _malformed(text, _fault(text))
    words = _SEAT.findall(match["seats"])
    if len(words) > len(_SEATS):
        raise _malformed(text, f"it has {len(words)} pairs of brackets, not up to {len(_SEATS)}")
    seats = _whole_seats(words, names) or _told_seats(text, words, names)
    seed = _number(text, "seed", seats["seed"]) if "seed" in seats else None
    return CaseId(
        match["suite"],
        match["task"],
        seats.get("shift"),
        seats.get("format"),
        seed,
        seats.get("arm", STRICT),
        _number(text, "sample", seats.get("sample", f"{_SAMPLE}0").removeprefix(_SAMPLE)),
    )


def _whole_seats(words: Sequence[str], names: SeatNames) -> Mapping[str, str] | None:
    """Seat words by their places; None where some that an id always has are left out.

    A shift, a format or an arm may have any name then, that of another kind included.
    """
    *before, last = words or [""]
    if before and _LIKE_A_SAMPLE.fullmatch(last):
        seats = _whole_seats(before, names)
        return seats and {**seats, "sample": last}
    if len(words) == 4 and not _LIKE_A_NUMBER.fullmatch(words[2]):  # noqa: PLR2004  # no sample
        return dict(zip(_SEATS, words, strict=False))
    if len(words) == 3 and not _leaves_out_the_shift(words, names):  # noqa: PLR2004  # nor an arm
        return dict(zip(("shift", "format", "seed"), words, strict=True))
    return None


def _leaves_out_the_shift(words: Sequence[str], names: SeatNames) -> bool:
    return not names.is_shift(words[0]) and names.is_arm(words[1])


def _told_seats(text: str, words: Sequence[str], names: SeatNames) -> Mapping[str, str]:
    seats: dict[str, str] = {}
    for word in words:
        seat = _seat_of(word, names)
        if seat in seats:
            raise _malformed(text, f"[{seats[seat]}] and [{word}] are both its {seat}")
        seats[seat] = word
    return seats


def _seat_of(word: str, names: SeatNames) -> str:
    if _LIKE_A_NUMBER.fullmatch(word):
        return "seed"
    if _LIKE_A_SAMPLE.fullmatch(word):
        return "sample"
    if names.is_shift(word):
        return "shift"
    return "arm" if names.is_arm(word) else "format"


def _number(text: str, seat: str, word: str) -> int:
    if not _NUMBER.fullmatch(word):
        raise _malformed(
            text, f"its {seat} {word[:_SHOWN]!r} is not a whole number such as 0 or 17"
        )
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
        f"{shown!r} is not a case id: {why}; write {_FORM}, or {_WHOLE_FORM}, with a name "
        "from list tasks"
    )
