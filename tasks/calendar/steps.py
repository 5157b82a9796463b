"""Steps that the solutions of several tasks have in common."""

import datetime as dt
from collections.abc import Iterable

from toolbench_ood.task.solution import Caller
from toolbench_ood.types.value import Json

from .arrange import EARLIEST, LATEST
from .entries import Person


def find_event(call: Caller, title: str, date: dt.date) -> str:
    """Look an event's id up by title and day."""
    return event_in(call("list_events", start_date=date, title_contains=title), title)


def event_in(listed: Json, title: str) -> str:
    """Return the id of the event with this very title from a result of ``list_events``."""
    return str(next(event["event_id"] for event in listed if event["title"] == title))


def find_all(call: Caller, people: Iterable[Person]) -> list[str]:
    """Look several people's ids up by their full names, in one message."""
    found = call.together(*(("find_people", {"name": person.name}) for person in people))
    return [str(result[0]["person_id"]) for result in found]


def attendee_ids(event: Json) -> list[str]:
    """Return the ids of an event's attendees from a result of ``get_event``."""
    return [person["person_id"] for person in event["attendees"]]


def smallest(rooms: Json) -> str:
    """Return the id of the room with the fewest seats from a result of ``find_rooms``."""
    return str(min(rooms, key=lambda room: room["capacity"])["room_id"])


def first_free(
    call: Caller, person_ids: list[str], day: dt.date, duration: int, **more: Json
) -> Json:
    """Look up the first slot between EARLIEST and LATEST in which some people are free."""
    return call.together(free_times(person_ids, day, duration, **more))[0][0]


def free_times(
    person_ids: list[str], day: dt.date, duration: int, **more: Json
) -> tuple[str, dict[str, Json]]:
    """Write the call that looks up when between EARLIEST and LATEST some people are free."""
    window = {"date": day, "earliest_start": EARLIEST, "latest_end": LATEST}
    given = {"person_ids": person_ids, "window": window, "duration_minutes": duration}
    return "find_free_slots", {**given, **more}
