"""The four cells of content and format."""

from typing import Any

from score.made import make

from toolbench_ood.score.cell import make_cells


def _counts(records: list[Any], id_format: str | None) -> dict[tuple[str, str], int]:
    cells = make_cells(records, id_format)
    return {(cell.content, cell.format): cell.row.cases for cell in cells}


def test_every_case_is_in_the_cell_of_its_content_and_format() -> None:
    """A train suite unshifted is ID content; the model's own format is ID format."""
    records = [
        make.record(),
        *[make.record(format="pythonic")] * 2,
        *[make.record(split="held_out")] * 3,
        *[make.record(split="held_out", format="pythonic")] * 4,
    ]
    assert _counts(records, "hermes") == {
        ("id", "id"): 1,
        ("id", "ood"): 2,
        ("ood", "id"): 3,
        ("ood", "ood"): 4,
    }


def test_a_shift_is_ood_content() -> None:
    """A shifted task of a train suite is out of distribution."""
    assert _counts([make.record(shift="rename")], "hermes")["ood", "id"] == 1


def test_without_an_id_format_every_format_is_ood() -> None:
    """The four cells stand there all the same."""
    assert _counts([make.record()], None) == {
        ("id", "id"): 0,
        ("id", "ood"): 1,
        ("ood", "id"): 0,
        ("ood", "ood"): 0,
    }


def test_the_models_own_template_is_an_id_format() -> None:
    """What it writes is in distribution, unless no format is."""
    assert _counts([make.record(format="native")], "hermes")["id", "id"] == 1
    assert _counts([make.record(format="native")], None)["id", "ood"] == 1
