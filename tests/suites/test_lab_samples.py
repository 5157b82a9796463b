"""The tasks of the suite ``lab_samples``: they can be solved, and only by doing what is asked."""

from typing import Any

import pytest
from cases import for_each
from suites.lab_samples_altered import altered
from suites.lab_samples_play import WRITES, carried_out, flat, load, replay, solve

from toolbench_ood.tasks.ask import Reply
from toolbench_ood.tasks.session import Session
from toolbench_ood.types.call import Call

FEW_SEEDS = range(5)
each_task = for_each("task_id", lambda: list(load().tasks))


@each_task
def test_nothing_else_may_change(task_id: str) -> None:
    """A solution that also discards a sample that nobody mentioned fails."""
    for seed in FEW_SEEDS:
        acts = flat(solve(task_id, seed))
        bystander = find_bystander(task_id, seed)
        extra = {"sample_ids": [bystander], "status": "discarded"}
        acts[-1][0].append(Call("set_sample_status", extra))
        assert not replay(task_id, seed, acts).solved


def find_bystander(task_id: str, seed: int) -> str:
    """Name a sample that may be discarded and that the solution never names."""
    session = Session(load(), load().tasks[task_id], seed)
    session.start()
    world: Any = session.world
    named = repr(solve(task_id, seed))
    return next(
        str(id_)
        for id_, sample in world.lab.samples.items()
        if sample.status != "discarded" and id_ not in named
    )


@each_task
def test_reads_are_free(task_id: str) -> None:
    """Repeating every read, and reading more, leaves a solved task solved."""
    more = [
        Call("search_samples", {"limit": 10}),
        Call("list_freezers", {}),
        Call("list_instruments", {"assay": "snp_array"}),
        Call("list_freezer_alarms", {"freezer_id": "FZ-0"}),
    ]
    for seed in FEW_SEEDS:
        acts = [
            (more + [one for call in calls for one in again(call)] + more, answer)
            for calls, answer in flat(solve(task_id, seed))
        ]
        assert replay(task_id, seed, acts).solved


def again(call: Call) -> list[Call]:
    """Make a read twice and a write once."""
    return [call] if call.name in WRITES else [call, call]


CHOICE_LEFT = {
    "task_moves.py::moves_a_sample_out_of_a_failing_freezer": "position",
    "task_aliquots.py::makes_two_aliquots_in_the_same_rack": "position",
    "task_aliquots.py::stores_a_reserve_in_another_freezer": "position",
    "task_moves.py::answers_a_question_then_swaps_two_samples": "position",
}
"""Arguments for which the ask leaves several values open."""


@pytest.mark.slow
@each_task
def test_every_value_counts(task_id: str) -> None:
    """A solution with any one value of a write altered fails."""
    for seed in FEW_SEEDS:
        for nth, at in carried_out(task_id, seed):
            call = flat(solve(task_id, seed))[nth][0][at]
            for name, arguments in altered(call.arguments):
                if CHOICE_LEFT.get(task_id) == name:
                    continue
                acts = flat(solve(task_id, seed))
                acts[nth][0][at] = Call(call.name, arguments)
                assert not replay(task_id, seed, acts).solved, (name, arguments)


def test_a_listed_answer_must_be_exact() -> None:
    """Listing all barcodes, or only some, does not answer which samples expire."""
    task_id = "task_status.py::lists_then_discards_expiring_samples"
    for seed in FEW_SEEDS:
        (calls, answer), last = flat(solve(task_id, seed))
        every = ", ".join(
            sample.barcode for sample in make_session_world(task_id, seed).lab.samples.values()
        )
        for wrong in (every, answer.split(", ")[0], answer.replace("0", "1", 1)):
            assert not replay(task_id, seed, [(calls, wrong), last]).solved
        assert replay(task_id, seed, [(calls, f"They are:\n* {answer}."), last]).solved


def make_session_world(task_id: str, seed: int) -> Any:
    """Return the world of a task that has been arranged."""
    session = Session(load(), load().tasks[task_id], seed)
    session.start()
    return session.world


def test_guessing_the_assay_fails() -> None:
    """Doing at the first ask what only the second one says fails, although it happens to fit."""
    task_id = "task_requests.py::requests_an_assay_with_a_report"
    for seed in FEW_SEEDS:
        first, last = flat(solve(task_id, seed))
        assert not replay(task_id, seed, [(last[0], first[1]), ([], "Done.")]).solved


def test_what_is_withheld_is_handed_over() -> None:
    """The tool that the second ask brings is the one that the solution then needs."""
    task = load().tasks["task_aliquots.py::makes_an_aliquot_and_discards_the_rest"]
    session = Session(load(), task, 0)
    assert session.start().hand_over == ()
    second = session.answer(Reply("NO ALIQUOT TOOL"))
    assert second is not None
    assert second.hand_over == task.withhold == ("create_aliquots",)
