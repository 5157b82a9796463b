"""What must hold for every text, whatever it is: the laws that the fuzzer checks."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeAlias

from fuzz.cases import Case
from fuzz.samples import TOOLS
from toolbench_ood.readers.literals.as_text import raw_text
from toolbench_ood.readers.specification.arguments import RawTags
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.types.call import same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Severity
from toolbench_ood.types.reading import Reading

Read: TypeAlias = Callable[[str], Reading]

SECONDS_A_KILOBYTE = 0.01
"""No text may take longer than this for each 1,000 characters: ten times the aim of 1 s/MB."""
LEAST_KILOBYTES = 5
"""Shorter texts are timed as if they had this length, since a clock's noise does not shrink."""
HANG_SECONDS = 20.0
"""Processor seconds after which one reading is given up."""
_TRIES = 3


def allowed_seconds(text: str) -> float:
    """Return how long reading a text may take."""
    return SECONDS_A_KILOBYTE * max(LEAST_KILOBYTES, len(text) / 1000)


def broken_law(case: Case, read: Read) -> tuple[str, float]:
    """Return what is wrong with the reading of a case ("" for nothing) and its processor seconds.

    A text that took too long is timed again before the reader is blamed for the machine.
    """
    try:
        reading, seconds = _timed(case.text, read)
        for _ in range(_TRIES - 1):
            if seconds > allowed_seconds(case.text):
                seconds = min(seconds, _timed(case.text, read)[1])
    except Exception as error:  # noqa: BLE001 - any exception at all is what is looked for
        return f"raised {type(error).__name__}: {str(error)[:200]}", 0.0
    if seconds > allowed_seconds(case.text):
        return f"took {seconds:.3f} s for {len(case.text)} characters", seconds
    broken = _unsound(case.text, reading) or _invented(case, reading)
    return broken or _misrecovered(case, reading), seconds


def _timed(text: str, read: Read) -> tuple[Reading, float]:
    with _given_up_after(HANG_SECONDS):
        begin = time.thread_time()
        reading = read(text)
        return reading, time.thread_time() - begin


@contextmanager
def _given_up_after(seconds: float) -> Iterator[None]:
    """Raise TimeoutError inside the block when it has used that much of the processor."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"no end after {seconds} processor seconds")

    former = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def _unsound(text: str, reading: Reading) -> str:
    for found in reading.findings:
        if not 0 <= found.start <= found.end <= len(text):
            return f"{found.code} stands at {found.start}-{found.end}, outside the text"
    starts = [found.start for found in reading.findings]
    return "" if starts == sorted(starts) else f"findings out of order: {starts}"


def _invented(case: Case, reading: Reading) -> str:
    """Say which trusted call was never written; "" when none is."""
    if case.written is None or not (reading.well_formed and reading.schema_valid):
        return ""
    for call in reading.calls:
        written = any(same_calls([call], [one]) for one in case.written)
        if not written and not _spelt_so(case, reading):
            return f"trusted a call that was not written: {call}"
    return ""


def _misrecovered(case: Case, reading: Reading) -> str:
    """Say what is wrong with the lenient tier of a reading; "" when nothing is."""
    repaired = reading.repaired
    if repaired is None:
        return ""
    structural = [found.severity for found in reading.findings if found.code.structural]
    if max(structural, default=Severity.BENIGN) is not Severity.DETERMINISTIC:
        return "repaired what is not deterministic"
    if not repaired.well_formed:
        return "recovered calls that the strict reader does not read"
    return "" if _stands_so(case, repaired) else _invented(case, repaired)


def _stands_so(case: Case, repaired: Reading) -> bool:
    """Whether values that are no literals stand in the text as they are."""
    if not isinstance(case.fmt.spec.arguments, RawTags | Pairs):
        return False
    text = _unspaced(case.text)
    verbatim = isinstance(case.fmt.spec.arguments, RawTags)
    values = [value for call in repaired.calls for value in call.arguments.values()]
    values = [value for value in values if verbatim or isinstance(value, str)]
    return all(_unspaced(raw_text(value)) in text for value in values)


def _spelt_so(case: Case, reading: Reading) -> bool:
    """Whether the format writes the calls just as they stand: more text is then more value."""
    if not isinstance(case.fmt.spec.arguments, RawTags | Pairs):
        return False
    try:
        text = _unspaced(case.fmt.write(reading.calls, TOOLS))
    except UnwritableError:
        return False
    return text in _unspaced(case.text)


def _unspaced(text: str) -> str:
    return "".join(text.split())
