"""Draw a calendar of two working weeks from a seed.

What the tasks rely on holds for every seed: nobody shares a given name; deputies form one ring of
all people; rooms differ in capacity, and the five with all equipment are not the smallest; each
day has two or three events of 30 to 60 minutes that share nobody and leave spare seats in their
rooms, and the first of each day is in no series. So every group of people and every room have a
gap of 60 minutes between 08:30 and 17:30, even after two more such events.
"""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import get_args

from toolbench_ood.world.kit import clock, draw_id

from .records import CLOSES, OPENS, STEP, Equipment, Event, Person, Room, Slot, Team
from .rules import Diary
from .wording import (
    AWKWARD_FORMS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    JOB_TITLES,
    PLAIN_FORMS,
    ROOM_NAMES,
    TOPICS,
)

TEAM_SIZE = 4
MOST_ATTENDEES = 5
"""Of a drawn event."""
SPARE_SEATS = 2
"""Every room that a drawn event uses has at least this many seats left."""
CAPACITIES = (4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 24, 30)
FULLY_EQUIPPED = 5
"""Rooms with all equipment; events use three rooms a day at most, so two of them are free."""


def draw_diary(rng: Random) -> Diary:
    """Draw everything that the calendar holds at first."""
    diary = Diary(_draw_days(rng), _draw_people(rng), _draw_rooms(rng))
    _draw_events(rng, diary)
    _draw_series(rng, diary)
    return diary


def draw_event_id(rng: Random, diary: Diary) -> str:
    """Draw an id that no event has or had."""
    return draw_id(rng, "EV-", {**diary.events, **diary.cancellations})


def draw_title(rng: Random, diary: Diary) -> str:
    """Draw a title with quotes, brackets or other marks that no event has."""
    used = {event.title for event in diary.events.values()}
    titles = (form.format(topic) for topic in TOPICS for form in AWKWARD_FORMS)
    return rng.choice([title for title in titles if title not in used])


def _draw_days(rng: Random) -> tuple[dt.date, ...]:
    """Draw the working days of two weeks in a row."""
    monday = dt.date(2026, 1, 5) + dt.timedelta(weeks=rng.randrange(150))
    return tuple(monday + dt.timedelta(days=day) for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11))


def _draw_people(rng: Random) -> dict[str, Person]:
    teams = [team for team in get_args(Team) for _ in range(TEAM_SIZE)]
    ids: list[str] = []
    for _ in teams:
        ids.append(draw_id(rng, "PE-", ids))
    ring = rng.sample(ids, len(ids))
    deputies = dict(zip(ring, [*ring[1:], ring[0]], strict=True))
    people: dict[str, Person] = {}
    for id_, given, team in zip(ids, rng.sample(GIVEN_NAMES, len(ids)), teams, strict=True):
        name = f"{given} {rng.choice(FAMILY_NAMES)}"
        people[id_] = Person(id_, name, team, rng.choice(JOB_TITLES), deputies[id_])
    return people


def _draw_rooms(rng: Random) -> dict[str, Room]:
    """Draw one room of each capacity; some have all equipment, the others two pieces."""
    every = get_args(Equipment)
    full = set(rng.sample(CAPACITIES[1:], FULLY_EQUIPPED))
    rooms: dict[str, Room] = {}
    for name, capacity in zip(rng.sample(ROOM_NAMES, len(CAPACITIES)), CAPACITIES, strict=True):
        id_ = draw_id(rng, "RM-", rooms)
        equipment = every if capacity in full else tuple(sorted(rng.sample(every, 2)))
        rooms[id_] = Room(id_, name, rng.randint(1, 4), capacity, equipment)
    return rooms


def _draw_events(rng: Random, diary: Diary) -> None:
    """Fill each day with two or three events that share nobody."""
    titles = [form.format(topic) for topic in TOPICS for form in PLAIN_FORMS + AWKWARD_FORMS]
    fresh = iter(rng.sample(titles, len(titles)))
    for day in diary.days:
        people = rng.sample(list(diary.people), len(diary.people))
        for nth in range(rng.choice((2, 3))):
            group = people[nth * MOST_ATTENDEES :][: rng.randint(2, MOST_ATTENDEES)]
            roomless = nth > 0 and rng.random() < 0.3
            diary.store(
                Event(
                    id=draw_event_id(rng, diary),
                    title=next(fresh),
                    when=_draw_slot(rng, day),
                    organizer_id=group[0],
                    attendee_ids=tuple(sorted(group)),
                    room_id=None if roomless else _draw_room(rng, diary, day, len(group)),
                )
            )


def _draw_series(rng: Random, diary: Diary) -> None:
    """Let one event continue another over three days."""
    series = [
        [event for event in diary.events.values() if event.when.date == day][1]
        for day in sorted(rng.sample(diary.days, 3))
    ]
    for one, other in pairwise(series):
        diary.store(replace(one, follow_up_id=other.id))


def _draw_slot(rng: Random, day: dt.date) -> Slot:
    duration = rng.choice((30, 45, 60))
    return Slot(day, clock(rng.randrange(OPENS, CLOSES - duration + 1, STEP)), duration)


def _draw_room(rng: Random, diary: Diary, day: dt.date, attendees: int) -> str:
    used = {event.room_id for event in diary.events.values() if event.when.date == day}
    rooms = [room for room in diary.rooms.values() if room.capacity >= attendees + SPARE_SEATS]
    return rng.choice([room.id for room in rooms if room.id not in used])
