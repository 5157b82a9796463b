"""Make the ladder: export, train and store each rung that is not there yet.

An interrupted training goes on where it was last saved.

    python leaderboards/ladder/make.py          # all rungs
    python leaderboards/ladder/make.py tuned    # one
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from collapse import collapse
from log import LOG
from recipe import RUNGS, START, Data, Driving, Recipe, Rung
from store import ADAPTERS, store
from train import save_untrained, train

from toolbench_ood.model.adapter import ADAPTER_WEIGHTS
from toolbench_ood.model.bundled import bundled_model

WORK = Path(__file__).parent / "work"


def make(name: str) -> None:
    """Make a rung, and before it the one whose tokens it is to learn."""
    rung = RUNGS[name]
    if (ADAPTERS / name / ADAPTER_WEIGHTS).is_file():
        print(f"{name}: is in {ADAPTERS / name}", flush=True)
        return
    if rung.tokens_of is not None:
        make(rung.tokens_of)
    print(f"{name}: {rung.about}", flush=True)
    out = WORK / name / "adapter"
    if rung.driving is not None:
        _drive(name, rung.driving, out)
        return
    if rung.data is None:
        save_untrained(out, rung.recipe, bundled_model())
    else:
        train(_exported(rung.data, WORK / name / "data"), out, _recipe(rung), bundled_model())
    store(out, ADAPTERS / name)
    print(f"{name}: stored in {ADAPTERS / name}", flush=True)


def _drive(name: str, driving: Driving, out: Path) -> None:
    """Store each step that was kept under its number, and the last one under the rung's name."""
    make(START)
    data = RUNGS[START].data
    if data is None:
        raise ValueError(f"{START} is not trained on any data")
    *way, last = collapse(_exported(data, WORK / START / "data"), ADAPTERS / START, out, driving)
    for folder in way:
        store(folder, ADAPTERS / f"{name}-{folder.name.removeprefix('step-')}")
    store(last, ADAPTERS / name)
    print(f"{name}: stored in {ADAPTERS / name}", flush=True)


def _recipe(rung: Rung) -> Recipe:
    if rung.tokens_of is None:
        return rung.recipe
    return replace(rung.recipe, tokens=sum(_learned(ADAPTERS / rung.tokens_of / LOG)))


def _learned(log: Path) -> Iterator[int]:
    """Yield how many tokens each step of a training learned from."""
    with log.open(encoding="utf-8") as lines:
        yield from (json.loads(line)["tokens"] for line in lines)


def _exported(data: Data, folder: Path) -> Path:
    """Return the exported dataset; what an interrupted export left is written anew."""
    if not folder.is_dir():
        part = folder.with_name("data.part")
        shutil.rmtree(part, ignore_errors=True)
        program = Path(sys.executable).with_name("toolbench-ood")
        command = [str(program), "export", *data.options(), "--out", str(part)]
        subprocess.run(command, check=True)  # noqa: S603  our own program
        part.rename(folder)
    return folder


def main() -> None:
    """Make the rungs that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(RUNGS)} (all)")
    names = parser.parse_args().names
    unknown = [name for name in names if name not in RUNGS]
    if unknown:
        parser.error(f"there is no rung {unknown[0]!r}; the rungs are {', '.join(RUNGS)}")
    for name in names or RUNGS:
        make(name)


if __name__ == "__main__":
    main()
