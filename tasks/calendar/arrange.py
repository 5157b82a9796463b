"""What task files share to set a situation up: people, times, and events that are in the way.

Days hold at most three drawn events of at most 60 minutes, so in 08:30 to 17:30 there is a gap of
60 minutes for any group of people and any room, even after two more such events.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from random import Random

from .draw import fresh_title
from .entries import Event, Person, Room, Slot, Team, Window
from .world import Calendar

EARLIEST = "08:30"
"""No time that a task asks for starts before this."""
LATEST = "17:30"
"""No time that a task asks for ends after this."""


def pick_people(
    world: Calendar, rng: Random, count: int, without: Collection[str] = ()
) -> list[Person]:
    """Draw people at random, some ids left out."""
    people = [person for person in world.diary.people.values() if person.id not in without]
    return rng.sample(people, count)


def pick_events(world: Calendar, rng: Random, count: int, *, roomed: bool = False) -> list[Event]:
    """Draw events of no series, each on a day of its own; with ``roomed`` only such with a room."""
    diary = world.diary
    days = rng.sample(world.days, count)
    return [
        rng.choice(
            [
                event
                for event in diary.events_in_order()
                if event.slot.date == day
                and (event.room_id is not None or not roomed)
                and event.follow_up_id is None
                and diary.continued_by(event.id) is None
            ]
        )
        for day in days
    ]


def pick_day(world: Calendar, rng: Random, without: Collection[dt.date] = ()) -> dt.date:
    """Draw one of the working days, some left out."""
    return rng.choice([day for day in world.days if day not in without])


@dataclass(frozen=True, slots=True)
class Need:
    """Whom and what an event needs at once."""

    people: frozenset[str]
    """Ids of the people who must be free."""
    duration: int
    """Minutes for which they must be free, at most 60."""
    room_id: str | None = None
    """A room that must be free as well."""


def free_slots(world: Calendar, day: dt.date, need: Need) -> list[Slot]:
    """List the slots of a day between EARLIEST and LATEST in which the need is met."""
    window = Window(day, EARLIEST, LATEST)
    return world.diary.free_slots(window, need.people, need.duration, need.room_id)


def free_people(world: Calendar, slot: Slot, without: Collection[str] = ()) -> list[Person]:
    """List the people who attend nothing in a slot, some ids left out."""
    return [
        person
        for person in world.diary.people.values()
        if person.id not in without and not world.diary.clashes(slot, [person.id])
    ]


def rooms_by_size(
    world: Calendar, slot: Slot, seats: int, equipment: Collection[str] = ()
) -> list[Room]:
    """List the rooms that are free in a slot, have the seats and equipment, smallest first."""
    return sorted(
        (
            room
            for room in world.diary.rooms.values()
            if room.capacity >= seats
            and set(equipment) <= set(room.equipment)
            and not world.diary.clashes(slot, [], room.id)
        ),
        key=lambda room: room.capacity,
    )


def members(world: Calendar, team: Team) -> frozenset[str]:
    """Return the ids of a team's people."""
    return frozenset(person.id for person in world.diary.people.values() if person.team == team)


def plant(
    world: Calendar,
    rng: Random,
    slot: Slot,
    attendee_ids: Sequence[str],
    room_id: str | None = None,
) -> Event:
    """Put one more event into the calendar; the first attendee organizes it."""
    event = Event(
        id=world.diary.fresh_event_id(rng),
        title=fresh_title(rng, world.diary),
        slot=slot,
        organizer_id=attendee_ids[0],
        attendee_ids=frozenset(attendee_ids),
        room_id=room_id,
    )
    world.diary.store(event)
    return event


def plant_series(world: Calendar, rng: Random, count: int) -> list[Event]:
    """Put events into the calendar, one a day, of which each continues the one before."""
    pair = [person.id for person in pick_people(world, rng, 2)]
    days = sorted(rng.sample(world.days, count), reverse=True)
    later: list[Event] = []
    for day in days:
        need = Need(frozenset(pair), rng.choice((15, 30, 45, 60)))
        planted = plant(world, rng, rng.choice(free_slots(world, day, need)), pair)
        event = replace(planted, follow_up_id=later[0].id if later else None)
        world.diary.store(event)
        later.insert(0, event)
    return later


def occupy(
    world: Calendar, rng: Random, room_id: str, slot: Slot, without: Collection[str]
) -> None:
    """Let somebody who is free, but none of some people, use a room during a slot."""
    plant(world, rng, slot, [rng.choice(free_people(world, slot, without)).id], room_id)


def crowd(world: Calendar, rng: Random, day: dt.date, need: Need) -> Slot:
    """Take the first two free slots of a day away from a need; return the first that is left.

    One of the people gets another event in each; where a room is needed, the second takes the
    room instead of a person.
    """
    plant(world, rng, free_slots(world, day, need)[0], [rng.choice(sorted(need.people))])
    second = free_slots(world, day, need)[0]
    if need.room_id is None:
        plant(world, rng, second, [rng.choice(sorted(need.people))])
    else:
        occupy(world, rng, need.room_id, second, without=need.people)
    return free_slots(world, day, need)[0]


def contested_room(
    world: Calendar,
    rng: Random,
    slot: Slot,
    people: frozenset[str],
    equipment: Collection[str] = (),
) -> Room:
    """Let others take the smallest room that suits some people; return the next one that does."""
    fit = rooms_by_size(world, slot, len(people), equipment)
    occupy(world, rng, fit[0].id, slot, without=people)
    return fit[1]


def new_event(world: Calendar, known: Collection[str]) -> Event:
    """Return the one event whose id is not among those known; fail on none or several."""
    (event,) = (event for event in world.diary.events.values() if event.id not in known)
    return event
