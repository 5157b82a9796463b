"""Steps that the solutions of several tasks have in common."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from toolbench_ood import Caller, Json

from .records import Event, Person, Slot
from .wording import EARLIEST, LATEST

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""


def search(event: Event) -> Request:
    """Return the call that lists events with an event's title on its day."""
    return "list_events", {"start_date": event.when.date, "title": event.title}


def only_id(listed: Json, event: Event) -> str:
    """Return the id of the event with this very title from a result of ``list_events``."""
    return str(next(row["id"] for row in listed if row["title"] == event.title))


def find_events(call: Caller, *events: Event) -> list[str]:
    """Look events' ids up by title and day, in one message."""
    found = call.together(*map(search, events))
    return [only_id(listed, event) for listed, event in zip(found, events, strict=True)]


def open_event(call: Caller, event: Event) -> Json:
    """Look an event up by title and day, and open it."""
    (event_id,) = find_events(call, event)
    return call("get_event", event_id=event_id)


def by_name(person: Person) -> Request:
    """Return the call that finds somebody by name."""
    return "find_people", {"name": person.name}


def find_all(call: Caller, people: Iterable[Person]) -> list[str]:
    """Look people's ids up by name, in one message."""
    return [str(found[0]["id"]) for found in call.together(*map(by_name, people))]


def on_team(team: str) -> Request:
    """Return the call that finds a team."""
    return "find_people", {"team": team}


def invite(event_id: str, *person_ids: str) -> Request:
    """Return the call that invites people."""
    return "update_attendees", {"event_id": event_id, "add_person_ids": person_ids}


def smallest(rooms: Json) -> str:
    """Return the id of the room with the fewest seats."""
    return str(min(rooms, key=lambda room: int(room["capacity"]))["id"])


def free_times(person_ids: list[str], day: dt.date, duration: int, **more: Any) -> Request:
    """Return the call that finds times between EARLIEST and LATEST when people are free."""
    window = {"date": day, "earliest_start": EARLIEST, "latest_end": LATEST}
    given = {"person_ids": person_ids, "window": window, "duration_minutes": duration}
    return "find_free_slots", {**given, **more}


def first_free(
    call: Caller, person_ids: list[str], day: dt.date, duration: int, **more: Any
) -> Json:
    """Look up the first time between EARLIEST and LATEST when people are free."""
    return call.together(free_times(person_ids, day, duration, **more))[0][0]


def slot_of(row: Json) -> Slot:
    """Read a time in a result."""
    date = dt.date.fromisoformat(row["date"])
    return Slot(date, row["start_time"], int(row["duration_minutes"]))
