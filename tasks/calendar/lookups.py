"""The tools that look people, rooms, events and free time up."""

import datetime as dt
from random import Random
from typing import Annotated

from pydantic import Field

from toolbench_ood.types.value import Json
from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World

from .diary import Diary, check_duration, check_hours, check_working_day
from .draw import draw_days, draw_events, draw_people, draw_rooms, draw_series
from .entries import Equipment, Slot, Team, Window
from .views import (
    contains,
    show_event,
    show_person,
    show_person_in_full,
    show_room,
    show_slot,
    summarise,
)


class Lookups(World):
    """The calendar's state and the tools that only read it."""

    def __init__(self, rng: Random) -> None:
        """Draw people, rooms and two weeks of events."""
        super().__init__(rng)
        self.days = draw_days(rng)
        self.diary = Diary(draw_people(rng), draw_rooms(rng))
        draw_events(rng, self.diary, self.days)
        draw_series(rng, self.diary, self.days)

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
    def get_person(self, person_id: str) -> Json:
        """Show one person and who stands in for them.

        Args:
            person_id: Id of the person.
        """
        return show_person_in_full(self.diary, self.diary.person(person_id))

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
        """Show everything about one event: time, room, attendees, reminders and follow-up.

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
