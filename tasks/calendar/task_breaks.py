"""Times between other events."""

from collections.abc import Generator, Iterable
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .arrange import EARLIEST, LATEST, Need, free_slots, pick_events, plant
from .entries import Event, Slot, minutes_of, time_of
from .steps import attendee_ids, find_event, first_free, free_times
from .world import Calendar

BREAK = 30
"""Minutes that somebody wants to have between two events."""


@task(kind="constraint")
def leaves_the_organizer_a_break(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """The first time at which all are free follows too soon on what the organizer has before."""
    event, right = _draw_squeeze(world, rng)
    organizer = world.diary.people[event.organizer_id]
    day = right.date

    def solution(call: Caller) -> None:
        event_id = find_event(call, event.title, event.slot.date)
        known = call("get_event", event_id=event_id)
        length = known["when"]["duration_minutes"]
        times, listed = call.together(
            free_times(attendee_ids(known), day, length, limit=20),
            ("list_events", {"start_date": day, "attendee_id": known["organizer_id"]}),
        )
        when = next(time for time in times if all(_apart(time, entry) for entry in listed))
        call("move_event", event_id=event_id, when=when)

    def tempting(call: Caller) -> None:
        event_id = find_event(call, event.title, event.slot.date)
        known = call("get_event", event_id=event_id)
        length = known["when"]["duration_minutes"]
        call(
            "move_event",
            event_id=event_id,
            when=first_free(call, attendee_ids(known), day, length),
        )

    yield Ask(
        f"“{event.title}”, on {event.slot.date} so far, should be on {day} instead, with the same "
        f"length: at the first time when all its attendees are free, not starting before "
        f"{EARLIEST} and over by {LATEST}, but with a break for {organizer.name}, who needs at "
        f"least {BREAK} minutes before it and after it without any other event. It has no room "
        "and needs none.",
        paraphrase=f"Can you put “{event.title}” ({event.slot.date}) on {day}? It keeps its length "
        f"and stays without a room, begins at {EARLIEST} or later and ends by {LATEST}. Take the "
        "earliest start at which nobody who attends is in anything else and which leaves "
        f"{organizer.name} no less than {BREAK} minutes free both ahead of it and afterwards.",
        solution=solution,
        tempting=tempting,
    )

    assert world.diary.events[event.id] == replace(event, slot=right)


def _draw_squeeze(world: Calendar, rng: Random) -> tuple[Event, Slot]:
    """Let an event's organizer be busy on another day right around the first free time."""
    days = rng.sample(world.days, 2)
    drawn = pick_events(world, rng, len(world.days))
    kept = next(event for event in drawn if event.slot.date == days[0])
    event = replace(kept, room_id=None)
    world.diary.store(event)
    need = Need(event.attendee_ids, event.slot.duration_minutes)
    first = free_slots(world, days[1], need)[0]
    for slot in _soon_after(world, first, event.organizer_id)[:1]:
        plant(world, rng, slot, [event.organizer_id])
    busy = [
        other.slot
        for other in world.diary.events_in_order()
        if other.slot.date == days[1] and event.organizer_id in other.attendee_ids
    ]
    free = free_slots(world, days[1], need)
    return event, next(slot for slot in free if _is_apart(slot, busy))


def _soon_after(world: Calendar, slot: Slot, person_id: str) -> list[Slot]:
    """List slots, a break or less after this one, in which somebody is free.

    There are none only where an event of theirs follows at once, so that no other need be planted.
    """
    starts = (slot.end, slot.end + 15)
    slots = [Slot(slot.date, time_of(start), length) for start in starts for length in (45, 15)]
    return [each for each in slots if not world.diary.clashes(each, [person_id])]


def _is_apart(slot: Slot, busy: Iterable[Slot]) -> bool:
    return all(slot.end + BREAK <= other.begin or other.end + BREAK <= slot.begin for other in busy)


def _apart(time: Json, entry: Json) -> bool:
    """Whether there is a break between a free time and an event of a list, on the same day."""
    begin, other = minutes_of(time["start_time"]), minutes_of(entry["start_time"])
    end, other_end = begin + time["duration_minutes"], other + entry["duration_minutes"]
    return bool(end + BREAK <= other or other_end + BREAK <= begin)
