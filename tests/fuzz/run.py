"""The fuzzer's loop."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from fuzz.cases import Case, Cases
from fuzz.laws import Read, allowed_seconds, broken_law
from fuzz.samples import TOOLS

_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Failure:
    """An input whose reading broke a law."""

    number: int
    seed: int
    case: Case
    reason: str

    def __str__(self) -> str:
        """Say what is wrong and how to see it again."""
        return (
            f"input {self.number} of seed {self.seed}, {self.case.kind} read as "
            f"{self.case.fmt.name}: {self.reason}\n{self.case.text!r}\n"
            f"again: python -m tests.fuzz --seed {self.seed} --format {self.case.fmt.name} "
            f"--start {self.number} --inputs 1"
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the fuzzer found."""

    inputs: int
    """How many texts were read."""
    seconds: float
    """Wall-clock seconds of the whole run."""
    failure: Failure | None
    slowest: str
    """The text that came nearest to its allowed time, in words."""

    def __str__(self) -> str:
        """Sum the run up in one line."""
        return (
            f"{self.inputs:,} inputs in {self.seconds:.1f} s, "
            f"{self.inputs / self.seconds:,.0f} a second; slowest: {self.slowest}"
        )


def reader_of(case: Case) -> Read:
    """Return what reads the case's text."""
    return lambda text: case.fmt.read(text, TOOLS)


def fuzz(
    cases: Cases,
    numbers: range,
    seconds: float = float("inf"),
    tell: Callable[[Outcome], None] = lambda _: None,
    reader: Callable[[Case], Read] = reader_of,
) -> Outcome:
    """Read the inputs of these numbers until one breaks a law or the seconds are spent.

    ``tell`` is called with what there is so far every two seconds.
    """
    begin = told = time.monotonic()
    share, slowest = 0.0, "none"
    done = 0
    for number in numbers:
        case = cases[number]
        reason, taken = broken_law(case, reader(case))
        done += 1
        if taken / allowed_seconds(case.text) > share:
            share = taken / allowed_seconds(case.text)
            slowest = (
                f"input {number}, {len(case.text):,} characters of {case.kind} as {case.fmt.name} "
                f"in {taken * 1000:.1f} ms ({share:.0%} of what is allowed)"
            )
        clock = time.monotonic()
        if reason:
            failure = Failure(number, cases.seed, case, reason)
            return Outcome(done, clock - begin, failure, slowest)
        if clock - told > _EVERY:
            told = clock
            tell(Outcome(done, clock - begin, None, slowest))
        if clock - begin > seconds:
            break
    return Outcome(done, time.monotonic() - begin, None, slowest)
