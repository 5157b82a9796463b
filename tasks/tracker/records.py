"""What the tracker keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

Severity: TypeAlias = Literal["minor", "major", "critical"]
Status: TypeAlias = Literal["backlog", "ready", "in_progress", "in_review", "done", "rejected"]
Team: TypeAlias = Literal["platform", "clients"]
Audience: TypeAlias = Literal["team", "customer"]
Activity: TypeAlias = Literal["coding", "reviewing", "testing", "debugging"]
Label: TypeAlias = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Points: TypeAlias = Literal[1, 2, 3, 5, 8]

CLOSED: tuple[Status, ...] = ("done", "rejected")
NEXT_STATUSES: Mapping[Status, tuple[Status, ...]] = {
    "backlog": ("ready", "rejected"),
    "ready": ("in_progress", "backlog", "rejected"),
    "in_progress": ("in_review", "ready"),
    "in_review": ("done", "in_progress"),
    "done": ("ready",),
    "rejected": ("backlog",),
}
"""The workflow: the statuses that a ticket can go to from each status."""


@dataclass(slots=True)
class Developer:
    """Someone who works on tickets."""

    id: str
    name: str
    team: Team
    capacity_points: int
    """The most points that the open tickets assigned to this person may add up to."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the product."""

    id: str
    name: str
    lead_id: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A release that tickets are planned for."""

    id: str
    name: str
    due_date: dt.date


@dataclass(slots=True)
class Ticket:
    """One thing to be done."""

    id: str
    title: str
    component_id: str
    severity: Severity
    status: Status
    created: dt.date
    points: int = 0
    """0 until the ticket has been estimated."""
    labels: tuple[str, ...] = ()
    milestone_id: str | None = None
    assignee_id: str | None = None
    blocked_by: tuple[str, ...] = ()
    """Ids of the tickets that must be closed first, sorted."""
    description: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status not in CLOSED


@dataclass(frozen=True, slots=True)
class Comment:
    """Something said on a ticket."""

    id: str
    ticket_id: str
    text: str
    visible_to: Audience


@dataclass(frozen=True, slots=True)
class Work:
    """Time that someone spent on a ticket."""

    id: str
    ticket_id: str
    developer_id: str
    date: dt.date
    minutes: int
    activity: Activity
    summary: str = ""


class Filter(TypedDict, total=False):
    """What tickets must have to be found."""

    title: Annotated[
        str, Field(description="Only tickets with this text in their title, ignoring case.")
    ]
    component_id: Annotated[str, Field(description="Only tickets of the component with this id.")]
    milestone_id: Annotated[
        str, Field(description="Only tickets planned for the milestone with this id.")
    ]
    assignee_id: Annotated[
        str, Field(description="Only tickets assigned to the developer with this id.")
    ]
    statuses: Annotated[list[Status], Field(description="Only tickets with one of these statuses.")]
    severities: Annotated[
        list[Severity], Field(description="Only tickets with one of these severities.")
    ]
    label: Annotated[str, Field(description="Only tickets with this label.")]


class Changes(TypedDict, total=False):
    """What to change about a ticket; whatever is omitted stays as it is."""

    severity: Annotated[Severity, Field(description="How bad it is.")]
    points: Annotated[Points, Field(description="How large it is, in points.")]
    component_id: Annotated[str, Field(description="Id of the component that it is about.")]
    milestone_id: Annotated[str, Field(description="Id of the milestone to plan it for.")]
    labels: Annotated[list[Label], Field(description="All its labels, in place of the old ones.")]
