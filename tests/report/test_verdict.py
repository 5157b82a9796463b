"""The verdict of a run in words, in every situation that a run may be in."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from cases import for_each
from score.made import make

from toolbench_ood.chat.result_turn import ResultTurn
from toolbench_ood.report.verdict import verdict
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import NativeEntry
from toolbench_ood.score.scores import make_scores

TASKS = 60
Solves = Callable[[str, str, str], float]
"""The share of cases that are solved, by suite, format and shift."""


def _verdict(records: Sequence[Record], **header: Any) -> list[str]:
    return list(verdict(make_scores(records, make.header(records, **header))))


def _play(
    solves: Solves,
    formats: Sequence[str] = ("hermes", "sexp"),
    shifts: Sequence[str] = ("none", "opaque"),
    suites: Sequence[str] = ("bank",),
    broken: float = 0.9,
) -> list[Record]:
    """Play tasks once in every format and shift; a share of what is not solved is broken."""
    rng = Random(1)
    return [
        _case(suite, task, format_, shift, rng.random() < solves(suite, format_, shift), broken)
        for suite in suites
        for task in range(TASKS)
        for format_ in formats
        for shift in shifts
    ]


def _case(suite: str, task: int, format_: str, shift: str, solved: bool, broken: float) -> Record:
    lost = not solved and task < broken * TASKS
    return make.record(
        case=f"{suite}/{task}[{shift}][{format_}][0]",
        task=str(task),
        suite=suite,
        format=format_,
        shift=shift,
        solved=solved,
        well_formed=not lost,
        findings=[make.found("E1_UNBALANCED")] if lost else [],
    )


def _with(words: str, sentences: Sequence[str]) -> str:
    (found,) = [each for each in sentences if words in each]
    return found


def test_a_drop_of_format_is_told_from_one_of_content() -> None:
    """Where one of the two alone costs cases, it is named, with what of it is structure.

    ID formats are counted where they are many, and those played are named.
    """
    said = _verdict(_play(lambda _, name, __: 0.9 if name == "hermes" else 0.1))
    assert said[0].startswith("Most of the drop is format")
    assert "outside hermes, on tasks as written, a large drop: -" in _with("Format:", said)
    assert "points are structure (cases lost with a broken message: +" in _with("Format:", said)
    assert "no change is shown" in _with("other words", said[:4])
    assert "would probably be missed" in _with("other words", said[:4])
    many = make.id_formats("hermes", "mistral", "react", "xlam")
    said = _verdict(_play(lambda *_: 0.5), id_formats=many)
    assert "In hermes, on tasks as written" in said[1]
    assert "outside the 4 ID formats, on tasks as written" in _with("Format:", said)
    sound = _play(lambda _, __, shift: 0.9 if shift == "none" else 0.1, broken=0.0)
    said = _verdict(sound)
    assert said[0].startswith("Most of the drop is content")
    assert "none of it is shown to be structure" in _with("Content, other words", said)


def test_overlapping_intervals_are_no_ranking() -> None:
    """Where both cost alike, neither is called the larger; where neither costs, none is."""
    alike = _verdict(
        _play(lambda _, name, shift: 0.9 if (name, shift) == ("hermes", "none") else 0.3)
    )
    assert alike[0].startswith("Other formats and other content both cost solved cases")
    assert "which costs more is not shown" in alike[0]
    assert _verdict(_play(lambda *_: 1.0))[0].startswith("No drop is shown")


def test_small_drops_and_rises_have_their_words() -> None:
    """A small drop is called small; a model that does better in other formats lost its own."""
    formats = ("hermes", "sexp")
    sure = [
        _case("bank", task, name, "none", solved=name == "hermes" or task >= 4, broken=1.0)
        for task in range(TASKS)
        for name in formats
    ]
    assert "a small drop: -7 points" in _with("Format:", _verdict(sure))
    assert "all of it is structure" in _with("Format:", _verdict(sure))
    said = _verdict(_play(lambda _, name, __: 0.1 if name == "hermes" else 0.8))
    assert said[0].startswith("The model solves more in other formats than in its own")
    assert "solved rises: +" in _with("Format:", said)


def test_calls_in_the_own_format_are_told() -> None:
    """Messages in the ID format where another is asked for are counted; other ones are not."""
    records = [
        make.record(
            case=f"{name}/{task}",
            task=str(task),
            format=name,
            solved=name == "hermes",
            findings=[make.found("P3_FOREIGN_FORMAT", detail=instead)] if instead else [],
        )
        for name, instead in (("hermes", ""), ("sexp", "hermes"), ("react", "json"), ("xlam", ""))
        for task in range(TASKS)
    ]
    said = _with("Own format instead", _verdict(records))
    assert said.endswith(f"calls in hermes in {TASKS} of {TASKS} messages in sexp.")
    pictures = make_scores(records, make.header(records)).pictures
    assert [pictures[name].foreign for name in ("hermes", "react")] == [{}, {"json": TASKS}]
    others = [record for record in records if record.format != "sexp"]
    assert "Own format instead" not in " ".join(_verdict(others))


def test_collapsed_messages_are_told() -> None:
    """Formats in which a good part of the messages is collapsed are named, the others are not."""
    records = [
        make.record(
            case=f"{name}/{task}",
            task=str(task),
            format=name,
            messages=[make.written("<tool_call>" if empty else "Paris.")],
        )
        for name, empty in (("hermes", True), ("sexp", False))
        for task in range(TASKS)
    ]
    said = _with("Collapsed messages", _verdict(records))
    assert f"100 % [94 to 100] of {TASKS} in hermes." in said
    assert "Collapsed" not in " ".join(_verdict(records[TASKS:]))


def test_the_frame_is_told_from_the_format() -> None:
    """Native is compared with the format of its calls in our frame, whatever the ID formats are."""
    records = _play(lambda _, name, __: 0.9 if name == "native" else 0.5, ("hermes", "native"))
    assert "Not told: what our frame costs" in " ".join(_verdict(records))
    turn = ResultTurn(open="", item=(), between="", close="")
    entries = make.header(records).formats
    native = NativeEntry(reads_with="hermes", turn=turn)
    entries["native"] = entries["native"].model_copy(update={"native": native})
    said = _with("Frame:", _verdict(records, formats=entries))
    assert "instead of its format in our frame, solved rises: +" in said
    assert "Frame:" in " ".join(
        _verdict(records, formats=entries, id_formats=make.id_formats("pythonic"))
    )
    cells = make_scores(records, make.header(records, formats=entries)).cells
    assert sum(cell.row.cases for cell in cells if cell.row) == len(records) / 2


@for_each(
    ("records", "header", "words"),
    [
        ([], {}, "No case is scored yet"),
        (_play(lambda *_: 0.0), {}, "Nothing is solved in 240 cases"),
        (
            _play(lambda *_: 0.0),
            {},
            "24 of the 240 are well-formed, so something else than structure fails in those.",
        ),
        (_play(lambda *_: 0.0, broken=1), {}, "Structure: 0 of the 240 are well-formed."),
        (_play(lambda *_: 0.5), {"cases": 500}, "So far, of 240 of 500 cases:"),
        (_play(lambda *_: 0.5), {"id_formats": make.id_formats()}, "name it with --id-format"),
        (
            _play(lambda *_: 0.5),
            {"id_formats": make.id_formats("pythonic")},
            "pythonic was not played; add it with --format",
        ),
        (
            _play(lambda *_: 0.5),
            {"id_formats": make.id_formats("hermes", "sexp", held_out=["sexp"])},
            "what other formats cost (n/a: trained on held-out formats, sexp)",
        ),
        (
            _play(lambda *_: 0.5),
            {"id_content": make.id_content("bank").model_copy(update={"held_out": ("bank",)})},
            "what other content costs (n/a: trained on held-out suites, bank)",
        ),
        (_play(lambda *_: 0.5), {}, "there is none; --trained-on names it"),
        (_play(lambda *_: 0.5), {}, "what other surfaces cost"),
        (
            _play(lambda *_: 0.5, ("hermes",)),
            {},
            "no case was played both in hermes and in another format",
        ),
        (
            [
                each
                for each in _play(lambda *_: 0.5)
                if (each.format, each.shift) != ("sexp", "opaque")
            ],
            {},
            "how format and content add up (no case of shifted in other formats)",
        ),
        (
            _play(lambda *_: 0.5, shifts=("opaque",)),
            {},
            "Format: outside hermes, on shifted tasks",
        ),
        (
            _play(lambda suite, *_: 0.9 if suite == "bank" else 0.2, suites=("bank", "airline")),
            {"id_content": make.id_content("bank")},
            "Content, other domains: in hermes, a large drop: -",
        ),
        (
            _play(lambda *_: 0.5),
            {"id_formats": make.id_formats("hermes", "pythonic")},
            "Format: outside hermes and pythonic",
        ),
    ],
    ids=lambda each: str(each)[:60] if isinstance(each, str) else "",
)
def test_what_a_run_cannot_tell_is_said(
    records: list[Record], header: dict[str, Any], words: str
) -> None:
    """Each situation in which something is missing has its sentence, and none of them crashes."""
    assert words in " ".join(_verdict(records, **header))
