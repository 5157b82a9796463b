"""Arrange the situations that the tasks are about."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from .drawing import draw_key
from .records import Activity, Component, Milestone, Person, Squad, Stage, Ticket, Work
from .world import Tracker

Row = TypeVar("Row")

ACTIVITIES: Mapping[Activity, str] = {
    "coding": "coding",
    "reviewing": "reviewing",
    "testing": "testing",
    "debugging": "debugging",
}
"""How people say what they did."""


def pick_tickets(world: Tracker, rng: Random, count: int, *stages: Stage) -> list[Ticket]:
    """Draw different tickets that are in one of the stages, and loosen all their links."""
    fitting = [ticket for ticket in world.tickets.values() if ticket.stage in stages]
    picked = rng.sample(fitting, count)
    for ticket in picked:
        loosen(world, ticket)
    return picked


def loosen(world: Tracker, ticket: Ticket) -> None:
    """Let a ticket wait for nothing and block nothing."""
    ticket.blocker_keys = frozenset()
    for other in world.tickets.values():
        other.blocker_keys -= {ticket.key}


def pick_person(
    world: Tracker, rng: Random, unlike: Container[str | None] = (), squad: Squad | None = None
) -> Person:
    """Draw a person whose key is not among some."""
    return rng.choice(
        [
            person
            for person in world.people.values()
            if person.key not in unlike and squad in (None, person.squad)
        ]
    )


def pick_component(world: Tracker, rng: Random, unlike: str = "") -> Component:
    """Draw a component other than that with a key."""
    return rng.choice([one for one in world.components.values() if one.key != unlike])


def pick_milestone(world: Tracker, rng: Random, unlike: str | None = None) -> Milestone:
    """Draw a milestone other than that with a key."""
    return rng.choice([one for one in world.milestones.values() if one.key != unlike])


def past_day(world: Tracker, rng: Random) -> date:
    """Draw a day of the last week, for which nobody has logged anything yet."""
    return world.today - timedelta(days=rng.randrange(1, 7))


def rank_by_room(world: Tracker, rng: Random, squad: Squad) -> list[Person]:
    """Give the people of a squad clearly different room; return them, the freest first."""
    keys = [person.key for person in world.people.values() if person.squad == squad]
    for nth, key in enumerate(rng.sample(keys, len(keys))):
        room = 10 + 3 * nth + rng.randrange(3)
        give_room(world, key, room)
    ranked = sorted(keys, key=lambda key: world.people[key].limit_points - world.load(key))
    return [world.people[key] for key in reversed(ranked)]


def give_room(world: Tracker, person_key: str, room: int) -> None:
    """Set someone's limit so that this many points can be added."""
    limit = world.load(person_key) + room
    world.people[person_key] = replace(world.people[person_key], limit_points=limit)


def say_points(points: int) -> str:
    """Write a size for an ask."""
    return "1 point" if points == 1 else f"{points} points"


def add_work(world: Tracker, rng: Random, ticket: Ticket, worker_key: str) -> Work:
    """Let someone have worked on a ticket some weeks ago."""
    key = draw_key(rng, "WO", world.work)
    day = world.today - timedelta(days=rng.randrange(31, 60))
    minutes = rng.randrange(2, 12) * 15
    world.work[key] = Work(key, ticket.key, worker_key, day, minutes, rng.choice([*ACTIVITIES]))
    return world.work[key]


def minutes_of(world: Tracker, ticket: Ticket, worker_key: str) -> int:
    """Add up the time that someone has logged on a ticket."""
    return sum(
        work.minutes
        for work in world.work.values()
        if (work.ticket_key, work.worker_key) == (ticket.key, worker_key)
    )


def new_rows(before: Iterable[str], table: Mapping[str, Row]) -> list[Row]:
    """Return the rows of a table whose keys were not there before."""
    known = set(before)
    return [row for key, row in table.items() if key not in known]


def said(row: Any) -> tuple[Any, ...]:
    """Return the values of a row but its key, which no ask can name."""
    return tuple(getattr(row, name) for name in row.__slots__ if name != "key")
