"""A team's shared calendar: who meets whom, when, and in which room."""

from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.types.value import Json
from toolbench_ood.world.tool import ToolError, tool

from .entries import Cancellation, Event, Reason, Reminder, Slot, Visibility
from .lookups import Lookups
from .views import show_event


class Calendar(Lookups):
    """Tools of a shared calendar; the rules are the Diary's."""

    name: ClassVar[str] = "shared calendar"

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
            id=self.diary.fresh_event_id(self.rng),
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
    def change_follow_up(self, event_id: str, follow_up_id: str | None = None) -> Json:
        """Say which later event continues an event, or that none does any more.

        Args:
            event_id: Id of the event.
            follow_up_id: Id of the event that continues it; none does when left out.
        """
        event = self.diary.event(event_id)
        if follow_up_id is not None:
            follow_up = self.diary.event(follow_up_id)
            other = self.diary.continued_by(follow_up_id)
            if other is not None and other.id != event_id:
                raise ToolError(f"{follow_up.title} continues {other.title} ({other.id}) already.")
        return self._store(replace(event, follow_up_id=follow_up_id))

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
