"""What tasks share to arrange a situation: people, times, and events that are in the way."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import get_args

from .draw import draw_event_id, draw_title
from .records import Event, Person, Room, Slot, Team, Window
from .rules import Diary
from .wording import EARLIEST, LATEST
from .world import Calendar


@dataclass(frozen=True, slots=True)
class Need:
    """Whom and what an event needs at once."""

    people: Collection[str]
    """Ids of the people who must be free."""
    duration: int
    """Minutes for which they must be free, at most 60."""
    room_id: str | None = None
    """A room that must be free as well."""


def pick_people(
    diary: Diary, rng: Random, count: int, without: Collection[str] = ()
) -> list[Person]:
    """Draw people, some ids left out."""
    people = [person for person in diary.people.values() if person.id not in without]
    return rng.sample(people, count)


def pick_team(diary: Diary, rng: Random) -> tuple[Team, list[str]]:
    """Draw a team; return it with the ids of its people."""
    team = rng.choice(get_args(Team))
    return team, [person.id for person in diary.people.values() if person.team == team]


def pick_day(diary: Diary, rng: Random, without: Collection[dt.date] = ()) -> dt.date:
    """Draw one of the working days, some left out."""
    return rng.choice([day for day in diary.days if day not in without])


def pick_events(diary: Diary, rng: Random, count: int, *, roomed: bool = False) -> list[Event]:
    """Draw events of no series, each on a day of its own; with ``roomed`` only such with a room."""
    lone = [
        event
        for event in diary.events_in_order()
        if event.follow_up_id is None
        and diary.continued_by(event.id) is None
        and (event.room_id is not None or not roomed)
    ]
    days = rng.sample(diary.days, count)
    return [rng.choice([event for event in lone if event.when.date == day]) for day in days]


def ids_of(people: Iterable[Person]) -> tuple[str, ...]:
    """Return some people's ids, sorted as an event keeps them."""
    return tuple(sorted(person.id for person in people))


def free_slots(diary: Diary, day: dt.date, need: Need) -> list[Slot]:
    """List the slots of a day between EARLIEST and LATEST in which the need is met."""
    window = Window(day, EARLIEST, LATEST)
    return diary.free_slots(window, need.people, need.duration, need.room_id)


def free_people(diary: Diary, slot: Slot, without: Collection[str] = ()) -> list[Person]:
    """List the people who attend nothing in a slot, some ids left out."""
    people = [person for person in diary.people.values() if person.id not in without]
    return [person for person in people if not diary.clashes(slot, [person.id])]


def free_rooms(diary: Diary, slot: Slot, seats: int, equipment: Collection[str] = ()) -> list[Room]:
    """List the rooms that are free in a slot, have the seats and equipment, smallest first."""
    fitting = [
        room
        for room in diary.rooms.values()
        if room.capacity >= seats
        and {*equipment} <= {*room.equipment}
        and not diary.clashes(slot, [], room.id)
    ]
    return sorted(fitting, key=lambda room: room.capacity)


def plant(
    world: Calendar, slot: Slot, attendee_ids: Sequence[str], room_id: str | None = None
) -> Event:
    """Put one more event into the calendar; the first attendee organizes it."""
    event_id, title = draw_event_id(world.rng, world.diary), draw_title(world.rng, world.diary)
    attendees = tuple(sorted(attendee_ids))
    return world.diary.store(Event(event_id, title, slot, attendee_ids[0], attendees, room_id))


def plant_series(world: Calendar, rng: Random, count: int) -> list[Event]:
    """Put events into the calendar, one a day, of which each continues the one before."""
    diary, later = world.diary, list[Event]()
    pair = ids_of(pick_people(diary, rng, 2))
    for day in sorted(rng.sample(diary.days, count), reverse=True):
        need = Need(pair, rng.choice((15, 30, 45, 60)))
        event = plant(world, rng.choice(free_slots(diary, day, need)), pair)
        follow_up_id = later[0].id if later else None
        later.insert(0, diary.store(replace(event, follow_up_id=follow_up_id)))
    return later


def occupy(world: Calendar, room_id: str, slot: Slot, without: Collection[str]) -> None:
    """Let somebody who is free, but none of some people, use a room during a slot."""
    person = world.rng.choice(free_people(world.diary, slot, without))
    plant(world, slot, [person.id], room_id)


def crowd(world: Calendar, rng: Random, day: dt.date, need: Need) -> Slot:
    """Take the first two free slots of a day away from a need; return the first that is left.

    One of the people gets another event in each; where a room is needed, the second takes the
    room instead of a person.
    """
    diary = world.diary
    plant(world, free_slots(diary, day, need)[0], [rng.choice(sorted(need.people))])
    second = free_slots(diary, day, need)[0]
    if need.room_id is None:
        plant(world, second, [rng.choice(sorted(need.people))])
    else:
        occupy(world, need.room_id, second, without=need.people)
    return free_slots(diary, day, need)[0]


def contested_room(
    world: Calendar, slot: Slot, people: Collection[str], equipment: Collection[str] = ()
) -> Room:
    """Let others take the smallest room that suits some people; return the next one that does."""
    taken, left, *_ = free_rooms(world.diary, slot, len(people), equipment)
    occupy(world, taken.id, slot, without=people)
    return left
