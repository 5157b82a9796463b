"""Arms in scores: help stays apart from what is scored without it, and is compared in pairs."""

from dataclasses import replace

from score.made import make

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record, Timing
from toolbench_ood.run.header import ArmEntry
from toolbench_ood.score.arms import ArmScores
from toolbench_ood.score.scores import Scores, make_scores


def _tasks(count: int, **changes: object) -> list[Record]:
    """Make one case each of as many tasks."""
    return [make.record(task=f"task_x.py::x{nth}", **changes) for nth in range(count)]


def _scores(records: list[Record], arms: dict[str, ArmEntry] | None = None) -> Scores:
    header = make.header(records)
    if arms is not None:
        cases = sum(entry.cases for entry in arms.values())
        header = header.model_copy(update={"arms": arms, "cases": cases})
    return make_scores(records, header)


def _only(scores: Scores) -> ArmScores:
    (arm,) = scores.arms
    return arm


def test_help_leaks_into_no_figure_without_help() -> None:
    """Whatever other arms hold, every figure but theirs is as if they had not been played."""
    strict = [
        *_tasks(4, solved=False),
        *_tasks(3, format="sexp", shift="opaque", calls=[make.called()]),
        make.record(task="task_x.py::x9", stop=Stop.ENGINE_ERROR, solved=False),
    ]
    others = [
        replace(record, **changes)
        for record in strict
        for changes in (
            {"arm": "lenient", "solved": True, "time": Timing(0.0, 999.0)},
            {"arm": "hint", "suite": "bank", "format": "pythonic", "kind": "chain"},
            {"arm": "grammar", "stop": Stop.STEP_LIMIT, "findings": [make.found("S4_TYPE")]},
            {"arm": "prefix", "stop": Stop.ENGINE_ERROR, "messages": [make.written(tokens=99)]},
        )
    ]
    header = make.header([*strict, *others])
    alone, beside = make_scores(strict, header), make_scores([*others, *strict], header)
    assert (alone.planned, alone.missing) == (8, 0)
    assert [arm.name for arm in beside.arms] == ["lenient", "prefix", "grammar", "hint"]
    assert replace(beside, arms=()) == replace(alone, arms=())
    assert _scores(strict).arms == ()


def test_missing_cases_are_counted_by_arm() -> None:
    """Planned and missing are of the cases without help; each arm has its own."""
    records = [*_tasks(3), *_tasks(2, arm="hint")]
    scores = _scores(records, {"strict": ArmEntry(cases=5), "hint": ArmEntry(cases=4)})
    assert (scores.planned, scores.missing) == (5, 2)
    assert (_only(scores).planned, _only(scores).missing) == (4, 2)


def test_an_arm_is_described() -> None:
    """Whether it is informed, and in which formats it is not possible, stand beside its figures."""
    entry = ArmEntry(cases=2, obstacles={"xml": "it has no opener"})
    records = [*_tasks(2), *_tasks(2, arm="prefix")]
    arm = _only(_scores(records, {"strict": ArmEntry(cases=2), "prefix": entry}))
    assert (arm.name, arm.is_informed, arm.obstacles) == ("prefix", True, entry.obstacles)
    assert not _only(_scores([*_tasks(2), *_tasks(2, arm="lenient")])).is_informed


def test_only_cases_played_in_both_arms_are_compared() -> None:
    """What failed in one of the two, or has no partner, is left out and counted."""
    failed = {"stop": Stop.ENGINE_ERROR, "solved": False}
    strict = _tasks(6, solved=False)
    strict[0] = replace(strict[0], **failed)
    helped = [*_tasks(5, arm="lenient"), make.record(arm="lenient", task="task_x.py::other")]
    helped[1] = replace(helped[1], **failed)
    total = _only(_scores([*strict, *helped])).total
    assert (total.pairs, total.failed, total.unpaired) == (3, 2, 1)
    assert (total.solved.strict.k, total.solved.arm.k, total.solved.arm.n) == (0, 3, 3)
    assert total.solved.difference.difference == 1


def test_formats_sides_and_total_count_the_same_cases() -> None:
    """Cases in the model's own template are on no side; all others are on one."""
    helped = [
        record
        for name, count in {"hermes": 3, "sexp": 4, "pythonic": 2, "native": 5}.items()
        for record in _tasks(count, format=name, arm="hint", solved=name == "sexp")
    ]
    strict = [replace(record, arm="strict", solved=record.format == "hermes") for record in helped]
    arm = _only(_scores([*strict, *helped]))
    assert {name: each.pairs for name, each in arm.formats.items()} == {
        "hermes": 3,
        "native": 5,
        "pythonic": 2,
        "sexp": 4,
    }
    assert {name: each.pairs for name, each in arm.sides.items()} == {"id": 3, "ood": 6}
    assert arm.total.pairs == 14
    found = {name: each.solved.difference.difference for name, each in arm.formats.items()}
    assert found == {"hermes": -1, "native": 0, "pythonic": 0, "sexp": 1}
    assert arm.sides["id"].solved == arm.formats["hermes"].solved


def test_restraint_is_of_the_cases_that_reach_such_an_ask_in_both() -> None:
    """A case that gets there with help alone has nothing to be compared with."""
    calls = {"calls": [make.called()], "messages": [make.written(), make.written()]}
    needy = [make.asked(calls=1), make.asked(closed_by=None)]
    alone = [
        *_tasks(3),
        make.record(task="task_x.py::late", asks=[replace(needy[0], closed_by=None), needy[1]]),
    ]
    helped = [replace(record, arm="hint") for record in alone]
    helped[0] = replace(helped[0], **calls)
    helped[3] = replace(helped[3], asks=[replace(needy[0], closed_by=0), needy[1]], **calls)
    restraint = _only(_scores([*alone, *helped])).total.restraint
    assert (restraint.strict.k, restraint.arm.k, restraint.strict.n) == (3, 2, 3)
    assert restraint.difference.pairs == 3


def test_the_cost_is_of_the_same_cases() -> None:
    """Tokens and seconds of what was not compared are in neither sum."""
    strict = _tasks(4, time=Timing(0.0, 2.0), messages=[make.written(tokens=10)])
    helped = [
        replace(each, arm="hint", time=Timing(0.0, 5.0), messages=[make.written(tokens=40)])
        for each in strict[:2]
    ]
    total = _only(_scores([*strict, *helped])).total
    assert (total.tokens.strict, total.tokens.arm, total.tokens.ratio) == (20, 80, 4)
    assert (total.seconds.strict, total.seconds.arm, total.seconds.ratio) == (4, 10, 2.5)
    silent = [replace(each, messages=[], time=Timing(0.0, 0.0)) for each in [*strict, *helped]]
    assert _only(_scores(silent)).total.tokens.ratio is None
