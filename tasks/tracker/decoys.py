"""Tools of an issue tracker that none of the tasks needs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import draw_id, find

from .records import Component, Developer, Milestone, Ticket
from .world import Tracker


def _more_capacity(tracker: Tracker, rng: Random) -> Mapping[str, Any]:
    developer = rng.choice(list(tracker.board.developers.values()))
    return {"developer_id": developer.id, "capacity_points": developer.capacity_points + 5}


@decoy(_more_capacity)
def set_capacity(
    tracker: Tracker, developer_id: str, capacity_points: Annotated[int, Field(ge=0, le=99)]
) -> Developer:
    """Set how many points a developer can have assigned.

    Args:
        developer_id: Id of the developer.
        capacity_points: The new capacity, in points.
    """
    developer, load = tracker.board.developer(developer_id), tracker.board.points_of(developer_id)
    if capacity_points < load:
        raise ToolError(f"{developer.name} ({developer_id}) already has {load} points assigned.")
    developer.capacity_points = capacity_points
    return developer


def _later(tracker: Tracker, rng: Random) -> Mapping[str, Any]:
    milestone = rng.choice(list(tracker.board.milestones.values()))
    return {"milestone_id": milestone.id, "due_date": milestone.due_date + dt.timedelta(days=7)}


@decoy(_later)
def reschedule_milestone(tracker: Tracker, milestone_id: str, due_date: dt.date) -> Milestone:
    """Move a milestone to another date, with everything planned for it.

    Args:
        milestone_id: Id of the milestone.
        due_date: The new due date, as YYYY-MM-DD; not in the past.
    """
    board = tracker.board
    milestone = find(board.milestones, milestone_id, "milestone")
    if due_date < board.today:
        raise ToolError(f"{due_date} is in the past (today is {board.today}).")
    board.milestones[milestone_id] = replace(milestone, due_date=due_date)
    return board.milestones[milestone_id]


def _any_ticket(tracker: Tracker, rng: Random) -> Mapping[str, Any]:
    ticket = rng.choice(list(tracker.board.tickets.values()))
    return {"ticket_id": ticket.id, "title": f"{ticket.title} (part 2)"}


@decoy(_any_ticket)
def clone_ticket(
    tracker: Tracker, ticket_id: str, title: Annotated[str, Field(min_length=3, max_length=120)]
) -> Ticket:
    """Create a copy of a ticket in the backlog, with its labels, milestone and blockers.

    Args:
        ticket_id: Id of the ticket to copy.
        title: Title of the copy.
    """
    board = tracker.board
    original = board.ticket(ticket_id)
    id_ = draw_id(tracker.rng, "TK-", board.tickets)
    board.tickets[id_] = replace(
        original, id=id_, title=title, status="backlog", created=board.today, points=0,
        assignee_id=None,
    )  # fmt: skip
    return board.tickets[id_]


def _other_lead(tracker: Tracker, rng: Random) -> Mapping[str, Any]:
    component = rng.choice(list(tracker.board.components.values()))
    others = [each for each in tracker.board.developers if each != component.lead_id]
    return {"component_id": component.id, "developer_id": rng.choice(others)}


@decoy(_other_lead)
def set_component_lead(tracker: Tracker, component_id: str, developer_id: str) -> Component:
    """Make a developer the lead of a component.

    Args:
        component_id: Id of the component.
        developer_id: Id of the developer.
    """
    board = tracker.board
    component = find(board.components, component_id, "component")
    developer = board.developer(developer_id)
    if component.lead_id == developer_id:
        raise ToolError(f"{developer.name} is already the lead of {component.name}.")
    board.components[component_id] = replace(component, lead_id=developer_id)
    return board.components[component_id]
