"""What belongs to a milestone, page by page."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from random import Random
from typing import Any

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .situations import (
    add_work,
    give_room,
    pick_milestone,
    pick_person,
    pick_tickets,
)
from .steps import PLAN, TEAM, labelled, person_key, view
from .world import Tracker


@task(kind="aggregate")
def adds_up_a_milestone(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Add up what one person has logged on all tickets of a milestone, over several pages."""
    milestone, worker = pick_milestone(world, rng), pick_person(world, rng)
    planned = _plan_for(world, rng, milestone.key, rng.randrange(5, 7))
    for key in rng.sample(planned, 4):
        add_work(world, rng, world.tickets[key], worker.key)
    total = sum(
        work.minutes
        for work in world.work.values()
        if work.worker_key == worker.key and work.ticket_key in planned
    )

    def solution(call: Caller) -> str:
        plan, team = call.together(PLAN, TEAM)
        key = labelled(plan["milestones"], milestone.label)["milestone_key"]
        person = person_key(team, worker.full_name)
        minutes = [
            work["minutes"]
            for page in _pages(call, key)
            for each in call.together(*(view(row["ticket_key"]) for row in page))
            for work in each["work"]
            if work["person_key"] == person
        ]
        return str(sum(minutes))

    reply = yield Ask(
        f"How many minutes has {worker.full_name} logged in all on the tickets planned for the "
        f"milestone {milestone.label}? Give me the number alone.",
        paraphrase=f"I need a single number as the answer: the sum of the minutes that "
        f"{worker.full_name} has put into everything that belongs to milestone {milestone.label}, "
        "whatever its stage.",
        solution=solution,
    )
    assert reply.number() == total


def _plan_for(world: Tracker, rng: Random, milestone_key: str, count: int) -> list[str]:
    """Let exactly this many tickets be planned for a milestone; return their keys."""
    planned = rng.sample(list(world.tickets), count)
    for key, ticket in world.tickets.items():
        if key in planned:
            ticket.milestone_key = milestone_key
        elif ticket.milestone_key == milestone_key:
            ticket.milestone_key = None
    return planned


def _pages(call: Caller, milestone_key: str) -> Iterator[list[dict[str, str]]]:
    """List all tickets of a milestone, page by page."""
    given: dict[str, Any] = {"sieve": {"milestone_key": milestone_key}}
    while True:
        page = call("sift_tickets", **given)
        yield page["tickets"]
        if page["following_cursor"] is None:
            return
        given["sift_cursor"] = page["following_cursor"]


@task(kind="chain")
def pulls_in_what_blocks_the_largest(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Go through all pages for the largest ticket, then down its blockers; replan the last one."""
    milestone = pick_milestone(world, rng)
    last, between, largest = pick_tickets(world, rng, 3, "ready", "in_progress")
    largest.blocker_keys = frozenset({between.key})
    between.blocker_keys = frozenset({last.key})
    planned = _plan_for(world, rng, milestone.key, rng.randrange(10, 13))
    largest.milestone_key, last.milestone_key = milestone.key, None
    for key in planned:
        world.tickets[key].points = min(world.tickets[key].points, 5)
    largest.points = 8
    if largest.assignee_key is not None:
        give_room(world, largest.assignee_key, rng.randrange(4))
    wanted = replace(last, milestone_key=milestone.key, severity="critical")

    def solution(call: Caller) -> None:
        plan = call("view_plan")
        key = labelled(plan["milestones"], milestone.label)["milestone_key"]
        rows = [row for page in _pages(call, key) for row in page]
        first = max(rows, key=lambda row: int(row["points"]))["ticket_key"]
        for _ in range(2):
            (first,) = call("view_ticket", ticket_key=first)["links"]["blocked_by"]
        verdict = {"milestone_key": key, "severity": "critical"}
        call("triage_ticket", ticket_key=first, verdict=verdict)

    yield Ask(
        f"Look at everything planned for {milestone.label}: the largest ticket there, by points, "
        "waits for another one, and that one for a third. We have overlooked the third: plan it "
        f"for {milestone.label} too, and make it critical.",
        paraphrase=f"The milestone {milestone.label} hinges on a ticket that is not in it. You "
        "find it two links down from the milestone's ticket with the most points: the blocker of "
        f"its blocker. That one is critical, and {milestone.label} has to include it.",
        solution=solution,
    )
    assert world.tickets[last.key] == wanted
