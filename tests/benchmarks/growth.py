"""Whether reading takes time in proportion to the text, up to a megabyte of the worst.

``python -m tests.benchmarks.growth`` measures every text at full length, in some minutes;
``--format`` takes one format alone and can be repeated; ``--names`` measures only texts and tools
whose names make a reader look closely.
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
from toolbench_ood.format.tools import Declared
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import FunctionSpec, ToolSpec

MEGABYTE = 1_000_000
SHORT = 40_000
"""Length at which the texts are compared to find the worst."""
FLOOR = 0.03
"""Seconds below which a time is noise: the memory of long lists comes in steps."""
MOST_RATIO, MOST_SECONDS, MOST_DENSE = 2.5, 1.0, 0.5
NAMED = ("hermes", "pythonic", "sexp", "qwen3_coder")
"""Formats that read names in different ways."""
BRACKETS = "[]{}()<>"
QUOTES = "'\"`\\"
JOINED = ("{}", "[]", "()", '{"', "('")
"""Brackets and quotes that together are, or begin, what many formats read as a value."""
PROSE = "I looked at the calendar, and three slots are free on Tuesday: nine, ten and noon.\n"


def _tool(name: str) -> ToolSpec:
    schema = {"type": "object", "properties": {"query": {"type": "string"}}}
    function: FunctionSpec = {"name": name, "description": "Does it.", "parameters": schema}
    return {"type": "function", "function": function}


FEW = [_tool(name) for name in ("search", "book", "get_weather")]
TOOLS: Mapping[str, Sequence[ToolSpec]] = {
    "three tools": FEW,
    "ten thousand tools": [*FEW, *(_tool(f"get_item_{number}") for number in range(10_000))],
    "names that begin alike": [*FEW, *(_tool("search" + "-more" * many) for many in range(1, 60))],
    "ordinary words": [*FEW, *map(_tool, ("the", "at", "and", "on", "free", "slots", "I"))],
    "other scripts": [*FEW, *map(_tool, ("天气", "поиск", "αναζήτηση", "検索_2"))],
}
NUMBER = "#"
"""What stands for another number in each repetition."""
DENSE = {
    "in brackets": "search(query) #, ",
    "in square brackets": "[search] # ",
    "in braces": "{search} # ",
    "in tags": "<search> # ",
    "in tags, escaped": "&lt;search&gt; # ",
    "in quotes": '"search": #; ',
    "before variables": "search(query#), ",
    "before colons": "search: # (string)\n",
    "in prose": "Then I search the book # at 天气, or поиск. ",
}
"""Names beside signs with which calls are written, in surroundings that do not recur."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A text that can be made as long as one likes."""

    begin: str
    sign: str
    """What is repeated, with another number each time where it has the sign for one."""
    end: str = ""

    def text(self, length: int) -> str:
        """Repeat the sign to about that length."""
        if NUMBER not in self.sign:
            return self.begin + self.sign * (length // len(self.sign)) + self.end
        before, _, after = self.sign.partition(NUMBER)
        times = length // (len(self.sign) + 4)
        numbered = (f"{before}{number}{after}" for number in range(10_000, 10_000 + times))
        return self.begin + "".join(numbered) + self.end


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


def measure_names(names: Sequence[str] = ()) -> bool:
    """Print what a megabyte costs that is full of tools' names, and ten without a call.

    Returns:
        Whether all times grow in proportion.
    """
    proportional = True
    library = FormatLibrary()
    print(f"A megabyte of names beside signs (seconds, aim {MOST_DENSE}), ten of prose")
    for name in names or NAMED:
        fmt = library.load(name)
        dense = {key: Grown("", sign) for key, sign in DENSE.items()}
        seconds = {key: _seconds(fmt, text, MEGABYTE, FEW) for key, text in dense.items()}
        ratios = {key: _ratio(fmt, text, seconds[key], FEW) for key, text in dense.items()}
        proportional &= max(ratios.values()) <= MOST_RATIO
        slow = max(seconds, key=lambda key: seconds[key])
        print(f"  {name}: worst {seconds[slow]:.3f} ({slow}), growth {max(ratios.values()):.2f}")
        for kind, tools in TOOLS.items():
            prose, told = Grown("", PROSE), Grown("", DENSE["in prose"])
            whole, much = (_seconds(fmt, prose, size, tools) for size in (MEGABYTE, 10 * MEGABYTE))
            proportional &= much <= 10 * MOST_RATIO * max(whole, FLOOR)
            named = _seconds(fmt, told, MEGABYTE, tools)
            print(f"    {kind}: prose {whole:.3f}, ten {much:.3f}; names {named:.3f}", flush=True)
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


def _ratio(fmt: Format, grown: Grown, whole: float, tools: Sequence[ToolSpec] = (BOOK,)) -> float:
    """Return a megabyte's time over half a megabyte's; looked at again before it is called high.

    Memory that is asked for in one large piece makes a single doubling dear, and a quadratic reader
    every one; so where the ratio stays high, that of two megabytes to one is taken if it is lower.
    """
    half = _seconds(fmt, grown, MEGABYTE // 2, tools)
    if whole > MOST_RATIO * max(half, FLOOR):
        whole = min(whole, _seconds(fmt, grown, MEGABYTE, tools))
        half = max(half, _seconds(fmt, grown, MEGABYTE // 2, tools))
    ratio = whole / max(half, FLOOR)
    if ratio > MOST_RATIO:
        ratio = min(ratio, _seconds(fmt, grown, 2 * MEGABYTE, tools) / whole)
    return ratio


def _seconds(fmt: Format, grown: Grown, length: int, tools: Sequence[ToolSpec] = (BOOK,)) -> float:
    text, declared = grown.text(length), Declared.of(tools)
    fmt.read("", declared)  # what depends on the tools alone is worked out once
    gc.disable()
    start = thread_time()
    fmt.read(text, declared)
    spent = thread_time() - start
    gc.enable()
    return spent


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--format", action="append", help="this format alone; repeatable")
    parser.add_argument("--names", action="store_true", help="only texts full of tools' names")
    asked = parser.parse_args()
    chosen = asked.format or ()
    named = measure_names(chosen)
    sys.exit(0 if (asked.names or measure(chosen, every=True)) and named else 1)
