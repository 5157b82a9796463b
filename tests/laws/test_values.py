"""What the checks rely on is said in every ask, and in its other wording."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from cases import for_each

from toolbench_ood import Ask, Caller, Turns, World, task, tool
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Split, Suite
from toolbench_ood.tasks.trial.grounding import ungrounded
from toolbench_ood.tasks.trial.trial import task_problems
from toolbench_ood.tasks.trial.wordings import lost_values, values

SEEDS = range(3)


@pytest.mark.slow
@for_each("suite", shipped_suites, ids=lambda suite: suite.name, parts=3)
def test_every_value_stands_in_both_wordings(suite: Suite) -> None:
    """What a solution gives can be known from either wording, and the other one loses no value."""
    found = [
        f"{each.name}: {value}"
        for each in suite.tasks.values()
        for seed in SEEDS
        for value in _missing(Situation(suite, each, seed))
    ]
    assert not found


def _missing(situation: Situation) -> list[str]:
    unsaid = [text for both in (False, True) for text in ungrounded(situation, paraphrased=both)]
    return [*unsaid, *lost_values(situation)]


class Doors(World):
    """Doors of rooms."""

    def __init__(self, rng: Random) -> None:
        """Draw which doors are locked."""
        super().__init__(rng)
        self.rooms = {"D1": "Pine Hall", "D2": "Attic"}
        self.locked: dict[str, str] = {}

    @tool
    def find(self, room: str) -> list[str]:
        """Find the doors of a room.

        Args:
            room: Its name.
        """
        return [id_ for id_, name in self.rooms.items() if name == room]

    @tool
    def lock(self, id: str, reason: str) -> None:  # noqa: A002  # as any API has it
        """Lock a door.

        Args:
            id: Id of the door.
            reason: Why.
        """
        self.locked[id] = reason


@for_each(
    ("paraphrase", "lost", "unsaid"),
    [
        ("Pine Hall needs a locked door; say “2 cats” is why.", [], []),
        ("", [], []),
        ("PINE HALL! lock it, with “2 Cats” as the reason.", [], []),
        ("Lock the door of the hall; say “2 cats” is why.", ["Pine Hall"], ["Pine Hall"]),
        ("Pine Hall needs a locked door.", ["2 cats"], ["2 cats"]),
        ("Spine Hall needs a locked door, for “12 cats”.", ["2 cats", "Pine Hall"], []),
    ],
)
def test_a_lost_value_is_found(paraphrase: str, lost: list[str], unsaid: list[str]) -> None:
    """A paraphrase that leaves out a quoted text or a name of the world is a problem."""

    @task(kind="chain")
    def locks_a_room(world: Doors, rng: Random) -> Turns:
        """Find a door and lock it."""

        def solution(call: Caller) -> None:
            (door,) = call("find", room="Pine Hall")
            call("lock", id=door, reason="2 cats")

        yield Ask("Lock Pine Hall, and give “2 cats” as the reason.", solution, (), paraphrase)
        assert world.locked == {"D1": "2 cats"}

    made = replace(locks_a_room, file=Path(__file__))
    suite = Suite("doors", Path(__file__).parent, Doors, Split.TRAIN, 1, {"t": made}, "")
    situation = Situation(suite, made, 0)
    assert lost_values(situation) == lost
    told = [
        text.partition(' = "')[2].rstrip('"') for text in ungrounded(situation, paraphrased=True)
    ]
    assert told == unsaid
    assert ungrounded(situation) == []
    problems = [each for each in task_problems(suite, made, 0) if "paraphrase" in each]
    assert len(problems) == len(lost) + len(unsaid)


def test_values_are_found() -> None:
    """Numbers, ids, dates, times and quoted texts are values; other words are not."""
    text = "Put “Ü (1), x” (id AB-07), 3 items, on 4 March at 09:30. Take 12.50 from S9: now?"
    assert values(text) == ["Ü (1), x", "AB-07", "3", "4", "March", "09:30", "12.50", "S9"]
