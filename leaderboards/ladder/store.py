"""Keep a trained adapter as a rung: in bfloat16, without what only training needs.

``python leaderboards/ladder/store.py FOLDER NAME``, where FOLDER is what ``train.py`` wrote.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from toolbench_ood.model.adapter import ADAPTER_CONFIG, ADAPTER_WEIGHTS
from toolbench_ood.model.bundled import BUNDLED
from toolbench_ood.run.training import TRAINING_FILE

sys.path.insert(0, str(Path(__file__).parent))
from log import LOG

ADAPTERS = Path(__file__).parent / "adapters"


def store(folder: Path, rung: Path) -> None:
    """Copy an adapter that ``train.py`` wrote, its log and what it declares of its training.

    The base is named as the program knows it, so that no path of this machine is kept. The weights
    come last: a folder that has them is complete.
    """
    rung.mkdir(parents=True, exist_ok=True)
    for name in (TRAINING_FILE, LOG):
        if (folder / name).is_file():
            shutil.copy(folder / name, rung)
    config = json.loads((folder / ADAPTER_CONFIG).read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = BUNDLED
    config["target_modules"] = sorted(config["target_modules"])
    text = json.dumps(config, indent=2, sort_keys=True) + "\n"
    (rung / ADAPTER_CONFIG).write_text(text, encoding="utf-8")
    weights = load_file(folder / ADAPTER_WEIGHTS)
    small = {name: each.to(torch.bfloat16) for name, each in sorted(weights.items())}
    save_file(small, rung / ADAPTER_WEIGHTS, metadata={"format": "pt"})


def main() -> None:
    """Store as asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="what train.py wrote")
    parser.add_argument("name", help="the rung, as in --model ladder:NAME")
    asked = parser.parse_args()
    if not (asked.folder / ADAPTER_WEIGHTS).is_file():
        parser.error(f"{asked.folder} holds no {ADAPTER_WEIGHTS}; give what train.py wrote")
    store(asked.folder, ADAPTERS / asked.name)
    print(f"stored {asked.name} in {ADAPTERS / asked.name}")


if __name__ == "__main__":
    main()
