"""What is wrong with a format: the laws that ``toolbench-ood validate`` holds every format to."""

from collections.abc import Iterator

from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import (
    GOLDEN_CALLS,
    GOLDEN_TOOLS,
    golden_calls,
    golden_problems,
)
from toolbench_ood.format.hard_values import HardValue, hard_values
from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.readers.grammar import PythonKwargs, RawTags
from toolbench_ood.readers.indexed import INDEX
from toolbench_ood.readers.names import SLOT
from toolbench_ood.readers.pairs_spec import Pairs
from toolbench_ood.readers.reader import telling
from toolbench_ood.types.call import Call, ToolOutput, same_calls
from toolbench_ood.types.errors import UnwritableError, UserError
from toolbench_ood.types.piece import Pieces, plain


def format_problems(fmt: Format) -> list[str]:
    """Return every problem of a format; empty when it may be used.

    The first line of each is a sentence; what lies below it shows where.
    """
    problems = list(_delimiters(fmt.spec))
    try:
        problems += _name_ends(fmt)
        disagreement = next(disagreements(fmt), None)
        if disagreement:
            return [*problems, disagreement]
        problems += golden_problems(fmt)
        problems += _pieces_tell_data(fmt)
        for value in hard_values(fmt.spec):
            problems += _fidelity(fmt, value)
    except UserError as error:
        problems.append(str(error))
    return problems


def disagreements(fmt: Format) -> Iterator[str]:
    """Say where template and reader disagree about calls without anything hard in them."""
    first, *_ = GOLDEN_CALLS
    for calls in ([Call(first.name)], [first], golden_calls(fmt)):
        found = fmt.disagreement(calls, GOLDEN_TOOLS)
        if found:
            yield f"{found.sentence}\n{found.picture}"


def _delimiters(spec: FormatSpec) -> Iterator[str]:
    """Delimiters must tell calls from prose and from each other."""
    section, arguments = spec.section, spec.arguments
    if section.calls == "many" and section.separator and section.separator == section.close:
        yield f"section.separator and section.close are both {section.close!r}"
    if section.open and section.open == section.close:
        yield f"section.open and section.close are both {section.open!r}"
    if isinstance(arguments, RawTags):
        yield from _tags(spec, arguments)
    yield from _result_markers(spec)


def _name_ends(fmt: Format) -> Iterator[str]:
    """What touches the end of a bare name must not go on as a name, unless an index tells it."""
    spec = fmt.spec
    if isinstance(spec.arguments, PythonKwargs | Pairs):  # whose names end before the delimiter
        return
    key = "close" if spec.call.arguments_first else "name_close"
    closer = getattr(spec.call, key)
    written = plain(fmt.draft([Call("probe")]))
    if SLOT.match(closer) and f"probe{closer}" in written:
        yield f"call.{key} {closer!r} begins with a character that names may contain"
    after = closer.partition(INDEX)[2]
    if INDEX in closer and (not after or SLOT.match(after)):
        yield (
            f"call.{key} {closer!r} must continue after the index with a character that no name "
            "contains"
        )


def _tags(spec: FormatSpec, tags: RawTags) -> Iterator[str]:
    if tags.open == tags.close:
        yield f"arguments.open and arguments.close are both {tags.open!r}"
    for name, other in (("open", spec.section.open), ("close", spec.section.close)):
        if other and other in (tags.open, tags.close):
            yield f"section.{name} is also a delimiter of arguments: {other!r}"


def _result_markers(spec: FormatSpec) -> Iterator[str]:
    for marker in spec.results.markers:
        if marker in spec.markers():
            yield f"results.markers contains {marker!r}, which is a delimiter of calls"
        if not telling(marker):
            yield f"results.markers contains {marker!r}, which also occurs in ordinary prose"


def _fidelity(fmt: Format, value: HardValue) -> Iterator[str]:
    """A hard value comes back as it is, or it is declared lossy and the writer raises."""
    lossy = value.name in fmt.spec.lossy
    try:
        text = fmt.write([value.call], [value.tool])
    except UnwritableError as error:
        if not lossy:
            yield f"hard value {value.name!r} is not in lossy but cannot be written: {error}"
        return
    if lossy:
        yield f"hard value {value.name!r} is in lossy but the writer does not raise for it"
    reading = fmt.read(text, [value.tool])
    if not same_calls(reading.calls, [value.call]) or reading.findings:
        yield f"hard value {value.name!r} reads back as {reading.calls} with {reading.findings}"


_PROBE = "probe0f1e2d"


def _pieces_tell_data(fmt: Format) -> Iterator[str]:
    """What comes from a world or a schema must be rendered as data, not as the format's words."""
    tool = hard_values(fmt.spec)[0].tool
    tool["function"]["description"] = _PROBE
    rendered: dict[str, Pieces] = {
        "declare": fmt.declare_pieces([tool]),
        "results": fmt.results_pieces([ToolOutput(_PROBE)]),
        "calls": fmt.write_pieces([Call("probe", {"value": _PROBE})], [tool]),
    }
    for name, pieces in rendered.items():
        if not any(_PROBE in piece.text for piece in pieces if piece.data):
            yield f"{name}.jinja does not show a value that it is given as data"
        if any(_PROBE in piece.text for piece in pieces if not piece.data):
            yield f"{name}.jinja shows a value as the format's own words"
