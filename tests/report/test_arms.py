"""Arms in a report: the tables, what is said of each arm, and the verdict in words."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from score.made import make

from toolbench_ood.report.terminal import print_report
from toolbench_ood.report.verdict import verdict
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.settings import Settings
from toolbench_ood.score.scores import make_scores
from toolbench_ood.types.generation import Sampling

_TASKS = 40
_STRICT = 0.1
Shares = Mapping[str, float]
"""The share of cases that is solved, by arm."""


def _play(shares: Shares, formats: Sequence[str] = ("hermes",), **changes: Any) -> list[Record]:
    """Make a case of each task in each format and arm; the first ones are solved."""
    return [
        make.record(
            case=f"{task}[{format_}][{arm}]",
            task=str(task),
            format=format_,
            arm=arm,
            solved=task < share * _TASKS,
            **changes,
        )
        for format_ in formats
        for arm, share in {"strict": _STRICT, **shares}.items()
        for task in range(_TASKS)
    ]


def _report(records: Sequence[Record], **changes: Any) -> str:
    header: RunHeader = make.header(records, **changes)
    file = io.StringIO()
    print_report(file, header, make_scores(records, header))
    return file.getvalue()


def _said(shares: Shares, **header: Any) -> str:
    records = _play(shares, ("hermes", "sexp"))
    return " ".join(verdict(make_scores(records, make.header(records, **header))))


def _line(text: str, *words: str) -> list[str]:
    (found,) = [
        line.split() for line in text.splitlines() if line.split()[: len(words)] == [*words]
    ]
    return found


def test_each_arm_has_its_figures() -> None:
    """Pairs, both rates, the difference; structure, restraint and cost beside them."""
    records = _play({"lenient": 0.5, "hint": 0.1}, ("hermes", "sexp"))
    text = _report(records)
    assert _line(text, "lenient", "hermes", "40", "10") == (
        ["lenient", "hermes", "40", "10", "50", "+40", "[+26", "to", "+55]"]
    )
    assert _line(text, "hint", "hermes", "100") == (
        ["hint", "hermes", "100", "to", "100", "40", "100", "to", "100", "x1.00", "x1.00"]
    )
    assert "lenient: broken calls that have exactly one repair are carried out\n" in text
    joined = " ".join(text.split())
    assert "in their order (knows the solution: not an ability by itself)" in joined
    assert "arms: strict, lenient, hint; all but the tables of arms is of strict" in joined
    assert "80 cases of 80 counted" in joined
    assert "arms differ by sampling" not in joined


def test_a_run_without_arms_shows_none() -> None:
    """Only the verdict mentions that help was not tried, and by which option it would be."""
    text = " ".join(_report(_play({})).split())
    assert "Arms:" not in text
    assert "arms:" not in text
    assert "or obscured (nothing was played with help; --arm strict,lenient,grammar-forced" in text
    solved = [replace(record, solved=True) for record in _play({})]
    assert "obscured" not in _report(solved)


def test_what_is_not_possible_or_not_compared_is_said() -> None:
    """Arms that formats cannot have are listed with the reason, and cases left out are counted."""
    failed = {"stop": Stop.ENGINE_ERROR, "solved": False}
    records = _play({"grammar": 0.5})
    records[-1] = replace(records[-1], **failed)
    header = make.header(records)
    grammar = header.arms["grammar"].model_copy(
        update={"cases": 43, "obstacles": {"sexp": "it is so", "xml": "it is so"}}
    )
    text = _report(records, arms={**header.arms, "grammar": grammar}, cases=83)
    assert "grammar is not possible in sexp and xml: it is so" in text
    joined = " ".join(text.split())
    assert "of 43 cases 3 not played, 1 left out because the engine or the program" in joined
    assert "eval --resume plays the rest" in joined
    settings = Settings(model="m", sampling=Sampling(temperature=0.7))
    assert "At temperature 0.7 arms differ by sampling as well." in _report(
        records, settings=settings
    )


def test_it_fits_eighty_columns() -> None:
    """Also with every arm and long names."""
    shares = dict.fromkeys(ARMS, 0.5)
    shares.pop("strict")
    text = _report(_play(shares, ("hermes", "llama4_pythonic", "gen:recombined:7/2")))
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    assert all(f"\n{arm}" in text for arm in shares)


def test_the_verdict_says_what_help_recovers() -> None:
    """How many are solved instead of how many, in which part of the unsolved ones, and why."""
    said = _said({"lenient": 0.5, "grammar-forced": 1.0, "hint": 0.125, "prefix": 0.0})
    assert (
        "Help by lenient (broken calls that have exactly one repair are carried out): in hermes, "
        "50 % are solved instead of 10 % (+40 points [+26 to +55], 40 pairs), 44 % of what is "
        "unsolved without it: the calls are the right ones" in said
    )
    assert "90 points [+73 to +96], 40 pairs), all of what is unsolved without it" in said
    assert "order): in hermes, no change is shown: +2 points" in said
    assert "would probably be missed" in said
    assert "it does harm, fewer are solved: -10 points" in said
    assert "Help outside hermes changes the solved share by: lenient +40 points" in said
    assert "The help of prefix, grammar-forced and hint comes from the solution" in said
    assert "in all formats, 50 % are solved" in _said(
        {"lenient": 0.5}, id_formats=make.id_formats()
    )
    assert "obscured (" not in said


def test_the_verdict_is_careful() -> None:
    """Where nothing is unsolved, nothing can be told, or an arm is not possible, it says so."""
    records = [replace(record, solved=True) for record in _play({"lenient": 1.0})]
    assert "nothing is left to recover" in " ".join(
        verdict(make_scores(records, make.header(records)))
    )
    one = [replace(record, task="x", seed=int(record.task)) for record in _play({"lenient": 0.5})]
    assert "nothing can be told" in " ".join(verdict(make_scores(one, make.header(one))))
    arms = make.header(_play({"grammar": 0.5})).arms
    grammar = arms["grammar"].model_copy(update={"obstacles": {"hermes": "it is so"}})
    elsewhere = [
        record
        for record in _play({"grammar": 0.5}, ("hermes", "sexp"))
        if (record.format, record.arm) != ("hermes", "grammar")
    ]
    header = make.header(elsewhere, arms={**arms, "grammar": grammar})
    said = " ".join(verdict(make_scores(elsewhere, header)))
    assert "Not told: what grammar would recover in hermes (it is so)." in said
    assert "Help by grammar" not in said


def test_help_that_costs_restraint_says_so() -> None:
    """Calls where none is needed are a price that stands beside what is recovered."""
    records = _play({"hint": 0.5})
    called = {"calls": [make.called()]}
    hasty = [replace(each, **called) if each.arm == "hint" else each for each in records]
    said = " ".join(verdict(make_scores(hasty, make.header(hasty))))
    assert "it costs restraint where no call is needed: -100 points" in said
    assert "it costs restraint" not in " ".join(verdict(make_scores(records, make.header(records))))
