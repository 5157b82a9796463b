"""The ladder's checkpoints by name."""

import json
from pathlib import Path

import pytest

from toolbench_ood.model.adapter import ADAPTER_CONFIG, ADAPTER_WEIGHTS
from toolbench_ood.model.bundled import BUNDLED
from toolbench_ood.model.ladder import rung_folder
from toolbench_ood.model.resolve import resolve_here
from toolbench_ood.run.training import TRAINING_FILE, declared_training
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError

ADAPTERS = shipped("leaderboards") / "ladder" / "adapters"
RUNGS = sorted(path.name for path in ADAPTERS.glob("*"))
KEPT = {ADAPTER_CONFIG, ADAPTER_WEIGHTS, TRAINING_FILE, "log.jsonl"}


def test_a_rung_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name; a folder of that name in the working directory comes first."""
    monkeypatch.chdir(tmp_path)
    for rung in RUNGS:
        assert rung_folder(f"ladder:{rung}") == ADAPTERS / rung
    (tmp_path / "ladder:zero").mkdir()
    (tmp_path / "ladder:zero" / "config.json").write_text("{}")
    found = resolve_here("ladder:zero")
    assert found is not None
    assert found.path == tmp_path / "ladder:zero"


def test_an_unknown_rung_lists_what_exists(tmp_path: Path) -> None:
    """With the nearest; a path is no rung, and without adapters it is said where they are."""
    for name in ("tuned", "many"):
        (tmp_path / name).mkdir()
    cases = {
        "ladder:tund": "the names are base, many, tuned; did you mean 'tuned'?",
        "ladder": "There is no checkpoint '' on the ladder (ladder:NAME); the names are base",
        "ladder:../many": "There is no checkpoint '../many' on the ladder",
    }
    for name, words in cases.items():
        with pytest.raises(UserError) as caught:
            rung_folder(name, tmp_path)
        assert words in str(caught.value)
    with pytest.raises(UserError, match=r"adapters/tuned of the clone"):
        rung_folder("ladder:tuned", tmp_path / "nowhere")


def test_every_rung_is_small_and_names_its_base() -> None:
    """They fit the repository, name no path, and declare their training unless they have none."""
    for rung in RUNGS:
        folder = ADAPTERS / rung
        config = (folder / ADAPTER_CONFIG).read_text(encoding="utf-8")
        assert json.loads(config)["base_model_name_or_path"] == BUNDLED, rung
        assert (folder / ADAPTER_WEIGHTS).stat().st_size < 6_000_000, rung
        assert not {path.name for path in folder.iterdir()} - KEPT, rung
        assert (declared_training(folder) is None) == (rung == "zero"), rung
    assert sum(file.stat().st_size for file in ADAPTERS.rglob("*.*")) < 30_000_000
