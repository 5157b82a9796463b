"""The messages on which the strict reading is compared with a parser's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS
from toolbench_ood.format.hard_values import hard_values, probe_tool
from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.piece import plain
from toolbench_ood.types.tool import ToolSpec

BOOK = probe_tool(
    "book",
    {
        "city": {"type": "string"},
        "nights": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
)
_ROME = Call("book", {"city": "Rome", "nights": 2, "tags": ["old town", "quiet"]})
_OSLO = Call("book", {"city": "Oslo", "nights": 1, "tags": []})
MESSAGES: Sequence[Sequence[Call]] = ([_ROME], [_ROME, _OSLO])
_SEEDS = range(3)


@dataclass(frozen=True, slots=True)
class Case:
    """One message, and the calls that its text was made from."""

    name: str
    """Key of the allow-list: ``golden/…``, ``hard/…``, ``mutation/…`` or ``foreign``."""
    text: str
    tools: Sequence[ToolSpec]
    written: Sequence[Call]


def cases(fmt: Format) -> Iterator[Case]:
    """Yield every message for one format; several may share a name."""
    yield from golden_cases(fmt)
    yield from _hard(fmt)
    yield from _mutated(fmt)
    yield from _foreign(fmt)


def golden_cases(fmt: Format) -> Iterator[Case]:
    """Yield the format's own rendering of a plain task, as its folder shows it."""
    for name, calls in (("one_call", GOLDEN_CALLS[:1]), ("two_calls", GOLDEN_CALLS)):
        path = fmt.folder / "golden" / f"{name}.txt"
        if path.is_file():
            text = path.read_text(encoding="utf-8").removesuffix("\n")
            yield Case(f"golden/{name}", text, GOLDEN_TOOLS, calls)


def _hard(fmt: Format) -> Iterator[Case]:
    """All forty; what our writer refuses is spelt out unproved, as a careless writer would."""
    for value in hard_values(fmt.spec):
        text = plain(fmt.draft([value.call]))
        yield Case(f"hard/{value.name}", text, [value.tool], [value.call])


def _mutated(fmt: Format) -> Iterator[Case]:
    for mutation in MUTATIONS:
        if mutation.name == "foreign_format":
            continue  # which other it takes depends on the library; _foreign takes them all
        for calls in MESSAGES:
            texts = (mutation.apply(fmt, calls, [BOOK], Random(seed)) for seed in _SEEDS)
            for text in dict.fromkeys(filter(None, texts)):
                yield Case(f"mutation/{mutation.name}", text, [BOOK], calls)


def _foreign(fmt: Format) -> Iterator[Case]:
    for other in fmt.other_formats:
        try:
            yield Case("foreign", other.write([_ROME], [BOOK]), [BOOK], [_ROME])
        except UnwritableError:
            continue
