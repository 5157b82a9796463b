"""Whether a message that is not in the format is a whole call in another one."""

from collections.abc import Sequence

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Section
from toolbench_ood.readers.names import undecorated
from toolbench_ood.readers.reader import Reader
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
        if rival.spec.calls_like:
            continue
        sections = _foreign_sections(reader, rival, text, start, functions)
        rest = _around(text, start, sections) if sections else least
        if rest < least:
            least, found = rest, _p3(rival, sections)
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


def _foreign_sections(
    reader: Reader, rival: Reader, text: str, start: int, functions: Functions
) -> Sequence[Section]:
    """Return the rival's sections when they are whole calls and nothing of the format is left."""
    sections = rival.scan(text, start, functions)
    if not sections or not _sound(reader, rival, sections, functions):
        return ()
    if rival.weak_open is not None and not _free(text, start, sections):
        return ()
    return sections if _rest_is_clean(reader, text, start, sections) else ()


def _free(text: str, start: int, sections: Sequence[Section]) -> bool:
    """Whether nothing but white space touches the sections."""
    before = text[max(start, sections[0].start - 1) : sections[0].start]
    after = text[sections[-1].end : sections[-1].end + 1]
    return not (before + after).strip(SPACE)


def _around(text: str, start: int, sections: Sequence[Section]) -> int:
    """Count the signs before, between and after the sections, white space at their ends aside."""
    edges = [start, *(edge for part in sections for edge in (part.start, part.end)), len(text)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return sum(len(text[begin:end].strip(SPACE)) for begin, end in gaps)


def _p3(rival: Reader, sections: Sequence[Section]) -> Finding:
    return Finding(
        Code.P3_FOREIGN_FORMAT,
        Severity.UNRECOVERABLE,
        sections[0].start,
        sections[-1].end,
        0,
        detail=rival.spec.name,
    )


def _sound(
    reader: Reader, rival: Reader, sections: Sequence[Section], functions: Functions
) -> bool:
    if any(section.fault or not section.calls for section in sections):
        return False
    calls = [call for section in sections for call in section.calls]
    if any(found.severity > Severity.BENIGN for call in calls for found in call.findings):
        return False
    same_open = rival.spec.section.open == reader.spec.section.open
    if rival.weak_open is None and not same_open:
        return True
    return any(undecorated(call.call.name, functions) for call in calls)


def _rest_is_clean(reader: Reader, text: str, start: int, sections: Sequence[Section]) -> bool:
    position = start
    for begin, end in [*((part.start, part.end) for part in sections), (len(text), len(text))]:
        if reader.stray and reader.stray.search(text, position, begin):
            return False
        if misspelt_marker(reader, text[position:begin], 0):
            return False
        position = end
    return True
