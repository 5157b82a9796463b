"""How tickets are shown, and which ones a sieve lets through."""

from typing import TYPE_CHECKING, Any

from .records import Sieve, Ticket

if TYPE_CHECKING:
    from .board import Board


def passes(ticket: Ticket, sieve: Sieve) -> bool:
    """Say whether a ticket meets every condition of a sieve."""
    return (
        sieve.get("heading_part", "").casefold() in ticket.heading.casefold()
        and sieve.get("component_key", ticket.component_key) == ticket.component_key
        and sieve.get("milestone_key", ticket.milestone_key) == ticket.milestone_key
        and sieve.get("assignee_key", ticket.assignee_key) == ticket.assignee_key
        and ticket.stage in sieve.get("stages", [ticket.stage])
        and ticket.severity in sieve.get("severities", [ticket.severity])
        and ("carries_label" not in sieve or sieve["carries_label"] in ticket.labels)
    )


def outline(ticket: Ticket) -> dict[str, Any]:
    """Show a ticket in a list."""
    return {
        "ticket_key": ticket.key,
        "heading": ticket.heading,
        "component_key": ticket.component_key,
        "stage": ticket.stage,
        "severity": ticket.severity,
        "points": ticket.points,
    }


def show_ticket(board: "Board", ticket: Ticket) -> dict[str, Any]:
    """Show a ticket in full."""
    return {
        **outline(ticket),
        "filed_on": ticket.filed_on,
        "milestone_key": ticket.milestone_key,
        "assignee_key": ticket.assignee_key,
        "labels": sorted(ticket.labels),
        "details": ticket.details,
        "links": {
            "blocked_by": sorted(ticket.blocker_keys),
            "blocks": board.waiting_for(ticket.key),
        },
        "remarks": [
            {"text": remark.text, "audience": remark.audience}
            for remark in board.remarks.values()
            if remark.ticket_key == ticket.key
        ],
        "work": [
            {
                "person_key": work.worker_key,
                "worked_on": work.worked_on,
                "minutes": work.minutes,
                "activity": work.activity,
            }
            for work in board.work.values()
            if work.ticket_key == ticket.key
        ],
    }
