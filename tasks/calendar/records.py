"""What the calendar keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from toolbench_ood.world.kit import clock

Team: TypeAlias = Literal["design", "engineering", "legal", "marketing", "operations", "research"]
Equipment: TypeAlias = Literal["phone", "screen", "video", "whiteboard"]
Visibility: TypeAlias = Literal["team", "private"]
Channel: TypeAlias = Literal["email", "chat", "sms"]
Reason: TypeAlias = Literal["duplicate", "no_longer_needed", "organizer_away", "room_problem"]

OPENS = 8 * 60
"""Minutes after midnight from which events may run."""
CLOSES = 18 * 60
"""Minutes after midnight by which events must have ended."""
STEP = 15
"""Starts and durations are multiples of this many minutes."""

Start: TypeAlias = Annotated[str, Field(pattern=r"^(0[89]|1[0-7]):(00|15|30|45)$")]
End: TypeAlias = Annotated[str, Field(pattern=r"^((0[89]|1[0-7]):(00|15|30|45)|18:00)$")]
Minutes: TypeAlias = Annotated[int, Field(ge=15, le=240)]


@cache
def minutes_of(time: str) -> int:
    """Return the minutes after midnight of an HH:MM time."""
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time within one day."""

    date: Annotated[dt.date, Field(description="Day, as YYYY-MM-DD.")]
    start_time: Annotated[Start, Field(description="Start, as HH:MM; on a quarter of an hour.")]
    duration_minutes: Annotated[Minutes, Field(description="Length in minutes; a multiple of 15.")]

    @property
    def begin(self) -> int:
        """Start in minutes after midnight."""
        return minutes_of(self.start_time)

    @property
    def end(self) -> int:
        """End in minutes after midnight."""
        return self.begin + self.duration_minutes

    @property
    def end_time(self) -> str:
        """End as HH:MM."""
        return clock(self.end)

    def precedes(self, other: "Slot") -> bool:
        """Whether this one has ended when the other starts."""
        return (self.date, self.end) <= (other.date, other.begin)

    def overlaps(self, other: "Slot", margin: int = 0) -> bool:
        """Whether fewer minutes than a margin lie between the two; with 0, whether they overlap."""
        near = self.begin < other.end + margin and other.begin < self.end + margin
        return self.date == other.date and near


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a day in which to look for time."""

    date: Annotated[dt.date, Field(description="Day, as YYYY-MM-DD.")]
    earliest_start: Annotated[Start, Field(description="Earliest start, as HH:MM.")] = "08:00"
    latest_end: Annotated[End, Field(description="Latest end, as HH:MM.")] = "18:00"


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """A message that all attendees of an event get before it starts."""

    minutes_before: Annotated[
        int, Field(ge=5, le=2880, description="Minutes before the start of the event.")
    ]
    channel: Annotated[Channel, Field(description="How it is sent.")]
    note: Annotated[str, Field(description="Text to send along with the title.")] = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can attend events."""

    id: str
    name: str
    team: Team
    job_title: str
    deputy_id: str
    """Id of who stands in for this person."""


@dataclass(frozen=True, slots=True)
class Room:
    """A meeting room."""

    id: str
    name: str
    floor: int
    capacity: int
    """Seats."""
    equipment: tuple[Equipment, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that takes place once."""

    id: str
    title: str
    when: Slot
    organizer_id: str
    attendee_ids: tuple[str, ...]
    """Sorted; the organizer is among them."""
    room_id: str | None = None
    notes: str = ""
    visibility: Visibility = "team"
    reminders: tuple[Reminder, ...] = ()
    """Sorted, the last to be sent first."""
    follow_up_id: str | None = None
    """Id of the later event that continues this one; an event continues one other at most."""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Why an event was cancelled, and what its attendees were told."""

    event_id: str
    reason: Reason
    message: str
    notify: bool
