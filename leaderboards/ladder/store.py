"""Keep a trained adapter as a rung: in bfloat16, without what only training needs.

``python leaderboards/ladder/store.py FOLDER… NAME``, where the last FOLDER is what ``train.py``
wrote, and those before it are earlier stages, whose logs are kept with it.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from toolbench_ood.model.adapter import ADAPTER_CONFIG, ADAPTER_WEIGHTS
from toolbench_ood.model.bundled import BUNDLED
from toolbench_ood.run.training import TRAINING_FILE

sys.path.insert(0, str(Path(__file__).parent))
from log import LOG

ADAPTERS = Path(__file__).parent / "adapters"


def store(folder: Path, rung: Path, logs: Sequence[Path] = ()) -> None:
    """Copy an adapter that ``train.py`` wrote, its logs and what it declares of its training.

    The logs of several stages become one, whose entries name the stage. The base is named as the
    program knows it, so that no path of this machine is kept. The weights come last: a folder that
    has them is complete.
    """
    rung.mkdir(parents=True, exist_ok=True)
    if (folder / TRAINING_FILE).is_file():
        shutil.copy(folder / TRAINING_FILE, rung)
    if logs:
        (rung / LOG).write_text("".join(_entries(logs)), encoding="utf-8")
    config = json.loads((folder / ADAPTER_CONFIG).read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = BUNDLED
    config["target_modules"] = sorted(config["target_modules"])
    text = json.dumps(config, indent=2, sort_keys=True) + "\n"
    (rung / ADAPTER_CONFIG).write_text(text, encoding="utf-8")
    weights = load_file(folder / ADAPTER_WEIGHTS)
    small = {name: each.to(torch.bfloat16) for name, each in sorted(weights.items())}
    save_file(small, rung / ADAPTER_WEIGHTS, metadata={"format": "pt"})


def _entries(logs: Sequence[Path]) -> Iterator[str]:
    for stage, log in enumerate(logs, 1):
        with log.open(encoding="utf-8") as lines:
            for entry in map(json.loads, lines):
                named = {"stage": stage, **entry} if len(logs) > 1 else entry
                yield json.dumps(named) + "\n"


def main() -> None:
    """Store as asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="folder", help="what train.py wrote"
    )
    parser.add_argument("name", help="the rung, as in --model ladder:NAME")
    asked = parser.parse_args()
    for folder in asked.folders:
        if not (folder / ADAPTER_WEIGHTS).is_file():
            parser.error(f"{folder} holds no {ADAPTER_WEIGHTS}; give what train.py wrote")
    logs = [log for folder in asked.folders if (log := folder / LOG).is_file()]
    store(asked.folders[-1], ADAPTERS / asked.name, logs)
    print(f"stored {asked.name} in {ADAPTERS / asked.name}")


if __name__ == "__main__":
    main()
