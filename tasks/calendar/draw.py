"""Draw a calendar of two working weeks from a seed."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import get_args

from .diary import Diary
from .entries import CLOSES, OPENS, STEP, Equipment, Event, Person, Room, Slot, Team, time_of
from .words import (
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
"""Seats of the rooms; all differ, so that the smallest that fits is always one room."""
FULLY_EQUIPPED = 5
"""How many rooms above the smallest have every kind of equipment; the others have two kinds.

Drawn events use at most three rooms a day, so two of the five are always free."""


def draw_days(rng: Random) -> tuple[dt.date, ...]:
    """Draw ten working days: those of two weeks in a row."""
    monday = dt.date(2026, 1, 5) + dt.timedelta(weeks=rng.randrange(150))
    return tuple(monday + dt.timedelta(days=day) for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11))


def draw_people(rng: Random) -> list[Person]:
    """Draw four people a team; no two share a given name."""
    teams = [team for team in get_args(Team) for _ in range(TEAM_SIZE)]
    given = rng.sample(GIVEN_NAMES, len(teams))
    ids = [f"P{number}" for number in rng.sample(range(100, 1000), len(teams))]
    deputies = _draw_deputies(rng, ids)
    return [
        Person(
            person_id,
            f"{name} {rng.choice(FAMILY_NAMES)}",
            team,
            rng.choice(JOB_TITLES),
            deputies[person_id],
        )
        for person_id, name, team in zip(ids, given, teams, strict=True)
    ]


def _draw_deputies(rng: Random, ids: list[str]) -> dict[str, str]:
    """Let everyone stand in for one other, in one ring."""
    ring = rng.sample(ids, len(ids))
    return dict(zip(ring, [*ring[1:], ring[0]], strict=True))


def draw_rooms(rng: Random) -> list[Room]:
    """Draw one room of each capacity; some have every kind of equipment, the others two."""
    every = get_args(Equipment)
    names = rng.sample(ROOM_NAMES, len(CAPACITIES))
    numbers = rng.sample(range(10, 100), len(CAPACITIES))
    full = set(rng.sample(CAPACITIES[1:], FULLY_EQUIPPED))
    return [
        Room(
            id=f"R{number}",
            name=name,
            floor=rng.randint(1, 4),
            capacity=capacity,
            equipment=every if capacity in full else tuple(sorted(rng.sample(every, 2))),
        )
        for number, name, capacity in zip(numbers, names, CAPACITIES, strict=True)
    ]


def draw_events(rng: Random, diary: Diary, days: tuple[dt.date, ...]) -> None:
    """Fill the days with two or three events each, of 30 to 60 minutes, that share nobody."""
    titles = [form.format(topic) for topic in TOPICS for form in PLAIN_FORMS + AWKWARD_FORMS]
    fresh_titles = iter(rng.sample(titles, len(titles)))
    numbers = iter(rng.sample(range(1000, 9000), 3 * len(days)))
    for day in days:
        people = rng.sample(list(diary.people), len(diary.people))
        for index in range(rng.choice((2, 3))):
            group = people[index * MOST_ATTENDEES :][: rng.randint(2, MOST_ATTENDEES)]
            roomless = index > 0 and rng.random() < 0.3
            diary.store(
                Event(
                    id=f"E{next(numbers)}",
                    title=next(fresh_titles),
                    slot=_draw_slot(rng, day),
                    organizer_id=group[0],
                    attendee_ids=frozenset(group),
                    room_id=None if roomless else _draw_room(rng, diary, day, len(group)),
                )
            )


def draw_series(rng: Random, diary: Diary, days: tuple[dt.date, ...]) -> None:
    """Let one event continue another over three days; each day's first drawn stays out of it."""
    drawn = list(diary.events.values())
    series = [
        [event.id for event in drawn if event.slot.date == day][1]
        for day in sorted(rng.sample(days, 3))
    ]
    for one, other in pairwise(series):
        diary.store(replace(diary.events[one], follow_up_id=other))


def fresh_title(rng: Random, diary: Diary) -> str:
    """Draw a title with quotes, brackets or other marks that no event has."""
    used = {event.title for event in diary.events.values()}
    titles = (form.format(topic) for topic in TOPICS for form in AWKWARD_FORMS)
    return rng.choice([title for title in titles if title not in used])


def _draw_slot(rng: Random, day: dt.date) -> Slot:
    duration = rng.choice((30, 45, 60))
    return Slot(day, time_of(rng.randrange(OPENS, CLOSES - duration + 1, STEP)), duration)


def _draw_room(rng: Random, diary: Diary, day: dt.date, attendees: int) -> str:
    used = {event.room_id for event in diary.events.values() if event.slot.date == day}
    return rng.choice(
        [
            room.id
            for room in diary.rooms.values()
            if room.capacity >= attendees + SPARE_SEATS and room.id not in used
        ]
    )
