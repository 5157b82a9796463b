"""Moving events to other times."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import EARLIEST, LATEST, Need, crowd, free_slots, pick_day, pick_events
from .steps import attendee_ids, find_event, first_free
from .world import Calendar


@task(kind="chain")
def moves_to_the_first_free_time(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """The event, then who and which room it needs, then when all are free, then the move."""
    event = pick_events(world, rng, 1, roomed=True)[0]
    day = pick_day(world, rng, without=[event.slot.date])
    slot = crowd(
        world, rng, day, Need(event.attendee_ids, event.slot.duration_minutes, event.room_id)
    )

    def solution(call: Caller) -> None:
        event_id = find_event(call, event.title, event.slot.date)
        known = call("get_event", event_id=event_id)
        when = first_free(
            call,
            attendee_ids(known),
            day,
            known["when"]["duration_minutes"],
            room_id=known["room"]["room_id"],
            limit=1,
        )
        call("move_event", event_id=event_id, when=when)

    yield Ask(
        f"Please move “{event.title}” from {event.slot.date} to {day}. It keeps its length and its "
        "room. Take the first time at which the room and all attendees are free, not starting "
        f"before {EARLIEST} and over by {LATEST}.",
        paraphrase=f"“{event.title}”, now on {event.slot.date}, has to take place on {day} "
        "instead, in the same room and just as long. Choose the earliest time that day at which "
        f"nobody who attends is busy and the room is free; {EARLIEST} is the earliest start, and "
        f"by {LATEST} it must have ended.",
        solution=solution,
    )

    assert world.diary.events[event.id] == replace(event, slot=slot)


@task(kind="missing_parameter")
def asks_for_the_agreed_time(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """The new time is agreed with somebody outside, so that only the user can say it."""
    event = pick_events(world, rng, 1, roomed=True)[0]
    old = event.slot
    day = pick_day(world, rng, without=[old.date])
    free = free_slots(world, day, Need(event.attendee_ids, old.duration_minutes, event.room_id))
    agreed = rng.choice([slot for slot in free[1:] if slot.start_time != old.start_time])

    def question(call: Caller) -> str:  # noqa: ARG001  # there is nothing to call
        return f"MISSING: START. At what time on {day} does it start?"

    def solution(call: Caller) -> None:
        event_id = find_event(call, event.title, old.date)
        length = call("get_event", event_id=event_id)["when"]["duration_minutes"]
        when = {"date": day, "start_time": agreed.start_time, "duration_minutes": length}
        call("move_event", event_id=event_id, when=when)

    reply = yield Ask(
        f"Our client and I have agreed on another start time for “{event.title}”, which is on "
        f"{old.date} so far: it takes place on {day} instead, at the new time that we agreed on. "
        "Its length and its room stay. Please move it. If you can't without knowing more, change "
        "nothing and reply MISSING: and what you need to know, one of DAY, START, LENGTH, ROOM.",
        paraphrase=f"“{event.title}” stays as long as it is and in its room, but leaves "
        f"{old.date}: with our client I have settled on {day}, and on a new start time too. Please "
        "change the calendar accordingly. If there is something you have to know first, leave the "
        "calendar alone and ask for it: MISSING: with one of the words DAY, START, LENGTH, ROOM.",
        solution=question,
    )
    assert reply.says("MISSING: START")

    yield Ask(
        f"We agreed that it starts at {agreed.start_time}.",
        paraphrase=f"{agreed.start_time} is the start that the client and I settled on.",
        solution=solution,
    )
    assert world.diary.events[event.id] == replace(event, slot=agreed)
