"""A team's shared calendar: who meets whom, when, and in which room."""

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Annotated, ClassVar

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.types.value import Json
from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World

from .diary import Diary, check_duration, check_hours, check_working_day
from .draw import draw_days, draw_events, draw_people, draw_rooms
from .entries import (
    Cancellation,
    Equipment,
    Event,
    Reason,
    Reminder,
    Slot,
    Snapshot,
    Team,
    Visibility,
    Window,
)
from .views import contains, show_event, show_person, show_room, show_slot, summarise


class Calendar(World):
    """Tools of a shared calendar; the rules are the Diary's."""

    name: ClassVar[str] = "shared calendar"

    def __init__(self, rng: Random) -> None:
        """Draw people, rooms and two weeks of events."""
        super().__init__(rng)
        self.days = draw_days(rng)
        self.diary = Diary(draw_people(rng), draw_rooms(rng))
        draw_events(rng, self.diary, self.days)

    def snapshot(self) -> Snapshot:
        """Copy the whole state, for comparison."""
        return self.diary.snapshot()

    @tool
    def find_people(self, name: str | None = None, team: Team | None = None) -> list[Json]:
        """Find people and their ids, ordered by name.

        Args:
            name: Part of the name, in any case; everyone when left out.
            team: Only people of this team.
        """
        people = sorted(self.diary.people.values(), key=lambda person: person.name)
        return [
            show_person(person)
            for person in people
            if contains(person.name, name) and team in (None, person.team)
        ]

    @tool
    def find_rooms(
        self,
        minimum_capacity: Annotated[int, Field(ge=1, le=50)] = 1,
        equipment: tuple[Equipment, ...] = (),
        floor: Annotated[int, Field(ge=1, le=4)] | None = None,
        free_during: Slot | None = None,
    ) -> list[Json]:
        """Find meeting rooms and their ids, ordered by name.

        Args:
            minimum_capacity: Only rooms with at least this many seats.
            equipment: Only rooms that have all of these.
            floor: Only rooms on this floor.
            free_during: Only rooms that no event uses in this time.
        """
        if free_during is not None:
            check_hours(free_during)
        rooms = sorted(self.diary.rooms.values(), key=lambda room: room.name)
        return [
            show_room(room)
            for room in rooms
            if room.capacity >= minimum_capacity
            and set(equipment) <= set(room.equipment)
            and floor in (None, room.floor)
            and (free_during is None or not self.diary.clashes(free_during, (), room.id))
        ]

    @tool
    def list_events(
        self,
        start_date: dt.date,
        end_date: dt.date | None = None,
        title_contains: str | None = None,
        attendee_id: str | None = None,
        room_id: str | None = None,
    ) -> list[Json]:
        """List the events of one or more days with their ids, ordered by start.

        Args:
            start_date: First day, as YYYY-MM-DD.
            end_date: Last day, as YYYY-MM-DD; the first day alone when left out.
            title_contains: Only events with this text in the title, in any case.
            attendee_id: Only events that this person attends.
            room_id: Only events in this room.
        """
        last = start_date if end_date is None else end_date
        if last < start_date:
            raise ToolError(f"The last day, {last}, comes before the first, {start_date}.")
        if attendee_id is not None:
            self.diary.person(attendee_id)
        if room_id is not None:
            self.diary.room(room_id)
        return [
            summarise(event)
            for event in self.diary.events_in_order()
            if start_date <= event.slot.date <= last
            and contains(event.title, title_contains)
            and (attendee_id is None or attendee_id in event.attendee_ids)
            and room_id in (None, event.room_id)
        ]

    @tool
    def get_event(self, event_id: str) -> Json:
        """Show everything about one event: time, room, attendees, notes and reminders.

        Args:
            event_id: Id of the event.
        """
        return show_event(self.diary, self.diary.event(event_id))

    @tool
    def find_free_slots(
        self,
        person_ids: list[str],
        window: Window,
        duration_minutes: Annotated[int, Field(ge=15, le=240)],
        room_id: str | None = None,
        limit: Annotated[int, Field(ge=1, le=20)] = 5,
    ) -> list[Json]:
        """Find times of one day at which all the given people are free, earliest first.

        Args:
            person_ids: Ids of the people who must be free.
            window: The day and the part of it to look at.
            duration_minutes: How long they must be free, in minutes; a multiple of 15.
            room_id: A room that must be free as well.
            limit: At most this many slots are returned.
        """
        check_working_day(window.date)
        check_duration(duration_minutes)
        people = [self.diary.person(person_id).id for person_id in person_ids]
        room = None if room_id is None else self.diary.room(room_id).id
        slots = self.diary.free_slots(window, people, duration_minutes, room)
        return [show_slot(slot) for slot in slots[:limit]]

    @tool
    def create_event(  # noqa: PLR0913, PLR0917  # a tool takes what the domain needs, by name
        self,
        title: Annotated[str, Field(min_length=1)],
        when: Slot,
        organizer_id: str,
        attendee_ids: tuple[str, ...] = (),
        room_id: str | None = None,
        notes: str = "",
        visibility: Visibility = "team",
    ) -> Json:
        """Create an event and return it with its new id.

        Args:
            title: What the event is called.
            when: The day, start and length.
            organizer_id: Id of the person who organizes it and attends it.
            attendee_ids: Ids of the other people who attend.
            room_id: Id of the room; none when left out.
            notes: Text for the attendees.
            visibility: Who sees it: the whole team, or the attendees alone.
        """
        event = Event(
            id=self.diary.next_event_id(),
            title=title,
            slot=when,
            organizer_id=organizer_id,
            attendee_ids=frozenset((organizer_id, *attendee_ids)),
            room_id=room_id,
            notes=notes,
            visibility=visibility,
        )
        return self._store(event)

    @tool
    def move_event(
        self, event_id: str, when: Slot | None = None, room_id: str | None = None
    ) -> Json:
        """Move an event to another time, another room, or both.

        Args:
            event_id: Id of the event.
            when: The new day, start and length; the time stays when left out.
            room_id: Id of the new room; the room stays when left out.
        """
        event = self.diary.event(event_id)
        if when is None and room_id is None:
            raise ToolError("Give a new time, a new room, or both.")
        return self._store(
            replace(
                event,
                slot=event.slot if when is None else when,
                room_id=event.room_id if room_id is None else room_id,
            )
        )

    @tool
    def change_attendees(
        self,
        event_id: str,
        add_person_ids: tuple[str, ...] = (),
        remove_person_ids: tuple[str, ...] = (),
    ) -> Json:
        """Invite people to an event, take people off it, or both.

        Args:
            event_id: Id of the event.
            add_person_ids: Ids of the people to invite.
            remove_person_ids: Ids of the people to take off.
        """
        event = self.diary.event(event_id)
        if not add_person_ids and not remove_person_ids:
            raise ToolError("Name someone to invite or to take off.")
        removed = frozenset(remove_person_ids)
        for person_id in remove_person_ids:
            if person_id not in event.attendee_ids:
                raise ToolError(f"{self.diary.person(person_id).name} does not attend {event_id}.")
        if event.organizer_id in removed:
            raise ToolError("The organizer cannot be taken off the event.")
        attendees = (event.attendee_ids - removed) | frozenset(add_person_ids)
        return self._store(replace(event, attendee_ids=attendees))

    @tool
    def add_reminders(
        self, event_id: str, reminders: Annotated[tuple[Reminder, ...], Field(min_length=1)]
    ) -> Json:
        """Remind all attendees of an event before it starts.

        Args:
            event_id: Id of the event.
            reminders: The reminders to add.
        """
        event = self.diary.event(event_id)
        planned = {(reminder.channel, reminder.minutes_before) for reminder in event.reminders}
        for reminder in reminders:
            key = (reminder.channel, reminder.minutes_before)
            if key in planned:
                raise ToolError(
                    f"{event_id} already has a reminder by {reminder.channel} "
                    f"{reminder.minutes_before} minutes before."
                )
            planned.add(key)
        return self._store(replace(event, reminders=event.reminders | frozenset(reminders)))

    @tool
    def cancel_event(
        self, event_id: str, reason: Reason, message: str = "", notify: bool = True
    ) -> str:
        """Cancel an event for all its attendees.

        Args:
            event_id: Id of the event.
            reason: Why it is cancelled.
            message: Words to send to the attendees.
            notify: Whether the attendees are told at all.
        """
        if message and not notify:
            raise ToolError("A message cannot be sent to attendees who are not told.")
        self.diary.cancel(event_id, Cancellation(reason, message, notify))
        return f"Cancelled {event_id}."

    def _store(self, event: Event) -> Json:
        self.diary.store(event)
        return show_event(self.diary, event)


SUITE = SuiteInfo(world=Calendar, split="train", version=1)
