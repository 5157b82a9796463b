"""The tasks of the suite ``music``: what they are, and that they can be solved only by doing."""

import re
from pathlib import Path

import pytest
from suites.suite_facts import (
    answer_all,
    depth,
    load,
    make_world,
    names_of,
    opening,
    solve,
    solve_less,
)

from toolbench_ood.task.collect import collect
from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.session import Session
from toolbench_ood.task.suite import Split
from toolbench_ood.task.task import Kind

NAME = "music"
SEEDS = range(20)
FEW_SEEDS = range(4)
TASKS = (
    "task_filling.py::fills_the_room_left",
    "task_filling.py::makes_room_on_a_full_playlist",
    "task_following.py::changes_how_a_listener_is_told",
    "task_following.py::pages_to_the_extreme_track",
    "task_following.py::subscribes_three_listeners",
    "task_following.py::subscribes_to_the_right_namesake",
    "task_playlists.py::adds_up_a_playlist",
    "task_playlists.py::compiles_the_opening_tracks",
    "task_playlists.py::publishes_where_all_is_licensed",
    "task_playlists.py::restores_what_was_dropped",
    "task_queue.py::compares_albums_then_enqueues",
    "task_queue.py::enqueues_what_children_may_hear",
    "task_queue.py::writes_verse_then_enqueues",
    "task_rating.py::asks_for_the_points",
    "task_rating.py::rates_a_track",
    "task_recommendations.py::follows_the_recommendations",
)
READ_LAST = ("task_playlists.py::adds_up_a_playlist",)
"""Tasks whose last call changes nothing."""
each_task = pytest.mark.parametrize("task_id", TASKS)


def test_the_suite_is_for_training_and_whole() -> None:
    """Split, tools, tasks and kinds are those that the suite promises."""
    suite = load(NAME)
    assert suite.split is Split.TRAIN
    assert sorted(suite.tasks) == sorted(TASKS)
    assert len(suite.world.tools()) == 12
    assert {task.kind for task in suite.tasks.values()} == set(Kind)


def test_tasks_are_deep() -> None:
    """At least ten tasks need three messages of calls or more, and two need eight."""
    depths = [min(depth(NAME, task_id, seed) for seed in FEW_SEEDS) for task_id in TASKS]
    assert sum(each >= 3 for each in depths) >= 10
    assert sum(each >= 8 for each in depths) >= 2


def test_shares_no_word_with_other_suites() -> None:
    """No tool or argument name of another suite occurs here."""
    for suite in collect(keep_going=True).suites:
        if suite.name != NAME:
            assert not names_of(suite) & names_of(load(NAME)), suite.name


def test_names_are_plain() -> None:
    """Names of tools and arguments are identifiers in lower case."""
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names_of(load(NAME)))


@each_task
def test_the_solution_solves(task_id: str) -> None:
    """Each task is arranged and solved by its own solution, whatever the seed, as its kind says."""
    for seed in SEEDS:
        acts = solve(NAME, task_id, seed)
        assert kind_problem(load(NAME).tasks[task_id], acts) is None


@each_task
def test_a_seed_decides_everything(task_id: str) -> None:
    """One seed gives the same ask and state twice; nearly every seed asks something else."""
    openings = [opening(NAME, task_id, seed) for seed in FEW_SEEDS]
    assert openings == [opening(NAME, task_id, seed) for seed in FEW_SEEDS]
    asks = {" ".join([text, *later(task_id, seed)]) for seed, (text, _) in enumerate(openings)}
    assert len(asks) == len(FEW_SEEDS)


def later(task_id: str, seed: int) -> list[str]:
    """Spell what a solution calls, since a first ask of small talk may be drawn twice."""
    return [str(message) for act in solve(NAME, task_id, seed) for message in act.calls]


@each_task
@pytest.mark.parametrize("words", ["", "Done.", "I cannot do that."])
def test_words_alone_never_solve(task_id: str, words: str) -> None:
    """A player that only talks fails each task."""
    for seed in FEW_SEEDS:
        assert not answer_all(NAME, task_id, seed, words)


@each_task
def test_the_last_write_is_needed(task_id: str) -> None:
    """A solution that leaves out its last call fails, unless that call only reads."""
    for seed in FEW_SEEDS:
        assert solve_less(NAME, task_id, seed, -1) is (task_id in READ_LAST)


@each_task
def test_every_ask_has_a_paraphrase(task_id: str) -> None:
    """The first ask comes with the same in other words."""
    ask = Session(load(NAME), load(NAME).tasks[task_id], 0).start()
    assert ask.paraphrase
    assert ask.paraphrase != ask.text


def test_recommendations_lead_through_all_tracks() -> None:
    """From any track, following what is similar comes back to it after every other track."""
    world = make_world(NAME)
    first = track = next(iter(world.tracks.values()))
    for _ in world.tracks:
        track = world.tracks[track.similar_to]
    assert track is first


def test_the_folder_says_what_it_is() -> None:
    """The README is one heading and one paragraph."""
    text = Path(load(NAME).folder, "README.md").read_text(encoding="utf-8")
    assert len(text.strip().split("\n\n")) == 2
