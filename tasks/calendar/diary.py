"""The calendar's state and the rules that it never breaks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from toolbench_ood.world.tool import ToolError

from .entries import (
    CLOSES,
    STEP,
    Cancellation,
    Event,
    Person,
    Room,
    Slot,
    Window,
    minutes_of,
    time_of,
)


class Diary:
    """People, rooms and events.

    Events run on working days between 08:00 and 18:00 in whole quarters of an hour. Nobody and no
    room is in two events at once, and a room seats all attendees. A follow-up starts when the
    event that it continues has ended, and continues no other.
    """

    def __init__(self, people: Iterable[Person], rooms: Iterable[Room]) -> None:
        """Start an empty calendar for these people and rooms."""
        self.people = {person.id: person for person in people}
        self.rooms = {room.id: room for room in rooms}
        self.events: dict[str, Event] = {}
        self.cancellations: dict[str, Cancellation] = {}

    def person(self, person_id: str) -> Person:
        """Return a person by id, or refuse (ToolError)."""
        if person_id not in self.people:
            raise ToolError(f"There is no person {person_id}.")
        return self.people[person_id]

    def room(self, room_id: str) -> Room:
        """Return a room by id, or refuse (ToolError)."""
        if room_id not in self.rooms:
            raise ToolError(f"There is no room {room_id}.")
        return self.rooms[room_id]

    def event(self, event_id: str) -> Event:
        """Return an event by id, or refuse (ToolError)."""
        if event_id in self.cancellations:
            raise ToolError(f"Event {event_id} was cancelled.")
        if event_id not in self.events:
            raise ToolError(f"There is no event {event_id}.")
        return self.events[event_id]

    def events_in_order(self) -> list[Event]:
        """List the events by date, start, and title."""
        return sorted(
            self.events.values(),
            key=lambda event: (event.slot.date, event.slot.begin, event.title, event.id),
        )

    def fresh_event_id(self, rng: Random) -> str:
        """Draw an id that no event has or had; ids follow no order, so none can be foretold."""
        while True:
            event_id = f"E{rng.randrange(1000, 10_000)}"
            if event_id not in self.events and event_id not in self.cancellations:
                return event_id

    def store(self, event: Event) -> None:
        """Write an event, new or changed, unless that breaks a rule (ToolError)."""
        check_hours(event.slot)
        for person_id in sorted(event.attendee_ids):
            self._check_person(person_id, event)
        if event.room_id is not None:
            self._check_room(event.room_id, event)
        self._check_series(event)
        self.events[event.id] = event

    def cancel(self, event_id: str, cancellation: Cancellation) -> None:
        """Take an event out of the calendar, or refuse (ToolError).

        What it continued is continued by its own follow-up from then on.
        """
        event, continued = self.event(event_id), self.continued_by(event_id)
        if continued is not None:
            self.events[continued.id] = replace(continued, follow_up_id=event.follow_up_id)
        del self.events[event_id]
        self.cancellations[event_id] = cancellation

    def continued_by(self, event_id: str) -> Event | None:
        """Return the event that has this one as its follow-up."""
        return next((one for one in self.events.values() if one.follow_up_id == event_id), None)

    def clashes(self, slot: Slot, people: Iterable[str], room_id: str | None = None) -> list[Event]:
        """List the events in a slot that take up one of the people or the room."""
        wanted = set(people)
        return [
            event
            for event in self.events_in_order()
            if event.slot.overlaps(slot)
            and (wanted & event.attendee_ids or (room_id is not None and event.room_id == room_id))
        ]

    def free_slots(
        self, window: Window, people: Iterable[str], duration: int, room_id: str | None = None
    ) -> list[Slot]:
        """List the slots in a window, by start, in which all the people and the room are free."""
        wanted = frozenset(people)
        begins = range(
            minutes_of(window.earliest_start), minutes_of(window.latest_end) - duration + 1, STEP
        )
        slots = [Slot(window.date, time_of(begin), duration) for begin in begins]
        return [slot for slot in slots if not self.clashes(slot, wanted, room_id)]

    def _check_person(self, person_id: str, event: Event) -> None:
        person = self.person(person_id)
        for other in self.clashes(event.slot, [person_id]):
            if other.id != event.id:
                raise ToolError(f"{person.name} is busy then: {_occupied(other)}.")

    def _check_room(self, room_id: str, event: Event) -> None:
        room = self.room(room_id)
        if len(event.attendee_ids) > room.capacity:
            raise ToolError(
                f"Room {room.name} seats {room.capacity}; "
                f"the event has {len(event.attendee_ids)} attendees."
            )
        for other in self.clashes(event.slot, [], room_id):
            if other.id != event.id:
                raise ToolError(f"Room {room.name} is taken then: {_occupied(other)}.")

    def _check_series(self, event: Event) -> None:
        before = self.continued_by(event.id)
        after = None if event.follow_up_id is None else self.event(event.follow_up_id)
        for one, other in ((before, event), (event, after)):
            if one and other and not one.slot.precedes(other.slot):
                raise ToolError(
                    f"{other.title} continues {one.title} and cannot start before its end, "
                    f"{one.slot.date} at {one.slot.end_time}."
                )


def check_hours(slot: Slot) -> None:
    """Refuse a slot outside working days and hours (ToolError)."""
    check_working_day(slot.date)
    check_duration(slot.duration_minutes)
    if slot.end > CLOSES:
        raise ToolError(f"Events must end by 18:00; this one would end at {slot.end_time}.")


def check_working_day(date: dt.date) -> None:
    """Refuse a Saturday or Sunday (ToolError)."""
    if date.isoweekday() > 5:
        raise ToolError(f"{date} is a {date:%A}; events take place from Monday to Friday.")


def check_duration(minutes: int) -> None:
    """Refuse a length that is no whole number of quarters of an hour (ToolError)."""
    if minutes % STEP:
        raise ToolError(f"{minutes} minutes is no whole number of quarters of an hour.")


def _occupied(event: Event) -> str:
    return f"{event.title}, {event.slot.date} from {event.slot.start_time} to {event.slot.end_time}"
