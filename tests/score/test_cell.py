"""The four cells of content and format, and what else counts as in distribution."""

from typing import Any

from score.made import make

from toolbench_ood.run.header import IdContent, IdFormats
from toolbench_ood.score.cell import make_cells, make_content_parts
from toolbench_ood.score.distribution import Distribution

NOTHING = make.id_content()


def _where(formats: IdFormats, content: IdContent = NOTHING) -> Distribution:
    return Distribution(formats, content)


def _counts(records: list[Any], where: Distribution) -> dict[tuple[str, str], int | None]:
    cells = make_cells(records, where)
    return {
        (cell.content, cell.format): None if cell.row is None else cell.row.cases for cell in cells
    }


def _parts(records: list[Any], where: Distribution) -> dict[tuple[str, str], int]:
    parts = make_content_parts(records, where)
    return {(part.part, part.format): part.row.cases for part in parts}


def _several(*seats: tuple[str, str, str]) -> list[Any]:
    """Make records of suite, shift and format: one of the first, two of the second, and so on."""
    return [
        record
        for count, (suite, shift, format_) in enumerate(seats, start=1)
        for record in make.many(count, suite=suite, shift=shift, format=format_)
    ]


def test_with_training_the_cells_are_what_it_saw_and_what_not() -> None:
    """``train[terse]`` and two formats: a suite and a shift seen are ID, all else is a part of OOD.

    What was seen is terse, so tasks as written differ in the surface alone, and so does a further
    shift of the surface; joined with other words they belong to the words; an unseen suite is
    another domain in every shift; native is in no cell.
    """
    content = make.id_content("bank", shifts=("terse",))
    where = _where(make.id_formats("hermes", "pythonic"), content)
    records = _several(
        ("bank", "terse", "hermes"),  # 1
        ("bank", "terse", "pythonic"),  # 2
        ("bank", "terse", "sexp"),  # 3
        ("bank", "none", "hermes"),  # 4
        ("bank", "terse+flaky", "pythonic"),  # 5
        ("bank", "terse+opaque", "hermes"),  # 6
        ("bank", "opaque+flaky", "sexp"),  # 7
        ("airline", "terse", "hermes"),  # 8
        ("airline", "opaque", "sexp"),  # 9
        ("bank", "terse", "native"),  # 10
    )
    assert _counts(records, where) == {
        ("id", "id"): 1 + 2,
        ("id", "ood"): 3,
        ("ood", "id"): 4 + 5 + 6 + 8,
        ("ood", "ood"): 7 + 9,
    }
    assert _parts(records, where) == {
        ("surface", "id"): 4 + 5,
        ("words", "id"): 6,
        ("words", "ood"): 7,
        ("domain", "id"): 8,
        ("domain", "ood"): 9,
    }


def test_without_training_shifts_are_held_against_tasks_as_written() -> None:
    """No content is ID, no suite is nearer than another, and every format is OOD without a name."""
    records = _several(
        ("bank", "none", "hermes"),  # 1
        ("airline", "none", "sexp"),  # 2
        ("airline", "terse+long", "hermes"),  # 3
        ("bank", "terse+opaque", "sexp"),  # 4
    )
    assert _counts(records, _where(make.id_formats("hermes"))) == {
        ("as_written", "id"): 1,
        ("as_written", "ood"): 2,
        ("shifted", "id"): 3,
        ("shifted", "ood"): 4,
    }
    assert _parts(records, _where(make.id_formats("hermes"))) == {
        ("surface", "id"): 3,
        ("words", "ood"): 4,
    }
    assert _counts(records, _where(make.id_formats())) == {
        ("as_written", "id"): 0,
        ("as_written", "ood"): 1 + 2,
        ("shifted", "id"): 0,
        ("shifted", "ood"): 3 + 4,
    }


def test_what_is_trained_on_though_held_out_tests_nothing() -> None:
    """A held-out format that is ID voids other formats, a held-out suite other content."""
    records = _several(("bank", "none", "hermes"), ("airline", "none", "pythonic"))
    formats = make.id_formats("hermes", "sexp", held_out=("sexp",))
    assert _counts(records, _where(formats)) == {
        ("as_written", "id"): 1,
        ("as_written", "ood"): None,
        ("shifted", "id"): 0,
        ("shifted", "ood"): None,
    }
    content = make.id_content("bank", "library").model_copy(update={"held_out": ("library",)})
    assert _counts(records, _where(make.id_formats("hermes"), content)) == {
        ("id", "id"): 1,
        ("id", "ood"): 0,
        ("ood", "id"): None,
        ("ood", "ood"): None,
    }
    assert _parts(records, _where(make.id_formats("hermes"), content)) == {}
