"""Each arm recovers the faults that its help does away with, and no others."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from cases import for_each
from run.runs import QUIET
from score.made import make
from score.planted import IN_ARM, KINDS, dealt, play
from task.suites import WORLD, write_suite

from toolbench_ood.run.evaluate import evaluate
from toolbench_ood.run.settings import Settings
from toolbench_ood.score.arm_result import ArmResult
from toolbench_ood.score.arms import ArmScores
from toolbench_ood.score.scores import make_scores

FORMATS = ("hermes", "pythonic", "sexp")
"""Of which the last is far from the others."""
ARMS = ("strict", "lenient", "prefix", "hint")
COUNTS = {
    "list switch answer": 10,
    "list slip answer": 3,
    "list bare answer": 4,
    "list torn answer": 2,
    "list shy answer": 5,
    "list clueless answer": 6,
    "silent silent silent": 7,
}
RECOVERED = {"lenient": 3 + 4, "prefix": 4 + 5, "hint": 6}


def _arms(scripts: Sequence[str], format_: str, kind: str = "lights") -> dict[str, ArmScores]:
    records = play(kind, [f"{script} done done done" for script in scripts], format_, ARMS)
    return {arm.name: arm for arm in make_scores(records, make.header(records)).arms}


@for_each("format_", FORMATS)
def test_each_arm_recovers_what_it_helps_with(format_: str) -> None:
    """Repairable calls, calls without an opener, and unknown tools are recovered, exactly."""
    found = _arms(dealt(COUNTS), format_)
    assert list(found) == list(RECOVERED)
    cases = sum(COUNTS.values())
    for name, recovered in RECOVERED.items():
        total = found[name].total
        assert (total.pairs, total.failed, total.unpaired) == (cases, 0, 0)
        assert (total.solved.strict.k, total.solved.arm.k) == (10, 10 + recovered), name
        difference = total.solved.difference
        assert difference.low <= recovered / cases <= difference.high
        assert difference.low > 0, name
        assert total.restraint.strict.n == 0
    lenient = found["lenient"].total
    assert lenient.well_formed.arm == lenient.well_formed.strict
    assert lenient.tokens.ratio == 1


PAIRS = [
    ("list slip answer", "list torn answer", "lights", {("lenient", "solved")}),
    ("list shy answer", "list led_astray answer", "lights", {("prefix", "solved")}),
    ("list clueless answer", "list other answer", "lights", {("hint", "solved")}),
    ("which switch done", "hasty switch done", "asks_back", {("hint", "solved", "restraint")}),
]
"""Two scripts that differ in one fault, and the arm and the figures that are to differ."""


@for_each("format_", FORMATS)
def test_what_is_planted_moves_the_figure_of_its_arm_alone(format_: str) -> None:
    """Two models that differ in one planted rate differ in that arm's figure and in no other."""
    rest = ["list switch answer", "silent silent silent"] * 2
    for script, other, kind, expected in PAIRS:
        base = rest if kind == "lights" else ["which switch done", "silent silent"] * 2
        one, two = (_arms([*base, each, each], format_, kind) for each in (script, other))
        found = {
            (name, *_differing(one[name].total, two[name].total))
            for name in one
            if _differing(one[name].total, two[name].total)
        }
        assert found == expected, (script, other)


def _differing(one: ArmResult, other: ArmResult) -> list[str]:
    effort = {"tokens", "seconds"}
    return [
        field.name
        for field in fields(one)
        if field.name not in effort and getattr(one, field.name) != getattr(other, field.name)
    ]


def test_help_without_need_is_seen_in_restraint() -> None:
    """A model that calls where none is needed, because of help, loses restraint in that arm."""
    found = _arms(["which switch done"] * 6 + ["hasty switch done"] * 6, "hermes", "asks_back")
    restraint = {name: arm.total.restraint for name, arm in found.items()}
    assert {name: (each.strict.k, each.arm.k) for name, each in restraint.items()} == {
        "lenient": (12, 12),
        "prefix": (12, 12),
        "hint": (12, 6),
    }
    assert restraint["hint"].difference.high < 0 <= restraint["prefix"].difference.high
    assert IN_ARM["hasty"][0] == "hint"


def test_a_silent_model_is_not_recovered(tmp_path: Path) -> None:
    """No help solves a case for it, and an opener where a call is due costs it no restraint."""
    head = (
        "from random import Random\n"
        "from toolbench_ood.tasks.ask import Ask\n"
        "from toolbench_ood.tasks.task import task\n"
        "from .world import Lamps\n"
    )
    body = head + "".join(
        KINDS[kind].format(nth=nth) for kind in ("lights", "asks_back") for nth in range(4)
    )
    settings = Settings(
        model="noop",
        suites=("lamps",),
        formats=FORMATS,
        arms=ARMS,
        seeds=1,
        task_folders=(write_suite(tmp_path / "suites" / "lamps", WORLD, lamps=body).parent,),
    )
    run = evaluate(settings, tmp_path / "run", QUIET)
    scores = make_scores(run.records(), run.header)
    assert (scores.planned, scores.total.cases, scores.missing) == (24, 24, 0)
    assert [arm.name for arm in scores.arms] == list(RECOVERED)
    for arm in scores.arms:
        assert (arm.planned, arm.missing, arm.total.pairs) == (24, 0, 24)
        assert list(arm.formats) == sorted(FORMATS)
        assert (arm.total.solved.strict.k, arm.total.solved.arm.k) == (0, 0)
        restraint = arm.total.restraint
        assert (restraint.strict.k, restraint.arm.k, restraint.strict.n) == (12, 12, 12)
        assert restraint.difference.difference == 0
