"""The world of the suite ``tracker``: its refusals, its reads, and what is always true."""

from datetime import timedelta
from random import Random
from typing import Any

from suites.suite_facts import make_world, only_reads, refuse

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

READS = {"search_tickets", "get_ticket", "list_team_members", "get_roadmap"}


def tracker(seed: int = 0) -> Any:
    """Draw a tracker."""
    return make_world("tracker", seed)


def staged(world: Any, *statuses: str) -> list[Any]:
    """List tickets of some statuses that are free of links."""
    found = [ticket for ticket in world.board.tickets.values() if ticket.status in statuses]
    for ticket in world.board.tickets.values():
        ticket.blocked_by = ()
    return found


def test_unknown_ids_are_refused() -> None:
    """Every lookup says what does not exist."""
    world = tracker()
    ticket = next(iter(world.board.tickets))
    person = next(iter(world.board.developers))
    refuse(world, "no ticket TK-X", "get_ticket", ticket_id="TK-X")
    refuse(world, "no ticket TK-X", "assign_ticket", ticket_id="TK-X", assignee_id=person)
    refuse(world, "no developer DV-X", "assign_ticket", ticket_id=ticket, assignee_id="DV-X")
    refuse(world, "no component CO-X", "create_ticket", title="abc", component_id="CO-X")
    milestone = {"changes": {"milestone_id": "MI-X"}}
    backlog = staged(world, "backlog")[0].id
    refuse(world, "no milestone MI-X", "update_ticket", ticket_id=backlog, **milestone)
    refuse(world, "no ticket TK-X", "add_blocker", ticket_id=ticket, blocker_id="TK-X")
    refuse(world, "no ticket TK-X", "add_comment", ticket_id="TK-X", text="a")
    refuse(world, "not a cursor", "search_tickets", filter={}, cursor="pg-0")


def test_statuses_follow_the_workflow() -> None:
    """A ticket goes only to the next statuses, estimated, assigned and unblocked as needed."""
    world = tracker()
    fresh, other = staged(world, "backlog")[:2]
    tool = "set_ticket_status"
    words = "can't go to done from there, only to ready or rejected"
    refuse(world, words, tool, ticket_id=fresh.id, status="done")
    refuse(world, "no estimate yet", tool, ticket_id=fresh.id, status="ready")
    world.call("update_ticket", {"ticket_id": fresh.id, "changes": {"points": 1}})
    world.call(tool, {"ticket_id": fresh.id, "status": "ready"})
    refuse(world, "has no assignee", tool, ticket_id=fresh.id, status="in_progress")
    person = min(world.board.developers, key=world.board.points_of)
    world.call("assign_ticket", {"ticket_id": fresh.id, "assignee_id": person})
    world.call("add_blocker", {"ticket_id": fresh.id, "blocker_id": other.id})
    for status in ("in_progress", "in_review"):
        world.call(tool, {"ticket_id": fresh.id, "status": status})
    refuse(world, f"blocked by {other.id}", tool, ticket_id=fresh.id, status="done")
    world.call(tool, {"ticket_id": other.id, "status": "rejected"})
    world.call(tool, {"ticket_id": fresh.id, "status": "done"})
    words = f"{fresh.id} was blocked by it"
    refuse(world, words, tool, ticket_id=other.id, status="backlog")


def test_links_never_form_a_cycle() -> None:
    """A link that creates a cycle is refused with the path; so are double and missing links."""
    world = tracker()
    first, second, third = staged(world, "ready")[:3]
    for blocked, blocks in ((first, second), (second, third)):
        world.call("add_blocker", {"ticket_id": blocked.id, "blocker_id": blocks.id})
    way = f"{first.id}, which is blocked by {second.id}, which is blocked by {third.id}"
    refuse(world, way, "add_blocker", ticket_id=third.id, blocker_id=first.id)
    refuse(world, "cycle", "add_blocker", ticket_id=first.id, blocker_id=first.id)
    refuse(world, "already", "add_blocker", ticket_id=first.id, blocker_id=second.id)
    refuse(
        world,
        f"isn't blocked by .*, but by {second.id}",
        "remove_blocker",
        ticket_id=first.id,
        blocker_id=third.id,
    )
    done = staged(world, "done")[0]
    words = "is done and can't be blocked"
    refuse(world, words, "add_blocker", ticket_id=done.id, blocker_id=first.id)


def test_nobody_carries_too_much() -> None:
    """Assigning and estimating stop at the capacity; closed tickets stay as they are."""
    world = tracker()
    ticket = next(one for one in staged(world, "in_progress") if one.points < 8)
    owner = world.board.developers[ticket.assignee_id]
    owner.capacity_points = world.board.points_of(owner.id)
    loose = next(one for one in staged(world, "ready") if one.assignee_id is None)
    here = {"ticket_id": ticket.id}
    words = f"has {world.board.points_of(owner.id)} points assigned"
    refuse(world, words, "assign_ticket", ticket_id=loose.id, assignee_id=owner.id)
    refuse(world, words, "update_ticket", **here, changes={"points": 8})
    refuse(world, "nothing to change", "update_ticket", **here, changes={})
    refuse(world, "already", "assign_ticket", **here, assignee_id=owner.id)
    done = staged(world, "done")[0].id
    refuse(world, "only open", "assign_ticket", ticket_id=done, assignee_id=owner.id)
    refuse(world, "only open", "update_ticket", ticket_id=done, changes={"points": 1})


def test_work_stays_within_a_day() -> None:
    """Nobody logs work ahead of time, where none is done, or more than ten hours a day."""
    world = tracker()
    begun, fresh = staged(world, "in_review")[0].id, staged(world, "backlog")[0].id
    given = {"developer_id": next(iter(world.board.developers)), "activity": "coding"}
    today, tomorrow = str(world.board.today), str(world.board.today + timedelta(days=1))
    entry = {**given, "date": today, "minutes": 400}
    refuse(world, "no work can be logged", "log_work", ticket_id=fresh, **entry)
    refuse(
        world,
        "is in the future",
        "log_work",
        ticket_id=begun,
        **{**entry, "date": tomorrow},
    )
    world.call("log_work", {"ticket_id": begun, **entry})
    refuse(world, "has already logged 400 minutes", "log_work", ticket_id=begun, **entry)


def test_pages_make_up_the_whole_list() -> None:
    """Following the cursors shows each ticket once, in order, and reads change nothing."""
    for seed in range(5):
        world = tracker(seed)
        for size in (1, 2, 3):
            given: dict[str, Any] = {"filter": {}, "limit": size}
            page = only_reads(world, "search_tickets", **given)
            rows = list(page["tickets"])
            while page["next_cursor"] is not None:
                cursor = page["next_cursor"]
                page = only_reads(world, "search_tickets", **given, cursor=cursor)
                rows += page["tickets"]
            assert len(rows) == len({row["id"] for row in rows}) == len(world.board.tickets)
            titles = [row["title"] for row in rows]
            assert titles == sorted(titles)
        for ticket in world.board.tickets.values():
            found = only_reads(world, "search_tickets", filter={"title": ticket.title.upper()})
            assert [row["id"] for row in found["tickets"]] == [ticket.id]
            only_reads(world, "get_ticket", ticket_id=ticket.id)
        only_reads(world, "list_team_members", team="clients")
        only_reads(world, "get_roadmap")


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call that the schemas allow; the world may refuse it."""
    ticket, other = rng.choices(list(world.board.tickets), k=2)
    blockers = sorted(world.board.tickets[ticket].blocked_by)
    person = rng.choice(list(world.board.developers))
    changes = {"points": rng.choice((1, 2, 3, 5, 8)), "severity": "minor"}
    entry = {"minutes": rng.randrange(5, 601), "activity": "testing"}
    status = rng.choice(("backlog", "ready", "in_progress", "in_review", "done", "rejected"))
    given: dict[str, dict[str, Any]] = {
        "get_ticket": {},
        "assign_ticket": {"assignee_id": person},
        "update_ticket": {"changes": changes},
        "add_blocker": {"blocker_id": other},
        "remove_blocker": {"blocker_id": rng.choice([other, *blockers, *blockers])},
        "set_ticket_status": {"status": status},
        "add_comment": {"text": "é"},
        "log_work": {"developer_id": person, "date": str(world.board.today), **entry},
    }
    name = rng.choice([*given, "set_ticket_status", "create_ticket"])
    if name == "create_ticket":
        component = rng.choice(list(world.board.components))
        fresh = {"title": "new", "component_id": component, "blocked_by": [other]}
        return Call(name, fresh)
    return Call(name, {"ticket_id": ticket, **given[name]})


def check_rules(world: Any) -> None:
    """Assert what is always true of the tracker."""
    for person in world.board.developers.values():
        assert world.board.points_of(person.id) <= person.capacity_points
        assert world.board.minutes_on(person.id, world.board.today) <= 600
    for ticket in world.board.tickets.values():
        if ticket.status == "done":
            assert not world.board.open_blockers(ticket)
        assert ticket.points or ticket.status in {"backlog", "rejected"}
        assert ticket.assignee_id or ticket.status != "in_progress"
        assert all(world.board.blocker_path(key, ticket.id) is None for key in ticket.blocked_by)


def test_rules_survive_any_calls() -> None:
    """Whatever is called: loads, days and links stay sound, and refusals leave no trace."""
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
