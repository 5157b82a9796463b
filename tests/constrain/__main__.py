"""``make grammar``: a thousand written and a thousand damaged messages a format; 1 if one fails."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from constrain.trial import trial
from toolbench_ood.format.library import FormatLibrary


def main() -> int:
    """Put every grammar on trial; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.constrain", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=0, help="which to draw")
    parser.add_argument("--format", action="append", help="this format alone; repeatable")
    given = parser.parse_args()
    library = FormatLibrary()
    status = 0
    for name in given.format or library.names():
        verdict = trial(library.load(name), given.count, given.seed)
        sys.stdout.write(f"{name}: {verdict}\n")
        sys.stdout.write("".join(f"  {text!r}\n" for text in verdict.wrong[:5]))
        sys.stdout.flush()
        status |= bool(verdict.wrong)
    return status


if __name__ == "__main__":
    sys.exit(main())
