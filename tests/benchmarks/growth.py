"""Whether reading takes time in proportion to the text, up to a megabyte of the worst.

``python -m tests.benchmarks.growth`` measures every text at full length, in some minutes;
``--format`` takes one format alone and can be repeated.
"""

import argparse
import gc
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import thread_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from differential.cases import BOOK

from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.types.call import Call

MEGABYTE = 1_000_000
SHORT = 40_000
"""Length at which the texts are compared to find the worst."""
FLOOR = 0.03
"""Seconds below which a time is noise: the memory of long lists comes in steps."""
MOST_RATIO, MOST_SECONDS = 2.5, 1.0
BRACKETS = "[]{}()<>"
QUOTES = "'\"`\\"
JOINED = ("{}", "[]", "()", '{"', "('")
"""Brackets and quotes that together are, or begin, what many formats read as a value."""
PROSE = "I looked at the calendar, and three slots are free on Tuesday: nine, ten and noon.\n"


@dataclass(frozen=True, slots=True)
class Grown:
    """A text that can be made as long as one likes."""

    begin: str
    sign: str
    """What is repeated."""
    end: str = ""

    def text(self, length: int) -> str:
        """Repeat the sign to about that length."""
        return self.begin + self.sign * (length // len(self.sign)) + self.end


def measure(names: Sequence[str] = (), *, every: bool = False) -> bool:
    """Print for each format the time of a megabyte and the growth from half of it.

    The repeats are those of every delimiter, bracket and quote, alone and after a call's opener;
    without ``every`` the worst of them at a short length alone is measured.

    Returns:
        Whether all times grow in proportion.
    """
    proportional = True
    library = FormatLibrary()
    print(f"Reading a megabyte (seconds, aim {MOST_SECONDS}; growth from half, aim {MOST_RATIO})")
    for name in names or library.names():
        fmt = library.load(name)
        texts = {"prose": Grown("", PROSE), "argument": _argument(fmt)}
        repeats = _repeats(fmt)
        if not every:
            worst = max(repeats, key=lambda key: _seconds(fmt, repeats[key], SHORT))
            repeats = {worst: repeats[worst]}
        texts.update(repeats)
        seconds = {key: _seconds(fmt, text, MEGABYTE) for key, text in texts.items()}
        ratios = {key: _ratio(fmt, text, seconds[key]) for key, text in texts.items()}
        proportional &= max(ratios.values()) <= MOST_RATIO
        print(f"  {len(texts)} texts as {name}: {_figures(seconds, ratios)}", flush=True)
    return proportional


def _repeats(fmt: Format) -> Mapping[str, Grown]:
    """Return what is repeated after what beginning, by a name for people."""
    signs = dict.fromkeys(
        (
            *fmt.spec.markers(),
            *fmt.spec.results.markers,
            fmt.call_opener,
            *BRACKETS,
            *QUOTES,
            *JOINED,
        )
    )
    opener = fmt.call_opener
    return {
        f"{sign!r} after {begin!r}": Grown(begin, sign)
        for sign in signs
        for begin in ("", opener, f"{opener}{BOOK['function']['name']}")
    }


def _argument(fmt: Format) -> Grown:
    """Return a call with a long string in it."""
    text = fmt.write([Call("book", {"city": "MARK", "nights": 1, "tags": []})], [BOOK])
    begin, _, end = text.partition("MARK")
    return Grown(begin, "word and ", end)


def _figures(seconds: Mapping[str, float], ratios: Mapping[str, float]) -> str:
    slow = max(seconds, key=lambda key: seconds[key])
    grown = max(ratios, key=lambda key: ratios[key])
    return (
        f"prose {seconds['prose']:.3f}, argument {seconds['argument']:.3f}, "
        f"worst {seconds[slow]:.3f} ({slow}); worst growth {ratios[grown]:.2f} ({grown})"
    )


def _ratio(fmt: Format, grown: Grown, whole: float) -> float:
    """Return a megabyte's time over half a megabyte's; looked at again before it is called high.

    Memory that is asked for in one large piece makes a single doubling dear, and a quadratic reader
    every one; so where the ratio stays high, that of two megabytes to one is taken if it is lower.
    """
    half = _seconds(fmt, grown, MEGABYTE // 2)
    if whole > MOST_RATIO * max(half, FLOOR):
        whole = min(whole, _seconds(fmt, grown, MEGABYTE))
        half = max(half, _seconds(fmt, grown, MEGABYTE // 2))
    ratio = whole / max(half, FLOOR)
    if ratio > MOST_RATIO:
        ratio = min(ratio, _seconds(fmt, grown, 2 * MEGABYTE) / whole)
    return ratio


def _seconds(fmt: Format, grown: Grown, length: int) -> float:
    text = grown.text(length)
    gc.disable()
    start = thread_time()
    fmt.read(text, [BOOK])
    spent = thread_time() - start
    gc.enable()
    return spent


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--format", action="append", help="this format alone; repeatable")
    sys.exit(0 if measure(parser.parse_args().format or (), every=True) else 1)
