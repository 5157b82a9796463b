"""The tools that file, triage, link and unlink tickets."""

from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .board import Board
from .drawing import draw_key
from .records import Severity, Ticket, Verdict


class Shaping(Board):
    """What is to be done, how large it is, and what it waits for."""

    @tool
    def file_ticket(  # noqa: PLR0913, PLR0917  # what the form for a new ticket asks for
        self,
        ticket_heading: Annotated[str, Field(min_length=3, max_length=120)],
        component_key: str,
        severity: Severity = "major",
        ticket_labels: tuple[str, ...] = (),
        milestone_key: str | None = None,
        blocked_by_keys: tuple[str, ...] = (),
        ticket_details: str = "",
    ) -> dict[str, Any]:
        """File a new ticket; it starts in the backlog, unsized and unassigned.

        Args:
            ticket_heading: What it is called.
            component_key: Key of the component that it is about.
            severity: How bad it is.
            ticket_labels: Labels to put on it.
            milestone_key: Key of the milestone that it is planned for; none when left out.
            blocked_by_keys: Keys of the tickets that it waits for.
            ticket_details: Further text.
        """
        self.component(component_key)
        if milestone_key is not None:
            self.milestone(milestone_key)
        blockers = frozenset(self.ticket(key).key for key in blocked_by_keys)
        ticket = Ticket(
            key=draw_key(self.rng, "TK", self.tickets),
            heading=ticket_heading,
            component_key=component_key,
            severity=severity,
            stage="backlog",
            filed_on=self.today,
            labels=frozenset(ticket_labels),
            milestone_key=milestone_key,
            blocker_keys=blockers,
            details=ticket_details,
        )
        self.tickets[ticket.key] = ticket
        return {"ticket_key": ticket.key, "stage": ticket.stage, "filed_on": ticket.filed_on}

    @tool
    def triage_ticket(self, ticket_key: str, verdict: Verdict) -> dict[str, Any]:
        """Say of an open ticket how bad and how large it is and where it belongs.

        Args:
            ticket_key: Key of the ticket.
            verdict: What is to be changed: the severity, the size in points, the component, the
                milestone, the labels (the new ones replace the old ones). The rest stays.
        """
        ticket = self.ticket(ticket_key)
        if not verdict:
            raise ToolError("The verdict is empty; say what is to be changed.")
        if not ticket.is_open:
            raise ToolError(f"{ticket_key} is {ticket.stage}; only open tickets are triaged.")
        self._refuse_verdict(ticket, verdict)
        ticket.severity = verdict.get("severity", ticket.severity)
        ticket.points = verdict.get("points", ticket.points)
        ticket.component_key = verdict.get("component_key", ticket.component_key)
        ticket.milestone_key = verdict.get("milestone_key", ticket.milestone_key)
        ticket.labels = frozenset(verdict.get("ticket_labels", ticket.labels))
        return {"ticket_key": ticket_key, "triaged": sorted(verdict)}

    @tool
    def link_blocker(self, ticket_key: str, blocker_key: str) -> dict[str, Any]:
        """Make a ticket wait for another one.

        Args:
            ticket_key: Key of the ticket that waits.
            blocker_key: Key of the ticket that it waits for.
        """
        ticket, blocker = self.ticket(ticket_key), self.ticket(blocker_key)
        if blocker_key in ticket.blocker_keys:
            raise ToolError(f"{ticket_key} waits for {blocker_key} already.")
        if ticket.stage == "done" and blocker.is_open:
            raise ToolError(f"{ticket_key} is done and cannot wait for an open ticket.")
        way = self.blocker_path(blocker_key, ticket_key)
        if way is not None:
            chain = ", which waits for ".join(way)
            raise ToolError(f"That would close a circle: {chain}.")
        ticket.blocker_keys |= {blocker_key}
        return {"ticket_key": ticket_key, "blocked_by": sorted(ticket.blocker_keys)}

    @tool
    def unlink_blocker(self, ticket_key: str, blocker_key: str) -> dict[str, Any]:
        """Make a ticket no longer wait for another one.

        Args:
            ticket_key: Key of the ticket that waits.
            blocker_key: Key of the ticket that it waits for.
        """
        ticket = self.ticket(ticket_key)
        if blocker_key not in ticket.blocker_keys:
            waits = ", ".join(sorted(ticket.blocker_keys)) or "nothing"
            raise ToolError(f"{ticket_key} does not wait for {blocker_key}; it waits for {waits}.")
        ticket.blocker_keys -= {blocker_key}
        return {"ticket_key": ticket_key, "blocked_by": sorted(ticket.blocker_keys)}

    def _refuse_verdict(self, ticket: Ticket, verdict: Verdict) -> None:
        if "component_key" in verdict:
            self.component(verdict["component_key"])
        if "milestone_key" in verdict:
            self.milestone(verdict["milestone_key"])
        if ticket.assignee_key is not None and "points" in verdict:
            self.refuse_overload(ticket.assignee_key, verdict["points"] - ticket.points)
