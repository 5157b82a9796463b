"""Checks a format against the laws that ``toolbench-ood validate`` enforces."""

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
from toolbench_ood.readers.specification.arguments import PythonKwargs, RawTags
from toolbench_ood.readers.specification.marker import INDEX, is_distinctive
from toolbench_ood.readers.specification.names import SLOT
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.types.call import Call, ToolOutput, same_calls
from toolbench_ood.types.errors import UnwritableError, UserError
from toolbench_ood.types.piece import Pieces, plain


def format_problems(fmt: Format) -> list[str]:
    """Return all problems of a format; empty if it is valid.

    The first line of each is a sentence; any further lines show the location.
    """
    problems = list(_delimiters(fmt.spec))
    try:
        problems += _name_ends(fmt)
        disagreement = next(disagreements(fmt), None)
        if disagreement:
            return [*problems, disagreement]
        problems += golden_problems(fmt)
        problems += _pieces_tell_data(fmt)
        problems += _variants(fmt)
        for value in hard_values(fmt.spec):
            problems += _fidelity(fmt, value)
    except UserError as error:
        problems.append(str(error))
    return problems


def disagreements(fmt: Format) -> Iterator[str]:
    """Report where template and reader disagree about calls that contain no hard values."""
    first, *_ = GOLDEN_CALLS
    for calls in ([Call(first.name)], [first], golden_calls(fmt)):
        found = fmt.disagreement(calls, GOLDEN_TOOLS)
        if found:
            yield f"{found.sentence}\n{found.picture}"


def _delimiters(spec: FormatSpec) -> Iterator[str]:
    """Check that delimiters distinguish calls from prose and from each other."""
    section, arguments = spec.section, spec.arguments
    if section.calls == "many" and section.separator and section.separator == section.close:
        yield f"section.separator and section.close are both {section.close!r}"
    if section.open and section.open == section.close:
        yield f"section.open and section.close are both {section.open!r}"
    if isinstance(arguments, RawTags):
        yield from _tags(spec, arguments)
    yield from _result_markers(spec)


def _name_ends(fmt: Format) -> Iterator[str]:
    """Check that the text after a bare name cannot continue it, unless an index separates them."""
    spec = fmt.spec
    if isinstance(spec.arguments, PythonKwargs | Pairs):  # their names end before the delimiter
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
        if not is_distinctive(marker):
            yield f"results.markers contains {marker!r}, which also occurs in ordinary prose"


def _fidelity(fmt: Format, value: HardValue) -> Iterator[str]:
    """Check that a hard value reads back unchanged, or is declared lossy and the writer raises."""
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


def _variants(fmt: Format) -> Iterator[str]:
    """Check that the example of each variant is read as the first golden calls."""
    for place, variant in enumerate(fmt.spec.variants):
        reading = fmt.read(variant.example, GOLDEN_TOOLS)
        wanted = GOLDEN_CALLS[: max(1, len(reading.calls))]
        if not reading.well_formed or not same_calls(reading.calls, wanted):
            yield (
                f"variants.{place}.example must hold the first golden calls, but reads as "
                f"{reading.calls} with {reading.findings}"
            )


_PROBE = "probe0f1e2d"


def _pieces_tell_data(fmt: Format) -> Iterator[str]:
    """Check that text from a world or a schema is rendered as data, not as the format's words."""
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
