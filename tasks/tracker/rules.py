"""The tracker's tables, and the rules that hold over them."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find

from .records import (
    NEXT_STATUSES,
    Changes,
    Comment,
    Component,
    Developer,
    Filter,
    Milestone,
    Status,
    Ticket,
    Work,
)

DAILY_MINUTES = 600
"""The most that one developer can log for one day."""


@dataclass(slots=True)
class Board:
    """Everything that the tracker knows, in tables by id."""

    today: dt.date
    developers: dict[str, Developer]
    components: dict[str, Component]
    milestones: dict[str, Milestone]
    tickets: dict[str, Ticket] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    work: dict[str, Work] = field(default_factory=dict)

    def ticket(self, id_: str) -> Ticket:
        """Look a ticket up (ToolError)."""
        return find(self.tickets, id_, "ticket")

    def developer(self, id_: str) -> Developer:
        """Look a developer up (ToolError)."""
        return find(self.developers, id_, "developer")

    def found(self, wanted: Filter) -> list[Ticket]:
        """List the tickets that pass a filter, by title."""
        passing = [ticket for ticket in self.tickets.values() if _passes(ticket, wanted)]
        return sorted(passing, key=lambda ticket: (ticket.title, ticket.id))

    def points_of(self, developer_id: str) -> int:
        """Add up the points of the open tickets assigned to someone."""
        mine = (each for each in self.tickets.values() if each.assignee_id == developer_id)
        return sum(ticket.points for ticket in mine if ticket.is_open)

    def minutes_on(self, developer_id: str, day: dt.date) -> int:
        """Add up what someone has logged for a day."""
        rows = self.work.values()
        return sum(
            row.minutes for row in rows if (row.developer_id, row.date) == (developer_id, day)
        )

    def blocked_tickets(self, id_: str) -> list[str]:
        """List the ids of the tickets that a ticket blocks."""
        return sorted(one.id for one in self.tickets.values() if id_ in one.blocked_by)

    def open_blockers(self, ticket: Ticket) -> list[str]:
        """List the ids of what still blocks a ticket."""
        return [id_ for id_ in ticket.blocked_by if self.tickets[id_].is_open]

    def blocker_path(self, start: str, goal: str) -> list[str] | None:
        """Find how one ticket is blocked by another: the ids from the first to the last."""
        ways, seen = [[start]], {start}
        for way in ways:
            if way[-1] == goal:
                return way
            for id_ in self.tickets[way[-1]].blocked_by:
                if id_ not in seen:
                    seen.add(id_)
                    ways.append([*way, id_])
        return None

    def show_ticket(self, ticket: Ticket) -> dict[str, Any]:
        """Return a ticket with what it blocks, its comments and the work logged on it."""
        return {
            **asdict(ticket),
            "next_statuses": NEXT_STATUSES[ticket.status],
            "blocks": self.blocked_tickets(ticket.id),
            "comments": [each for each in self.comments.values() if each.ticket_id == ticket.id],
            "work": [each for each in self.work.values() if each.ticket_id == ticket.id],
        }

    def refuse_closed(self, ticket: Ticket) -> None:
        """Refuse what is only done with open tickets."""
        if not ticket.is_open:
            raise ToolError(f"{ticket.id} is {ticket.status}; only open tickets can be changed.")

    def refuse_overload(self, developer_id: str, more_points: int) -> None:
        """Refuse to give someone more points than they have capacity for."""
        developer, load = self.developer(developer_id), self.points_of(developer_id)
        if load + more_points > developer.capacity_points:
            raise ToolError(
                f"{developer.name} ({developer_id}) has {load} points assigned and a capacity of "
                f"{developer.capacity_points}; another {more_points} would be too many."
            )

    def refuse_changes(self, ticket: Ticket, changes: Changes) -> None:
        """Refuse changes of nothing, to what does not exist, or beyond someone's capacity."""
        if not changes:
            raise ToolError("There is nothing to change; give at least one field.")
        self.refuse_closed(ticket)
        if "component_id" in changes:
            find(self.components, changes["component_id"], "component")
        if "milestone_id" in changes:
            find(self.milestones, changes["milestone_id"], "milestone")
        if ticket.assignee_id is not None and "points" in changes:
            self.refuse_overload(ticket.assignee_id, changes["points"] - ticket.points)

    def refuse_blocker(self, ticket: Ticket, blocker: Ticket) -> None:
        """Refuse a link that exists, reopens a question, or closes a cycle."""
        if blocker.id in ticket.blocked_by:
            raise ToolError(f"{ticket.id} is already blocked by {blocker.id}.")
        if ticket.status == "done" and blocker.is_open:
            raise ToolError(f"{ticket.id} is done and can't be blocked by an open ticket.")
        path = self.blocker_path(blocker.id, ticket.id)
        if path is not None:
            chain = ", which is blocked by ".join(path)
            raise ToolError(f"That would create a cycle: {chain}.")

    def refuse_status(self, ticket: Ticket, status: Status) -> None:
        """Refuse a status that the workflow, the estimate, the assignee or a link rules out."""
        possible = NEXT_STATUSES[ticket.status]
        if status not in possible:
            raise ToolError(
                f"{ticket.id} is {ticket.status} and can't go to {status} from there, only to "
                f"{' or '.join(possible)}."
            )
        if status == "ready" and not ticket.points:
            raise ToolError(f"{ticket.id} has no estimate yet; set its points first.")
        if status == "in_progress" and ticket.assignee_id is None:
            raise ToolError(f"{ticket.id} has no assignee, so nobody can be working on it.")
        if status == "done" and self.open_blockers(ticket):
            blockers = ", ".join(self.open_blockers(ticket))
            raise ToolError(f"{ticket.id} can't be done while it is blocked by {blockers}.")
        if not ticket.is_open:
            self._refuse_reopening(ticket)

    def _refuse_reopening(self, ticket: Ticket) -> None:
        done = [
            id_ for id_ in self.blocked_tickets(ticket.id) if self.tickets[id_].status == "done"
        ]
        if done:
            raise ToolError(f"{ticket.id} stays closed: {', '.join(done)} was blocked by it.")
        if ticket.assignee_id is not None:
            self.refuse_overload(ticket.assignee_id, ticket.points)

    def refuse_work(self, ticket: Ticket, developer: Developer, day: dt.date, minutes: int) -> None:
        """Refuse work on what nobody works on, in the future, or of more than ten hours a day."""
        if ticket.status in {"backlog", "rejected"}:
            raise ToolError(f"{ticket.id} is {ticket.status}; no work can be logged on it.")
        if day > self.today:
            raise ToolError(f"{day} is in the future (today is {self.today}).")
        logged = self.minutes_on(developer.id, day)
        if logged + minutes > DAILY_MINUTES:
            raise ToolError(
                f"{developer.name} has already logged {logged} minutes for {day}; {minutes} more "
                f"would exceed {DAILY_MINUTES}."
            )


def _passes(ticket: Ticket, wanted: Filter) -> bool:
    return (
        wanted.get("title", "").casefold() in ticket.title.casefold()
        and wanted.get("component_id", ticket.component_id) == ticket.component_id
        and wanted.get("milestone_id", ticket.milestone_id) == ticket.milestone_id
        and wanted.get("assignee_id", ticket.assignee_id) == ticket.assignee_id
        and ticket.status in wanted.get("statuses", [ticket.status])
        and ticket.severity in wanted.get("severities", [ticket.severity])
        and ("label" not in wanted or wanted["label"] in ticket.labels)
    )
