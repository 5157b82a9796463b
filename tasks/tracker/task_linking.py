"""What waits for what: chains to be walked, circles to be broken, blockers to be closed first."""

import re
from collections.abc import Generator
from dataclasses import replace
from itertools import pairwise
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import CLOSED, Ticket
from .situations import give_room, pick_person, pick_tickets
from .steps import TEAM, only_key, person_key, sift_for, view
from .world import Tracker


@task(kind="chain")
def starts_the_root_cause(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Walk a chain of open blockers, past closed ones, to its end; assign and start that."""
    chain = pick_tickets(world, rng, rng.randrange(6, 8), "ready", "in_progress")
    (closed,) = pick_tickets(world, rng, 1, "done")
    root = chain[-1]
    root.stage, root.assignee_key = "ready", None
    _link_in_a_row(chain)
    rng.choice(chain[:-1]).blocker_keys |= {closed.key}
    owner = pick_person(world, rng)
    give_room(world, owner.key, root.points + rng.randrange(5))
    wanted = replace(root, assignee_key=owner.key, stage="in_progress")

    def solution(call: Caller) -> None:
        found, team = call.together(sift_for(chain[0].heading), TEAM)
        shown = call("view_ticket", ticket_key=only_key(found))
        while (following := _open_blocker(call, shown["links"]["blocked_by"])) is not None:
            shown = following
        key = shown["ticket_key"]
        person = person_key(team, owner.full_name)
        call("assign_ticket", ticket_key=key, assignee_key=person)
        call("transition_ticket", ticket_key=key, to_stage="in_progress")

    yield Ask(
        f"“{chain[0].heading}” waits for another open ticket, that one for yet another, and so on. "
        f"Find the open ticket at the very end, which waits for no open ticket itself. "
        f"Have {owner.full_name} take that one and start work on it now.",
        paraphrase=f"What is it that in the end holds up “{chain[0].heading}”? Follow its open "
        "blockers, and theirs, until you come to an open ticket with none. Put that ticket in "
        f"progress in the hands of {owner.full_name}.",
        solution=solution,
    )
    assert world.tickets[root.key] == wanted


def _link_in_a_row(chain: list[Ticket]) -> None:
    for ticket, blocker in pairwise(chain):
        ticket.blocker_keys |= {blocker.key}


def _open_blocker(call: Caller, keys: list[str]) -> dict[str, dict[str, list[str]]] | None:
    """Open all blockers of a ticket and return the one that is not closed yet."""
    if not keys:
        return None
    shown = call.together(*(view(key) for key in keys))
    return next((each for each in shown if each["stage"] not in CLOSED), None)


@task(kind="recovery")
def breaks_the_circle(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """A link would close a circle; the refusal names the way, and the ask what to do then."""
    chain = pick_tickets(world, rng, rng.randrange(3, 6), "backlog", "ready", "in_progress")
    _link_in_a_row(chain)
    first, *_, before_last, last = chain
    wanted = [
        replace(last, blocker_keys=frozenset({first.key})),
        replace(before_last, blocker_keys=frozenset()),
    ]

    def solution(call: Caller) -> None:
        found = call.together(sift_for(last.heading), sift_for(first.heading))
        waiting, blocker = map(only_key, found)
        words = call.failing("link_blocker", ticket_key=waiting, blocker_key=blocker)
        way = re.findall(r"TK-\w+", words)
        call("unlink_blocker", ticket_key=way[-2], blocker_key=way[-1])
        call("link_blocker", ticket_key=waiting, blocker_key=blocker)

    yield Ask(
        f"Make “{last.heading}” wait for “{first.heading}”. If that would close a circle, open it "
        f"at its end: the ticket of the circle that waits for “{last.heading}” itself must no "
        "longer do so. Everything else in the circle stays linked.",
        paraphrase=f"From now on “{first.heading}” comes first and blocks “{last.heading}”. In "
        f"case they wait for each other by way of others, cut the one link by which “"
        f"{last.heading}” blocks a ticket of that circle directly, and no other link.",
        solution=solution,
    )
    assert [world.tickets[each.key] for each in wanted] == wanted


@task(kind="missing_tool", withhold=("transition_ticket",))
def closes_both_once_it_can(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing changes stages at first; then the blocker has to be done before what waits for it."""
    waiting, blocker = pick_tickets(world, rng, 2, "in_review")
    (settled,) = pick_tickets(world, rng, 1, "done")
    waiting.blocker_keys = frozenset({blocker.key, settled.key})

    def solution(call: Caller) -> None:
        key = only_key(call.together(sift_for(waiting.heading))[0])
        shown = call("view_ticket", ticket_key=key)
        blocking = _open_blocker(call, shown["links"]["blocked_by"])
        assert blocking is not None
        call("transition_ticket", ticket_key=blocking["ticket_key"], to_stage="done")
        call("transition_ticket", ticket_key=key, to_stage="done")

    reply = yield Ask(
        f"“{waiting.heading}” has passed its review, and so has the one open ticket that it waits "
        "for. Please close both of them as done.",
        paraphrase=f"Two reviews went well: that of “{waiting.heading}” and that of the single "
        "ticket which still blocks it. Both tickets are done, so mark them that way.",
        solution=lambda _: "I have nothing here that takes a ticket to another stage.",
    )
    assert reply.text
    assert {waiting.stage, blocker.stage} == {"in_review"}

    yield Ask(
        "You can change stages now. Go ahead with what I asked for.",
        paraphrase="What you were lacking for that has just been added; please carry it out.",
        solution=solution,
        hand_over=("transition_ticket",),
    )
    assert world.tickets[waiting.key].stage == "done"
    assert world.tickets[blocker.key].stage == "done"
