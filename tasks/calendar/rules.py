"""The calendar's tables, and the rules that hold over them."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import clock, find

from .records import CLOSES, STEP, Cancellation, Event, Person, Room, Slot, Window, minutes_of


@dataclass(slots=True)
class Diary:
    """Everything that the calendar knows, in tables by id.

    Events run on working days between 08:00 and 18:00 in whole quarters of an hour. Nobody and no
    room is in two events at once, and a room seats all attendees. A follow-up starts when the
    event that it continues has ended, and continues no other.
    """

    days: tuple[dt.date, ...]
    """The working days that have events at first."""
    people: dict[str, Person]
    rooms: dict[str, Room]
    events: dict[str, Event] = field(default_factory=dict)
    cancellations: dict[str, Cancellation] = field(default_factory=dict)

    def person(self, person_id: str) -> Person:
        """Look a person up (ToolError)."""
        return find(self.people, person_id, "person")

    def room(self, room_id: str) -> Room:
        """Look a room up (ToolError)."""
        return find(self.rooms, room_id, "room")

    def event(self, event_id: str) -> Event:
        """Look an event up (ToolError)."""
        if event_id in self.cancellations:
            raise ToolError(f"Event {event_id} has been cancelled.")
        return find(self.events, event_id, "event")

    def events_in_order(self) -> list[Event]:
        """List the events by date, start and title."""
        return sorted(
            self.events.values(),
            key=lambda event: (event.when.date, event.when.begin, event.title, event.id),
        )

    def continued_by(self, event_id: str) -> Event | None:
        """Return the event that has this one as its follow-up."""
        return next((one for one in self.events.values() if one.follow_up_id == event_id), None)

    def clashes(self, slot: Slot, people: Iterable[str], room_id: str | None = None) -> list[Event]:
        """List the events in a slot that take up one of the people or the room."""
        wanted = set(people)
        return [
            event
            for event in self.events_in_order()
            if event.when.overlaps(slot)
            and (
                not wanted.isdisjoint(event.attendee_ids)
                or (room_id is not None and event.room_id == room_id)
            )
        ]

    def free_slots(
        self, window: Window, people: Iterable[str], duration: int, room_id: str | None = None
    ) -> list[Slot]:
        """List the slots in a window, by start, in which all the people and the room are free."""
        wanted = frozenset(people)
        first, end = minutes_of(window.earliest_start), minutes_of(window.latest_end)
        begins = range(first, end - duration + 1, STEP)
        slots = [Slot(window.date, clock(begin), duration) for begin in begins]
        return [slot for slot in slots if not self.clashes(slot, wanted, room_id)]

    def show_event(self, event: Event) -> dict[str, Any]:
        """Return an event with its room and the names of its attendees."""
        people = [self.people[person_id] for person_id in event.attendee_ids]
        return {
            **asdict(event),
            "room": self.rooms.get(event.room_id or ""),
            "attendees": [{"id": person.id, "name": person.name} for person in people],
        }

    def store(self, event: Event) -> Event:
        """Write an event, new or changed, unless it breaks a rule (ToolError); return it."""
        self.refuse_event(event)
        self.events[event.id] = event
        return event

    def cancel(self, cancellation: Cancellation) -> None:
        """Take an event out; what it continued is continued by its follow-up (ToolError)."""
        event = self.event(cancellation.event_id)
        before = self.continued_by(event.id)
        if before is not None:
            self.events[before.id] = replace(before, follow_up_id=event.follow_up_id)
        del self.events[event.id]
        self.cancellations[event.id] = cancellation

    def refuse_event(self, event: Event) -> None:
        """Refuse an event that breaks a rule."""
        refuse_hours(event.when)
        for person_id in event.attendee_ids:
            self.refuse_busy(person_id, event)
        if event.room_id is not None:
            self.refuse_room(event.room_id, event)
        self.refuse_order(event)

    def refuse_busy(self, person_id: str, event: Event) -> None:
        """Refuse someone who is in another event at that time."""
        person = self.person(person_id)
        for other in self.clashes(event.when, [person_id]):
            if other.id != event.id:
                raise ToolError(f"{person.name} is busy at that time: {_described(other)}.")

    def refuse_room(self, room_id: str, event: Event) -> None:
        """Refuse a room with too few seats, or one that is taken at that time."""
        room, attendees = self.room(room_id), len(event.attendee_ids)
        if attendees > room.capacity:
            raise ToolError(
                f"Room {room.name} seats {room.capacity}, but the event has {attendees} attendees."
            )
        for other in self.clashes(event.when, [], room_id):
            if other.id != event.id:
                raise ToolError(f"Room {room.name} is taken at that time: {_described(other)}.")

    def refuse_order(self, event: Event) -> None:
        """Refuse an event that starts before what it continues has ended."""
        before = self.continued_by(event.id)
        after = None if event.follow_up_id is None else self.event(event.follow_up_id)
        for one, other in ((before, event), (event, after)):
            if one and other and not one.when.precedes(other.when):
                raise ToolError(
                    f"“{other.title}” is the follow-up of {_described(one)}, and can't start "
                    "before that has ended."
                )

    def refuse_removal(self, event: Event, person_id: str) -> None:
        """Refuse to remove the organizer, or someone who does not attend."""
        if person_id == event.organizer_id:
            raise ToolError("The organizer can't be removed from the event.")
        if person_id not in event.attendee_ids:
            raise ToolError(f"{self.person(person_id).name} doesn't attend event {event.id}.")

    def refuse_second_origin(self, event: Event, follow_up_id: str) -> None:
        """Refuse a follow-up that continues another event."""
        follow_up, other = self.event(follow_up_id), self.continued_by(follow_up_id)
        if other is not None and other.id != event.id:
            raise ToolError(
                f"“{follow_up.title}” is already the follow-up of “{other.title}” ({other.id})."
            )


def refuse_hours(slot: Slot) -> None:
    """Refuse a slot outside working days and hours."""
    refuse_weekend(slot.date)
    refuse_odd_length(slot.duration_minutes)
    if slot.end > CLOSES:
        raise ToolError(f"Events must end by 18:00, but this one would end at {slot.end_time}.")


def refuse_weekend(date: dt.date) -> None:
    """Refuse a Saturday or Sunday."""
    if date.isoweekday() > 5:
        raise ToolError(f"{date} is a {date:%A}; events take place from Monday to Friday.")


def refuse_odd_length(minutes: int) -> None:
    """Refuse a length that is no multiple of a quarter of an hour."""
    if minutes % STEP:
        raise ToolError(f"Lengths are multiples of {STEP} minutes; {minutes} is not.")


def contains(text: str, part: str | None) -> bool:
    """Whether a text has a part, ignoring case and accents; always true when no part is given."""
    return part is None or _folded(part) in _folded(text)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _described(event: Event) -> str:
    when = event.when
    return f"“{event.title}” ({when.date}, {when.start_time} to {when.end_time})"
