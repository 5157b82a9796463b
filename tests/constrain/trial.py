"""A grammar put on trial: many written messages to admit, and as many damaged ones to refuse."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from time import perf_counter

from fuzz.samples import TOOLS, Sample, tame_sample, wild_sample

from constrain.admits import Admits, in_declared_order
from toolbench_ood.format.format import Format
from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.types.finding import Code, Severity

HARMFUL = tuple(each for each in MUTATIONS if each.severity > Severity.BENIGN)
SIGNS = "\"'\\{}[]()<>,:=;/_- \n0a"
_TRIES = 60
"""Damaged texts that may read as well-formed before a format is said to bear any damage."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a grammar made of its trial."""

    admitted: int
    """How many written messages were admitted."""
    refused: int
    """How many damaged ones were refused."""
    wrong: tuple[str, ...]
    """The texts on which the grammar was wrong, written or damaged."""
    seconds: float

    def __str__(self) -> str:
        """Sum the trial up in one line."""
        return (
            f"{self.admitted} written admitted, {self.refused} damaged refused, "
            f"{len(self.wrong)} wrong, {self.seconds:.1f} s"
        )


def trial(fmt: Format, count: int, seed: int = 0) -> Verdict:
    """Ask a format's grammar about so many written and so many damaged messages."""
    begin = perf_counter()
    admits = Admits(fmt, TOOLS)
    rng = Random(f"{fmt.name} {seed}")
    written = [_sample(fmt, rng, wild=number % 2 == 1).text for number in range(count)]
    missed = [text for text in written if not admits(text)]
    let_in = [text for text in damaged(fmt, rng, count) if admits(text)]
    seconds = perf_counter() - begin
    return Verdict(count - len(missed), count - len(let_in), (*missed, *let_in), seconds)


def damaged(fmt: Format, rng: Random, count: int) -> Iterator[str]:
    """Yield messages with a fault above benign, planted by an operator or by slips of single signs.

    A slip may leave a message that is as good as before, or change nothing but a key of a free
    object into one that stands there already, which no grammar can tell; those are passed over.
    """
    for number in range(count):
        for _ in range(_TRIES):
            slipped = number % 2 == 0
            text = _slipped(fmt, rng) if slipped else _planted(fmt, rng)
            if text is not None and not _good(fmt, text, slipped=slipped):
                yield text
                break
        else:
            raise AssertionError(f"no damage does {fmt.name} any harm")


def _sample(fmt: Format, rng: Random, *, wild: bool) -> Sample:
    """Draw calls whose keys stand in declared order, as the grammar wants them."""
    drawn = (wild_sample if wild else tame_sample)(fmt, rng)
    calls = [in_declared_order(call, TOOLS) for call in drawn.calls]
    return replace(drawn, calls=calls, pieces=fmt.write_pieces(calls, TOOLS))


def _planted(fmt: Format, rng: Random) -> str | None:
    calls = _sample(fmt, rng, wild=False).calls
    return rng.choice(HARMFUL).apply(fmt, calls, TOOLS, rng)


def _slipped(fmt: Format, rng: Random) -> str:
    text = _sample(fmt, rng, wild=rng.random() < 0.5).text
    for _ in range(rng.randint(1, 2)):
        text = _slip(text, rng)
    return text


def _slip(text: str, rng: Random) -> str:
    """Leave one sign out, double it, put another in its place, or swap it with the next."""
    at = rng.randrange(len(text))
    before, sign, after = text[:at], text[at], text[at + 1 :]
    swapped = f"{after[:1]}{sign}{after[1:]}"
    return before + rng.choice((after, sign + sign + after, rng.choice(SIGNS) + after, swapped))


def _good(fmt: Format, text: str, *, slipped: bool) -> bool:
    """Whether a message has no fault above benign that a grammar can tell."""
    reading = fmt.read(text, TOOLS)
    faults = [one for one in reading.findings if one.severity > Severity.BENIGN]
    if slipped and faults and all(one.code == Code.A5_DUP_KEY for one in faults):
        return True
    return bool(reading.calls) and not faults
