"""What the tracker keeps: the rows of its tables, and the words with a fixed spelling."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from typing_extensions import TypedDict

Severity: TypeAlias = Literal["minor", "major", "critical"]
Stage: TypeAlias = Literal["backlog", "ready", "in_progress", "in_review", "done", "rejected"]
Squad: TypeAlias = Literal["platform", "clients"]
Audience: TypeAlias = Literal["team", "customer"]
Activity: TypeAlias = Literal["coding", "reviewing", "testing", "debugging"]
Points: TypeAlias = Literal[1, 2, 3, 5, 8]

CLOSED: tuple[Stage, ...] = ("done", "rejected")
FOLLOWERS: dict[Stage, tuple[Stage, ...]] = {
    "backlog": ("ready", "rejected"),
    "ready": ("in_progress", "backlog", "rejected"),
    "in_progress": ("in_review", "ready"),
    "in_review": ("done", "in_progress"),
    "done": ("ready",),
    "rejected": ("backlog",),
}
"""The stages that a ticket may go to from each stage."""
DAILY_MINUTES = 600
"""The most that one person may log for one day."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works on tickets."""

    key: str
    full_name: str
    squad: Squad
    limit_points: int
    """The most points that the open tickets assigned to this person may add up to."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the product."""

    key: str
    label: str
    lead_key: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A release that tickets are planned for."""

    key: str
    label: str
    due_on: date


@dataclass(slots=True)
class Ticket:
    """One thing to be done."""

    key: str
    heading: str
    component_key: str
    severity: Severity
    stage: Stage
    filed_on: date
    points: int = 0
    """0 until the ticket has been sized."""
    labels: frozenset[str] = frozenset()
    milestone_key: str | None = None
    assignee_key: str | None = None
    blocker_keys: frozenset[str] = frozenset()
    details: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.stage not in CLOSED


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said on a ticket."""

    key: str
    ticket_key: str
    text: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Work:
    """Time that someone spent on a ticket."""

    key: str
    ticket_key: str
    worker_key: str
    worked_on: date
    minutes: int
    activity: Activity
    summary: str = ""


class Sieve(TypedDict, total=False):
    """What tickets must have in common to be listed."""

    heading_part: str
    component_key: str
    milestone_key: str
    assignee_key: str
    stages: list[Stage]
    severities: list[Severity]
    carries_label: str


class Verdict(TypedDict, total=False):
    """What a triage says of one ticket; what is left out stays."""

    severity: Severity
    points: Points
    component_key: str
    milestone_key: str
    ticket_labels: list[str]
