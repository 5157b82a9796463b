"""The report of a run, as text."""

import io
import re
from dataclasses import replace
from typing import Any

from cases import for_each
from score.made import make

from toolbench_ood.report.terminal import print_report
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import ChatEntry
from toolbench_ood.score.scores import make_scores

_WIDTH = 80


def _report(
    records: list[Record],
    *,
    planned: int | None = None,
    id_formats: tuple[str, ...] = ("hermes",),
    **changes: Any,
) -> str:
    header = make.header(
        records,
        id_formats=make.id_formats(*id_formats),
        cases=planned or len(records),
        **changes,
        chat=ChatEntry(fingerprint={}, history="append", notes=("The system role was refused.",)),
    )
    scores = make_scores(records, header)
    file = io.StringIO()
    print_report(file, header, scores)
    return file.getvalue()


def _records() -> list[Record]:
    records = [
        *make.many(10, messages=[make.written(tokens=20, resent=100, cached=96, prompt=120)]),
        *make.many(2, solved=False, stop=Stop.STEP_LIMIT, suite="lab_samples", split="held_out"),
        *make.many(
            12,
            format="qwen3_coder",
            solved=False,
            well_formed=False,
            findings=[make.found("E1_UNBALANCED")],
        ),
    ]
    return [replace(record, task=f"task_x.py::x{record.seed}") for record in records]


def _lines(text: str, *words: str) -> list[str]:
    return [line for line in text.splitlines() if all(word in line for word in words)]


def test_it_says_what_was_run() -> None:
    """Model, format in distribution with its reason, engine with version, counts, fallbacks."""
    text = _report(_records())
    for words in (
        "/home/someone/checkpoints/step-300",
        "ID format: hermes (the chat template writes it)",
        "engine: vllm (vllm 0.32.0)",
        "24 cases of 24 counted",
        "note: The system role was refused.",
    ):
        assert words in text


def test_every_format_has_its_rates() -> None:
    """The main table pairs each format with n, three rates and the tokens of a case."""
    text = _report(_records())
    (hermes,) = _lines(text, "hermes (ID)", "[")
    assert re.split(r"\s{2,}", hermes.strip()) == [
        "hermes (ID)",
        "12",
        "83.3 [55-95]",
        "100.0 [76-100]",
        "-",
        "17",
    ]
    coder, *_ = _lines(text, "qwen3_coder", "[")
    assert "0.0 [0-24]" in coder
    assert _lines(text, "all", "41.7 [")
    assert "nearest ID format, 0 to 1: hermes 0.00, qwen3_coder 0.13" in text


def test_no_findings_are_said_to_be_none() -> None:
    """A clean run says so instead of leaving the table out."""
    assert "Findings: none" in _report(make.many(2))
    assert "Findings: none" not in _report(_records())


def test_the_four_cells_are_there() -> None:
    """Content and format vary apart from one another, empty cells included."""
    text = _report(_records(), id_content=make.id_content("calendar"))
    cells = [
        line.split()[:3] for line in text.splitlines() if re.match(r" *(ID|OOD) +(ID|OOD)", line)
    ]
    assert cells == [
        ["ID", "ID", "10"],
        ["ID", "OOD", "12"],
        ["OOD", "ID", "2"],
        ["OOD", "OOD", "0"],
    ]


def test_faults_states_and_stops_are_counted() -> None:
    """Each histogram has a line a value and a column a format."""
    text = _report(_records())
    assert _lines(text, "E1_UNBALANCED", "judgement", "12")
    assert _lines(text, "polluted", "100 [")
    assert _lines(text, "step_limit", "2")
    assert _lines(text, "served by the prefix cache", "96.0 %")


@for_each("planned", [24, 30])
def test_it_fits_eighty_columns_in_a_pipe(planned: int) -> None:
    """No line is longer, none is cut off, and nothing but text is written."""
    text = _report(_records(), planned=planned)
    assert max(map(len, text.splitlines())) <= _WIDTH
    assert "\x1b" not in text
    assert "…" not in text


def test_many_formats_fit_too() -> None:
    """Columns of counts are split over several tables."""
    names = [f"format_number_{index}" for index in range(11)]
    records = [
        record
        for name in names
        for record in make.many(2, format=name, findings=[make.found("S4_TYPE")])
    ]
    text = _report(records)
    assert max(map(len, text.splitlines())) <= _WIDTH
    assert len({len(re.findall(rf"\b{name}\b", text)) for name in names}) == 1


def test_an_unfinished_run_says_so() -> None:
    """Failed and missing cases are shown, with the way to play them."""
    failed = make.record(stop=Stop.ENGINE_ERROR, solved=False)
    text = _report([*_records(), failed], planned=30)
    counts = "24 cases of 30 counted; failed in the engine: 1, in the program: 0; not played: 5"
    assert counts in " ".join(text.split())
    assert "--resume" in text
    assert "--resume" not in _report(_records())


def test_names_are_no_markup() -> None:
    """A name in brackets is printed as it is."""
    assert "[bold]x" in _report(make.many(2, suite="[bold]x"))


def test_an_empty_run_has_a_report() -> None:
    """Nothing is divided by zero when no case was played yet."""
    assert "0 cases of 3 counted" in _report([], planned=3, id_formats=())
