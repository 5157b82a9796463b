"""Steps that the solutions of several tasks have in common."""

from typing import Any

from toolbench_ood import Caller, Json
from toolbench_ood.world.kit import read_pages

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""

MEMBERS: Request = ("list_team_members", {})
ROADMAP: Request = ("get_roadmap", {})


def search(title: str) -> Request:
    """Search for the tickets with a title."""
    return "search_tickets", {"filter": {"title": title}}


def get(ticket_id: str) -> Request:
    """Open a ticket."""
    return "get_ticket", {"ticket_id": ticket_id}


def only_id(found: Json) -> str:
    """Return the id of the one ticket that was found."""
    (ticket,) = found["tickets"]
    return str(ticket["id"])


def named(rows: Json, name: str) -> Json:
    """Return the person, component or milestone of this name."""
    return next(row for row in rows if row["name"] == name)


def most_room(members: Json) -> str:
    """Return the id of the person with the most points to spare."""
    freest = max(members, key=lambda row: row["capacity_points"] - row["assigned_points"])
    return str(freest["id"])


def all_found(call: Caller, **wanted: Any) -> list[Json]:
    """List the tickets that pass a filter, from all pages."""
    pages = read_pages(call, "search_tickets", filter=wanted)
    return [row for page in pages for row in page["tickets"]]
