"""The honest messages that the fuzzer damages: calls of two tools, rendered by every format."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from formats.strategies import SIGNS

from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.piece import Pieces, plain
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

TOOLS: tuple[ToolSpec, ...] = (
    probe_tool(
        "book",
        {
            "city": {"type": "string"},
            "nights": {"type": "integer"},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    ),
    probe_tool(
        "probe",
        {
            "text": {"type": "string"},
            "amount": {"type": "number"},
            "sure": {"type": "boolean"},
            "extra": {"type": "object"},
            "anything": {},
        },
    ),
)
"""What every fuzzed message is read against."""

_NUMBERS = (0, -1, 7, 10**30, 1.0, -0.0, 1.5, 1e21, 5e-324)
_CITIES = ("Rome", "Oslo", "San Jose", "Nice")
_TAGS = ("old town", "quiet", "near the sea")
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """One message as its format writes it."""

    fmt: Format
    calls: Sequence[Call]
    pieces: Pieces

    @property
    def text(self) -> str:
        """The whole message."""
        return plain(self.pieces)


def tame_sample(fmt: Format, rng: Random) -> Sample:
    """Render calls of which no string looks like structure."""
    calls = [_tame_call(rng) for _ in range(rng.randint(1, 3))]
    try:
        return Sample(fmt, calls, fmt.write_pieces(calls, TOOLS))
    except UnwritableError:  # a format of one call a message
        return Sample(fmt, calls[:1], fmt.write_pieces(calls[:1], TOOLS))


def wild_sample(fmt: Format, rng: Random) -> Sample:
    """Render calls whose strings are made of delimiters, as far as the format can carry them."""
    for _ in range(_TRIES):
        calls = [_wild_call(rng) for _ in range(rng.randint(1, 2))]
        try:
            return Sample(fmt, calls, fmt.write_pieces(calls, TOOLS))
        except UnwritableError:
            continue
    return tame_sample(fmt, rng)


def noise(rng: Random, most: int) -> str:
    """Join up to ``most`` signs that could be taken for structure."""
    return "".join(rng.choices(SIGNS, k=rng.randint(0, most)))


def _tame_call(rng: Random) -> Call:
    arguments: dict[str, Json] = {"city": rng.choice(_CITIES), "nights": rng.randint(1, 9)}
    arguments["tags"] = rng.sample(_TAGS, k=rng.randint(0, 2))
    return Call("book", arguments)


def _wild_call(rng: Random) -> Call:
    value = {noise(rng, 2): rng.choice(_NUMBERS), "k": [noise(rng, 3), None]}
    arguments: dict[str, Json] = {
        "text": noise(rng, 5),
        "amount": rng.choice(_NUMBERS),
        "sure": rng.random() < 0.5,
        "extra": value,
        "anything": [value, noise(rng, 2)],
    }
    return Call("probe", arguments)
