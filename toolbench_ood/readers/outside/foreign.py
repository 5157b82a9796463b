"""Whether a message that is not in the format is a whole call in another one."""

from collections.abc import Sequence

from toolbench_ood.readers.outside.beginnings import Beginnings
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.specification.names import undecorated
from toolbench_ood.readers.text.calls import Section
from toolbench_ood.readers.text.fault import Fault, fault
from toolbench_ood.readers.text.scanner import SPACE
from toolbench_ood.types.finding import Code, Severity


def foreign_call(passage: Passage, others: Beginnings) -> Fault | None:
    """Return P3 when another format reads whole calls where the format itself reads none.

    What stands around those calls must hold no delimiter of the format, misspelt or not: a call
    that lost one delimiter is a damaged call of its own format, even if another format would take
    the rest. Where the other's opener is ordinary punctuation or the format's own, one called tool
    must be declared. Calls between ordinary punctuation must not stand right against other text,
    which would be an envelope of their own. Of several formats the one that leaves the least text
    around its calls is named, and of those that leave the same the first; a format whose calls are
    like another's is left to that one: it is none of ``others``.
    """
    text, start = passage.text, passage.start
    least = len(text) + 1
    found: Fault | None = None
    for other in others.readers_of(text, start):
        sections = _whole_sections(other, passage, least)
        if not sections or not _declared(passage, other, sections):
            continue
        stands_free = other.ambiguous_open is None or _free(text, start, sections)
        if stands_free and _rest_is_clean(passage, sections):
            least, span = _around(text, start, sections), (sections[0].start, sections[-1].end)
            found = fault(Code.P3_FOREIGN_FORMAT, span, detail=other.spec.name)
        if not least:
            break
    return found


def reads_here(reader: Reader, text: str, functions: Functions) -> bool:
    """Whether a text holds a whole call of the format, so that it is no foreign one to it.

    Where the section's close alone ends the arguments, a call before a fault may not be whole.
    """
    sections = reader.scan(text, 0, functions)
    if reader.spec.close_ends_arguments:
        sections = [section for section in sections if section.stop is None]
    return any(section.calls for section in sections)


def _whole_sections(other: Reader, passage: Passage, least: int) -> Sequence[Section]:
    """Return another format's sections when all are whole and leave less than ``least`` around.

    Reading ends at the first section that is not, so that a format which cannot be meant costs
    little, however long the text is.
    """
    sections: list[Section] = []
    text, rest, position = passage.text, 0, passage.start
    for section in other.sections(text, position, passage.functions):
        rest += len(text[position : section.start].strip(SPACE))
        position = section.end
        if rest >= least or not _whole(section):
            return ()
        sections.append(section)
    return sections if rest + len(text[position:].strip(SPACE)) < least else ()


def _whole(section: Section) -> bool:
    """Whether a section holds calls, and no fault in or between them."""
    if section.stop or not section.calls:
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


def _declared(passage: Passage, other: Reader, sections: Sequence[Section]) -> bool:
    """Whether one called tool is declared, where the other's opener alone tells nothing."""
    same_open = other.spec.section.open == passage.spec.section.open
    if other.ambiguous_open is None and not same_open:
        return True
    calls = [call for section in sections for call in section.calls]
    return any(undecorated(call.call.name, passage.functions) for call in calls)


def _rest_is_clean(passage: Passage, sections: Sequence[Section]) -> bool:
    """Whether no delimiter of the format stands around the sections, misspelt or not."""
    position, size = passage.start, len(passage.text)
    distinctive, typos = passage.reader.distinctive, passage.reader.typos
    for begin, end in [*((part.start, part.end) for part in sections), (size, size)]:
        gap = passage.text[position:begin].strip(SPACE)
        if gap and distinctive and distinctive.search(gap):
            return False
        if gap and typos.find(gap, 0):
            return False
        position = end
    return True
