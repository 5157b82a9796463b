"""How many tokens the first prompts take in each format, and what in them takes those.

``python -m tests.benchmarks.prompts --out FILE`` measures every task in every format that ships and
in some generated ones, with the tokenizer of the bundled model. ``--before FILE`` compares with an
earlier measurement.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.rollout.begin import first_prompt
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.run.load_chat import find_model, load_chat
from toolbench_ood.run.settings import Settings
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import shipped_suites

GENERATED = ("gen:0/0", "gen:0/1", "gen:0/2", "gen:recombined:0/0", "gen:recombined:0/1")
PARTS = ("prompt", "listing", "examples", "rest")
"""The whole, its list of tools, its examples, and all else: frame, ask and turns."""

Sizes = Mapping[str, float]


def measure(names: Sequence[str]) -> dict[str, Sizes]:
    """Return the median tokens of each part over all tasks, by the format's name."""
    settings = Settings(model="smollm2")
    chat = load_chat(settings, find_model(settings.model))
    library = FormatLibrary()
    return {
        name: _medians(library.load(name), chat) for name in names or (*library.names(), *GENERATED)
    }


def _medians(fmt: Format, chat: Chat) -> Sizes:
    rows = list(_rows(fmt, chat))
    return {part: median(row[part] for row in rows) for part in PARTS}


def _rows(fmt: Format, chat: Chat) -> Iterator[Mapping[str, int]]:
    examples = sum(len(chat.words(text)) for text in fmt.examples.values())
    listings: dict[int, int] = {}
    for suite in shipped_suites():
        for task_id in suite.tasks:
            case = Case(suite, task_id, fmt, seed=0)
            episode = Episode(case)
            prompt = len(first_prompt(episode, fmt, chat))
            key = hash(json.dumps(episode.tools))
            if key not in listings:
                listings[key] = _listing(fmt, episode, chat)
            listing = listings[key]
            rest = prompt - listing - examples
            yield {"prompt": prompt, "listing": listing, "examples": examples, "rest": rest}


def _listing(fmt: Format, episode: Episode, chat: Chat) -> int:
    _, _, listing = fmt.declare(episode.tools, added=True).partition("\n")
    return len(chat.words(listing))


def compare(before: Mapping[str, Sizes], after: Mapping[str, Sizes]) -> None:
    """Print what has grown, part by part."""
    print(f"{'format':18}" + "".join(f"{part:>24}" for part in PARTS))
    for name in sorted(before.keys() & after.keys()):
        one, other = before[name], after[name]
        print(f"{name:18}" + "".join(_change(one[part], other[part]) for part in PARTS))


def _change(one: float, other: float) -> str:
    return f"{one:8.0f} {other:6.0f} {(other - one) / max(one, 1):+8.1%}"


def main() -> int:
    """Measure, write down, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", action="append", default=[], help="this format (repeatable)")
    parser.add_argument("--out", type=Path, help="where the sizes are written")
    parser.add_argument("--before", type=Path, help="an earlier measurement")
    options = parser.parse_args()
    sizes = measure(options.format)
    if options.out:
        options.out.write_text(json.dumps(sizes, indent=1) + "\n", encoding="utf-8")
    compare(json.loads(options.before.read_text("utf-8")) if options.before else sizes, sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
