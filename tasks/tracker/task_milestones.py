"""What belongs to a milestone, page by page."""

from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task

from .rules import Board
from .situations import add_work, block, give_room, pick_developer, pick_milestone, pick_tickets
from .solutions import MEMBERS, ROADMAP, all_found, get, named
from .world import Tracker


def _plan_for(board: Board, rng: Random, milestone_id: str, count: int) -> list[str]:
    """Let exactly this many tickets be planned for a milestone; return their ids."""
    planned = rng.sample(list(board.tickets), count)
    for id_, ticket in board.tickets.items():
        if id_ in planned:
            ticket.milestone_id = milestone_id
        elif ticket.milestone_id == milestone_id:
            ticket.milestone_id = None
    return planned


@task(kind="aggregate")
def adds_up_the_work_on_a_milestone(world: Tracker, rng: Random) -> Turns:
    """Add up what one person has logged on all tickets of a milestone, over several pages."""
    board = world.board
    milestone, worker = pick_milestone(board, rng), pick_developer(board, rng)
    planned = _plan_for(board, rng, milestone.id, rng.randrange(5, 7))
    for id_ in rng.sample(planned, 4):
        add_work(board, rng, board.tickets[id_], worker)
    total = sum(
        work.minutes
        for work in board.work.values()
        if work.developer_id == worker.id and work.ticket_id in planned
    )

    def solution(call: Caller) -> str:
        roadmap, members = call.together(ROADMAP, MEMBERS)
        person = named(members, worker.name)["id"]
        milestone_id = named(roadmap["milestones"], milestone.name)["id"]
        rows = all_found(call, milestone_id=milestone_id)
        minutes = [
            int(work["minutes"])
            for shown in call.together(*(get(row["id"]) for row in rows))
            for work in shown["work"]
            if work["developer_id"] == person
        ]
        return str(sum(minutes))

    reply = yield Ask(
        f"How many minutes has {worker.name} logged in total on the tickets planned for milestone "
        f"{milestone.name}? Reply with just the number.",
        paraphrase="Give me a single number and nothing else: the sum of the minutes that "
        f"{worker.name} has logged on all tickets of milestone {milestone.name}, whatever their "
        "status.",
        solution=solution,
    )
    assert reply.number() == total


@task(kind="chain")
def plans_the_blocker_of_a_blocker(world: Tracker, rng: Random) -> Turns:
    """Go through all pages for the largest ticket, then down its blockers; plan the last one."""
    board = world.board
    milestone = pick_milestone(board, rng)
    last, between, largest = pick_tickets(board, rng, 3, "ready", "in_progress")
    block(largest, between)
    block(between, last)
    planned = _plan_for(board, rng, milestone.id, rng.randrange(10, 13))
    largest.milestone_id, last.milestone_id = milestone.id, None
    for id_ in planned:
        board.tickets[id_].points = min(board.tickets[id_].points, 5)
    largest.points = 8
    if largest.assignee_id is not None:
        give_room(board, board.developers[largest.assignee_id], rng.randrange(4))
    wanted = replace(last, milestone_id=milestone.id, severity="critical")

    def solution(call: Caller) -> None:
        milestone_id = named(call("get_roadmap")["milestones"], milestone.name)["id"]
        rows = all_found(call, milestone_id=milestone_id)
        id_ = max(rows, key=lambda row: int(row["points"]))["id"]
        for _ in range(2):
            (id_,) = call("get_ticket", ticket_id=id_)["blocked_by"]
        changes = {"milestone_id": milestone_id, "severity": "critical"}
        call("update_ticket", ticket_id=id_, changes=changes)

    yield Ask(
        f"Look through everything planned for milestone {milestone.name}. The ticket with the most "
        "points is blocked by a second ticket, and that one by a third. We overlooked the third: "
        f"plan it for {milestone.name} too, and make its severity critical.",
        paraphrase=f"Milestone {milestone.name} depends on a ticket that isn't planned for it: the "
        "blocker of the blocker of the milestone's largest ticket, by points. Add that ticket to "
        f"{milestone.name} and raise it to critical.",
        solution=solution,
    )
    assert board.tickets[last.id] == wanted
