"""Declares tools: a frame shared by all formats, around a listing and the format's own words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from toolbench_ood.format.template import Rendered, Words
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.piece import Pieces, plain
from toolbench_ood.types.tool import ToolSpec

if TYPE_CHECKING:
    from toolbench_ood.format.format import Format

FULL_CALL = Call(
    "first_tool",
    {
        "text": "it's 50% off",
        "number": 3,
        "flag": True,
        "list": ["a", "b"],
        "object": {"key": "value"},
    },
)
"""A call with arguments of every type, and text that many formats have to escape."""
SHORT_CALL = Call("first_tool", {"text": "hello"})
BARE_CALL = Call("second_tool")
_RESULT = "what the tool returned"


def declare(fmt: "Format", tools: Sequence[ToolSpec], *, added: bool) -> Pieces:
    """Describe the tools to a model and, unless they are ``added`` later, how to call them."""
    listing = Rendered.of(fmt.templates.render("declare", tools=tools))
    if added:
        return fmt.templates.render("frame", added=True, listing=listing)
    return fmt.templates.render(
        "frame",
        added=False,
        listing=listing,
        how=Rendered.of(fmt.templates.render("how")),
        single=fmt.spec.single,
        places=list(map(Words, _places(fmt))),
        **{name: Words(text) for name, text in fmt.examples.items()},
    )


def example_texts(fmt: "Format") -> Mapping[str, str]:
    """Write the examples of a declaration, by their names in the frame.

    Formats with one call per message have ``bare_call``; all others have ``two_calls``.
    """
    output = ToolOutput(_RESULT, FULL_CALL.name, fmt.first_id)
    second = [BARE_CALL] if fmt.spec.single else [SHORT_CALL, BARE_CALL]
    return {
        "one_call": plain(fmt.draft([FULL_CALL])),
        "bare_call" if fmt.spec.single else "two_calls": plain(fmt.draft(second)),
        "one_result": fmt.results([output]),
    }


def _places(fmt: "Format") -> Iterator[str]:
    """Name the places where the reader accepts text outside calls."""
    prose, single = fmt.spec.prose, fmt.spec.single
    if prose.before:
        yield "before the call" if single else "before the first call"
    if prose.between and not single:
        yield "between calls"
    if prose.after:
        yield "after the call" if single else "after the last call"
