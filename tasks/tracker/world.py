"""The issue tracker of a software team: what is to be done, by whom, and what blocks what."""

import datetime as dt
from dataclasses import asdict
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_board
from .records import (
    NEXT_STATUSES,
    Activity,
    Audience,
    Changes,
    Comment,
    Filter,
    Label,
    Severity,
    Status,
    Team,
    Ticket,
    Work,
)
from .rules import DAILY_MINUTES

_SUMMARY = ("id", "title", "component_id", "status", "severity", "points")
"""What a search shows of a ticket."""


class Tracker(World):
    """The team's issue tracker."""

    name: ClassVar[str] = "issue tracker"

    def __init__(self, rng: Random) -> None:
        """Draw developers, components, milestones, tickets and work."""
        super().__init__(rng)
        self.board = draw_board(rng)

    @tool
    def search_tickets(
        self,
        filter: Filter,
        limit: Annotated[int, Field(ge=1, le=3)] = 3,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """Search for tickets that meet all conditions, ordered by title, one page at a time.

        A ticket has 0 points until it is estimated.

        Args:
            filter: The conditions.
            limit: Most tickets on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        found = self.board.found(filter)
        page = cut_page(found, limit, cursor)
        return {
            "total": len(found),
            "tickets": [{key: getattr(row, key) for key in _SUMMARY} for row in page.rows],
            "next_cursor": page.next_cursor,
        }

    @tool
    def get_ticket(self, ticket_id: str) -> dict[str, Any]:
        """Show everything about a ticket: its fields, links, comments and logged work.

        A ticket has 0 points until it is estimated. Its next_statuses are those that the workflow
        allows from its status.

        Args:
            ticket_id: Id of the ticket.
        """
        return self.board.show_ticket(self.board.ticket(ticket_id))

    @tool
    def list_team_members(self, team: Team | None = None) -> list[dict[str, Any]]:
        """List developers with the points they have assigned and their capacity.

        Args:
            team: Only developers of this team.
        """
        return [
            {**asdict(developer), "assigned_points": self.board.points_of(developer.id)}
            for developer in sorted(self.board.developers.values(), key=lambda one: one.name)
            if team in (None, developer.team)
        ]

    @tool
    def get_roadmap(self) -> dict[str, Any]:
        """Show today's date, the components with their leads, and the milestones."""
        return {
            "today": self.board.today,
            "components": sorted(self.board.components.values(), key=lambda one: one.name),
            "milestones": sorted(self.board.milestones.values(), key=lambda one: one.due_date),
        }

    @tool
    def create_ticket(  # noqa: PLR0913, PLR0917  # what the form for a new ticket asks for
        self,
        title: Annotated[str, Field(min_length=3, max_length=120)],
        component_id: str,
        severity: Severity = "major",
        labels: tuple[Label, ...] = (),
        milestone_id: str | None = None,
        blocked_by: tuple[str, ...] = (),
        description: str = "",
    ) -> Ticket:
        """Create a ticket; it starts in the backlog, without an estimate or an assignee.

        Args:
            title: Its title.
            component_id: Id of the component that it is about.
            severity: How bad it is.
            labels: Its labels.
            milestone_id: Id of the milestone to plan it for.
            blocked_by: Ids of the tickets that block it.
            description: Further text.
        """
        find(self.board.components, component_id, "component")
        if milestone_id is not None:
            find(self.board.milestones, milestone_id, "milestone")
        blockers = sorted({self.board.ticket(each).id for each in blocked_by})
        id_ = draw_id(self.rng, "TK-", self.board.tickets)
        self.board.tickets[id_] = Ticket(
            id_, title, component_id, severity, "backlog", self.board.today,
            labels=tuple(sorted(set(labels))), milestone_id=milestone_id,
            blocked_by=tuple(blockers), description=description,
        )  # fmt: skip
        return self.board.tickets[id_]

    @tool
    def update_ticket(self, ticket_id: str, changes: Changes) -> Ticket:
        """Change an open ticket's severity, estimate, component, milestone or labels.

        Args:
            ticket_id: Id of the ticket.
            changes: The new values.
        """
        ticket = self.board.ticket(ticket_id)
        self.board.refuse_changes(ticket, changes)
        ticket.severity = changes.get("severity", ticket.severity)
        ticket.points = changes.get("points", ticket.points)
        ticket.component_id = changes.get("component_id", ticket.component_id)
        ticket.milestone_id = changes.get("milestone_id", ticket.milestone_id)
        ticket.labels = tuple(sorted(set(changes.get("labels", ticket.labels))))
        return ticket

    @tool
    def add_blocker(self, ticket_id: str, blocker_id: str) -> dict[str, Any]:
        """Record that a ticket is blocked by another one.

        Args:
            ticket_id: Id of the ticket that is blocked.
            blocker_id: Id of the ticket that blocks it.
        """
        ticket, blocker = self.board.ticket(ticket_id), self.board.ticket(blocker_id)
        self.board.refuse_blocker(ticket, blocker)
        ticket.blocked_by = tuple(sorted([*ticket.blocked_by, blocker_id]))
        return {"id": ticket_id, "blocked_by": ticket.blocked_by}

    @tool
    def remove_blocker(self, ticket_id: str, blocker_id: str) -> dict[str, Any]:
        """Record that a ticket is no longer blocked by another one.

        Args:
            ticket_id: Id of the ticket that is blocked.
            blocker_id: Id of the ticket that blocks it.
        """
        ticket = self.board.ticket(ticket_id)
        if blocker_id not in ticket.blocked_by:
            blockers = ", ".join(ticket.blocked_by) or "nothing"
            raise ToolError(f"{ticket_id} isn't blocked by {blocker_id}, but by {blockers}.")
        ticket.blocked_by = tuple(each for each in ticket.blocked_by if each != blocker_id)
        return {"id": ticket_id, "blocked_by": ticket.blocked_by}

    @tool
    def assign_ticket(self, ticket_id: str, assignee_id: str) -> dict[str, Any]:
        """Assign an open ticket to someone, in place of its present assignee.

        Args:
            ticket_id: Id of the ticket.
            assignee_id: Id of the developer.
        """
        ticket, developer = self.board.ticket(ticket_id), self.board.developer(assignee_id)
        self.board.refuse_closed(ticket)
        if ticket.assignee_id == assignee_id:
            raise ToolError(f"{ticket_id} is already assigned to {developer.name}.")
        self.board.refuse_overload(assignee_id, ticket.points)
        ticket.assignee_id = assignee_id
        return {"id": ticket_id, "assignee_id": assignee_id}

    @tool
    def set_ticket_status(self, ticket_id: str, status: Status) -> dict[str, Any]:
        """Move a ticket to another status of the workflow.

        A ticket can't be done before all tickets that block it are closed.

        Args:
            ticket_id: Id of the ticket.
            status: The new status, one of the ticket's next_statuses.
        """
        ticket = self.board.ticket(ticket_id)
        self.board.refuse_status(ticket, status)
        ticket.status = status
        return {"id": ticket_id, "status": status, "next_statuses": NEXT_STATUSES[status]}

    @tool
    def add_comment(
        self,
        ticket_id: str,
        text: Annotated[str, Field(min_length=1)],
        visible_to: Audience = "team",
    ) -> Comment:
        """Comment on a ticket.

        Args:
            ticket_id: Id of the ticket.
            text: The comment.
            visible_to: Who can read it: only the team, or the customer as well.
        """
        self.board.ticket(ticket_id)
        id_ = draw_id(self.rng, "CM-", self.board.comments)
        self.board.comments[id_] = Comment(id_, ticket_id, text, visible_to)
        return self.board.comments[id_]

    @tool
    def log_work(  # noqa: PLR0913, PLR0917  # what a line of a time sheet says
        self,
        ticket_id: str,
        developer_id: str,
        date: dt.date,
        minutes: Annotated[int, Field(ge=5, le=DAILY_MINUTES)],
        activity: Activity,
        summary: str = "",
    ) -> Work:
        """Log time that someone spent on a ticket.

        Args:
            ticket_id: Id of the ticket.
            developer_id: Id of the developer who worked on it.
            date: The day, as YYYY-MM-DD; not in the future.
            minutes: How long, in minutes.
            activity: What kind of work it was.
            summary: What was done.
        """
        ticket, developer = self.board.ticket(ticket_id), self.board.developer(developer_id)
        self.board.refuse_work(ticket, developer, date, minutes)
        id_ = draw_id(self.rng, "WK-", self.board.work)
        self.board.work[id_] = Work(id_, ticket_id, developer_id, date, minutes, activity, summary)
        return self.board.work[id_]


SUITE = SuiteInfo(world=Tracker, split="held_out", version=1)
