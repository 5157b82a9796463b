"""Who does what: room, fresh eyes, and people who carry too much."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Squad
from .situations import (
    add_work,
    give_room,
    loosen,
    pick_person,
    pick_tickets,
    rank_by_room,
)
from .steps import TEAM, most_room, only_key, person_key, sift_for
from .world import Tracker


@task(kind="chain")
def starts_it_with_the_freest(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Find who has the most room, assign, and only then start: each step needs the one before."""
    (ticket,) = pick_tickets(world, rng, 1, "ready")
    ticket.assignee_key = None
    ticket.points = rng.choice((1, 2, 3, 5))
    squad: Squad = rng.choice(("platform", "clients"))
    freest = rank_by_room(world, rng, squad)[0]
    wanted = replace(ticket, assignee_key=freest.key, stage="in_progress")

    def solution(call: Caller) -> None:
        found, team = call.together(sift_for(ticket.heading), ("view_team", {"squad": squad}))
        key = only_key(found)
        call("assign_ticket", ticket_key=key, assignee_key=most_room(team))
        call("transition_ticket", ticket_key=key, to_stage="in_progress")

    yield Ask(
        f"“{ticket.heading}” has been lying around for too long. Give it to whoever in the {squad} "
        "squad has the most points to spare below their limit, and have it in progress.",
        paraphrase=f"Someone of the {squad} squad should be at work on “{ticket.heading}” from "
        "now on, namely the person for whom the gap between the points carried and the limit is "
        "widest; the ticket's stage should say so too.",
        solution=solution,
    )
    assert world.tickets[ticket.key] == wanted


@task(kind="constraint")
def finds_fresh_eyes(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """The person with the most room has worked on the ticket, which the ask rules out."""
    (ticket,) = pick_tickets(world, rng, 1, "in_review")
    ticket.points = rng.choice((2, 3, 5))
    squad: Squad = rng.choice(("platform", "clients"))
    other: Squad = "clients" if squad == "platform" else "platform"
    ticket.assignee_key = pick_person(world, rng, squad=other).key
    ranked = rank_by_room(world, rng, squad)
    involved = {person.key for person in ranked[: rng.randrange(1, 3)]}
    _let_have_worked(world, rng, ticket.key, involved)
    fresh = next(person for person in ranked if person.key not in involved)
    wanted = replace(ticket, assignee_key=fresh.key)

    def solution(call: Caller) -> None:
        found, team = call.together(sift_for(ticket.heading), ("view_team", {"squad": squad}))
        key = only_key(found)
        worked = {work["person_key"] for work in call("view_ticket", ticket_key=key)["work"]}
        left = [row for row in team if row["person_key"] not in worked]
        call("assign_ticket", ticket_key=key, assignee_key=most_room(left))

    def tempting(call: Caller) -> None:
        found, team = call.together(sift_for(ticket.heading), ("view_team", {"squad": squad}))
        call("assign_ticket", ticket_key=only_key(found), assignee_key=most_room(team))

    yield Ask(
        f"“{ticket.heading}” needs fresh eyes for its review. Assign it to the person of the "
        f"{squad} squad with the most room below the limit of points, but to nobody who has "
        "already logged work on it.",
        paraphrase=f"Who in the {squad} squad has not put a minute into “{ticket.heading}” yet? "
        "Among those people the ticket goes to the one whose load is the furthest below the "
        "limit.",
        solution=solution,
        tempting=tempting,
    )
    assert world.tickets[ticket.key] == wanted


def _let_have_worked(world: Tracker, rng: Random, ticket_key: str, people: set[str]) -> None:
    """Let just these people have worked on a ticket."""
    for key in [key for key, work in world.work.items() if work.ticket_key == ticket_key]:
        del world.work[key]
    for worker_key in sorted(people):
        add_work(world, rng, world.tickets[ticket_key], worker_key)


@task(kind="recovery")
def makes_room_for_it(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """The assignment is over someone's limit; the ask says which ticket has to go elsewhere."""
    ticket, *own = pick_tickets(world, rng, 3, "ready")
    busy = pick_person(world, rng)
    helper = pick_person(world, rng, unlike={busy.key})
    smaller, larger = own
    for each, points in ((ticket, rng.choice((5, 8))), (smaller, 3), (larger, 5)):
        each.points = points
        each.assignee_key = None if each is ticket else busy.key
    for other in world.tickets.values():
        if other.stage == "ready" and other not in own and other.assignee_key == busy.key:
            other.assignee_key = None
    give_room(world, busy.key, ticket.points - rng.randrange(1, 4))
    give_room(world, helper.key, rng.randrange(4, 9))
    wanted = [replace(ticket, assignee_key=busy.key), replace(smaller, assignee_key=helper.key)]

    def solution(call: Caller) -> None:
        found, team = call.together(sift_for(ticket.heading), TEAM)
        key, one = only_key(found), person_key(team, busy.full_name)
        call.failing("assign_ticket", ticket_key=key, assignee_key=one)
        listed = call("sift_tickets", sieve={"assignee_key": one, "stages": ["ready"]})
        least = min(listed["tickets"], key=lambda row: row["points"])["ticket_key"]
        other = person_key(team, helper.full_name)
        call("assign_ticket", ticket_key=least, assignee_key=other)
        call("assign_ticket", ticket_key=key, assignee_key=one)

    yield Ask(
        f"{busy.full_name} should take on “{ticket.heading}”. If that is more than "
        f"{busy.full_name} may carry, first hand the smallest, by points, of the tickets "
        f"that {busy.full_name} has in stage ready over to {helper.full_name}.",
        paraphrase=f"Please assign “{ticket.heading}” to {busy.full_name}. Should the limit be in "
        f"the way, {helper.full_name} gets one ticket from {busy.full_name} beforehand: of those "
        "that are ready, but not begun, the one with the fewest points.",
        solution=solution,
    )
    assert [world.tickets[each.key] for each in wanted] == wanted


@task(kind="undo")
def gives_it_back(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Free a ticket of its links and reassign it; then put everything back as it was."""
    ticket, *blockers = pick_tickets(world, rng, 3, "in_progress", "ready")
    loosen(world, ticket)
    ticket.blocker_keys = frozenset(blocker.key for blocker in blockers)
    before_owner = pick_person(world, rng)
    ticket.assignee_key = before_owner.key
    owner = pick_person(world, rng, unlike={before_owner.key})
    give_room(world, before_owner.key, rng.randrange(9))
    give_room(world, owner.key, ticket.points + rng.randrange(4))
    before = replace(ticket)
    freed = replace(ticket, blocker_keys=frozenset(), assignee_key=owner.key)
    seen: dict[str, list[str]] = {}
    old: dict[str, str] = {}

    def freeing(call: Caller) -> None:
        found, team = call.together(sift_for(ticket.heading), TEAM)
        shown = call("view_ticket", ticket_key=only_key(found))
        seen["blockers"] = shown["links"]["blocked_by"]
        old["key"], old["owner"] = shown["ticket_key"], shown["assignee_key"]
        _relink(call, "unlink_blocker", old["key"], seen["blockers"])
        person = person_key(team, owner.full_name)
        call("assign_ticket", ticket_key=old["key"], assignee_key=person)

    def restoring(call: Caller) -> None:
        _relink(call, "link_blocker", old["key"], seen["blockers"])
        call("assign_ticket", ticket_key=old["key"], assignee_key=old["owner"])

    yield Ask(
        f"Let “{ticket.heading}” wait for nothing any more, and give it to {owner.full_name}.",
        paraphrase=f"{owner.full_name} takes over “{ticket.heading}”, and no other ticket should "
        "block it from now on.",
        solution=freeing,
    )
    assert world.tickets[ticket.key] == freed

    yield Ask(
        "I was too hasty. Take all of that back: the same links and the same assignee as before.",
        paraphrase="Forget it, please. That ticket should be with whoever had it, and wait for "
        "exactly what it waited for until a moment ago.",
        solution=restoring,
    )
    assert world.tickets[ticket.key] == before


def _relink(call: Caller, tool: str, ticket_key: str, blocker_keys: list[str]) -> None:
    """Link a ticket to some blockers, or unlink it from them, in one message."""
    call.together(*((tool, {"ticket_key": ticket_key, "blocker_key": key}) for key in blocker_keys))
