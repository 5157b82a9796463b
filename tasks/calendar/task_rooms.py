"""Getting a room for an event."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import Need, free_slots, occupy, pick_day, pick_people, plant, rooms_by_size
from .steps import event_in
from .world import Calendar


@task(kind="recovery")
def takes_the_second_choice_room(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """The room that is asked for is taken or too small; the ask names the one to take then."""
    group = [person.id for person in pick_people(world, rng, 5)]
    need = Need(frozenset(group), rng.choice((30, 45, 60)))
    slot = rng.choice(free_slots(world, pick_day(world, rng), need))
    smallest, *_ = rooms_by_size(world, slot, seats=1)
    fitting = rng.sample(rooms_by_size(world, slot, seats=len(group)), 3)
    too_small = smallest.capacity < len(group) and rng.random() < 0.5
    present, second, first = (*fitting[:2], smallest if too_small else fitting[2])
    event = plant(world, rng, slot, group, present.id)
    if not too_small:
        occupy(world, rng, first.id, slot, without=group)

    def solution(call: Caller) -> None:
        listed, rooms = call.together(
            ("list_events", {"start_date": slot.date, "title_contains": event.title}),
            ("find_rooms", {}),
        )
        event_id = event_in(listed, event.title)
        ids = {room["name"]: room["room_id"] for room in rooms}
        call.failing("move_event", event_id=event_id, room_id=ids[first.name])
        call("move_event", event_id=event_id, room_id=ids[second.name])

    yield Ask(
        f"Please move “{event.title}” on {slot.date} to the room {first.name}. If that room is "
        f"taken then or seats too few people, move it to {second.name} instead. The time stays.",
        paraphrase=f"I would like “{event.title}” on {slot.date} to take place in {first.name}, "
        f"at the same time as now. {second.name} is the room to move it to in case {first.name} "
        "has too few seats or somebody else has it then.",
        solution=solution,
    )

    assert world.diary.events[event.id] == replace(event, room_id=second.id)
