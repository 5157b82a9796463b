"""Mistakes in ``format.toml`` are one sentence that names file, key and expectation."""

from pathlib import Path

import pytest
from cases import for_each
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.format.axes import (
    AXIS_WEIGHTS,
    Axes,
    axis_distance,
    axis_values,
)
from toolbench_ood.format.load_spec import load_spec
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError

HERMES = (shipped("formats") / "hermes" / "format.toml").read_text("utf-8")


def _folder(tmp_path: Path, toml: str, name: str = "hermes") -> Path:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "format.toml").write_text(toml, encoding="utf-8")
    return folder


@for_each(
    ("old", "new", "message"),
    [
        ('close = "</tool_call>"', 'closes = "</tool_call>"', "unknown key 'section.closes'"),
        ('kind = "native"', 'kind = "natural"', "kind: .*'native', 'framework'"),
        ('escaping = "json"', 'escaping = "yaml"', "axes.escaping: .*'entities'"),
        ('encoding = "json_object"', 'encoding = "yaml"', "arguments.*'json_object'"),
        ("lossy = []", 'lossy = ["everything"]', "lossy.0: .*'endtag'"),
        ("version = 1", "version = 0", "version: .*greater"),
        ('name_key = "name"', 'name_key = "arguments"', "must differ"),
        ('name_key = "name"', "", "come together"),
        ('name = "hermes"', 'name = "Hermes"', "name: .*pattern"),
        ('name = "hermes"', 'name = "other"', "name is 'other' but the folder is 'hermes'"),
        ('role = "user"', "", "results.role: Field required"),
        ("[section]", "[section", "not valid TOML"),
        ('markers = ["<tool_response>", ', 'markers = ["", ', "results.markers.0"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Unknown is refused, with what was given and what was expected."""
    assert old in HERMES
    folder = _folder(tmp_path, HERMES.replace(old, new, 1))
    with pytest.raises(UserError, match=message) as caught:
        load_spec(folder)
    assert "format.toml" in str(caught.value)
    assert "\n" not in str(caught.value).split(" is not valid TOML")[0]


def test_a_folder_without_a_spec(tmp_path: Path) -> None:
    """A folder that is no format says so."""
    with pytest.raises(UserError, match=r"has no format\.toml"):
        load_spec(tmp_path)


def test_the_twelve_axes_have_weights_and_values() -> None:
    """Axes and weights are the same twelve, and each has a closed vocabulary."""
    assert list(AXIS_WEIGHTS) == list(Axes.model_fields)
    assert len(AXIS_WEIGHTS) == 12
    assert all(len(axis_values(axis)) > 1 for axis in AXIS_WEIGHTS)


BY_HAND = {
    ("pythonic", "llama4_pythonic"): 0.1290,  # envelope
    ("hermes", "qwen3_coder"): 0.4839,  # place of the name, encoding, type signal, escaping
    ("hermes", "pythonic"): 0.7419,  # seven axes of weights 2, 1, 2, 3, 1, 1.5 and 1
}
"""Distances worked out on paper: the weights of the differing axes over 15.5, that of all."""


def test_distance_is_a_weighted_share_of_differing_axes() -> None:
    """0 to itself, symmetric, at most 1, and what the weights of the catalogue make it."""
    for one in FORMATS:
        assert axis_distance(one.spec.axes, one.spec.axes) == 0
        for other in FORMATS:
            distance = axis_distance(one.spec.axes, other.spec.axes)
            assert 0 <= distance <= 1
            assert distance == axis_distance(other.spec.axes, one.spec.axes)
    for names, expected in BY_HAND.items():
        one_axes, other_axes = (LIBRARY.load(name).spec.axes for name in names)
        assert axis_distance(one_axes, other_axes) == pytest.approx(expected, abs=5e-5), names
