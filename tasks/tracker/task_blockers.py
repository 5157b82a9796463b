"""What blocks what: chains to follow, cycles to break, blockers to close first."""

import re
from dataclasses import replace
from itertools import pairwise
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task

from .records import CLOSED, Ticket
from .situations import block, give_room, pick_developer, pick_tickets
from .solutions import MEMBERS, get, named, only_id, search
from .world import Tracker


def _link_in_a_row(chain: list[Ticket]) -> None:
    for ticket, blocker in pairwise(chain):
        block(ticket, blocker)


def _open_blocker(call: Caller, shown: Json) -> Json | None:
    """Open all blockers of a ticket and return the one that is not closed yet."""
    ids = shown["blocked_by"]
    blockers = call.together(*map(get, ids)) if ids else []
    return next((each for each in blockers if each["status"] not in CLOSED), None)


@task(kind="chain")
def starts_the_last_blocker_of_a_chain(world: Tracker, rng: Random) -> Turns:
    """Follow a chain of open blockers, past closed ones, to its end; assign and start that."""
    board = world.board
    chain = pick_tickets(board, rng, rng.randrange(6, 8), "ready", "in_progress")
    (closed,) = pick_tickets(board, rng, 1, "done")
    root = chain[-1]
    root.status, root.assignee_id = "ready", None
    _link_in_a_row(chain)
    block(rng.choice(chain[:-1]), closed)
    owner = pick_developer(board, rng)
    give_room(board, owner, root.points + rng.randrange(5))
    wanted = replace(root, assignee_id=owner.id, status="in_progress")

    def solution(call: Caller) -> None:
        found, members = call.together(search(chain[0].title), MEMBERS)
        shown = call("get_ticket", ticket_id=only_id(found))
        while (blocker := _open_blocker(call, shown)) is not None:
            shown = blocker
        person = named(members, owner.name)["id"]
        call("assign_ticket", ticket_id=shown["id"], assignee_id=person)
        call("set_ticket_status", ticket_id=shown["id"], status="in_progress")

    yield Ask(
        f"“{chain[0].title}” is blocked by another open ticket, which is blocked by yet another, "
        "and so on. Find the last open ticket in that chain, the one that no open ticket blocks. "
        f"Assign it to {owner.name} and set it to in progress.",
        paraphrase=f"What is ultimately holding up “{chain[0].title}”? Follow its open blockers, "
        "and their open blockers, until you reach an open ticket that has none. Assign that ticket "
        f"to {owner.name} and move it to in progress.",
        solution=solution,
    )
    assert board.tickets[root.id] == wanted


@task(kind="recovery")
def adds_a_blocker_without_a_cycle(world: Tracker, rng: Random) -> Turns:
    """A link would create a cycle; the refusal names the path, and the ask what to do then."""
    board = world.board
    chain = pick_tickets(board, rng, rng.randrange(3, 6), "backlog", "ready", "in_progress")
    _link_in_a_row(chain)
    first, *_, before_last, last = chain
    wanted = [replace(last, blocked_by=(first.id,)), replace(before_last, blocked_by=())]

    def solution(call: Caller) -> None:
        found = call.together(search(last.title), search(first.title))
        blocked, blocker = map(only_id, found)
        refusal = call.failing("add_blocker", ticket_id=blocked, blocker_id=blocker)
        *_, one, other = re.findall(r"TK-\w+", refusal)
        call("remove_blocker", ticket_id=one, blocker_id=other)
        call("add_blocker", ticket_id=blocked, blocker_id=blocker)

    yield Ask(
        f"Mark “{last.title}” as blocked by “{first.title}”. If that would create a cycle, break "
        f"it first: one ticket of the cycle is directly blocked by “{last.title}”, so remove that "
        "blocker from it. Keep all other links.",
        paraphrase=f"“{first.title}” has to be a blocker of “{last.title}”. Should this be refused "
        f"because of a cycle, unlink “{last.title}” from the one ticket of the cycle that it "
        "blocks directly, then try again. Don't touch any other link.",
        solution=solution,
    )
    assert [board.tickets[each.id] for each in wanted] == wanted


@task(kind="missing_tool", withhold=("set_ticket_status",))
def closes_two_reviewed_tickets(world: Tracker, rng: Random) -> Turns:
    """Nothing changes statuses at first; then the blocker has to be done before the other."""
    board = world.board
    blocked, blocker = pick_tickets(board, rng, 2, "in_review")
    (settled,) = pick_tickets(board, rng, 1, "done")
    block(blocked, blocker, settled)

    def solution(call: Caller) -> None:
        id_ = only_id(call.together(search(blocked.title))[0])
        blocking = _open_blocker(call, call("get_ticket", ticket_id=id_))
        assert blocking is not None
        call("set_ticket_status", ticket_id=blocking["id"], status="done")
        call("set_ticket_status", ticket_id=id_, status="done")

    reply = yield Ask(
        f"“{blocked.title}” has passed its review, and so has the one open ticket that blocks it. "
        "Set both to done. If there's no way for you to change a ticket's status, leave them alone "
        "and reply with just one word: UNABLE",
        paraphrase=f"Two reviews went well: that of “{blocked.title}” and that of the only open "
        "ticket blocking it. Please mark both tickets as done or, if you lack the means to change "
        "a status, answer with this single word and do nothing: UNABLE",
        solution=lambda _: "UNABLE",
    )
    assert reply.says("UNABLE")
    assert {blocked.status, blocker.status} == {"in_review"}

    yield Ask(
        "You can change statuses now. Please do what I asked for.",
        paraphrase="The tool that you were missing has just been added, so please go ahead.",
        solution=solution,
        hand_over=("set_ticket_status",),
    )
    assert (blocked.status, blocker.status) == ("done", "done")
