"""What counts as seen in training: ``--trained-on``, and what models declare."""

import json
from pathlib import Path
from typing import Any

import pytest
from cases import for_each

from toolbench_ood.run.header import IdContent
from toolbench_ood.run.id_content import find_id_content
from toolbench_ood.run.id_formats import require_declared_formats
from toolbench_ood.run.option_values import split_names
from toolbench_ood.run.training import TRAINING_FILE, Training, declared_training
from toolbench_ood.tasks.suite import Split
from toolbench_ood.types.errors import UserError

SPLITS = {"bank": Split.TRAIN, "calendar": Split.TRAIN, "airline": Split.HELD_OUT}


def _found(text: str, training: Training | None = None) -> IdContent:
    return find_id_content(split_names([text]), SPLITS, training)


def _declare(folder: Path, name: str = TRAINING_FILE, **changes: Any) -> Path:
    content = {"toolbench_ood": "0", "formats": ["hermes"], "suites": {"bank": ["none"]}, **changes}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


@for_each(
    ("text", "suites"),
    [
        ("none", {}),
        ("auto", {}),
        ("train", {"bank": ("none",), "calendar": ("none",)}),
        ("train[terse+long]", {"bank": ("long+terse",), "calendar": ("long+terse",)}),
        ("bank[none, terse]", {"bank": ("none", "terse")}),
        ("train,bank[terse]", {"bank": ("none", "terse"), "calendar": ("none",)}),
    ],
)
def test_suites_are_named_with_the_shifts_that_training_saw(
    text: str, suites: dict[str, tuple[str, ...]]
) -> None:
    """Without brackets a suite was seen as written; ``train`` stands for all training suites."""
    assert _found(text).suites == suites


@for_each(
    ("text", "words"),
    [
        ("bnak", "there is no suite 'bnak'; did you mean 'bank'?"),
        ("airline", "names the suite airline, which is held out"),
        ("held_out", "names the suites that are held out"),
        ("bank[ters]", "there is no shift 'ters'; did you mean 'terse'?"),
        ("bank[", "'bank[' is not valid: expected none, train["),
        ("bank[]", "is not valid"),
        ("none,bank", "joins none with others"),
    ],
)
def test_what_no_model_can_have_been_trained_on_is_refused(text: str, words: str) -> None:
    """A held-out suite, an unknown name and a malformed one are each one sentence."""
    with pytest.raises(UserError) as refused:
        _found(text)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_model_declares_its_training(tmp_path: Path) -> None:
    """The files in its folder count together; a checkpoint's may lie beside all checkpoints."""
    assert declared_training(tmp_path) is None
    folder = _declare(tmp_path / "run", suites={"bank": ["terse+long"], "airline": ["none"]})
    _declare(folder, "toolbench_ood_training_rl.json", formats=["pythonic"])
    (folder / "checkpoint-500").mkdir()
    (folder / "other").mkdir()
    found = declared_training(folder)
    assert found is not None
    assert found.formats == ("hermes", "pythonic")
    assert found.suites == {"airline": ("none",), "bank": ("long+terse", "none")}
    assert declared_training(folder / "checkpoint-500") == found
    assert declared_training(folder / "other") is None
    content = _found("auto", found)
    assert (content.suites, content.held_out) == (found.suites, ("airline",))
    assert str(tmp_path) not in content.reason


def test_an_option_that_contradicts_the_declaration_is_refused(tmp_path: Path) -> None:
    """Both are named in one sentence; an option that says more than the model does is taken."""
    training = declared_training(_declare(tmp_path, suites={"bank": ["terse"]}))
    assert training is not None
    assert _found("train[terse]", training).suites.keys() == {"bank", "calendar"}
    for text in ("none", "calendar[terse]", "bank"):
        with pytest.raises(UserError) as refused:
            _found(text, training)
        assert f"--trained-on {text} contradicts {tmp_path / TRAINING_FILE}" in str(refused.value)
        assert "declares training on bank[terse]" in str(refused.value)
    require_declared_formats(("hermes", "sexp"), training)
    require_declared_formats(("auto",), training)
    for name in ("none", "pythonic"):
        with pytest.raises(UserError, match=f"--id-format {name} contradicts .* formats hermes"):
            require_declared_formats((name,), training)


@for_each(
    ("changes", "words"),
    [
        ({"formats": []}, "formats: Tuple should have at least 1 item"),
        ({"surprise": 1}, "surprise: Extra inputs are not permitted"),
        ({"suites": {"bank": ["ters"]}}, "there is no shift 'ters'"),
        ({"suites": 3}, "suites: Input should be a valid dictionary"),
    ],
    ids=["formats", "surprise", "shift", "suites"],
)
def test_a_broken_declaration_is_one_sentence(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    """The file and the fault are named, and what to do."""
    with pytest.raises(UserError) as refused:
        declared_training(_declare(tmp_path, **changes))
    assert words in str(refused.value)
    assert f"{TRAINING_FILE}" in str(refused.value)
    assert "or remove it" in str(refused.value)
