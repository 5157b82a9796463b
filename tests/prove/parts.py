"""What there is to prove: commands that can be run apart, each a matter of minutes to an hour."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Part:
    """One command, and what it proves."""

    what: str
    """The law in a few words."""
    minutes: float
    """About how long it takes on one core of a CPU of 2019."""
    module: str
    """What ``python -m`` runs."""
    arguments: Sequence[str] = ()
    counted: str = r"^all\s+[\d.]+\s+[\d,]+\s+([\d,]+)$"
    """Finds the numbers of checks in the output; those of several lines are added up."""

    def command(self) -> list[str]:
        """Return the words of the command."""
        return [sys.executable, "-m", self.module, *self.arguments]

    def checks(self, output: str) -> int:
        """Return how many checks the output tells of."""
        found = re.findall(self.counted, output, re.MULTILINE)
        return sum(int(number.replace(",", "")) for number in found)


def _pytest(what: str, minutes: float, *arguments: str) -> Part:
    every = ("-q", "-p", "no:cacheprovider", "--extent", "exhaustive", "--timeout", "0")
    return Part(what, minutes, "pytest", (*every, *arguments))


def _rollouts() -> Iterator[tuple[str, Part]]:
    """Yield a part for each suite: every task, format and shift, and every null policy."""
    laws = ("tests/laws/test_solutions.py", "-k", "solves or silence")
    for world in sorted((ROOT / "tasks").glob("*/world.py")):
        name = world.parent.name
        what = f"laws 4 and 5 in {name}: task, format, shift; task, null policy, shift"
        yield f"rollouts-{name}", _pytest(what, 12, *laws, "--case", name)


def _drawn() -> Iterator[tuple[str, Part]]:
    profile = ("--hypothesis-profile", "exhaustive")
    shipped = ("tests/formats", "-m", "hypothesis")
    what = "drawn calls and texts, 1,000 examples in each"
    yield "drawn-formats", _pytest(f"laws 1 to 3 over {what} format", 60, *shipped, *profile)
    generated = ("tests/formats/test_generated_laws.py", "tests/formats/test_generated_damage.py")
    held = ("tests/constrain/test_grammar_laws.py", "-m", "hypothesis")
    what_held = "drawn calls in every format's grammar, 250 examples"
    yield "drawn-grammar", _pytest(what_held, 30, *held, *profile)
    yield "drawn-generated", _pytest(f"{what} block of generated formats", 60, *generated, *profile)


def _all() -> Iterator[tuple[str, Part]]:
    damage = ("tests/formats/test_format_damage.py", "tests/formats/test_lenient.py")
    yield "damage", _pytest("law 3: format, fault, message, seed in full; every slip", 25, *damage)
    yield "kills", _pytest("law 9: a hundred kills", 20, "tests/laws/test_resume.py")
    megabyte = "law 2: every reader on a megabyte of whatever may be slow"
    yield "linear", Part(megabyte, 40, "tests.benchmarks.growth", (), r"^  (\d+) texts")
    asked = "1,000 written and 1,000 damaged messages in every format's grammar"
    told = r"(\d+) (?:written admitted|damaged refused)"
    yield "grammar", Part(asked, 25, "tests.constrain", (), told)
    walked = "random walks through, and every slip against, the grammar of each suite and format"
    yield "grammar-suites", _pytest(walked, 60, "tests/constrain/test_grammar_suites.py")
    read = "laws 2 and 3 on a million damaged messages"
    yield "fuzz", Part(read, 60, "tests.fuzz", (), r"^([\d,]+) inputs in [^\n]*\n\Z")
    yield from _drawn()
    yield from _rollouts()


PARTS: Mapping[str, Part] = dict(_all())
