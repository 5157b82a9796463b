"""Whether a message that is not in the format is a whole call in another one."""

from collections.abc import Sequence

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Section
from toolbench_ood.readers.names import undecorated
from toolbench_ood.readers.reader import Reader
from toolbench_ood.types.finding import Code, Finding, Severity


def foreign_call(
    reader: Reader, rivals: Sequence[Reader], text: str, start: int, functions: Functions
) -> Finding | None:
    """Return P3 when a rival reads whole calls where the format itself reads none.

    What stands around those calls must hold no delimiter of the format: a call that lost one
    delimiter is a damaged call of its own format, even if another format would take the rest.
    Where a rival's opener is ordinary punctuation, one called tool must be declared.
    """
    for rival in rivals:
        sections = rival.scan(text, start, functions)
        if (
            sections
            and _sound(rival, sections, functions)
            and _rest_is_clean(reader, text, start, sections)
        ):
            return Finding(
                Code.P3_FOREIGN_FORMAT,
                Severity.UNRECOVERABLE,
                sections[0].start,
                sections[-1].end,
                0,
                detail=rival.spec.name,
            )
    return None


def _sound(rival: Reader, sections: Sequence[Section], functions: Functions) -> bool:
    if any(section.fault or not section.calls for section in sections):
        return False
    calls = [call for section in sections for call in section.calls]
    if any(found.severity > Severity.BENIGN for call in calls for found in call.findings):
        return False
    if rival.weak_open is None:
        return True
    return any(undecorated(call.call.name, functions) for call in calls)


def _rest_is_clean(reader: Reader, text: str, start: int, sections: Sequence[Section]) -> bool:
    if reader.stray is None:
        return True
    position = start
    for begin, end in [*((part.start, part.end) for part in sections), (len(text), len(text))]:
        if reader.stray.search(text, position, begin):
            return False
        position = end
    return True
