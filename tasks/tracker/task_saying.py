"""Remarks and logged work."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .situations import (
    ACTIVITIES,
    add_work,
    minutes_on,
    new_rows,
    past_day,
    pick_person,
    pick_tickets,
    said,
)
from .steps import TEAM, only_key, person_key, sift_for, view
from .wording import REMARKS, SUMMARIES
from .world import Tracker


@task
def answers_the_customer(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a long text full of marks, and an audience that is not the default."""
    (ticket,) = pick_tickets(world, rng, 1, "ready", "in_progress", "in_review")
    text = rng.choice(REMARKS)
    before = set(world.remarks)

    def solution(call: Caller) -> None:
        call(
            "comment_on_ticket",
            ticket_key=ticket.key,
            comment_text=text,
            comment_audience="customer",
        )

    yield Ask(
        f"Answer on {ticket.key}, so that the customer can read it too. The words, letter by "
        f"letter, are on the next line.\n{text}",
        paraphrase="The line at the end has to appear on a ticket, exactly as it stands and for "
        f"the eyes of the customer as well as ours; the ticket is {ticket.key}.\n{text}",
        solution=solution,
    )

    (remark,) = new_rows(before, world.remarks)
    assert said(remark) == (ticket.key, text, "customer")


@task(kind="parallel")
def fills_the_time_sheet(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent entries of one day, each with its own time, activity and words."""
    tickets = pick_tickets(world, rng, 3, "in_progress", "in_review")
    worker, day = pick_person(world, rng), past_day(world, rng)
    entries = list(
        zip(
            tickets,
            rng.sample(range(20, 190, 5), 3),
            rng.sample(list(ACTIVITIES), 3),
            rng.sample(SUMMARIES, 3),
            strict=True,
        )
    )
    before = set(world.work)

    def solution(call: Caller) -> None:
        call.together(
            *(
                (
                    "log_work",
                    {
                        "ticket_key": ticket.key,
                        "worker_key": worker.key,
                        "worked_on": day,
                        "worked_minutes": minutes,
                        "work_activity": activity,
                        "work_summary": summary,
                    },
                )
                for ticket, minutes, activity, summary in entries
            )
        )

    lines = "\n".join(
        f"- {ticket.key}: {minutes} minutes of {ACTIVITIES[activity]}: {summary}"
        for ticket, minutes, activity, summary in entries
    )
    yield Ask(
        f"I am {worker.full_name}, key {worker.key}, and forgot my time sheet of {day}. Please log "
        "this for me; what comes after the second colon of a line is the summary, to be kept "
        "letter by letter.\n"
        f"{lines}",
        paraphrase=f"Three entries are missing for {day} under {worker.key} (that's me, "
        f"{worker.full_name}). Enter them as listed: ticket, time, kind of work, and then the "
        f"summary, which must not be altered by a single letter.\n{lines}",
        solution=solution,
    )

    made = sorted(said(row) for row in new_rows(before, world.work))
    assert made == sorted(
        (ticket.key, worker.key, day, minutes, activity, summary)
        for ticket, minutes, activity, summary in entries
    )


@task(kind="missing_parameter")
def asks_how_long_it_took(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Only the user knows how many minutes are to be logged; the second ask says it."""
    (ticket,) = pick_tickets(world, rng, 1, "in_progress", "in_review")
    worker, day = pick_person(world, rng), past_day(world, rng)
    minutes, activity = rng.randrange(25, 240, 5), rng.choice(list(ACTIVITIES))
    before = set(world.work)

    def solution(call: Caller) -> None:
        found, team = call.together(sift_for(ticket.heading), TEAM)
        call(
            "log_work",
            ticket_key=only_key(found),
            worker_key=person_key(team, worker.full_name),
            worked_on=day,
            worked_minutes=minutes,
            work_activity=activity,
        )

    reply = yield Ask(
        f"{worker.full_name} spent some time {ACTIVITIES[activity]} on {day} for the ticket "
        f"“{ticket.heading}”. Please log it; no summary is needed.",
        paraphrase=f"Please enter work on “{ticket.heading}”: the day is {day}, the kind "
        f"{ACTIVITIES[activity]}, and it was {worker.full_name} who did it. Leave the summary "
        "empty.",
        solution=lambda _: "How many minutes did it take?",
    )
    assert reply.text
    assert set(world.work) == before

    yield Ask(
        f"Oh, right: it was {minutes} minutes.",
        paraphrase=f"Sorry, I had left that out. The answer is {minutes} minutes in all.",
        solution=solution,
    )
    (work,) = new_rows(before, world.work)
    assert said(work) == (ticket.key, worker.key, day, minutes, activity, "")


@task(kind="several_asks")
def compares_then_passes_on(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Say which of two tickets took more time; then pass that very one on, with a remark."""
    pair = pick_tickets(world, rng, 2, "in_progress")
    while minutes_on(world, pair[0]) == minutes_on(world, pair[1]):
        add_work(world, rng, pair[0], rng.choice(list(world.people)))
    longer = max(pair, key=lambda ticket: minutes_on(world, ticket))
    text, before = rng.choice(REMARKS), set(world.remarks)
    seen: dict[str, str] = {}

    def comparison(call: Caller) -> str:
        found = call.together(*(sift_for(ticket.heading) for ticket in pair))
        shown = call.together(*(view(only_key(each)) for each in found))
        most = max(shown, key=lambda each: sum(work["minutes"] for work in each["work"]))
        seen["key"] = most["ticket_key"]
        return seen["key"]

    def passing(call: Caller) -> None:
        call.together(
            ("transition_ticket", {"ticket_key": seen["key"], "to_stage": "in_review"}),
            ("comment_on_ticket", {"ticket_key": seen["key"], "comment_text": text}),
        )

    reply = yield Ask(
        f"On which of these two has more time been logged in all, “{pair[0].heading}” or "
        f"“{pair[1].heading}”? The key of that ticket is enough.",
        paraphrase=f"Compare the logged work of “{pair[0].heading}” with that of "
        f"“{pair[1].heading}” and answer with nothing but the key of the ticket that has eaten up "
        "more minutes.",
        solution=comparison,
    )
    assert reply.named([ticket.key for ticket in pair]) == {longer.key}

    yield Ask(
        "Good. It is finished: put that one in review, and leave a remark for the team alone that "
        f"says, letter by letter, what the next line says.\n{text}",
        paraphrase="The work on that ticket is over, so it goes to review now. Our team (and "
        f"nobody else) should also find this on it, copied exactly:\n{text}",
        solution=passing,
    )
    assert world.tickets[longer.key].stage == "in_review"
    (remark,) = new_rows(before, world.remarks)
    assert said(remark) == (longer.key, text, "team")
