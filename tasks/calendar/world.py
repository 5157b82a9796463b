"""A company's shared calendar: who meets whom, when, and in which room."""

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool

from .draw import draw_diary, draw_event_id
from .records import (
    Cancellation,
    Equipment,
    Event,
    Minutes,
    Person,
    Reason,
    Reminder,
    Room,
    Slot,
    Team,
    Visibility,
    Window,
)
from .rules import contains, refuse_hours, refuse_odd_length, refuse_weekend


class Calendar(World):
    """The shared calendar."""

    name: ClassVar[str] = "shared calendar"

    def __init__(self, rng: Random) -> None:
        """Draw people, rooms and two weeks of events."""
        super().__init__(rng)
        self.diary = draw_diary(rng)

    @tool
    def find_people(self, name: str | None = None, team: Team | None = None) -> list[Person]:
        """Find people, ordered by name.

        Args:
            name: Only people with this text in their name, ignoring case and accents.
            team: Only people on this team.
        """
        people = sorted(self.diary.people.values(), key=lambda person: person.name)
        return [
            person
            for person in people
            if contains(person.name, name) and team in (None, person.team)
        ]

    @tool
    def get_person(self, person_id: str) -> Person:
        """Show a person, with the id of the deputy who stands in for them.

        Args:
            person_id: Id of the person.
        """
        return self.diary.person(person_id)

    @tool
    def find_rooms(
        self,
        min_capacity: Annotated[int, Field(ge=1, le=50)] = 1,
        equipment: tuple[Equipment, ...] = (),
        floor: Annotated[int, Field(ge=1, le=4)] | None = None,
        free_during: Slot | None = None,
    ) -> list[Room]:
        """Find meeting rooms, ordered by name.

        Args:
            min_capacity: Only rooms with at least this many seats.
            equipment: Only rooms that have all of these.
            floor: Only rooms on this floor.
            free_during: Only rooms that are free at this time.
        """
        if free_during is not None:
            refuse_hours(free_during)
        rooms = sorted(self.diary.rooms.values(), key=lambda room: room.name)
        return [
            room
            for room in rooms
            if room.capacity >= min_capacity
            and set(equipment) <= set(room.equipment)
            and floor in (None, room.floor)
            and (free_during is None or not self.diary.clashes(free_during, (), room.id))
        ]

    @tool
    def list_events(
        self,
        start_date: dt.date,
        end_date: dt.date | None = None,
        title: str | None = None,
        attendee_id: str | None = None,
        room_id: str | None = None,
    ) -> list[dict[str, Any]]:
        """List the events of one or more days, ordered by start.

        Args:
            start_date: First day, as YYYY-MM-DD.
            end_date: Last day, as YYYY-MM-DD; the same as the first if omitted.
            title: Only events with this text in their title, ignoring case and accents.
            attendee_id: Only events that the person with this id attends.
            room_id: Only events in the room with this id.
        """
        last = start_date if end_date is None else end_date
        if last < start_date:
            raise ToolError(f"The last day, {last}, is before the first, {start_date}.")
        if attendee_id is not None:
            self.diary.person(attendee_id)
        if room_id is not None:
            self.diary.room(room_id)
        return [
            {"id": event.id, "title": event.title, "when": event.when}
            for event in self.diary.events_in_order()
            if start_date <= event.when.date <= last
            and contains(event.title, title)
            and (attendee_id is None or attendee_id in event.attendee_ids)
            and room_id in (None, event.room_id)
        ]

    @tool
    def get_event(self, event_id: str) -> dict[str, Any]:
        """Show everything about an event: time, attendees, room, reminders and follow-up.

        Args:
            event_id: Id of the event.
        """
        return self.diary.show_event(self.diary.event(event_id))

    @tool
    def find_free_slots(
        self,
        person_ids: list[str],
        window: Window,
        duration_minutes: Minutes,
        room_id: str | None = None,
        limit: Annotated[int, Field(ge=1, le=20)] = 5,
    ) -> list[Slot]:
        """Find start times on a day when everyone in a group is free, earliest first.

        Starts are a quarter of an hour apart, so the slots overlap. People and rooms are busy
        during each of their events, also during one that is about to be moved.

        Args:
            person_ids: Ids of the people who must be free.
            window: The day, and the part of it to search.
            duration_minutes: Length of the time needed, in minutes; a multiple of 15.
            room_id: Id of a room that must be free too.
            limit: Most slots to return.
        """
        refuse_weekend(window.date)
        refuse_odd_length(duration_minutes)
        people = [self.diary.person(person_id).id for person_id in person_ids]
        room = None if room_id is None else self.diary.room(room_id).id
        return self.diary.free_slots(window, people, duration_minutes, room)[:limit]

    @tool
    def create_event(  # noqa: PLR0913, PLR0917  # what the form for a new event asks for
        self,
        title: Annotated[str, Field(min_length=1)],
        when: Slot,
        organizer_id: str,
        attendee_ids: tuple[str, ...] = (),
        room_id: str | None = None,
        notes: str = "",
        visibility: Visibility = "team",
    ) -> Event:
        """Create an event.

        Refused if an attendee or the room is busy then, or the room is too small.

        Args:
            title: Its title.
            when: Its day, start and length.
            organizer_id: Id of the organizer, who attends it too.
            attendee_ids: Ids of the other attendees.
            room_id: Id of the room to book; no room if omitted.
            notes: Text for the attendees.
            visibility: Who can see it: the whole team, or only the attendees.
        """
        attendees = tuple(sorted({organizer_id, *attendee_ids}))
        given = (title, when, organizer_id, attendees, room_id, notes, visibility)
        self.diary.refuse_event(Event("", *given))
        return self.diary.store(Event(draw_event_id(self.rng, self.diary), *given))

    @tool
    def move_event(
        self, event_id: str, when: Slot | None = None, room_id: str | None = None
    ) -> Event:
        """Move an event to another time, another room, or both.

        Refused if an attendee or the room is busy then, or the room is too small.

        Args:
            event_id: Id of the event.
            when: Its new day, start and length; unchanged if omitted.
            room_id: Id of its new room; unchanged if omitted.
        """
        event = self.diary.event(event_id)
        if when is None and room_id is None:
            raise ToolError("Give a new time, a new room, or both.")
        room_id = event.room_id if room_id is None else room_id
        return self.diary.store(replace(event, when=when or event.when, room_id=room_id))

    @tool
    def update_attendees(
        self,
        event_id: str,
        add_person_ids: tuple[str, ...] = (),
        remove_person_ids: tuple[str, ...] = (),
    ) -> Event:
        """Invite people to an event, remove people from it, or both.

        Refused if somebody invited is busy then, or the room has too few seats.

        Args:
            event_id: Id of the event.
            add_person_ids: Ids of the people to invite.
            remove_person_ids: Ids of the people to remove.
        """
        event = self.diary.event(event_id)
        if not add_person_ids and not remove_person_ids:
            raise ToolError("Give at least one person to invite or remove.")
        for person_id in remove_person_ids:
            self.diary.refuse_removal(event, person_id)
        attendees = {*event.attendee_ids} - {*remove_person_ids} | {*add_person_ids}
        return self.diary.store(replace(event, attendee_ids=tuple(sorted(attendees))))

    @tool
    def add_reminders(
        self, event_id: str, reminders: Annotated[tuple[Reminder, ...], Field(min_length=1)]
    ) -> Event:
        """Add reminders that all attendees of an event get before it starts.

        Args:
            event_id: Id of the event.
            reminders: The reminders to add.
        """
        event = self.diary.event(event_id)
        planned = {(each.channel, each.minutes_before) for each in event.reminders}
        for each in reminders:
            if (each.channel, each.minutes_before) in planned:
                raise ToolError(
                    f"Event {event_id} already has a reminder by {each.channel} "
                    f"{each.minutes_before} minutes before."
                )
            planned.add((each.channel, each.minutes_before))
        return self.diary.store(
            replace(event, reminders=tuple(sorted([*event.reminders, *reminders])))
        )

    @tool
    def set_follow_up(self, event_id: str, follow_up_id: str | None = None) -> Event:
        """Set which later event is the follow-up of an event, or clear it.

        An event can be the follow-up of one other event at most.

        Args:
            event_id: Id of the event.
            follow_up_id: Id of its follow-up; none if omitted.
        """
        event = self.diary.event(event_id)
        if follow_up_id is not None:
            self.diary.refuse_second_origin(event, follow_up_id)
        return self.diary.store(replace(event, follow_up_id=follow_up_id))

    @tool
    def cancel_event(
        self, event_id: str, reason: Reason, message: str = "", notify: bool = True
    ) -> Cancellation:
        """Cancel an event for all its attendees.

        Args:
            event_id: Id of the event.
            reason: Why it is cancelled.
            message: Message to the attendees.
            notify: Whether to notify the attendees.
        """
        self.diary.event(event_id)
        if message and not notify:
            raise ToolError("A message needs notify to be true.")
        self.diary.cancel(Cancellation(event_id, reason, message, notify))
        return self.diary.cancellations[event_id]


SUITE = SuiteInfo(world=Calendar, split="train", version=1)
