"""What tasks share to arrange a situation."""

import datetime as dt
from collections.abc import Container
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import (
    Activity,
    Component,
    Developer,
    Milestone,
    Severity,
    Status,
    Team,
    Ticket,
    Work,
)
from .rules import Board


def pick_tickets(board: Board, rng: Random, count: int, *statuses: Status) -> list[Ticket]:
    """Draw different tickets that have one of the statuses, and remove all their links."""
    fitting = [ticket for ticket in board.tickets.values() if ticket.status in statuses]
    picked = rng.sample(fitting, count)
    for ticket in picked:
        unlink(board, ticket)
    return picked


def unlink(board: Board, ticket: Ticket) -> None:
    """Let a ticket be blocked by nothing and block nothing."""
    ticket.blocked_by = ()
    for other in board.tickets.values():
        other.blocked_by = tuple(id_ for id_ in other.blocked_by if id_ != ticket.id)


def block(ticket: Ticket, *blockers: Ticket) -> None:
    """Let a ticket be blocked by others too."""
    ticket.blocked_by = tuple(sorted({*ticket.blocked_by, *(each.id for each in blockers)}))


def pick_developer(
    board: Board, rng: Random, unlike: Container[str | None] = (), team: Team | None = None
) -> Developer:
    """Draw a developer whose id is not among some."""
    developers = board.developers.values()
    return rng.choice(
        [each for each in developers if each.id not in unlike and team in (None, each.team)]
    )


def pick_component(board: Board, rng: Random, unlike: str = "") -> Component:
    """Draw a component other than that with an id."""
    return rng.choice([one for one in board.components.values() if one.id != unlike])


def pick_milestone(board: Board, rng: Random) -> Milestone:
    """Draw a milestone."""
    return rng.choice(list(board.milestones.values()))


def pick_severity(rng: Random, unlike: Severity) -> Severity:
    """Draw a severity other than one."""
    return rng.choice([one for one in get_args(Severity) if one != unlike])


def rank_by_room(board: Board, rng: Random, team: Team) -> list[Developer]:
    """Give the developers of a team clearly different room; return them, the freest first."""
    developers = [developer for developer in board.developers.values() if developer.team == team]
    ranked = rng.sample(developers, len(developers))
    for nth, developer in enumerate(reversed(ranked)):
        give_room(board, developer, 10 + 3 * nth + rng.randrange(3))
    return ranked


def give_room(board: Board, developer: Developer, room: int) -> None:
    """Set someone's capacity so that this many points can be added."""
    developer.capacity_points = board.points_of(developer.id) + room


def add_work(board: Board, rng: Random, ticket: Ticket, developer: Developer) -> None:
    """Let someone have worked on a ticket some weeks ago."""
    id_ = draw_id(rng, "WK-", board.work)
    day = board.today - dt.timedelta(days=rng.randrange(31, 60))
    minutes, activity = rng.randrange(2, 12) * 15, rng.choice(get_args(Activity))
    board.work[id_] = Work(id_, ticket.id, developer.id, day, minutes, activity)


def forget_work(board: Board, ticket: Ticket) -> None:
    """Let nobody have worked on a ticket."""
    for id_ in [id_ for id_, work in board.work.items() if work.ticket_id == ticket.id]:
        del board.work[id_]


def minutes_on(board: Board, ticket: Ticket, developer: Developer) -> int:
    """Add up the time that someone has logged on a ticket."""
    mine = (ticket.id, developer.id)
    rows = board.work.values()
    return sum(work.minutes for work in rows if (work.ticket_id, work.developer_id) == mine)
