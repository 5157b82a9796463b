"""The messages that tests damage, and the slips that damage them."""

from collections.abc import Iterator, Sequence

from cases import for_each
from extent import Extent

from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec

ROME = Call("book", {"city": "Rome", "nights": 2, "tags": ["old town", "quiet"]})
OSLO = Call("book", {"city": "Oslo", "nights": 1})
MESSAGES = ([ROME], [OSLO], [ROME, OSLO], [OSLO, ROME, OSLO])
NAMES = ("rome", "oslo", "rome+oslo", "oslo+rome+oslo")

every_message = for_each("calls", MESSAGES, ids=NAMES)


def slips(text: str, at: int) -> list[str]:
    """One sign left out, doubled, or swapped with the next."""
    return [
        text[:at] + text[at + 1 :],
        text[: at + 1] + text[at:],
        text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
    ]


def slips_in_markup(
    fmt: Format, calls: Sequence[Call], tools: list[ToolSpec], *, extent: Extent
) -> Iterator[str]:
    """Yield the written calls with a slip in each sign that is the format's own.

    All three kinds of slip in each sign exhaustively, else one of them, by turns, so that each
    sign meets another kind in each of the messages in which it stands.
    """
    text, position = fmt.write(calls, tools), 0
    for piece in fmt.write_pieces(calls, tools):
        for at in range(position, position + len(piece.text)) if not piece.data else ():
            made = slips(text, at)
            turn = (at + len(calls) + len(calls[0].arguments)) % len(made)
            yield from made if extent is Extent.EXHAUSTIVE else [made[turn]]
        position += len(piece.text)


def squeezed(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def told(text: str, reading: Reading) -> str:
    """Return what was written and what was read, for the message of a failed check."""
    calls = [f"{call.name}{dict(call.arguments)}" for call in reading.calls]
    findings = [f"{one.code} {one.severity.name} {one.start}-{one.end}" for one in reading.findings]
    recovered = [f"{call.name}{dict(call.arguments)}" for call in reading.recovered]
    return f"written {text!r}\nread calls {calls}, findings {findings}, recovered {recovered}"
