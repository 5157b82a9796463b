"""Comments and logged work."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, new_row, without_id

from .records import Activity, Comment, Developer, Ticket, Work
from .rules import Board
from .situations import (
    add_work,
    forget_work,
    give_room,
    minutes_on,
    pick_developer,
    pick_tickets,
)
from .solutions import MEMBERS, named, only_id, search
from .wording import COMMENTS, SUMMARIES
from .world import Tracker


@task(kind="single")
def replies_to_a_customer(world: Tracker, rng: Random) -> Turns:
    """One call with a long text full of marks, and an audience that is not the default."""
    board = world.board
    (ticket,) = pick_tickets(board, rng, 1, "ready", "in_progress", "in_review")
    text = rng.choice(COMMENTS)
    before = set(board.comments)

    def solution(call: Caller) -> None:
        call("add_comment", ticket_id=ticket.id, text=text, visible_to="customer")

    yield Ask(
        f"Reply to the customer with a comment on {ticket.id} that they can read. "
        + exact_text(text),
        paraphrase=f"Please add a comment to {ticket.id} that is visible to the customer as well. "
        f"It has to read exactly:\n{text}",
        solution=solution,
    )

    assert without_id(new_row(board.comments, before)) == Comment("", ticket.id, text, "customer")


@task(kind="missing_parameter")
def logs_work_on_a_ticket(world: Tracker, rng: Random) -> Turns:
    """Only the user knows how many minutes to log; the second ask says it."""
    board = world.board
    (ticket,) = pick_tickets(board, rng, 1, "in_progress", "in_review")
    worker, day = pick_developer(board, rng), board.today - dt.timedelta(days=rng.randrange(1, 7))
    minutes, activity = rng.randrange(25, 240, 5), rng.choice(get_args(Activity))
    summary = rng.choice(SUMMARIES[activity])
    before = set(board.work)

    def solution(call: Caller) -> None:
        found, members = call.together(search(ticket.title), MEMBERS)
        call(
            "log_work",
            ticket_id=only_id(found),
            developer_id=named(members, worker.name)["id"],
            date=day,
            minutes=minutes,
            activity=activity,
            summary=summary,
        )

    reply = yield Ask(
        f"On {day}, {worker.name} spent some time on the ticket “{ticket.title}”; the activity was "
        f"{activity}. Please log it. If I've left out anything you need, don't log anything yet "
        "and reply with nothing but the name of what's missing (person, date, duration or "
        f"activity). {exact_text(summary, 'this summary')}",
        paraphrase=f"Please log work on “{ticket.title}”: the date is {day}, the activity "
        f"{activity}, and the person {worker.name}. Should a detail be missing, wait, and answer "
        "only with which one it is: person, date, duration or activity. The summary must be "
        f"exactly:\n{summary}",
        solution=lambda _: "duration",
    )
    assert reply.named(("person", "date", "duration", "activity")) == {"duration"}
    assert set(board.work) == before

    yield Ask(
        f"Oh, right: it was {minutes} minutes.",
        paraphrase=f"Sorry, I forgot to say. It took {minutes} minutes.",
        solution=solution,
    )
    made = Work("", ticket.id, worker.id, day, minutes, activity, summary)
    assert without_id(new_row(board.work, before)) == made


@task(kind="several_asks")
def compares_the_work_then_reassigns(world: Tracker, rng: Random) -> Turns:
    """Say who spent the most and the least time on a ticket; then pass it from one to the other."""
    board = world.board
    (ticket,) = pick_tickets(board, rng, 1, "in_progress")
    least, _, most = _let_three_work(board, rng, ticket)
    ticket.assignee_id = most.id
    give_room(board, most, rng.randrange(5))
    give_room(board, least, ticket.points + rng.randrange(4))
    wanted = replace(ticket, assignee_id=least.id, status="in_review")
    text, before = rng.choice(COMMENTS), set(board.comments)
    seen: dict[str, str] = {}

    def compare(call: Caller) -> str:
        found, members = call.together(search(ticket.title), MEMBERS)
        seen["ticket_id"] = only_id(found)
        minutes: Counter[str] = Counter()
        for work in call("get_ticket", ticket_id=seen["ticket_id"])["work"]:
            minutes[work["developer_id"]] += int(work["minutes"])
        (first, _), *_, (seen["last"], _) = minutes.most_common()
        names = {row["id"]: str(row["name"]) for row in members}
        return f"{names[first]}, {names[seen['last']]}"

    def reassign(call: Caller) -> None:
        ticket_id, last = seen["ticket_id"], seen["last"]
        call.together(
            ("set_ticket_status", {"ticket_id": ticket_id, "status": "in_review"}),
            ("assign_ticket", {"ticket_id": ticket_id, "assignee_id": last}),
            ("add_comment", {"ticket_id": ticket_id, "text": text}),
        )

    reply = yield Ask(
        f"Of the people who have logged work on “{ticket.title}”, who has spent the most time on "
        "it in total, and who the least? Reply with just these two full names.",
        paraphrase=f"Add up the time logged on “{ticket.title}” for each person. Tell me two full "
        "names and nothing else: first the person with the largest total, then the one with the "
        "smallest.",
        solution=compare,
    )
    everyone = [person.name for person in board.developers.values()]
    assert reply.named(everyone) == {most.name, least.name}

    yield Ask(
        "Good. The work is finished: set the ticket to in review and assign it to the person who "
        "spent the least time on it. Add a comment that only the team can read. "
        + exact_text(text),
        paraphrase="That ticket is ready for review now, so move it there and hand it to the "
        "person with the smallest total. Also comment on it, for the team's eyes only, with "
        f"exactly these words:\n{text}",
        solution=reassign,
    )
    assert board.tickets[ticket.id] == wanted
    assert without_id(new_row(board.comments, before)) == Comment("", ticket.id, text, "team")


def _let_three_work(board: Board, rng: Random, ticket: Ticket) -> list[Developer]:
    """Let three people have worked on a ticket, now and then; return them, the least time first."""
    forget_work(board, ticket)
    people = rng.sample(list(board.developers.values()), 3)
    for person in rng.sample([*people, *rng.choices(people, k=4)], 7):
        add_work(board, rng, ticket, person)
    while tied := _tied(board, ticket, people):
        add_work(board, rng, ticket, tied)
    return sorted(people, key=lambda person: minutes_on(board, ticket, person))


def _tied(board: Board, ticket: Ticket, people: Sequence[Developer]) -> Developer | None:
    """Return the first of them who has worked as long on a ticket as another, if any has."""
    minutes = [minutes_on(board, ticket, person) for person in people]
    pairs = zip(people, minutes, strict=True)
    return next((person for person, each in pairs if minutes.count(each) > 1), None)
