"""Tools of a calendar that none of the tasks needs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood import ToolError, decoy

from .draw import draw_event_id, draw_title
from .records import Event, Person, Slot
from .world import Calendar


def _an_event(calendar: Calendar, rng: Random) -> Event:
    return rng.choice(calendar.diary.events_in_order())


def _another_organizer(calendar: Calendar, rng: Random) -> Mapping[str, Any] | None:
    pairs = [
        {"event_id": event.id, "organizer_id": person_id}
        for event in calendar.diary.events_in_order()
        for person_id in event.attendee_ids
        if person_id != event.organizer_id
    ]
    return rng.choice(pairs) if pairs else None


@decoy(_another_organizer)
def change_organizer(calendar: Calendar, event_id: str, organizer_id: str) -> Event:
    """Make another attendee the organizer of an event.

    Args:
        event_id: Id of the event.
        organizer_id: Id of the new organizer, who attends the event already.
    """
    event, person = calendar.diary.event(event_id), calendar.diary.person(organizer_id)
    if person.id not in event.attendee_ids:
        raise ToolError(f"{person.name} doesn't attend event {event_id}.")
    if person.id == event.organizer_id:
        raise ToolError(f"{person.name} already organizes event {event_id}.")
    return calendar.diary.store(replace(event, organizer_id=person.id))


def _a_copy(calendar: Calendar, rng: Random) -> Mapping[str, Any]:
    after = calendar.diary.days[-1] + dt.timedelta(days=rng.randrange(3, 8))
    return {"event_id": _an_event(calendar, rng).id, "when": Slot(after, "10:00", 30)}


@decoy(_a_copy)
def duplicate_event(calendar: Calendar, event_id: str, when: Slot) -> Event:
    """Create a copy of an event at another time; the original stays where it is.

    Args:
        event_id: Id of the event to copy.
        when: Day, start and length of the copy.
    """
    diary = calendar.diary
    copy = replace(diary.event(event_id), id="", when=when, follow_up_id=None)
    diary.refuse_event(copy)
    return diary.store(replace(copy, id=draw_event_id(calendar.rng, diary)))


def _a_title(calendar: Calendar, rng: Random) -> Mapping[str, Any]:
    event_id = _an_event(calendar, rng).id
    return {"event_id": event_id, "title": draw_title(rng, calendar.diary)}


@decoy(_a_title)
def rename_event(
    calendar: Calendar, event_id: str, title: Annotated[str, Field(min_length=1)]
) -> Event:
    """Change the title of an event.

    Args:
        event_id: Id of the event.
        title: Its new title.
    """
    event = calendar.diary.event(event_id)
    if event.title == title:
        raise ToolError(f"Event {event_id} already has this title.")
    return calendar.diary.store(replace(event, title=title))


def _another_deputy(calendar: Calendar, rng: Random) -> Mapping[str, Any]:
    person, *others = rng.sample(list(calendar.diary.people.values()), 3)
    deputy = next(each for each in others if each.id != person.deputy_id)
    return {"person_id": person.id, "deputy_id": deputy.id}


@decoy(_another_deputy)
def set_deputy(calendar: Calendar, person_id: str, deputy_id: str) -> Person:
    """Change who stands in for a person from now on.

    Args:
        person_id: Id of the person.
        deputy_id: Id of the new deputy.
    """
    person, deputy = calendar.diary.person(person_id), calendar.diary.person(deputy_id)
    if deputy.id == person.id:
        raise ToolError(f"{person.name} can't be their own deputy.")
    if deputy.id == person.deputy_id:
        raise ToolError(f"{deputy.name} is already the deputy of {person.name}.")
    calendar.diary.people[person_id] = replace(person, deputy_id=deputy.id)
    return calendar.diary.people[person_id]
