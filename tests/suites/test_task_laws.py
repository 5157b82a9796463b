"""What holds for every shipped task, in any of its situations."""

from collections.abc import Iterator
from functools import cache

from cases import for_each
from jsonschema import Draft202012Validator
from laws.crossing import tasks

from toolbench_ood.tasks.ask import Reply
from toolbench_ood.tasks.kinds import kind_problem
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Kind
from toolbench_ood.tasks.trial.replay import play_tempting, replay, written_calls
from toolbench_ood.types.value import Json
from toolbench_ood.world.state import state_of

SEEDS = range(20)
FEW_SEEDS = range(3)
TEMPTING = frozenset({Kind.LOOK_ALIKE, Kind.CONSTRAINT})
WORDS = ("", "Done.", "0", "42", "08:30", "I cannot do that.")
each_task = for_each(
    ("suite", "task_id"), tasks, ids=lambda one: getattr(one, "name", one), parts=4
)


FEW_ASKS = {
    "balances_two_hours_with_a_battery": 4,
    "adds_up_the_headroom_of_gas": 4,
    "restores_a_consumers_supply": 4,
    "closes_two_reviewed_tickets": 4,
    "compares_the_work_then_reassigns": 4,
    "counts_a_colour": 5,
    "runs_a_routine_then_undoes_it": 8,
    "frees_power_for_an_appliance": 3,
    "arms_the_alarm_for_an_empty_house": 1,
    "turns_off_a_floor": 1,
}
"""Tasks whose asks name a thing of which there are few; what is found there differs by seed."""


@cache
def situation(suite: Suite, task_id: str, seed: int) -> Situation:
    return Situation(suite, suite.tasks[task_id], seed)


@each_task
def test_the_solution_solves(suite: Suite, task_id: str) -> None:
    """Each task is arranged and solved by its own solution, and is what its kind says."""
    for seed in SEEDS:
        drawn = situation(suite, task_id, seed)
        assert kind_problem(drawn.task, drawn.acts) is None


@each_task
def test_solutions_fit_the_schemas(suite: Suite, task_id: str) -> None:
    """Every call of a solution is valid by the schema that the model is shown."""
    for seed in FEW_SEEDS:
        for act in situation(suite, task_id, seed).acts:
            for call in (call for message in act.calls for call in message):
                validator_of(suite, call.name).validate(dict(call.arguments))


@cache
def validator_of(suite: Suite, tool: str) -> Draft202012Validator:
    return Draft202012Validator(suite.world.tools()[tool].spec["function"]["parameters"])


@each_task
def test_seeds_differ_and_repeat(suite: Suite, task_id: str) -> None:
    """One seed gives the same ask and state each time; every seed makes another conversation."""
    for seed in FEW_SEEDS:
        task = suite.tasks[task_id]
        one, other = (Session(suite, task, seed) for _ in range(2))
        assert (one.start().text, state_of(one.world)) == (
            other.start().text,
            state_of(other.world),
        )
    acts = [situation(suite, task_id, seed).acts for seed in SEEDS]
    assert len({repr([(act.ask.text, act.calls) for act in each]) for each in acts}) == len(SEEDS)


@each_task
def test_seeds_ask_for_different_things(suite: Suite, task_id: str) -> None:
    """Hardly two seeds begin with the same ask, small talk aside."""
    asks = {situation(suite, task_id, seed).acts[0].ask.text for seed in SEEDS}
    task = suite.tasks[task_id]
    assert len(asks) >= (3 if task.kind is Kind.IRRELEVANT else FEW_ASKS.get(task.name, 18))


@each_task
def test_words_alone_never_solve(suite: Suite, task_id: str) -> None:
    """A player that only talks fails each task."""
    for seed in FEW_SEEDS:
        for words in WORDS:
            session = situation(suite, task_id, seed).session()
            session.start()
            while session.verdict is None:
                session.answer(Reply(words))
            assert not session.verdict.solved


@each_task
def test_refused_calls_are_of_recoveries_alone(suite: Suite, task_id: str) -> None:
    """The solution of a recovery makes a call that the world refuses, and no other does."""
    for seed in FEW_SEEDS:
        drawn = situation(suite, task_id, seed)
        session = drawn.session()
        session.start()
        refused = 0
        for act, calls in zip(drawn.acts, written_calls(drawn.acts), strict=True):
            refused += sum(session.world.execute(call).is_error for call in calls)
            session.answer(Reply(act.answer))
        assert bool(refused) == (drawn.task.kind is Kind.RECOVERY)


@each_task
def test_the_tempting_way_is_open_and_wrong(suite: Suite, task_id: str) -> None:
    """Look-alikes and constraints tempt with calls that the world carries out and checks refuse."""
    for seed in FEW_SEEDS:
        drawn = situation(suite, task_id, seed)
        ended = play_tempting(drawn)
        assert ended is not None or drawn.task.kind not in TEMPTING
        assert ended is None or not ended.verdict.solved


@each_task
def test_the_last_write_is_needed(suite: Suite, task_id: str) -> None:
    """A solution that leaves out its last call fails, unless that call changes nothing."""
    for seed in FEW_SEEDS:
        drawn = situation(suite, task_id, seed)
        whole = written_calls(drawn.acts)
        last = max(nth for nth, calls in enumerate(whole) if calls)
        less = [calls[:-1] if nth == last else calls for nth, calls in enumerate(whole)]
        right, cut = replay(drawn, whole), replay(drawn, less)
        assert right.verdict.solved
        assert cut.verdict.solved == (cut.state == right.state)


@each_task
def test_what_an_ask_spells_out_is_single(suite: Suite, task_id: str) -> None:
    """Where all that is to be written stands in the ask, only copying is tested: kind single."""
    if suite.tasks[task_id].kind is not Kind.SINGLE:
        for seed in FEW_SEEDS:
            assert not spelled_out(situation(suite, task_id, seed)), seed


def spelled_out(drawn: Situation) -> bool:
    """Whether every call of the solution writes, and only what an ask so far says."""
    session = drawn.session()
    session.start()
    asked = ""
    calls = 0
    for act in drawn.acts:
        asked += act.ask.text.casefold()
        made = [call for message in act.calls for call in message]
        for call in made:
            before = state_of(session.world)
            session.world.execute(call)
            said = all(str(value).casefold() in asked for value in leaves(dict(call.arguments)))
            if not said or state_of(session.world) == before:
                return False
        calls += len(made)
        session.answer(Reply(act.answer, tuple(made)))
    return calls > 0


def leaves(value: Json) -> Iterator[Json]:
    """Iterate over the values that hold no others."""
    if isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from leaves(child)
    else:
        yield value
