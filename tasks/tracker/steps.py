"""Steps that the solutions share."""

from collections.abc import Mapping
from typing import Any

from toolbench_ood.types.value import Json

TEAM: tuple[str, Mapping[str, Any]] = ("view_team", {})
PLAN: tuple[str, Mapping[str, Any]] = ("view_plan", {})


def sift_for(heading: str) -> tuple[str, Mapping[str, Any]]:
    """Look for the tickets with a heading."""
    return ("sift_tickets", {"sieve": {"heading_part": heading}})


def view(ticket_key: str) -> tuple[str, Mapping[str, Any]]:
    """Open a ticket."""
    return ("view_ticket", {"ticket_key": ticket_key})


def only_key(listed: Json) -> str:
    """Return the key of the one ticket that was found."""
    (found,) = listed["tickets"]
    return str(found["ticket_key"])


def person_key(team: Json, full_name: str) -> str:
    """Return the key of the person of this name."""
    return next(str(row["person_key"]) for row in team if row["full_name"] == full_name)


def labelled(rows: Json, label: str) -> Json:
    """Return the component or milestone of this label."""
    return next(row for row in rows if row["label"] == label)


def most_room(team: Json) -> str:
    """Return the key of the person who can still carry the most points."""
    freest = max(team, key=lambda row: row["limit_points"] - row["carried_points"])
    return str(freest["person_key"])
