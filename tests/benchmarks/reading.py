"""Calls read per second, beside the standard library's parsers and vLLM's, in turns in one run."""

import ast
import json
import logging
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from time import thread_time

from differential.cases import BOOK, MESSAGES
from differential.oracles import PARSERS, load_oracle

from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.readers.specification.arguments import PythonKwargs
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError

ROUNDS = 5
SECONDS = 0.02
"""Of each round of each contender."""


def measure() -> None:
    """Print calls read per second for each format, and the others' rates on the same calls."""
    library = FormatLibrary()
    print("Reading (calls a second, best of", ROUNDS, "rounds; the ratios are ours over theirs)")
    if find_spec("vllm") is None:
        print("  without vLLM's parsers: vllm is not installed")
    logging.disable(logging.CRITICAL)  # the parsers log what they cannot read
    for name in library.names():
        print(f"  {_line(library.load(name))}")
    logging.disable(logging.NOTSET)


def _line(fmt: Format) -> str:
    calls, text = _message(fmt)
    base_name, base = _standard(fmt, calls)
    contenders = {"ours": lambda: fmt.read(text, [BOOK]), base_name: base}
    parser = _parser(fmt)
    if parser:
        oracle = load_oracle(parser, fmt)
        contenders[f"vLLM's {parser}"] = lambda: oracle.read(text, [BOOK])
    rates = _rates(contenders, len(calls))
    ours = rates.pop("ours")
    others = ", ".join(f"{name} {rate:,.0f} ({ours / rate:.2f})" for name, rate in rates.items())
    return f"{fmt.name}: {ours:,.0f}; {others}"


def _message(fmt: Format) -> tuple[Sequence[Call], str]:
    """Return two calls and their text, or one in a format of one call a message."""
    try:
        return MESSAGES[1], fmt.write(MESSAGES[1], [BOOK])
    except UnwritableError:
        return MESSAGES[0], fmt.write(MESSAGES[0], [BOOK])


def _standard(fmt: Format, calls: Sequence[Call]) -> tuple[str, Callable[[], object]]:
    """Return the standard library's parser on the same calls: as expressions, or as JSON."""
    if isinstance(fmt.spec.arguments, PythonKwargs):
        listed = ", ".join(
            f"{call.name}({', '.join(f'{key}={value!r}' for key, value in call.arguments.items())})"
            for call in calls
        )
        return "ast.parse", lambda: ast.parse(f"[{listed}]", mode="eval")
    spelt = json.dumps([{"name": call.name, "arguments": dict(call.arguments)} for call in calls])
    return "json.loads", lambda: json.loads(spelt)


def _parser(fmt: Format) -> str | None:
    """Return the name of vLLM's own parser for the format, where there is one here."""
    named = [parser for parser, name in PARSERS.items() if name == fmt.name]
    if not named or find_spec("vllm") is None:
        return None
    return fmt.name if fmt.name in named else named[0]


def _rates(contenders: dict[str, Callable[[], object]], calls: int) -> dict[str, float]:
    """Measure calls a second of each contender, taking turns."""
    best = dict.fromkeys(contenders, 0.0)
    for _ in range(ROUNDS):
        for name, read in contenders.items():
            done, begin = 0, thread_time()
            while (spent := thread_time() - begin) < SECONDS:
                read()
                done += 1
            best[name] = max(best[name], done * calls / spent)
    return best
