"""Delimiters of a format that stand where no section of it is."""

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault, RawCall
from toolbench_ood.readers.grammar import JsonObject, PythonKwargs, RawTags
from toolbench_ood.readers.reader import MOST_TRIES, Reader
from toolbench_ood.readers.repair import Diagnosis, fault, insert
from toolbench_ood.readers.scanner import SPACE, skip_space
from toolbench_ood.types.finding import Code


def stray_fault(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """Name a delimiter of the format that stands without the opener that belongs to it."""
    match = reader.stray.search(text, start) if reader.stray else None
    if not match:
        return None
    close = reader.spec.section.close
    call = read_first(reader, text, start, functions)
    if call is None:
        cut = _cut_call(reader, text, match.start(), functions)
        return cut or fault(Code.E1_UNBALANCED, match.span(), "stray", match.group())
    last = last_in_a_row(reader, text, call, functions)
    closed = bool(close) and text.startswith(close, skip_space(text, last.end))
    closed = closed and match.start() >= call.start and is_first(reader, text, start, call)
    repairs = insert(call.start, reader.spec.section.open) if closed else ()
    return fault(Code.E1_UNBALANCED, (call.start, last.end), "open", repairs=repairs)


def unopened_call(reader: Reader, text: str, functions: Functions) -> Diagnosis | None:
    """Name the whole body of a call that lost its opener, where no closer tells of it."""
    arguments, section = reader.spec.arguments, reader.spec.section
    inside = isinstance(arguments, JsonObject) and arguments.names_inside
    if section.close or not inside:
        return None
    call = read_first(reader, text, 0, functions)
    if call is None or call.call.name not in functions:
        return None
    return fault(Code.E1_UNBALANCED, (call.start, call.end), "open")


def read_first(reader: Reader, text: str, start: int, functions: Functions) -> RawCall | None:
    """Read the first thing that looks like the body of a call."""
    match = reader.stray_head.search(text, start)
    if not match:
        return None
    try:
        return reader.encoding.read_call(text, skip_space(text, match.start()), functions)
    except Fault:
        return None


def bare_call(reader: Reader, prose: str, functions: Functions) -> RawCall | None:
    """Return the first whole call of a declared tool in what would be prose.

    An expression without arguments is none, since a sentence may hold it. Tagged arguments are
    betrayed by their delimiters already, and any word may begin a call of theirs.
    """
    if isinstance(reader.spec.arguments, RawTags):
        return None
    expression = isinstance(reader.spec.arguments, PythonKwargs)
    position = 0
    for _ in range(MOST_TRIES):
        match = reader.stray_head.search(prose, position)
        if match is None:
            break
        try:
            call = reader.encoding.read_call(prose, skip_space(prose, match.start()), functions)
        except Fault as error:
            position = max(match.start() + 1, error.stop.position)
            continue
        if call.call.name in functions and (call.call.arguments or not expression):
            return call
        position = max(match.start() + 1, call.end)
    return None


def is_first(reader: Reader, text: str, start: int, call: RawCall) -> bool:
    """Whether no separator before a call says that another one, now spoilt, came before it."""
    separator = reader.spec.section.separator
    return not separator or not text[start : call.start].rstrip(SPACE).endswith(separator)


def last_in_a_row(reader: Reader, text: str, call: RawCall, functions: Functions) -> RawCall:
    """Return the last of the calls that follow each other as in one section."""
    while (position := reader.next_call(text, skip_space(text, call.end))) >= 0:
        try:
            call = reader.encoding.read_call(text, position, functions)
        except Fault:
            break
    return call


def misspelt_marker(reader: Reader, text: str, start: int) -> tuple[int, int, str] | None:
    """Return span and wording of the first misspelling of an outer delimiter."""
    return reader.spelling.find(text, start)


def _cut_call(reader: Reader, text: str, position: int, functions: Functions) -> Diagnosis | None:
    """A call without opener that the end of the text cuts off, or one without a name."""
    try:
        reader.encoding.read_call(text, position, functions)
    except Fault as error:
        if error.stop.ended:
            return fault(Code.E2_TRUNCATED, (position, len(text)), "open")
        if _nameless(reader, text, error):
            return fault(Code.H1_NAME_MISSING, (position, error.stop.position), "empty")
    return None


def _nameless(reader: Reader, text: str, error: Fault) -> bool:
    """Whether a call without a section of its own opens and has no name."""
    section, call = reader.spec.section, reader.spec.call
    told = not section.open and bool(call.open) and bool(call.name_close)
    stop = error.stop
    return told and stop.place == "name" and text.startswith(call.name_close, stop.position)
