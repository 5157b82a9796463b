"""Which formats may be trained on."""

from collections import defaultdict

from shipped_formats import LIBRARY

from toolbench_ood.format.axes import axis_distance
from toolbench_ood.format.format import Format
from toolbench_ood.format.split import FIRST_TRAINING_SEED, HELD_OUT

SHIPPED = [LIBRARY.load(name) for name in LIBRARY.names()]
TRAINED = [each for each in SHIPPED if each.split != HELD_OUT]
HELD = [each for each in SHIPPED if each.split == HELD_OUT]
NEAR, FAR = 0.3, 0.45
"""Distances to the nearest format that may be trained on."""


def _distance(format_: Format) -> float:
    return min(axis_distance(format_.spec.axes, each.spec.axes) for each in TRAINED)


def test_near_and_far_formats_are_held_out() -> None:
    """Near ones cover the three large encodings; far ones encode arguments as no other does."""
    near = {each.name: each for each in HELD if _distance(each) <= NEAR}
    far = {each.name: each for each in HELD if _distance(each) >= FAR}
    assert {each.name for each in HELD} == near.keys() | far.keys()
    assert {each.spec.arguments.encoding for each in near.values()} == {
        "json_object",
        "python_kwargs",
        "raw_tags",
    }
    assert len(far) >= 5
    seen = {each.spec.axes.argument_encoding for each in TRAINED}
    assert not {each.spec.axes.argument_encoding for each in far.values()} & seen


def test_every_family_and_every_models_own_format_can_be_trained_on() -> None:
    """Each family keeps a format that may be trained on, and no model's own is held out."""
    splits = defaultdict(set)
    for each in SHIPPED:
        splits[each.spec.family].add(each.split)
    assert [family for family, found in splits.items() if "train" not in found] == []
    assert {each.spec.kind for each in HELD} == {"synthetic"}


def test_generated_formats_are_held_out_by_their_names() -> None:
    """Far ones always, others below the first training seed, and what is near to a held-out one."""
    late = FIRST_TRAINING_SEED
    for name, split in (
        ("gen:1", "held_out"),
        (f"gen:{late}", "held_out"),
        ("gen:recombined:7", "held_out"),
        (f"gen:recombined:{late}", "train"),
        (f"gen:near:hermes:{late - 1}", "held_out"),
        (f"gen:near:hermes:{late}", "train"),
        (f"gen:near:rnd_json:{late}", "held_out"),
    ):
        assert LIBRARY.load(name).split == split, name
