"""Draw the tracker's first state from a seed.

What the tasks rely on holds for every seed: all headings differ and none is part of another, four
people in each of two squads carry fewer points than their limit, tickets in the backlog have
neither size nor assignee, and links run from later to earlier tickets, so never in a circle.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import get_args

from .records import (
    Activity,
    Component,
    Milestone,
    Person,
    Severity,
    Squad,
    Stage,
    Ticket,
    Work,
)
from .wording import COMPONENTS, DETAILS, HEADINGS, LABELS, MILESTONES, PEOPLE

_SIGNS = "BCDFGHJKLMNPQRSTVWXZ"
_SIZES = (1, 2, 3, 5, 8)
_STAGES: tuple[Stage, ...] = (
    *("backlog",) * 7,
    *("ready",) * 8,
    *("in_progress",) * 7,
    *("in_review",) * 4,
    *("done",) * 4,
    "rejected",
)


def draw_key(rng: Random, prefix: str, taken: object) -> str:
    """Draw a key that is not taken; keys follow no order, so none can be foretold."""
    assert isinstance(taken, (dict, set))
    while True:
        key = f"{prefix}-{''.join(rng.choices(_SIGNS, k=2))}{rng.randrange(100, 1000)}"
        if key not in taken:
            return key


def draw_people(rng: Random) -> dict[str, Person]:
    """Draw two squads of four people; their limits all differ."""
    people: dict[str, Person] = {}
    limits = rng.sample(range(18, 31), 8)
    for nth, full_name in enumerate(rng.sample(PEOPLE, 8)):
        key = draw_key(rng, "PE", people)
        squad: Squad = "platform" if nth % 2 else "clients"
        people[key] = Person(key, full_name, squad, limits[nth])
    return people


def draw_components(rng: Random, people: dict[str, Person]) -> dict[str, Component]:
    """Draw five components, each with a lead of its own."""
    components: dict[str, Component] = {}
    leads = rng.sample(list(people), 5)
    for label, lead_key in zip(rng.sample(COMPONENTS, 5), leads, strict=True):
        key = draw_key(rng, "CO", components)
        components[key] = Component(key, label, lead_key)
    return components


def draw_milestones(rng: Random, today: date) -> dict[str, Milestone]:
    """Draw three milestones, each some weeks after the one before."""
    milestones: dict[str, Milestone] = {}
    due_on = today
    for tree in rng.sample(MILESTONES, 3):
        key = draw_key(rng, "MI", milestones)
        label = f"{tree} {rng.randrange(2, 9)}.{rng.randrange(10)}"
        due_on += timedelta(days=rng.randrange(18, 40))
        milestones[key] = Milestone(key, label, due_on)
    return milestones


def draw_tickets(
    rng: Random,
    today: date,
    people: dict[str, Person],
    components: dict[str, Component],
    milestones: dict[str, Milestone],
) -> dict[str, Ticket]:
    """Draw tickets in every stage, assign them within everyone's limit, and link a few."""
    tickets: dict[str, Ticket] = {}
    stages = rng.sample(_STAGES, len(_STAGES))
    for stage, heading in zip(stages, rng.sample(HEADINGS, len(stages)), strict=True):
        key = draw_key(rng, "TK", tickets)
        tickets[key] = Ticket(
            key=key,
            heading=heading,
            component_key=rng.choice(list(components)),
            severity=rng.choice(get_args(Severity)),
            stage=stage,
            filed_on=today - timedelta(days=rng.randrange(3, 200)),
            points=0 if stage == "backlog" else rng.choice(_SIZES),
            labels=frozenset(rng.sample(LABELS, rng.randrange(3))),
            milestone_key=rng.choice((None, *milestones)),
            details=rng.choice(DETAILS),
        )
    _assign(rng, people, list(tickets.values()))
    _link(rng, list(tickets.values()))
    return tickets


def _assign(rng: Random, people: dict[str, Person], tickets: list[Ticket]) -> None:
    load: Counter[str] = Counter()
    for ticket in tickets:
        if ticket.stage in {"backlog", "rejected"} or (
            ticket.stage == "ready" and rng.random() < 0.5
        ):
            continue
        able = [
            person.key
            for person in people.values()
            if load[person.key] + ticket.points < person.limit_points - 5
        ]
        ticket.assignee_key = rng.choice(able)
        if ticket.is_open:
            load[ticket.assignee_key] += ticket.points


def _link(rng: Random, tickets: list[Ticket]) -> None:
    """Let some open tickets wait for earlier ones."""
    for nth, ticket in enumerate(tickets):
        if ticket.is_open and nth > 4 and rng.random() < 0.3:
            blocker = rng.choice(tickets[:nth])
            ticket.blocker_keys = frozenset({blocker.key})


def draw_work(
    rng: Random, today: date, people: dict[str, Person], tickets: dict[str, Ticket]
) -> dict[str, Work]:
    """Let one to three people have worked on each ticket that was ever begun."""
    work: dict[str, Work] = {}
    for ticket in tickets.values():
        if ticket.stage in {"backlog", "ready", "rejected"}:
            continue
        for worker_key in rng.sample(list(people), rng.randrange(1, 4)):
            key = draw_key(rng, "WO", work)
            work[key] = Work(
                key=key,
                ticket_key=ticket.key,
                worker_key=worker_key,
                worked_on=today - timedelta(days=rng.randrange(8, 30)),
                minutes=rng.randrange(2, 10) * 15,
                activity=rng.choice(get_args(Activity)),
            )
    return work
