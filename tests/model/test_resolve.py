"""From a name to a model."""

from pathlib import Path

import pytest
from cases import for_each

from toolbench_ood.model.resolve import ModelKind, resolve
from toolbench_ood.types.errors import UserError

SCRIPTED = ("oracle", "noop", "faulty")


@for_each("name", ["oracle", "faulty:0.3"])
def test_scripted_names_have_no_folder(name: str) -> None:
    """A scripted model is known by its base name, with or without an argument."""
    model = resolve(name, scripted=SCRIPTED)
    assert (model.name, model.kind, model.path) == (name, ModelKind.SCRIPTED, None)


def test_a_folder_with_a_config_is_a_model(tmp_path: Path) -> None:
    """A checkpoint's folder is found as it stands, also where its name looks like a hub id."""
    (tmp_path / "config.json").write_text("{}")
    model = resolve(str(tmp_path))
    assert (model.kind, model.path) == (ModelKind.LOCAL, tmp_path)


def test_a_folder_comes_before_a_hub_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``runs/step-10`` is the folder of that name where there is one."""
    (tmp_path / "runs" / "step-10").mkdir(parents=True)
    (tmp_path / "runs" / "step-10" / "config.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert resolve("runs/step-10").kind == ModelKind.LOCAL


def test_a_folder_of_checkpoints_names_them(tmp_path: Path) -> None:
    """A folder one level too high is refused with the checkpoints in it."""
    for step in ("step-1", "step-2"):
        (tmp_path / step).mkdir()
        (tmp_path / step / "config.json").write_text("{}")
    with pytest.raises(UserError, match="only step-1, step-2: did you mean"):
        resolve(str(tmp_path))


@for_each("name", ["./nowhere", "/nowhere/at/all", "oracel", "a/b/c"])
def test_an_unknown_name_lists_what_exists(name: str) -> None:
    """The sentence holds the name and every name that would have been known."""
    with pytest.raises(UserError, match=f"'{name}'.*faulty, ladder:<rung>, noop, oracle, smollm2"):
        resolve(name, scripted=SCRIPTED)


def test_a_hub_id_that_cannot_be_had_is_a_users_error(tmp_path: Path) -> None:
    """Offline, an id that isn't in the hub's cache is named with the way out."""
    constants = pytest.importorskip("huggingface_hub.constants", reason="needs huggingface_hub")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(constants, "HF_HUB_OFFLINE", True)
        patch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
        with pytest.raises(UserError, match=r"'nobody/nothing'.*give its folder"):
            resolve("nobody/nothing")


def test_a_revision_of_a_hub_id_is_its_own_model(tmp_path: Path) -> None:
    """Two revisions in the hub's cache are two folders; one that isn't there is named."""
    constants = pytest.importorskip("huggingface_hub.constants", reason="needs huggingface_hub")
    cache = tmp_path / "models--some--model"
    for revision, commit in (("main", "a" * 40), ("step-1000", "b" * 40)):
        for folder in (cache / "refs", cache / "snapshots" / commit):
            folder.mkdir(parents=True, exist_ok=True)
        (cache / "refs" / revision).write_text(commit)
        (cache / "snapshots" / commit / "config.json").write_text("{}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(constants, "HF_HUB_OFFLINE", True)
        patch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
        found = [resolve(name) for name in ("some/model", "some/model@step-1000")]
        with pytest.raises(UserError, match=r"'some/model@step-9'.*check the id, the revision"):
            resolve("some/model@step-9")
    assert [each.path and each.path.name for each in found] == ["a" * 40, "b" * 40]
