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
    if rung.driving is not None:
        _drive(name, rung.driving)
        return
    if rung.stages:
        folders = list(_trained(name, rung))
        store(folders[-1], ADAPTERS / name, [folder / LOG for folder in folders])
    else:
        save_untrained(WORK / name, Recipe(steps=0), bundled_model())
        store(WORK / name, ADAPTERS / name)
    print(f"{name}: stored in {ADAPTERS / name}", flush=True)


def _trained(name: str, rung: Rung) -> Iterator[Path]:
    """Yield the adapter of each stage; one that is stored is not trained again."""
    before = None
    for number, stage in enumerate(rung.stages):
        kept = ADAPTERS / f"{name}-{number + 1}"
        if not (kept / ADAPTER_WEIGHTS).is_file():
            tokens = _learned(rung.tokens_of, number) if rung.tokens_of else None
            recipe = replace(stage.recipe, start=before, tokens=tokens)
            data, out = _data_of(name, number), WORK / name / f"{number + 1}" / "adapter"
            train(data, out, recipe, bundled_model())
            if stage is rung.stages[-1]:
                yield out
                return
            store(out, kept, [out / LOG])
        before = kept
        yield kept


def _drive(name: str, driving: Driving) -> None:
    """Store each step that was kept under its number, and the last one under the rung's name."""
    make(START)
    data, out = _data_of(START, len(RUNGS[START].stages) - 1), WORK / name
    *way, last = collapse(data, ADAPTERS / START, out, driving)
    for folder in way:
        store(folder, ADAPTERS / f"{name}-{folder.name.removeprefix('step-')}", [folder / LOG])
    store(last, ADAPTERS / name, [last / LOG])
    print(f"{name}: stored in {ADAPTERS / name}", flush=True)


def _learned(name: str, number: int) -> int:
    """Return how many tokens a rung's stage learned from."""
    with (ADAPTERS / name / LOG).open(encoding="utf-8") as lines:
        entries = map(json.loads, lines)
        return sum(entry["tokens"] for entry in entries if entry.get("stage", 1) == number + 1)


def _data_of(name: str, number: int) -> Path:
    """Return the data of a rung's stage, exported if it is not there."""
    return _exported(RUNGS[name].stages[number].data, WORK / name / f"{number + 1}" / "data")


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
