"""Filing, triage, and what belongs to a milestone."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Severity
from .situations import (
    add_work,
    give_room,
    loosen,
    new_rows,
    pick_component,
    pick_milestone,
    pick_person,
    pick_tickets,
    said,
)
from .steps import PLAN, TEAM, labelled, only_key, person_key, sift_for, view
from .wording import FOLLOW_UPS, LABELS, PRIVATE, REMARKS
from .world import Tracker

_SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")


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
        f"Thanks. Now to work: “{ticket.heading}” is {severity}, {points} points large, and "
        f"belongs to the component {component.label}. Its labels are to be {labels[0]} and "
        f"{labels[1]}, and no others. Then mark it ready.",
        paraphrase=f"Very well. The ticket “{ticket.heading}” comes out of the backlog and becomes "
        f"ready, once you have noted down: component {component.label}, severity {severity}, size "
        f"{points} points, labels {labels[0]} and {labels[1]} in place of whatever it carries.",
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
        f"{worker.full_name} has logged work on: it is {severity}, and it needs a remark for the "
        f"team alone with exactly these words:\n{text}",
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


@task(kind="aggregate")
def adds_up_a_milestone(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Add up what one person has logged on all tickets of a milestone, over several pages."""
    milestone, worker = pick_milestone(world, rng), pick_person(world, rng)
    planned = _plan_for(world, rng, milestone.key, rng.randrange(11, 16))
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
        shown = call.together(*(view(row["ticket_key"]) for row in _all_pages(call, key)))
        minutes = [
            work["minutes"]
            for each in shown
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


def _all_pages(call: Caller, milestone_key: str) -> list[dict[str, str]]:
    """List all tickets of a milestone, page by page."""
    sieve = {"milestone_key": milestone_key}
    page = call("sift_tickets", sieve=sieve)
    rows = page["tickets"]
    while page["following_cursor"] is not None:
        page = call("sift_tickets", sieve=sieve, sift_cursor=page["following_cursor"])
        rows = rows + page["tickets"]
    return list(rows)


@task(kind="chain")
def pulls_in_what_blocks_the_largest(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Go through all pages for the largest ticket, then down its blockers; replan the last one."""
    milestone = pick_milestone(world, rng)
    last, between, largest = pick_tickets(world, rng, 3, "ready", "in_progress")
    largest.blocker_keys = frozenset({between.key})
    between.blocker_keys = frozenset({last.key})
    planned = _plan_for(world, rng, milestone.key, rng.randrange(17, 21))
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
        rows = _all_pages(call, key)
        first = max(rows, key=lambda row: int(row["points"]))["ticket_key"]
        for _ in range(2):
            (first,) = call("view_ticket", ticket_key=first)["links"]["blocked_by"]
        verdict = {"milestone_key": key, "severity": "critical"}
        call("triage_ticket", ticket_key=first, verdict=verdict)

    yield Ask(
        f"Look at everything planned for {milestone.label}: the largest ticket there, by points, "
        "waits for another one, and that one for a third. We have overlooked the third: plan it "
        f"for {milestone.label} too, and make it critical.",
        paraphrase=f"The milestone {milestone.label} hangs by a ticket that is not in it. You find "
        "it two links down from the milestone's ticket with the most points: the blocker of its "
        f"blocker. That one is critical, and {milestone.label} has to include it.",
        solution=solution,
    )
    assert world.tickets[last.key] == wanted


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
            "file_ticket",
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
