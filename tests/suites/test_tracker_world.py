"""The world of the suite ``tracker``: its refusals, its reads, and what is always true."""

from datetime import timedelta
from random import Random
from typing import Any

from suites.suite_facts import make_world, only_reads, refuse

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

READS = {"sift_tickets", "view_ticket", "view_team", "view_plan"}


def tracker(seed: int = 0) -> Any:
    """Draw a tracker."""
    return make_world("tracker", seed)


def staged(world: Any, *stages: str) -> list[Any]:
    """List tickets of some stages that are free of links."""
    found = [ticket for ticket in world.tickets.values() if ticket.stage in stages]
    for ticket in world.tickets.values():
        ticket.blocker_keys = frozenset()
    return found


def test_unknown_keys_are_refused() -> None:
    """Every lookup says what does not exist."""
    world = tracker()
    ticket = next(iter(world.tickets))
    person = next(iter(world.people))
    refuse(world, "no ticket TK-0", "view_ticket", ticket_key="TK-0")
    refuse(world, "no ticket TK-0", "assign_ticket", ticket_key="TK-0", assignee_key=person)
    refuse(world, "no person PE-0", "assign_ticket", ticket_key=ticket, assignee_key="PE-0")
    refuse(world, "no component CO-0", "raise_ticket", ticket_heading="abc", component_key="CO-0")
    milestone = {"verdict": {"milestone_key": "MI-0"}}
    backlog = staged(world, "backlog")[0].key
    refuse(world, "no milestone MI-0", "triage_ticket", ticket_key=backlog, **milestone)
    refuse(world, "no ticket TK-0", "link_blocker", ticket_key=ticket, blocker_key="TK-0")
    refuse(world, "no ticket TK-0", "comment_on_ticket", ticket_key="TK-0", comment_text="a")
    refuse(world, "no page pg-0", "sift_tickets", sieve={}, sift_cursor="pg-0")


def test_stages_follow_the_workflow() -> None:
    """A ticket goes only to the next stages, sized, assigned and unblocked as they demand."""
    world = tracker()
    fresh, other = staged(world, "backlog")[:2]
    tool = "transition_ticket"
    words = "cannot go to done from there; it can go to ready or rejected"
    refuse(world, words, tool, ticket_key=fresh.key, to_stage="done")
    refuse(world, "no size yet", tool, ticket_key=fresh.key, to_stage="ready")
    world.call("triage_ticket", {"ticket_key": fresh.key, "verdict": {"points": 1}})
    world.call(tool, {"ticket_key": fresh.key, "to_stage": "ready"})
    refuse(world, "assigned to nobody", tool, ticket_key=fresh.key, to_stage="in_progress")
    person = min(world.people, key=world.load)
    world.call("assign_ticket", {"ticket_key": fresh.key, "assignee_key": person})
    world.call("link_blocker", {"ticket_key": fresh.key, "blocker_key": other.key})
    for stage in ("in_progress", "in_review"):
        world.call(tool, {"ticket_key": fresh.key, "to_stage": stage})
    refuse(world, f"waits for {other.key}", tool, ticket_key=fresh.key, to_stage="done")
    world.call(tool, {"ticket_key": other.key, "to_stage": "rejected"})
    world.call(tool, {"ticket_key": fresh.key, "to_stage": "done"})
    words = f"{fresh.key} waited for it"
    refuse(world, words, tool, ticket_key=other.key, to_stage="backlog")


def test_links_never_run_in_a_circle() -> None:
    """A link that closes a circle is refused with the way; so are double and missing links."""
    world = tracker()
    first, second, third = staged(world, "ready")[:3]
    for waits, blocks in ((first, second), (second, third)):
        world.call("link_blocker", {"ticket_key": waits.key, "blocker_key": blocks.key})
    way = f"{first.key}, which waits for {second.key}, which waits for {third.key}"
    refuse(world, way, "link_blocker", ticket_key=third.key, blocker_key=first.key)
    refuse(world, "circle", "link_blocker", ticket_key=first.key, blocker_key=first.key)
    refuse(world, "already", "link_blocker", ticket_key=first.key, blocker_key=second.key)
    refuse(
        world,
        f"does not wait for .*it waits for {second.key}",
        "unlink_blocker",
        ticket_key=first.key,
        blocker_key=third.key,
    )
    done = staged(world, "done")[0]
    refuse(world, "is done and", "link_blocker", ticket_key=done.key, blocker_key=first.key)


def test_nobody_carries_too_much() -> None:
    """Assigning and sizing stop at the limit; closed tickets are neither assigned nor triaged."""
    world = tracker()
    ticket = next(one for one in staged(world, "in_progress") if one.points < 8)
    owner = world.people[ticket.assignee_key]
    world.people[owner.key] = type(owner)(
        owner.key, owner.full_name, owner.squad, world.load(owner.key)
    )
    loose = next(one for one in staged(world, "ready") if one.assignee_key is None)
    here = {"ticket_key": ticket.key}
    words = f"carries {world.load(owner.key)} points"
    refuse(world, words, "assign_ticket", ticket_key=loose.key, assignee_key=owner.key)
    refuse(world, words, "triage_ticket", **here, verdict={"points": 8})
    refuse(world, "verdict is empty", "triage_ticket", **here, verdict={})
    refuse(world, "already", "assign_ticket", **here, assignee_key=owner.key)
    done = staged(world, "done")[0].key
    refuse(world, "only open", "assign_ticket", ticket_key=done, assignee_key=owner.key)
    refuse(world, "only open", "triage_ticket", ticket_key=done, verdict={"points": 1})


def test_work_stays_within_a_day() -> None:
    """Nobody logs work ahead of time, where none is done, or more than ten hours a day."""
    world = tracker()
    begun, fresh = staged(world, "in_review")[0].key, staged(world, "backlog")[0].key
    given = {"worker_key": next(iter(world.people)), "work_activity": "coding"}
    today, tomorrow = str(world.today), str(world.today + timedelta(days=1))
    entry = {**given, "worked_on": today, "worked_minutes": 400}
    refuse(world, "no work is logged", "record_work", ticket_key=fresh, **entry)
    refuse(
        world,
        "lies ahead",
        "record_work",
        ticket_key=begun,
        **{**entry, "worked_on": tomorrow},
    )
    world.call("record_work", {"ticket_key": begun, **entry})
    refuse(world, "has logged 400 minutes", "record_work", ticket_key=begun, **entry)


def test_pages_make_up_the_whole_list() -> None:
    """Following the cursors shows each ticket once, in order, and reads change nothing."""
    for seed in range(5):
        world = tracker(seed)
        for size in (1, 2, 3):
            given: dict[str, Any] = {"sieve": {}, "tickets_per_page": size}
            page = only_reads(world, "sift_tickets", **given)
            rows = list(page["tickets"])
            while page["following_cursor"] is not None:
                cursor = page["following_cursor"]
                page = only_reads(world, "sift_tickets", **given, sift_cursor=cursor)
                rows += page["tickets"]
            assert len(rows) == len({row["ticket_key"] for row in rows}) == len(world.tickets)
            headings = [row["heading"] for row in rows]
            assert headings == sorted(headings)
        for ticket in world.tickets.values():
            found = only_reads(
                world, "sift_tickets", sieve={"heading_part": ticket.heading.upper()}
            )
            assert [row["ticket_key"] for row in found["tickets"]] == [ticket.key]
            only_reads(world, "view_ticket", ticket_key=ticket.key)
        only_reads(world, "view_team", squad="clients")
        only_reads(world, "view_plan")


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call that the schemas allow; the world may refuse it."""
    ticket, other = rng.choices(list(world.tickets), k=2)
    blockers = sorted(world.tickets[ticket].blocker_keys)
    person = rng.choice(list(world.people))
    verdict = {"points": rng.choice((1, 2, 3, 5, 8)), "severity": "minor"}
    entry = {"worked_minutes": rng.randrange(5, 601), "work_activity": "testing"}
    stage = rng.choice(("backlog", "ready", "in_progress", "in_review", "done", "rejected"))
    given: dict[str, dict[str, Any]] = {
        "view_ticket": {},
        "assign_ticket": {"assignee_key": person},
        "triage_ticket": {"verdict": verdict},
        "link_blocker": {"blocker_key": other},
        "unlink_blocker": {"blocker_key": rng.choice([other, *blockers, *blockers])},
        "transition_ticket": {"to_stage": stage},
        "comment_on_ticket": {"comment_text": "é"},
        "record_work": {"worker_key": person, "worked_on": str(world.today), **entry},
    }
    name = rng.choice([*given, "transition_ticket", "raise_ticket"])
    if name == "raise_ticket":
        component = rng.choice(list(world.components))
        fresh = {"ticket_heading": "new", "component_key": component, "blocked_by_keys": [other]}
        return Call(name, fresh)
    return Call(name, {"ticket_key": ticket, **given[name]})


def check_rules(world: Any) -> None:
    """Assert what is always true of the tracker."""
    for person in world.people.values():
        assert world.load(person.key) <= person.limit_points
        assert world.logged_minutes(person.key, world.today) <= 600
    for ticket in world.tickets.values():
        if ticket.stage == "done":
            assert not world.open_blockers(ticket)
        assert ticket.points or ticket.stage in {"backlog", "rejected"}
        assert ticket.assignee_key or ticket.stage != "in_progress"
        assert all(world.blocker_path(key, ticket.key) is None for key in ticket.blocker_keys)


def test_rules_survive_any_calls() -> None:
    """Whatever is called: loads, days, stages and links stay sound, and refusals leave no trace."""
    carried: set[str] = set()
    for seed in range(8):
        world, rng = tracker(seed), Random(seed)
        check_rules(world)
        for _ in range(120):
            before, call = state_of(world), draw_call(world, rng)
            if world.execute(call).is_error or call.name in READS:
                assert state_of(world) == before
            else:
                carried.add(call.name)
        check_rules(world)
    assert len(carried) == 8
