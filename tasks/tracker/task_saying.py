"""Remarks and logged work."""

from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Person, Ticket
from .situations import (
    ACTIVITIES,
    add_work,
    give_room,
    minutes_of,
    new_rows,
    past_day,
    pick_person,
    pick_tickets,
    said,
)
from .steps import TEAM, only_key, person_key, sift_for
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


@task(kind="missing_parameter")
def asks_how_long_it_took(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Only the user knows how many minutes are to be logged; the second ask says it."""
    (ticket,) = pick_tickets(world, rng, 1, "in_progress", "in_review")
    worker, day = pick_person(world, rng), past_day(world, rng)
    minutes, activity = rng.randrange(25, 240, 5), rng.choice(list(ACTIVITIES))
    summary = rng.choice(SUMMARIES)
    before = set(world.work)

    def solution(call: Caller) -> None:
        found, team = call.together(sift_for(ticket.heading), TEAM)
        call(
            "record_work",
            ticket_key=only_key(found),
            worker_key=person_key(team, worker.full_name),
            worked_on=day,
            worked_minutes=minutes,
            work_activity=activity,
            work_summary=summary,
        )

    reply = yield Ask(
        f"{worker.full_name} spent some time {ACTIVITIES[activity]} on {day} for the ticket "
        f"“{ticket.heading}”. Please log it, with this summary, letter by letter:\n{summary}",
        paraphrase=f"Please enter work on “{ticket.heading}”: the day is {day}, the kind "
        f"{ACTIVITIES[activity]}, and it was {worker.full_name} who did it. Copy the summary "
        f"exactly as it stands here:\n{summary}",
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
    assert said(work) == (ticket.key, worker.key, day, minutes, activity, summary)


@task(kind="several_asks")
def compares_then_passes_on(world: Tracker, rng: Random) -> Generator[Ask, Reply, None]:
    """Say who spent the most and the least time on a ticket; then pass it from one to the other."""
    (ticket,) = pick_tickets(world, rng, 1, "in_progress")
    least, _, most = _let_three_work(world, rng, ticket)
    ticket.assignee_key = most.key
    give_room(world, most.key, rng.randrange(5))
    give_room(world, least.key, ticket.points + rng.randrange(4))
    wanted = replace(ticket, assignee_key=least.key, stage="in_review")
    text, before = rng.choice(REMARKS), set(world.remarks)
    seen: dict[str, str] = {}

    def comparison(call: Caller) -> str:
        found, team = call.together(sift_for(ticket.heading), TEAM)
        seen["key"] = only_key(found)
        minutes: Counter[str] = Counter()
        for work in call("view_ticket", ticket_key=seen["key"])["work"]:
            minutes[work["person_key"]] += int(work["minutes"])
        (first, _), *_, (seen["last"], _) = minutes.most_common()
        names = {row["person_key"]: str(row["full_name"]) for row in team}
        return f"{names[first]}, {names[seen['last']]}"

    def passing(call: Caller) -> None:
        call.together(
            ("transition_ticket", {"ticket_key": seen["key"], "to_stage": "in_review"}),
            ("assign_ticket", {"ticket_key": seen["key"], "assignee_key": seen["last"]}),
            ("comment_on_ticket", {"ticket_key": seen["key"], "comment_text": text}),
        )

    reply = yield Ask(
        f"Of the people who have logged work on “{ticket.heading}”, who has spent the most time "
        "on it in all, and who the least? Answer with these two full names and no others.",
        paraphrase=f"Add up, person by person, the time that was logged on “{ticket.heading}”. I "
        "want to read two full names and nothing else: that with the largest sum, then that with "
        "the smallest.",
        solution=comparison,
    )
    everyone = [person.full_name for person in world.people.values()]
    assert reply.named(everyone) == {most.full_name, least.full_name}

    yield Ask(
        "Good. It is finished: put the ticket in review and assign it to the one who has spent the "
        "least time on it. Leave a remark for the team alone that says, letter by letter, what the "
        f"next line says.\n{text}",
        paraphrase="The work on that ticket is over, so it goes to review now, in the hands of the "
        "person with the smallest sum. Our team (and nobody else) should also find this on it, "
        f"copied exactly:\n{text}",
        solution=passing,
    )
    assert world.tickets[ticket.key] == wanted
    (remark,) = new_rows(before, world.remarks)
    assert said(remark) == (ticket.key, text, "team")


def _let_three_work(world: Tracker, rng: Random, ticket: Ticket) -> list[Person]:
    """Let three people have worked on a ticket, now and then; return them, the least time first."""
    for key in [key for key, work in world.work.items() if work.ticket_key == ticket.key]:
        del world.work[key]
    people = rng.sample(list(world.people.values()), 3)
    for person in rng.sample([*people, *rng.choices(people, k=4)], 7):
        add_work(world, rng, ticket, person.key)
    while len({minutes_of(world, ticket, person.key) for person in people}) < len(people):
        add_work(world, rng, ticket, people[0].key)
    return sorted(people, key=lambda person: minutes_of(world, ticket, person.key))
