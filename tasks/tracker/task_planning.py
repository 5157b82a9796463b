"""Creating and triaging tickets."""

from dataclasses import replace
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, new_row, without_id

from .records import Changes, Comment, Points, Severity
from .situations import (
    add_work,
    pick_component,
    pick_milestone,
    pick_severity,
    pick_tickets,
)
from .solutions import MEMBERS, ROADMAP, get, named, only_id, search
from .wording import COMMENTS, FOLLOW_UPS, LABELS, in_points
from .world import Tracker


@task(kind="parallel")
def updates_three_tickets(world: Tracker, rng: Random) -> Turns:
    """Three independent updates, each of its own estimate, severity or label."""
    board = world.board
    first, second, third = tickets = pick_tickets(board, rng, 3, "backlog")
    severity = pick_severity(rng, unlike=second.severity)
    label = rng.choice([one for one in LABELS if third.labels != (one,)])
    points: list[Points] = rng.choices(get_args(Points), k=2)
    changes: list[Changes] = [
        {"points": points[0]},
        {"severity": severity},
        {"points": points[1], "labels": [label]},
    ]
    wanted = [
        replace(first, points=points[0]),
        replace(second, severity=severity),
        replace(third, points=points[1], labels=(label,)),
    ]

    def solution(call: Caller) -> None:
        found = call.together(*(search(ticket.title) for ticket in tickets))
        ids = map(only_id, found)
        call.together(
            *(
                ("update_ticket", {"ticket_id": id_, "changes": each})
                for id_, each in zip(ids, changes, strict=True)
            )
        )

    yield Ask(
        f"From this morning's meeting: “{first.title}” is estimated at {in_points(points[0])}, "
        f"“{second.title}” is {severity}, and “{third.title}” is estimated at "
        f"{in_points(points[1])} and gets {label} as its only label. Nothing else changes.",
        paraphrase="Please record what we agreed on, and nothing beyond it. Estimates: "
        f"{in_points(points[0])} for “{first.title}”, {in_points(points[1])} for “{third.title}”. "
        f"Severity: {severity} for “{second.title}”. Labels: only {label} for “{third.title}”, "
        "whatever it has now.",
        solution=solution,
    )
    assert [board.tickets[each.id] for each in wanted] == wanted


@task(kind="irrelevant")
def answers_a_question_then_triages(world: Tracker, rng: Random) -> Turns:
    """The first ask needs words alone; the second a full update and the status after it."""
    board = world.board
    (ticket,) = pick_tickets(board, rng, 1, "backlog")
    component = pick_component(board, rng, unlike=ticket.component_id)
    severity, points = pick_severity(rng, unlike=ticket.severity), rng.choice(get_args(Points))
    labels = rng.sample([one for one in LABELS if one not in ticket.labels], 2)
    one, other = rng.randrange(12, 30), rng.randrange(3, 10)
    changes = {"component_id": component.id, "severity": severity, "points": points}
    wanted = replace(ticket, labels=tuple(sorted(labels)), status="ready", **changes)

    def solution(call: Caller) -> None:
        found, roadmap = call.together(search(ticket.title), ROADMAP)
        id_ = only_id(found)
        component_id = named(roadmap["components"], component.name)["id"]
        new = {**changes, "component_id": component_id, "labels": labels}
        call("update_ticket", ticket_id=id_, changes=new)
        call("set_ticket_status", ticket_id=id_, status="ready")

    reply = yield Ask(
        f"Before we start: what's {one} times {other}? Just the number, please.",
        paraphrase=f"One quick thing first. Multiply {one} by {other} and reply with only the "
        "result.",
        solution=lambda _: f"{one * other}",
    )
    assert reply.number() == one * other

    yield Ask(
        f"Thanks. Now to work: “{ticket.title}” is {severity}, estimated at {in_points(points)}, "
        f"and belongs to the component {component.name}. Its labels should be {labels[0]} and "
        f"{labels[1]}, and no others. Then set it to ready.",
        paraphrase=f"Great. Please triage “{ticket.title}”: component {component.name}, severity "
        f"{severity}, an estimate of {in_points(points)}, and the labels {labels[0]} and "
        f"{labels[1]} instead of any that it has. After that, move it from the backlog to ready.",
        solution=solution,
    )
    assert board.tickets[ticket.id] == wanted


@task(kind="look_alike")
def updates_one_of_three_with_the_same_title(world: Tracker, rng: Random) -> Turns:
    """Three tickets have one title; only who worked on them tells which one is meant."""
    board = world.board
    meant, *others = pick_tickets(board, rng, 3, "in_progress", "in_review")
    worker, *rest = rng.sample(list(board.developers.values()), 3)
    for id_ in [id_ for id_, work in board.work.items() if work.developer_id == worker.id]:
        del board.work[id_]
    for each in others:
        each.title = meant.title
        add_work(board, rng, each, rng.choice(rest))
    add_work(board, rng, meant, worker)
    severity = pick_severity(rng, unlike=meant.severity)
    text, before = rng.choice(COMMENTS), set(board.comments)
    wanted = replace(meant, severity=severity)

    def update(call: Caller, id_: str) -> None:
        call.together(
            ("update_ticket", {"ticket_id": id_, "changes": {"severity": severity}}),
            ("add_comment", {"ticket_id": id_, "text": text}),
        )

    def solution(call: Caller) -> None:
        found, members = call.together(search(meant.title), MEMBERS)
        person = named(members, worker.name)["id"]
        for shown in call.together(*(get(row["id"]) for row in found["tickets"])):
            if person in {work["developer_id"] for work in shown["work"]}:
                update(call, shown["id"])

    def tempting(call: Caller) -> None:
        found = call.together(search(meant.title))[0]
        update(call, next(row["id"] for row in found["tickets"] if row["id"] != meant.id))

    yield Ask(
        f"Several tickets are called “{meant.title}”. Take the one that {worker.name} has logged "
        f"work on: change its severity to {severity} and add a comment that only the team can "
        f"read. {exact_text(text)}",
        paraphrase=f"{worker.name} has logged time on one of the tickets titled “{meant.title}”; "
        f"ignore the others with that title. Make that ticket {severity}, and leave a comment on "
        f"it, visible to the team only, with exactly these words:\n{text}",
        solution=solution,
        tempting=tempting,
    )
    assert board.tickets[meant.id] == wanted
    assert without_id(new_row(board.comments, before)) == Comment("", meant.id, text, "team")


@task(kind="chain")
def creates_a_follow_up(world: Tracker, rng: Random) -> Turns:
    """Create a ticket modelled on another one that blocks it, and assign it to the right lead."""
    board = world.board
    (model,) = pick_tickets(board, rng, 1, "in_progress", "in_review")
    model.milestone_id = pick_milestone(board, rng).id
    model.labels = tuple(sorted(rng.sample(LABELS, 2)))
    lead_id = board.components[model.component_id].lead_id
    title = rng.choice(FOLLOW_UPS)
    severity: Severity = rng.choice(("minor", "critical"))
    before = set(board.tickets)

    def solution(call: Caller) -> None:
        id_ = only_id(call.together(search(model.title))[0])
        shown, roadmap = call.together(get(id_), ROADMAP)
        same = {key: shown[key] for key in ("component_id", "labels", "milestone_id")}
        made = call("create_ticket", title=title, severity=severity, blocked_by=[id_], **same)
        components = {each["id"]: each for each in roadmap["components"]}
        lead = components[shown["component_id"]]["lead_id"]
        call("assign_ticket", ticket_id=made["id"], assignee_id=lead)

    yield Ask(
        f"“{model.title}” needs a follow-up: a {severity} ticket for the same component and "
        "milestone, with the same labels, blocked by it and by nothing else, without a "
        f"description. Assign it to the lead of that component. {exact_text(title, 'this title')}",
        paraphrase=f"Create one more ticket, {severity} and without a description. It gets the "
        f"component, milestone and labels of “{model.title}”, which is also its only blocker, and "
        f"is assigned to that component's lead. The title must be exactly:\n{title}",
        solution=solution,
    )
    assert without_id(new_row(board.tickets, before)) == replace(
        model,
        id="",
        title=title,
        severity=severity,
        status="backlog",
        created=board.today,
        points=0,
        assignee_id=lead_id,
        blocked_by=(model.id,),
        description="",
    )
