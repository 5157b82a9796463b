"""``make fuzz``: read a million damaged messages; exit 1 with the first that breaks a law."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.cases import Cases
from fuzz.run import fuzz
from toolbench_ood.format.library import FormatLibrary


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many texts to read")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="when to stop earlier")
    parser.add_argument("--seed", type=int, default=0, help="which inputs to draw")
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--format", action="append", help="read as this format alone; repeatable")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the fuzzer; return the exit status."""
    given = _arguments()
    library = FormatLibrary()
    formats = [library.load(name) for name in given.format or library.names()]
    numbers = range(given.start, given.start + given.inputs)
    outcome = fuzz(
        Cases(formats, given.seed),
        numbers,
        given.seconds,
        lambda so_far: _say(str(so_far)),
    )
    _say(str(outcome))
    if outcome.failure:
        _say(str(outcome.failure))
    return 1 if outcome.failure else 0


if __name__ == "__main__":
    sys.exit(main())
