"""The tasks of the suite ``lab_samples``: they can be solved, and only by doing what is asked."""

import re
from keyword import iskeyword
from pathlib import Path
from typing import Any

from cases import for_each
from suites.lab_samples_altered import altered
from suites.lab_samples_play import WRITES, carried_out, flat, load, names_of, replay, solve

from toolbench_ood.task.ask import Reply
from toolbench_ood.task.session import Session
from toolbench_ood.types.call import Call

SEEDS = range(30)
FEW_SEEDS = range(5)
TASKS = (
    "task_choosing.py::asks_which_assay",
    "task_choosing.py::uses_the_other_tube",
    "task_marking.py::lists_then_discards_what_expires",
    "task_marking.py::quarantines_what_a_donor_gave",
    "task_ordering.py::orders_from_the_fuller_tube",
    "task_ordering.py::orders_three_assays",
    "task_queueing.py::orders_and_queues_a_run",
    "task_queueing.py::takes_the_first_free_day",
    "task_relocating.py::empties_a_failing_freezer",
    "task_relocating.py::relocates_a_tube",
    "task_splitting.py::splits_into_the_same_rack",
    "task_splitting.py::splits_then_orders",
    "task_splitting.py::waits_for_the_splitting",
    "task_storing.py::isolates_two_tubes_and_relents",
    "task_storing.py::keeps_a_reserve_apart",
    "task_storing.py::swaps_two_tubes_after_a_chat",
    "task_telling_apart.py::releases_the_one_of_a_project",
    "task_tracing.py::adds_up_the_warm_minutes",
    "task_tracing.py::orders_on_the_first_tube",
)
each_task = for_each("task_id", TASKS)


@each_task
def test_nothing_else_may_change(task_id: str) -> None:
    """A solution that also discards a tube of which nobody spoke fails."""
    for seed in FEW_SEEDS:
        acts = flat(solve(task_id, seed))
        bystander = find_bystander(task_id, seed)
        acts[-1][0].append(Call("mark_samples", {"sample_ids": [bystander], "status": "discarded"}))
        assert not replay(task_id, seed, acts).solved


def find_bystander(task_id: str, seed: int) -> str:
    """Name a tube that may be discarded and that the solution never names."""
    session = Session(load(), load().tasks[task_id], seed)
    session.start()
    world: Any = session.world
    named = repr(solve(task_id, seed))
    return next(
        str(id_)
        for id_, sample in world.samples.items()
        if sample.status != "discarded" and id_ not in named
    )


@each_task
def test_reads_are_free(task_id: str) -> None:
    """Repeating every read, and reading more, leaves a solved task solved."""
    more = [
        Call("query_samples", {"at_most": 50}),
        Call("survey_positions", {}),
        Call("match_instruments", {"assay": "snp_array"}),
        Call("read_alarms", {"freezer_name": "no such freezer"}),
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
    "task_relocating.py::empties_a_failing_freezer": "position",
    "task_splitting.py::splits_into_the_same_rack": "position",
    "task_storing.py::keeps_a_reserve_apart": "position",
    "task_storing.py::swaps_two_tubes_after_a_chat": "position",
}
"""Arguments for which the ask leaves several values open."""


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
    """Listing all barcodes, or only some, does not answer which tubes expire."""
    task_id = "task_marking.py::lists_then_discards_what_expires"
    for seed in FEW_SEEDS:
        (calls, answer), last = flat(solve(task_id, seed))
        every = ", ".join(
            tube.barcode for tube in make_session_world(task_id, seed).samples.values()
        )
        for wrong in (every, answer.split(", ")[0], answer.replace("0", "1", 1)):
            assert not replay(task_id, seed, [(calls, wrong), last]).solved
        assert replay(task_id, seed, [(calls, f"They are:\n* {answer}."), last]).solved


def make_session_world(task_id: str, seed: int) -> Any:
    """Return the world of a task that has been arranged."""
    session = Session(load(), load().tasks[task_id], seed)
    session.start()
    return session.world


@for_each(
    "task_id", ["task_choosing.py::asks_which_assay", "task_splitting.py::waits_for_the_splitting"]
)
def test_silence_is_no_question(task_id: str) -> None:
    """Saying nothing to an ask that cannot be done fails, even if all is done later."""
    for seed in FEW_SEEDS:
        first, last = flat(solve(task_id, seed))
        assert not replay(task_id, seed, [([], ""), last]).solved
        assert replay(task_id, seed, [first, last]).solved


def test_guessing_the_assay_fails() -> None:
    """Doing at the first ask what only the second one says fails, although it happens to fit."""
    task_id = "task_choosing.py::asks_which_assay"
    for seed in FEW_SEEDS:
        first, last = flat(solve(task_id, seed))
        assert not replay(task_id, seed, [(last[0], first[1]), ([], "Done.")]).solved


def test_what_is_withheld_is_handed_over() -> None:
    """The tool that the second ask brings is the one that the solution then needs."""
    task = load().tasks["task_splitting.py::waits_for_the_splitting"]
    session = Session(load(), task, 0)
    assert session.start().hand_over == ()
    second = session.answer(Reply("I lack a tool for that."))
    assert second is not None
    assert second.hand_over == task.withhold == ("split_sample",)


def test_names_can_be_written_in_every_format() -> None:
    """Names of tools and arguments are plain identifiers in lower case, and no keywords."""
    for name in names_of(load()):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert not iskeyword(name)


def test_the_folder_says_what_it_is() -> None:
    """The README is one heading and one paragraph."""
    text = Path(load().folder, "README.md").read_text(encoding="utf-8")
    assert len(text.strip().split("\n\n")) == 2
