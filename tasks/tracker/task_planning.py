"""Filing and triage."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Points, Severity, Verdict
from .situations import (
    add_work,
    loosen,
    new_rows,
    pick_component,
    pick_milestone,
    pick_tickets,
    said,
    say_points,
)
from .steps import PLAN, TEAM, labelled, only_key, person_key, sift_for, view
from .wording import FOLLOW_UPS, LABELS, PRIVATE, REMARKS
from .world import Tracker

_SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")


@task(kind="parallel")
def sizes_three_tickets(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent verdicts, each with its own size, severity or label."""
    tickets = pick_tickets(world, rng, 3, "backlog")
    severity = rng.choice([one for one in _SEVERITIES if one != tickets[1].severity])
    label = rng.choice([one for one in LABELS if tickets[2].labels != {one}])
    points: list[Points] = [rng.choice((1, 2, 3, 5, 8)) for _ in range(2)]
    verdicts: list[Verdict] = [
        {"points": points[0]},
        {"severity": severity},
        {"points": points[1], "ticket_labels": [label]},
    ]
    wanted = [
        replace(tickets[0], points=points[0]),
        replace(tickets[1], severity=severity),
        replace(tickets[2], points=points[1], labels=frozenset({label})),
    ]

    def solution(call: Caller) -> None:
        call.together(
            *(
                ("triage_ticket", {"ticket_key": ticket.key, "verdict": verdict})
                for ticket, verdict in zip(tickets, verdicts, strict=True)
            )
        )

    first, second, third = (ticket.key for ticket in tickets)
    yield Ask(
        f"From this morning's round: {first} is sized at {say_points(points[0])}, {second} is "
        f"{severity}, and {third} is sized at {say_points(points[1])} and has {label} as its only "
        "label. All else stays as it is.",
        paraphrase=f"Please note what we agreed on and nothing beyond it. Size: "
        f"{say_points(points[0])} for {first}, {say_points(points[1])} for {third}. Severity: "
        f"{severity} for {second}. Labels: just {label} for {third}, whatever it has now.",
        solution=solution,
    )
    assert [world.tickets[each.key] for each in wanted] == wanted


@task(kind="irrelevant")
def triages_after_small_talk(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """The first ask needs words alone; the second a full verdict and the stage after it."""
    (ticket,) = pick_tickets(world, rng, 1, "backlog")
    component = pick_component(world, rng, unlike=ticket.component_key)
    severity = rng.choice([one for one in _SEVERITIES if one != ticket.severity])
    labels = rng.sample([one for one in LABELS if one not in ticket.labels], 2)
    points = rng.choice((1, 2, 3, 5, 8))
    private = rng.choice(PRIVATE)
    wanted = replace(
        ticket,
        component_key=component.key,
        severity=severity,
        labels=frozenset(labels),
        points=points,
        stage="ready",
    )

    def solution(call: Caller) -> None:
        found, plan = call.together(sift_for(ticket.heading), PLAN)
        key = only_key(found)
        verdict = {
            "severity": severity,
            "points": points,
            "component_key": labelled(plan["components"], component.label)["component_key"],
            "ticket_labels": labels,
        }
        call("triage_ticket", ticket_key=key, verdict=verdict)
        call("transition_ticket", ticket_key=key, to_stage="ready")

    reply = yield Ask(
        private,
        paraphrase=f"Something else before we start. {private}",
        solution=lambda _: "With pleasure: here is a little something before we go on.",
    )
    assert reply.text

    yield Ask(
        f"Thanks. Now to work: “{ticket.heading}” is {severity}, is sized at "
        f"{say_points(points)}, and belongs to the component {component.label}. Its labels are to "
        f"be {labels[0]} and {labels[1]}, and no others. Then mark it ready.",
        paraphrase=f"Very well. The ticket “{ticket.heading}” comes out of the backlog and becomes "
        f"ready, once you have noted down: component {component.label}, severity {severity}, size "
        f"{say_points(points)}, labels {labels[0]} and {labels[1]} in place of whatever it "
        "carries.",
        solution=solution,
    )
    assert world.tickets[ticket.key] == wanted


@task(kind="look_alike")
def tells_the_namesakes_apart(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Three tickets have one heading; only who worked on them tells which one is meant."""
    namesakes = pick_tickets(world, rng, 3, "in_progress", "in_review")
    meant, *others = namesakes
    worker, *rest = rng.sample(list(world.people.values()), 3)
    for key in [key for key, work in world.work.items() if work.worker_key == worker.key]:
        del world.work[key]
    for each in others:
        each.heading = meant.heading
        add_work(world, rng, each, rng.choice(rest).key)
    add_work(world, rng, meant, worker.key)
    severity = rng.choice([one for one in _SEVERITIES if one != meant.severity])
    text, before = rng.choice(REMARKS), set(world.remarks)
    wanted = replace(meant, severity=severity)

    def act(call: Caller, key: str) -> None:
        call.together(
            ("triage_ticket", {"ticket_key": key, "verdict": {"severity": severity}}),
            ("comment_on_ticket", {"ticket_key": key, "comment_text": text}),
        )

    def solution(call: Caller) -> None:
        found, team = call.together(sift_for(meant.heading), TEAM)
        shown = call.together(*(view(row["ticket_key"]) for row in found["tickets"]))
        person = person_key(team, worker.full_name)
        act(
            call,
            next(
                each["ticket_key"]
                for each in shown
                if person in {work["person_key"] for work in each["work"]}
            ),
        )

    def tempting(call: Caller) -> None:
        found = call.together(sift_for(meant.heading))[0]
        act(
            call,
            next(row["ticket_key"] for row in found["tickets"] if row["ticket_key"] != meant.key),
        )

    yield Ask(
        f"We have more than one ticket called “{meant.heading}”. Take the one that "
        f"{worker.full_name} has logged work on: rate it {severity}, and leave a remark "
        f"on it for the team alone, with exactly these words:\n{text}",
        paraphrase=f"{worker.full_name} has spent time on one of the tickets with the heading "
        f"“{meant.heading}”; never mind its namesakes. Set that ticket's severity to {severity}, "
        f"and let our team, and nobody else, read this remark on it, copied letter by letter:\n"
        f"{text}",
        solution=solution,
        tempting=tempting,
    )
    assert world.tickets[meant.key] == wanted
    (remark,) = new_rows(before, world.remarks)
    assert said(remark) == (meant.key, text, "team")


@task(kind="chain")
def files_a_follow_up(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """File a ticket that takes after another one and waits for it; give it to the right lead."""
    (model,) = pick_tickets(world, rng, 1, "in_progress", "in_review")
    loosen(world, model)
    milestone = pick_milestone(world, rng)
    model.milestone_key = milestone.key
    model.labels = frozenset(rng.sample(LABELS, 2))
    component = world.components[model.component_key]
    heading = rng.choice(FOLLOW_UPS)
    severity: Severity = rng.choice(("minor", "critical"))
    before = set(world.tickets)

    def solution(call: Caller) -> None:
        key = only_key(call.together(sift_for(model.heading))[0])
        shown, plan = call.together(view(key), PLAN)
        filed = call(
            "raise_ticket",
            ticket_heading=heading,
            component_key=shown["component_key"],
            severity=severity,
            ticket_labels=shown["labels"],
            milestone_key=shown["milestone_key"],
            blocked_by_keys=[key],
        )
        lead = next(
            each["lead_key"]
            for each in plan["components"]
            if each["component_key"] == shown["component_key"]
        )
        call("assign_ticket", ticket_key=filed["ticket_key"], assignee_key=lead)

    yield Ask(
        f"“{model.heading}” needs a follow-up: a {severity} ticket for the same component and "
        "milestone, with the same labels, that waits for it and for nothing else, and goes to the "
        f"lead of that component. No further text; its heading, letter by letter, is\n{heading}",
        paraphrase=f"File one more ticket, {severity}, without details. Component, milestone and "
        f"labels are those of “{model.heading}”, which is also its only blocker, and the assignee "
        f"is whoever leads the component. Copy the heading exactly:\n{heading}",
        solution=solution,
    )
    (filed,) = new_rows(before, world.tickets)
    assert said(filed) == said(
        replace(
            model,
            heading=heading,
            severity=severity,
            stage="backlog",
            filed_on=world.today,
            points=0,
            assignee_key=component.lead_key,
            blocker_keys=frozenset({model.key}),
            details="",
        )
    )
