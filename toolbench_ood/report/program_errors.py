"""Cases on which a suite, a format or the program failed: why, and the command that shows one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from toolbench_ood.report.visible import visible_text
from toolbench_ood.report.words import plural
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.show_command import show_command

_MOST = 10
"""Failures that are listed."""


@dataclass(frozen=True, slots=True)
class ProgramFailure:
    """One failure, in all cases that ended by it."""

    why: str
    cases: int
    command: str
    """Shows the first of the cases."""


def find_program_failures(run: RunFolder, records: Sequence[Record]) -> list[ProgramFailure]:
    """Group the cases in which the program failed by cause, the most frequent first."""
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.stop is Stop.PROGRAM_ERROR:
            groups[record.failure].append(record)
    found = [
        ProgramFailure(why, len(group), show_command(run, group[0]))
        for why, group in groups.items()
    ]
    return sorted(found, key=lambda failure: -failure.cases)


def list_program_failures(failures: Sequence[ProgramFailure]) -> Iterator[Text]:
    """Yield the lines of a report; none where nothing failed."""
    if not failures:
        return
    yield Text("\nCases in which the program failed (not scored)", style="bold red")
    for failure in failures[:_MOST]:
        yield Text(f"{plural(failure.cases, 'case')}: {visible_text(failure.why)}")
        yield Text(f"  {failure.command}", no_wrap=True, overflow="ignore")  # to be copied
    if len(failures) > _MOST:
        yield Text(f"and {plural(len(failures) - _MOST, 'other failure')}")
