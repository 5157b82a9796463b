"""Who does what: spare capacity, people new to a ticket, and people with too much to do."""

from dataclasses import replace
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task

from .records import Team
from .situations import (
    add_work,
    block,
    forget_work,
    give_room,
    pick_developer,
    pick_tickets,
    rank_by_room,
)
from .solutions import MEMBERS, most_room, named, only_id, search
from .world import Tracker


@task(kind="chain")
def assigns_and_starts_a_ticket(world: Tracker, rng: Random) -> Turns:
    """Find who has the most room, assign, and only then start: each step needs the one before."""
    board = world.board
    (ticket,) = pick_tickets(board, rng, 1, "ready")
    ticket.assignee_id, ticket.points = None, rng.choice((1, 2, 3, 5))
    team: Team = rng.choice(get_args(Team))
    freest = rank_by_room(board, rng, team)[0]
    wanted = replace(ticket, assignee_id=freest.id, status="in_progress")

    def solution(call: Caller) -> None:
        found, members = call.together(search(ticket.title), ("list_team_members", {"team": team}))
        id_ = only_id(found)
        call("assign_ticket", ticket_id=id_, assignee_id=most_room(members))
        call("set_ticket_status", ticket_id=id_, status="in_progress")

    yield Ask(
        f"Nobody has started “{ticket.title}” yet. Assign it to whoever in the {team} team has the "
        "most spare capacity, in points, and set it to in progress.",
        paraphrase=f"Find the person in the {team} team with the largest gap between capacity and "
        f"assigned points. Give them “{ticket.title}” and move that ticket to in progress.",
        solution=solution,
    )
    assert board.tickets[ticket.id] == wanted


@task(kind="constraint")
def assigns_a_reviewer(world: Tracker, rng: Random) -> Turns:
    """The person with the most room has worked on the ticket, which the ask rules out."""
    board = world.board
    (ticket,) = pick_tickets(board, rng, 1, "in_progress", "in_review")
    ticket.points = rng.choice((2, 3, 5))
    team, other = rng.sample(get_args(Team), 2)
    ticket.assignee_id = pick_developer(board, rng, team=other).id
    ranked = rank_by_room(board, rng, team)
    involved = rng.randrange(1, 3)
    forget_work(board, ticket)
    for person in ranked[:involved]:
        add_work(board, rng, ticket, person)
    wanted = replace(ticket, assignee_id=ranked[involved].id)

    def solution(call: Caller) -> None:
        found, members = call.together(search(ticket.title), ("list_team_members", {"team": team}))
        id_ = only_id(found)
        worked = {work["developer_id"] for work in call("get_ticket", ticket_id=id_)["work"]}
        left = [row for row in members if row["id"] not in worked]
        call("assign_ticket", ticket_id=id_, assignee_id=most_room(left))

    def tempting(call: Caller) -> None:
        found, members = call.together(search(ticket.title), ("list_team_members", {"team": team}))
        call("assign_ticket", ticket_id=only_id(found), assignee_id=most_room(members))

    yield Ask(
        f"“{ticket.title}” needs a reviewer who is new to it. Assign it to the person in the "
        f"{team} team with the most spare capacity, in points, leaving out anyone who has already "
        "logged work on it.",
        paraphrase=f"Who in the {team} team hasn't logged any work on “{ticket.title}”? Of those "
        "people, assign it to the one whose assigned points are furthest below their capacity.",
        solution=solution,
        tempting=tempting,
    )
    assert board.tickets[ticket.id] == wanted


@task(kind="recovery")
def frees_capacity_for_a_ticket(world: Tracker, rng: Random) -> Turns:
    """The assignment exceeds someone's capacity; the ask says which ticket to reassign then."""
    board = world.board
    ticket, smaller, larger = pick_tickets(board, rng, 3, "ready")
    busy = pick_developer(board, rng)
    helper = pick_developer(board, rng, unlike={busy.id})
    for other in board.tickets.values():
        if other.status == "ready" and other.assignee_id == busy.id:
            other.assignee_id = None
    ticket.points, smaller.points, larger.points = rng.choice((5, 8)), 3, 5
    ticket.assignee_id, smaller.assignee_id, larger.assignee_id = None, busy.id, busy.id
    give_room(board, busy, ticket.points - rng.randrange(1, 4))
    give_room(board, helper, rng.randrange(4, 9))
    wanted = [replace(ticket, assignee_id=busy.id), replace(smaller, assignee_id=helper.id)]

    def solution(call: Caller) -> None:
        found, members = call.together(search(ticket.title), MEMBERS)
        ids = {"ticket_id": only_id(found), "assignee_id": named(members, busy.name)["id"]}
        call.failing("assign_ticket", **ids)
        mine = {"assignee_id": ids["assignee_id"], "statuses": ["ready"]}
        listed = call("search_tickets", filter=mine)["tickets"]
        least = min(listed, key=lambda row: int(row["points"]))["id"]
        call("assign_ticket", ticket_id=least, assignee_id=named(members, helper.name)["id"])
        call("assign_ticket", **ids)

    yield Ask(
        f"Assign “{ticket.title}” to {busy.name}. If that exceeds {busy.name}'s capacity, first "
        f"reassign one of {busy.name}'s tickets with the status ready to {helper.name}: the one "
        "with the fewest points.",
        paraphrase=f"{busy.name} should get “{ticket.title}”. In case {busy.name} doesn't have "
        f"the capacity, move the smallest ticket, by points, that {busy.name} has in the status "
        f"ready over to {helper.name} before you try again.",
        solution=solution,
    )
    assert [board.tickets[each.id] for each in wanted] == wanted


@task(kind="undo")
def reassigns_a_ticket_then_undoes_it(world: Tracker, rng: Random) -> Turns:
    """Remove a ticket's blockers and reassign it; then put everything back as it was."""
    board = world.board
    ticket, *blockers = pick_tickets(board, rng, 3, "in_progress", "ready")
    block(ticket, *blockers)
    before_owner = pick_developer(board, rng)
    ticket.assignee_id = before_owner.id
    owner = pick_developer(board, rng, unlike={before_owner.id})
    give_room(board, before_owner, rng.randrange(9))
    give_room(board, owner, ticket.points + rng.randrange(4))
    before = replace(ticket)
    after = replace(ticket, blocked_by=(), assignee_id=owner.id)
    old: dict[str, str] = {}
    seen: list[str] = []

    def change(call: Caller) -> None:
        found, members = call.together(search(ticket.title), MEMBERS)
        shown = call("get_ticket", ticket_id=only_id(found))
        old.update(ticket_id=shown["id"], assignee_id=shown["assignee_id"])
        seen[:] = shown["blocked_by"]
        _relink(call, "remove_blocker", old["ticket_id"], seen)
        person = named(members, owner.name)["id"]
        call("assign_ticket", ticket_id=old["ticket_id"], assignee_id=person)

    def undo(call: Caller) -> None:
        _relink(call, "add_blocker", old["ticket_id"], seen)
        call("assign_ticket", **old)

    yield Ask(
        f"Remove all blockers of “{ticket.title}” and assign it to {owner.name}.",
        paraphrase=f"{owner.name} is taking over “{ticket.title}”. Please assign it accordingly, "
        "and unlink every ticket that blocks it.",
        solution=change,
    )
    assert board.tickets[ticket.id] == after

    yield Ask(
        "That was a mistake. Undo all of it: the same blockers and the same assignee as before.",
        paraphrase="Sorry, please revert that. The ticket should go back to the person who had it, "
        "and be blocked by exactly the tickets that blocked it before.",
        solution=undo,
    )
    assert board.tickets[ticket.id] == before


def _relink(call: Caller, tool: str, ticket_id: str, blocker_ids: list[str]) -> None:
    """Link a ticket to some blockers, or unlink it from them, in one message."""
    call.together(*((tool, {"ticket_id": ticket_id, "blocker_id": id_}) for id_ in blocker_ids))
