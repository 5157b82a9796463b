"""Moving events to other times and rooms."""

from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import clock

from .records import Event, Slot
from .situations import (
    Need,
    crowd,
    free_rooms,
    free_slots,
    occupy,
    pick_day,
    pick_events,
    pick_people,
    plant,
)
from .solutions import first_free, free_times, only_id, open_event, search, slot_of
from .wording import EARLIEST, LATEST
from .world import Calendar

BREAK = 30
"""Minutes that an organizer wants to have between two events."""


@task(kind="chain")
def moves_an_event_to_the_first_free_time(world: Calendar, rng: Random) -> Turns:
    """The event, then who and which room it needs, then when all are free, then the move."""
    diary = world.diary
    (event,) = pick_events(diary, rng, 1, roomed=True)
    day = pick_day(diary, rng, without=[event.when.date])
    need = Need(event.attendee_ids, event.when.duration_minutes, event.room_id)
    slot = crowd(world, rng, day, need)

    def solution(call: Caller) -> None:
        shown = open_event(call, event)
        length, room_id = shown["when"]["duration_minutes"], shown["room_id"]
        when = first_free(call, shown["attendee_ids"], day, length, room_id=room_id, limit=1)
        call("move_event", event_id=shown["id"], when=when)

    yield Ask(
        f"Please move “{event.title}” from {event.when.date} to {day}, with the same length and in "
        "the same room. Take the earliest time when the room and all attendees are free. It must "
        f"start at {EARLIEST} or later and end by {LATEST}.",
        paraphrase=f"“{event.title}”, currently on {event.when.date}, has to take place on {day} "
        "instead. Keep its room and its length, and find the first time that day when the room is "
        f"available and none of the attendees is busy, starting no earlier than {EARLIEST} and "
        f"finished by {LATEST}.",
        solution=solution,
    )

    assert diary.events[event.id] == replace(event, when=slot)


@task(kind="missing_parameter")
def moves_an_event_to_an_agreed_time(world: Calendar, rng: Random) -> Turns:
    """The new time is agreed with somebody outside, so that only the user can say it."""
    diary = world.diary
    (event,) = pick_events(diary, rng, 1, roomed=True)
    old = event.when
    day = pick_day(diary, rng, without=[old.date])
    free = free_slots(diary, day, Need(event.attendee_ids, old.duration_minutes, event.room_id))
    agreed = rng.choice([slot for slot in free[1:] if slot.start_time != old.start_time])

    def solution(call: Caller) -> None:
        shown = open_event(call, event)
        length = shown["when"]["duration_minutes"]
        when = {"date": day, "start_time": agreed.start_time, "duration_minutes": length}
        call("move_event", event_id=shown["id"], when=when)

    reply = yield Ask(
        f"On the phone, our client and I have just agreed to move “{event.title}” from {old.date} "
        f"to {day}, and to another start time. Please do that. It keeps its length and its room. "
        "If you can't do it without knowing more, don't change anything; reply with MISSING: and, "
        "after a space, the one thing you need, out of DAY, START, LENGTH and ROOM.",
        paraphrase=f"“{event.title}” is still on {old.date} in the calendar, but in a call our "
        f"client asked for {day} and for another start time. Please move it accordingly; room and "
        "length stay the same. If you need any more information, leave the calendar alone and "
        "answer with MISSING: and then a space and DAY, START, LENGTH or ROOM, whichever it is.",
        solution=lambda _: "MISSING: START",
    )
    assert reply.says("MISSING: START")

    yield Ask(
        f"We agreed that it starts at {agreed.start_time}.",
        paraphrase=f"{agreed.start_time} is the start time that we agreed on.",
        solution=solution,
    )
    assert diary.events[event.id] == replace(event, when=agreed)


@task(kind="constraint")
def moves_an_event_and_leaves_a_break(world: Calendar, rng: Random) -> Turns:
    """The first time at which all are free follows too soon on what the organizer has before."""
    event, right = _draw_squeeze(world, rng)
    organizer, day = world.diary.people[event.organizer_id].name, right.date

    def solution(call: Caller) -> None:
        shown = open_event(call, event)
        length = shown["when"]["duration_minutes"]
        times, listed = call.together(
            free_times(shown["attendee_ids"], day, length, limit=20),
            ("list_events", {"start_date": day, "attendee_id": shown["organizer_id"]}),
        )
        when = next(time for time in times if _has_break(time, listed))
        call("move_event", event_id=shown["id"], when=when)

    def tempting(call: Caller) -> None:
        shown = open_event(call, event)
        length = shown["when"]["duration_minutes"]
        when = first_free(call, shown["attendee_ids"], day, length)
        call("move_event", event_id=shown["id"], when=when)

    yield Ask(
        f"Please move “{event.title}” from {event.when.date} to {day}, with the same length and "
        "still without a room. Take the earliest time when all attendees are free and "
        f"{organizer} also has at least {BREAK} minutes without another event both before and "
        f"after it. It must start at {EARLIEST} or later and end by {LATEST}.",
        paraphrase=f"Can you put “{event.title}” ({event.when.date}) on {day} instead? It keeps "
        f"its length and still has no room. None of the attendees may be busy, and {organizer} "
        f"needs at least {BREAK} minutes free before and after it. Choose the first start time "
        f"that works, not before {EARLIEST}; it has to be over by {LATEST}.",
        solution=solution,
        tempting=tempting,
    )

    assert world.diary.events[event.id] == replace(event, when=right)


def _draw_squeeze(world: Calendar, rng: Random) -> tuple[Event, Slot]:
    """Let an event's organizer be busy on another day right around the first free time."""
    diary = world.diary
    (picked,) = pick_events(diary, rng, 1)
    event = diary.store(replace(picked, room_id=None))
    day = pick_day(diary, rng, without=[event.when.date])
    need = Need(event.attendee_ids, event.when.duration_minutes)
    first = free_slots(diary, day, need)[0]
    for slot in _soon_after(world, first, event.organizer_id)[:1]:
        plant(world, slot, [event.organizer_id])
    busy = [
        other.when for other in diary.events.values() if event.organizer_id in other.attendee_ids
    ]
    return event, next(
        slot
        for slot in free_slots(diary, day, need)
        if not any(slot.overlaps(other, BREAK) for other in busy)
    )


def _soon_after(world: Calendar, slot: Slot, person_id: str) -> list[Slot]:
    """List slots, less than a break after this one, in which somebody is free.

    There are none only where an event of theirs follows at once, so that no other need be planted.
    """
    starts = (slot.end, slot.end + 15)
    slots = [Slot(slot.date, clock(start), length) for start in starts for length in (45, 15)]
    return [each for each in slots if not world.diary.clashes(each, [person_id])]


def _has_break(time: Json, listed: Json) -> bool:
    return not any(slot_of(time).overlaps(slot_of(row["when"]), BREAK) for row in listed)


@task(kind="recovery")
def moves_an_event_to_the_second_choice_of_room(world: Calendar, rng: Random) -> Turns:
    """The room that is asked for is taken or too small; the ask names the one to take then."""
    diary = world.diary
    group = [person.id for person in pick_people(diary, rng, 5)]
    need = Need(group, rng.choice((30, 45, 60)))
    slot = rng.choice(free_slots(diary, pick_day(diary, rng), need))
    smallest, *_ = free_rooms(diary, slot, seats=1)
    present, second, first = rng.sample(free_rooms(diary, slot, seats=len(group)), 3)
    too_small = smallest.capacity < len(group) and rng.random() < 0.5
    event = plant(world, slot, group, present.id)
    if too_small:
        first = smallest
    else:
        occupy(world, first.id, slot, without=group)

    def solution(call: Caller) -> None:
        listed, rooms = call.together(search(event), ("find_rooms", {}))
        event_id = only_id(listed, event)
        ids = {room["name"]: room["id"] for room in rooms}
        call.failing("move_event", event_id=event_id, room_id=ids[first.name])
        call("move_event", event_id=event_id, room_id=ids[second.name])

    yield Ask(
        f"Please move “{event.title}” on {slot.date} to the room {first.name}. If that room is "
        f"taken or too small, use {second.name} instead. The time stays the same.",
        paraphrase=f"“{event.title}” ({slot.date}) needs another room at the same time: "
        f"{first.name}, if it's free then and has enough seats, and otherwise {second.name}.",
        solution=solution,
    )

    assert diary.events[event.id] == replace(event, room_id=second.id)
