"""Draw the tracker's first state from a seed.

What the tasks rely on holds for every seed: all titles differ and none is part of another, four
developers in each of two teams have fewer points assigned than their capacity, tickets in the
backlog have neither estimate nor assignee, and tickets are blocked by earlier ones, so never in a
cycle. All tickets are at least 60 days old, and work on them is more recent.
"""

import datetime as dt
from collections import Counter
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import (
    Activity,
    Component,
    Developer,
    Milestone,
    Points,
    Severity,
    Status,
    Team,
    Ticket,
    Work,
)
from .rules import Board
from .wording import COMPONENTS, DESCRIPTIONS, LABELS, MILESTONES, PEOPLE, TITLES

_STATUSES: tuple[Status, ...] = (
    *("backlog",) * 7,
    *("ready",) * 8,
    *("in_progress",) * 7,
    *("in_review",) * 4,
    *("done",) * 4,
    "rejected",
)


def draw_board(rng: Random) -> Board:
    """Draw everything that the tracker holds at first."""
    today = dt.date(2032, 1, 5) + dt.timedelta(days=rng.randrange(600))
    developers = _draw_developers(rng)
    board = Board(
        today, developers, _draw_components(rng, developers), _draw_milestones(rng, today)
    )
    _draw_tickets(rng, board)
    _draw_work(rng, board)
    return board


def _draw_developers(rng: Random) -> dict[str, Developer]:
    """Draw two teams of four developers; their capacities all differ."""
    developers: dict[str, Developer] = {}
    capacities = rng.sample(range(18, 31), 8)
    for nth, name in enumerate(rng.sample(PEOPLE, 8)):
        id_ = draw_id(rng, "DV-", developers)
        team: Team = "platform" if nth % 2 else "clients"
        developers[id_] = Developer(id_, name, team, capacities[nth])
    return developers


def _draw_components(rng: Random, developers: dict[str, Developer]) -> dict[str, Component]:
    """Draw five components, each with a lead of its own."""
    components: dict[str, Component] = {}
    leads = rng.sample(list(developers), 5)
    for name, lead_id in zip(rng.sample(COMPONENTS, 5), leads, strict=True):
        id_ = draw_id(rng, "CO-", components)
        components[id_] = Component(id_, name, lead_id)
    return components


def _draw_milestones(rng: Random, today: dt.date) -> dict[str, Milestone]:
    """Draw three milestones, each some weeks after the one before."""
    milestones: dict[str, Milestone] = {}
    due_date = today
    for tree in rng.sample(MILESTONES, 3):
        id_ = draw_id(rng, "MI-", milestones)
        name = f"{tree} {rng.randrange(2, 9)}.{rng.randrange(10)}"
        due_date += dt.timedelta(days=rng.randrange(18, 40))
        milestones[id_] = Milestone(id_, name, due_date)
    return milestones


def _draw_tickets(rng: Random, board: Board) -> None:
    """Draw tickets in every status, assign them within everyone's capacity, and link a few."""
    statuses = rng.sample(_STATUSES, len(_STATUSES))
    for status, title in zip(statuses, rng.sample(TITLES, len(statuses)), strict=True):
        id_ = draw_id(rng, "TK-", board.tickets)
        board.tickets[id_] = Ticket(
            id=id_,
            title=title,
            component_id=rng.choice(list(board.components)),
            severity=rng.choice(get_args(Severity)),
            status=status,
            created=board.today - dt.timedelta(days=rng.randrange(60, 240)),
            points=0 if status == "backlog" else rng.choice(get_args(Points)),
            labels=tuple(sorted(rng.sample(LABELS, rng.randrange(3)))),
            milestone_id=rng.choice((None, *board.milestones)),
            description=rng.choice(DESCRIPTIONS),
        )
    _assign(rng, board)
    _link(rng, list(board.tickets.values()))


def _assign(rng: Random, board: Board) -> None:
    load: Counter[str] = Counter()
    for ticket in board.tickets.values():
        waits = ticket.status == "ready" and rng.random() < 0.5
        if waits or ticket.status in {"backlog", "rejected"}:
            continue
        able = [
            developer.id
            for developer in board.developers.values()
            if load[developer.id] + ticket.points < developer.capacity_points - 5
        ]
        ticket.assignee_id = rng.choice(able)
        if ticket.is_open:
            load[ticket.assignee_id] += ticket.points


def _link(rng: Random, tickets: list[Ticket]) -> None:
    """Let some open tickets be blocked by earlier ones."""
    for nth, ticket in enumerate(tickets):
        if ticket.is_open and nth > 4 and rng.random() < 0.3:
            ticket.blocked_by = (rng.choice(tickets[:nth]).id,)


def _draw_work(rng: Random, board: Board) -> None:
    """Let one to three developers have worked on each ticket that was ever begun."""
    for ticket in board.tickets.values():
        if ticket.status in {"backlog", "ready", "rejected"}:
            continue
        for developer_id in rng.sample(list(board.developers), rng.randrange(1, 4)):
            id_ = draw_id(rng, "WK-", board.work)
            date = board.today - dt.timedelta(days=rng.randrange(8, 30))
            minutes, activity = rng.randrange(2, 10) * 15, rng.choice(get_args(Activity))
            board.work[id_] = Work(id_, ticket.id, developer_id, date, minutes, activity)
