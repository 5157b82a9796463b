"""What is planted in a scripted model is what its scores say, in any format."""

from collections import Counter
from dataclasses import fields

from cases import for_each
from score.planted import FORMATS, dealt, entry, play

from toolbench_ood.score.failures import Failures, make_failures
from toolbench_ood.score.null_policies import score_null_policies
from toolbench_ood.score.picture import Picture, make_picture
from toolbench_ood.score.rate import Rate

LIGHTS = {
    "list switch answer": 10,
    "broken list switch answer": 2,
    "done": 3,
    "list broken done": 4,
    "empty empty empty": 2,
    "list refused done": 5,
    "list done": 6,
    "other done": 1,
    "list switch other answer": 7,
    "list switch done": 8,
    "list list list": 9,
}
CLASSES = {
    "never_attempted": 3,
    "attempt_broken": 6,
    "refused_by_schema": 5,
    "wrong_action": 7,
    "collateral_damage": 7,
    "wrong_answer": 8,
    "ran_out": 9,
}
STATES = {
    "list": "schema_valid_call",
    "switch": "schema_valid_call",
    "other": "schema_valid_call",
    "refused": "schema_invalid_call",
    "answer": "healthy_response",
    "done": "healthy_response",
    "broken": "polluted",
    "empty": "collapsed",
}


@for_each("format_", FORMATS)
def test_every_class_state_and_stage_is_recovered(format_: str) -> None:
    """Each planted count is counted, and each planted rate is inside its interval."""
    records = play("lights", dealt(LIGHTS), format_)
    found = make_failures(records)
    assert {name: rate.k for name, rate in found.classes.items()} == CLASSES
    rates = [*found.classes.values(), found.chain.solved]
    assert all(rate.low <= rate.k / found.cases <= rate.high for rate in rates)
    assert found.first_failed_asks == {"1": 45}
    assert {name: (rate.k, rate.n) for name, rate in found.solved_by_steps.items()} == {
        "2": (12, 57)
    }
    assert (found.writes_reached.k, found.writes_reached.n) == (27, 57)
    chain = found.chain
    assert _pairs(chain.attempted, chain.read, chain.schema_valid) == [(54, 57), (48, 54), (43, 48)]
    assert _pairs(chain.solved_if_valid, chain.solved) == [(12, 43), (12, 57)]
    assert found.restraint.cases == 0
    states = Counter(
        STATES[name] for script, count in LIGHTS.items() for name in script.split() * count
    )
    picture = make_picture(records, entry(format_))
    assert {name: rate.k for name, rate in picture.states.items()} == states
    assert _pairs(picture.recovered, picture.repeated) == [(6, 10), (4, 10)]
    assert _pairs(picture.solved_with_broken) == [(2, 12)]
    assert (picture.calls_made, picture.calls_needed) == (109, 114)
    assert picture.tags is not None
    assert picture.tags.opened - picture.tags.closed == 12


def _pairs(*rates: Rate) -> list[tuple[int, int]]:
    return [(rate.k, rate.n) for rate in rates]


WHERE = {"states_by_turn", "states_by_calls"}
PAIRS = [
    (
        ("list switch answer", "list switch done"),
        {"solved_with_broken"},
        {"classes", "first_failed_asks", "solved_by_steps", "chain"},
    ),
    (
        ("list broken done", "list refused done"),
        {"states", *WHERE, "tags", "calls_made", "recovered", "repeated"},
        {"classes", "chain"},
    ),
    (("list switch done", "list list done"), set(), {"classes", "writes_reached"}),
    (("broken broken list done", "broken cut list done"), {"repeated"}, set()),
    (("broken cut list list done", "broken list cut list done"), {"recovered", *WHERE}, set()),
    (("broken list done", "thought list done"), {"calls_in_reasoning", "tags"}, set()),
    (("broken list switch answer", "empty list switch answer"), {"states", *WHERE}, set()),
]
"""Two scripts, and the figures of the picture and of the failures that they differ in."""


@for_each("format_", FORMATS)
def test_what_is_planted_moves_its_own_figures_alone(format_: str) -> None:
    """Two models that differ in one planted rate differ in that figure and in no other."""
    rest = list(LIGHTS)
    for scripts, pictured, failed in PAIRS:
        one, other = (play("lights", [*rest, script, script], format_) for script in scripts)
        found = _differing(*(make_picture(each, entry(format_)) for each in (one, other)))
        assert found == pictured, scripts
        assert _differing(make_failures(one), make_failures(other)) == failed, scripts


def _differing(one: Picture | Failures, other: Picture | Failures) -> set[str]:
    return {
        field.name
        for field in fields(one)
        if getattr(one, field.name) != getattr(other, field.name)
    }


def test_the_first_ask_that_failed_is_found() -> None:
    """A check that comes later fails the ask that left the world wrong, and no other one."""
    scripts = {
        "switch done second done": 3,
        "done second done": 1,
        "switch done done": 2,
        "done switch second done": 4,
        "refused done second done": 5,
        "switch other done": 6,
    }
    found = make_failures(play("lights_late", dealt(scripts), "hermes"))
    assert found.first_failed_asks == {"1": 12, "2": 2}
    counted = {name: rate.k for name, rate in found.classes.items() if rate.k}
    assert counted == {
        "never_attempted": 3,
        "refused_by_schema": 5,
        "collateral_damage": 6,
    }
    assert _pairs(found.chain.attempted, found.chain.read) == [(18, 21), (18, 18)]


def test_cases_with_an_ask_that_needs_no_call_stand_apart() -> None:
    """An attempt where none is needed is no abstention, read or not; the chain leaves them out."""
    scripts = {
        "which switch done": 3,
        "broken which switch done": 1,
        "list which": 2,
        "done": 4,
        "which done": 5,
        "other done": 6,
    }
    found = make_failures(play("asks_back", dealt(scripts), "hermes"))
    assert found.chain.cases == 0
    assert _pairs(found.restraint.abstained, found.restraint.solved) == [(12, 21), (4, 21)]
    counted = {name: rate.k for name, rate in found.classes.items() if rate.k}
    assert counted == {
        "never_attempted": 5,
        "wrong_action": 2,
        "collateral_damage": 6,
        "wrong_answer": 4,
    }


def test_the_null_policies_are_known_without_playing() -> None:
    """What they would score on a run's cases is what they score."""
    everything = [("lights", 3), ("asks_back", 2)]
    for name, script in {"noop": "silent", "open_tag": "empty", "ask_back": "back"}.items():
        records = [
            record
            for kind, count in everything
            for record in play(kind, [f"{script} " * 4] * count, "hermes")
        ]
        expected = score_null_policies(records)[name]
        found, picture = make_failures(records), make_picture(records)
        assert picture.states[expected.state].rate == 1
        assert found.chain.attempted.rate == expected.attempted
        assert found.restraint.abstained.rate == expected.abstained
        assert (found.chain.solved.k, found.restraint.solved.k) == (0, 0)
        counted = {each: rate.rate for each, rate in found.classes.items() if rate.k}
        assert counted == expected.classes
