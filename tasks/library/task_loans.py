"""Loans that run: renewing them, finding overdue ones, and checking in what comes back."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import new_rows, without_id

from .records import LOAN_DAYS, Fine, Patron, PatronType
from .rules import Desk
from .situations import borrow, borrowers, quiet_books
from .solutions import Request, open_patron, show_patrons
from .wording import roman
from .world import Library


@task(kind="irrelevant")
def answers_a_question_then_renews(world: Library, rng: Random) -> Turns:
    """A question needs words alone; then the loan that is due first is renewed."""
    desk = world.desk
    patron, year = borrowers(desk, rng)[0], rng.randint(2001, 2031)
    _lend_three(world, rng, patron)
    for loan in desk.loans_of(patron.id):
        loan.due_date = desk.today + timedelta(days=rng.randint(20, 40))
    first = rng.choice(
        [loan for loan in desk.loans_of(patron.id) if not desk.queue_of(desk.book_of(loan).id)]
    )
    first.due_date = desk.today + timedelta(days=rng.randint(1, 15))
    days = rng.randint(3, LOAN_DAYS[patron.type])
    wanted = replace(first, due_date=first.due_date + timedelta(days=days), renewals=1)

    def solution(call: Caller) -> None:
        loans = open_patron(call, patron)["loans"]
        loan = min(loans, key=lambda row: str(row["due_date"]))
        call("renew_loan", loan_id=loan["id"], days=days)

    reply = yield Ask(
        f"A quick question first: the title page of a book I have here says {roman(year)}. What "
        "year is that? Just the number, please.",
        paraphrase=f"Before we start, how do you write the Roman numeral {roman(year)} in ordinary "
        "digits? Reply with only the number.",
        solution=lambda _: str(year),
    )
    assert reply.number() == year

    yield Ask(
        f"Thanks. Now, {patron.name} has several loans and would like to keep the one that's due "
        f"first for another {days} days. Please renew it.",
        paraphrase=f"Great. Of everything that {patron.name} has on loan, one item has to be back "
        f"before the others. Please extend that loan by {days} days and leave the rest alone.",
        solution=solution,
    )
    assert desk.loans[wanted.id] == wanted


def _lend_three(world: Library, rng: Random, patron: Patron) -> None:
    """Let a patron have at least three loans."""
    books = quiet_books(world.desk, rng)
    while len(world.desk.loans_of(patron.id)) < 3:
        borrow(world, world.desk.copies_of(books.pop().id)[0], patron, 0)


@task(kind="aggregate")
def names_who_has_overdue_loans(world: Library, rng: Random) -> Turns:
    """Read the file of each patron of a type, and name those with a loan that is overdue."""
    desk = world.desk
    type_: PatronType = rng.choice(("child", "adult", "student"))
    people = [patron for patron in desk.patrons.values() if patron.type == type_]
    late = rng.sample(people, rng.randint(1, len(people) - 1))
    _set_overdue(world, rng, people, late)

    def solution(call: Caller) -> str:
        listed = call("search_patrons", type=type_)
        shown = call.together(*show_patrons([row["id"] for row in listed]))
        today = str(desk.today)
        overdue = (row for row in shown if any(loan["due_date"] < today for loan in row["loans"]))
        return ", ".join(str(row["name"]) for row in overdue)

    reply = yield Ask(
        f"Today is {desk.today}. Which patrons of type {type_} have at least one loan that was due "
        "before today? Reply with just their full names.",
        paraphrase=f"I need the full names, and nothing else, of all {type_} patrons who have "
        f"something overdue, that is, due earlier than today, {desk.today}.",
        solution=solution,
    )
    everyone = [patron.name for patron in desk.patrons.values()]
    assert reply.named(everyone) == {patron.name for patron in late}


def _set_overdue(world: Library, rng: Random, people: list[Patron], late: list[Patron]) -> None:
    """Let only the late ones of some people have a loan that is overdue."""
    desk, books = world.desk, quiet_books(world.desk, rng)
    for patron in people:
        for loan in desk.loans_of(patron.id):
            loan.due_date = desk.today + timedelta(days=rng.randint(0, 12))
    for patron in late:
        borrow(world, desk.copies_of(books.pop().id)[0], patron, -rng.randint(1, 30))


@task(kind="chain")
def checks_in_returns_and_fines_the_late(world: Library, rng: Random) -> Turns:
    """Check in all of a patron's loans; charge for each that is late by the days that it is."""
    desk = world.desk
    patron, branch = borrowers(desk, rng)[0], rng.choice(desk.branches)
    rate, before = rng.randrange(10, 45, 5), set(desk.fines)
    _lend_three(world, rng, patron)
    late = _draw_lateness(desk, rng, patron)
    back = [
        replace(desk.copies[loan.copy_id], branch=branch, status="on_shelf")
        for loan in desk.loans_of(patron.id)
    ]

    def solution(call: Caller) -> None:
        shown = open_patron(call, patron)
        checked_in = call.together(
            *(
                ("check_in_copy", {"copy_id": loan["copy_id"], "branch": branch})
                for loan in shown["loans"]
            )
        )
        overdue = [row for row in checked_in if row["days_late"]]
        call.together(*(_late_fine(shown["id"], rate, row) for row in overdue))

    yield Ask(
        f"Everything {patron.name} had on loan has been returned to {branch}, all in the same "
        "condition as before. Check it in there. For each copy that's late, charge "
        f"{patron.name} {rate} cents per day of delay: one fine per copy, with the copy on record "
        "and no note.",
        paraphrase=f"All of {patron.name}'s loans are on the desk at {branch}, in unchanged "
        f"condition; please check them in at that branch. We charge {rate} cents for every day "
        "that something is late. Add a separate fine for each late copy, linked to the copy, and "
        "leave the note empty.",
        solution=solution,
    )
    assert not desk.loans_of(patron.id)
    assert [desk.copies[copy.id] for copy in back] == back
    fines = sorted(map(without_id, new_rows(desk.fines, before)), key=lambda fine: fine.copy_id)
    assert fines == [
        Fine("", patron.id, rate * days, rate * days, "late", desk.today, copy_id)
        for copy_id, days in sorted(late.items())
    ]


def _draw_lateness(desk: Desk, rng: Random, patron: Patron) -> dict[str, int]:
    """Let one or two of a patron's loans be late; return the days by copy."""
    loans = desk.loans_of(patron.id)
    rng.shuffle(loans)
    days = rng.sample(range(1, 40), rng.randint(1, 2))
    late = {loan.copy_id: each for loan, each in zip(loans, days, strict=False)}
    for loan in loans:
        ahead = rng.randint(0, 9)
        loan.due_date = desk.today - timedelta(days=late.get(loan.copy_id, -ahead))
    return late


def _late_fine(patron_id: str, rate: int, row: Json) -> Request:
    """Return the call that charges for a copy that was late."""
    fine = {"amount_cents": rate * row["days_late"], "reason": "late", "copy_id": row["id"]}
    return "charge_fine", {"patron_id": patron_id, **fine}
