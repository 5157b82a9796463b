"""Whether a message that is not in the format is a whole call in another one."""

from collections.abc import Sequence

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Section
from toolbench_ood.readers.names import undecorated
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.repair import fault
from toolbench_ood.readers.scanner import SPACE
from toolbench_ood.readers.stray import misspelt_marker
from toolbench_ood.types.finding import Code, Finding, Severity


def foreign_call(
    reader: Reader, rivals: Sequence[Reader], text: str, start: int, functions: Functions
) -> Finding | None:
    """Return P3 when a rival reads whole calls where the format itself reads none.

    What stands around those calls must hold no delimiter of the format, misspelt or not: a call
    that lost one delimiter is a damaged call of its own format, even if another format would take
    the rest. Where a rival's opener is ordinary punctuation or the format's own, one called tool
    must be declared. Calls between ordinary punctuation must not stand right against other text,
    which would be an envelope of their own. Of several rivals the one that leaves the least text
    around its calls is named, and of those that leave the same the first; a rival whose calls are
    like another's is left to that one.
    """
    least = len(text) + 1
    found: Finding | None = None
    for rival in rivals:
        if not rival.may_open(text, start) or rival.spec.calls_like:
            continue
        sections = _whole_sections(rival, text, start, functions, least)
        if not sections or not _declared(reader, rival, sections, functions):
            continue
        stands_free = rival.weak_open is None or _free(text, start, sections)
        if stands_free and _rest_is_clean(reader, text, start, sections):
            least, found = _around(text, start, sections), _p3(rival, sections)
        if not least:
            break
    return found


def reads_here(reader: Reader, text: str, functions: Functions) -> bool:
    """Whether a text holds a whole call of the format, so that it is no foreign one to it.

    Where the section's close alone ends the arguments, a call before a fault may not be whole.
    """
    sections = reader.scan(text, 0, functions)
    if reader.spec.close_ends_arguments:
        sections = [section for section in sections if section.fault is None]
    return any(section.calls for section in sections)


def _whole_sections(
    rival: Reader, text: str, start: int, functions: Functions, least: int
) -> Sequence[Section]:
    """Return the rival's sections when all are whole and leave less than ``least`` around them.

    Reading ends at the first section that is not, so that a rival which cannot be meant costs
    little, however long the text is.
    """
    sections: list[Section] = []
    rest, position = 0, start
    for section in rival.sections(text, start, functions):
        rest += len(text[position : section.start].strip(SPACE))
        position = section.end
        if rest >= least or not _whole(section):
            return ()
        sections.append(section)
    return sections if rest + len(text[position:].strip(SPACE)) < least else ()


def _whole(section: Section) -> bool:
    """Whether a section holds calls, and no fault in or between them."""
    if section.fault or not section.calls:
        return False
    return all(
        one.finding.severity <= Severity.BENIGN for call in section.calls for one in call.faults
    )


def _free(text: str, start: int, sections: Sequence[Section]) -> bool:
    """Whether nothing but white space touches the sections."""
    before = text[max(start, sections[0].start - 1) : sections[0].start]
    after = text[sections[-1].end : sections[-1].end + 1]
    return not (before + after).strip(SPACE)


def _around(text: str, start: int, sections: Sequence[Section]) -> int:
    """Count the characters around the sections, ignoring white space at their ends."""
    edges = [start, *(edge for part in sections for edge in (part.start, part.end)), len(text)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return sum(len(text[begin:end].strip(SPACE)) for begin, end in gaps)


def _p3(rival: Reader, sections: Sequence[Section]) -> Finding:
    span = (sections[0].start, sections[-1].end)
    return fault(Code.P3_FOREIGN_FORMAT, span, detail=rival.spec.name).finding


def _declared(
    reader: Reader, rival: Reader, sections: Sequence[Section], functions: Functions
) -> bool:
    """Whether one called tool is declared, where the rival's opener alone tells nothing."""
    same_open = rival.spec.section.open == reader.spec.section.open
    if rival.weak_open is None and not same_open:
        return True
    calls = [call for section in sections for call in section.calls]
    return any(undecorated(call.call.name, functions) for call in calls)


def _rest_is_clean(reader: Reader, text: str, start: int, sections: Sequence[Section]) -> bool:
    position = start
    for begin, end in [*((part.start, part.end) for part in sections), (len(text), len(text))]:
        gap = text[position:begin].strip(SPACE)
        if gap and reader.stray and reader.stray.search(gap):
            return False
        if gap and misspelt_marker(reader, gap, 0):
            return False
        position = end
    return True
