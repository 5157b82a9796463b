"""The faulty model: the oracle with structural faults planted at a known rate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code, Severity


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """One message of the faulty model, and what it knows about it."""

    text: str
    planted: Code | None
    """The fault that was planted; None in a healthy message."""
    is_call: bool
    """Whether the message is an attempt at calls, healthy or not."""


def faulty(rate: float, case: Case, rng: Random) -> Iterator[str]:
    """Write the solution, breaking each attempt at calls with probability ``rate``.

    A broken message is attempted again, unless the case's arm carries it out all the same. Calls
    in which no fault can be planted with certainty, because their own text holds markers, stay
    healthy.
    """
    return (line.text for line in faulty_lines(rate, case, rng))


def faulty_lines(rate: float, case: Case, rng: Random) -> Iterator[FaultyLine]:
    """Write the messages of ``faulty`` together with the faults that are planted in them."""
    for message in oracle_messages(case):
        if isinstance(message, str):
            yield FaultyLine(spell(case, message), None, is_call=False)
        else:
            yield from _tries(rate, case, message, rng)


def _tries(rate: float, case: Case, calls: tuple[Call, ...], rng: Random) -> Iterator[FaultyLine]:
    """Write a message of calls, healthy at last or broken in a way that does no harm."""
    while rng.random() < rate and (line := _spoilt(case, calls, rng)):
        yield line
        if case.arm != STRICT and _is_carried_out(case, line.text):
            return
    yield FaultyLine(spell(case, calls), None, is_call=True)


def _is_carried_out(case: Case, text: str) -> bool:
    return ARMS[case.arm].read(case.format.read(text, Surface(case).tools)).well_formed


def _spoilt(case: Case, calls: Sequence[Call], rng: Random) -> FaultyLine | None:
    tools = Surface(case).tools
    candidates = [each for each in MUTATIONS if _keeps_from_running(each.code, each.severity)]
    for mutation in rng.sample(candidates, len(candidates)):
        text = mutation.apply(case.format, calls, tools, rng)
        if text is not None:
            return FaultyLine(text, mutation.code, is_call=True)
    return None


def _keeps_from_running(code: Code, severity: Severity) -> bool:
    """Whether such a fault is structural and keeps the calls from being carried out."""
    return code.structural and severity > Severity.BENIGN
