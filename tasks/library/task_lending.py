"""Lending copies."""

import re
from dataclasses import replace
from datetime import timedelta
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import new_row, without_id

from .records import LOAN_DAYS, Book, Copy, Loan
from .situations import add_copy, borrowers, pick_branches, quiet_books, stock
from .solutions import books_like, find_both, on_shelf, patrons_like
from .world import Library


@task(kind="chain")
def lends_the_first_related_book_on_the_shelf(world: Library, rng: Random) -> Turns:
    """Follow "see also" from book to book until one is on the shelf of a branch; lend it."""
    desk = world.desk
    branch, patron = rng.choice(desk.branches), borrowers(desk, rng)[0]
    start, copy = _draw_references(world, rng, branch)
    days, before = rng.randint(5, LOAN_DAYS[patron.type] - 1), set(desk.loans)
    lent = replace(copy, status="on_loan")

    def solution(call: Caller) -> None:
        book_id, patron_id = find_both(call, start, patron)
        shown = call("get_book", book_id=book_id)
        while not on_shelf(shown, branch):
            shown = call("get_book", book_id=shown["see_also_id"])
        call("lend_copy", copy_id=on_shelf(shown, branch)[0], patron_id=patron_id, days=days)

    yield Ask(
        f"{patron.name} is at the {branch} branch and would like “{start.title}”. If there's no "
        "lending copy of it on the shelf there, go on to the book it refers to under “see also”, "
        "then to the one that book refers to, and so on, until you come to a book that has a "
        f"lending copy on the shelf there. Lend {patron.name} that copy for {days} days.",
        paraphrase=f"Starting from “{start.title}”, follow the “see also” references from book to "
        f"book and stop at the first book with a lending copy on the shelf at {branch}; “"
        f"{start.title}” itself counts too. Lend that copy to {patron.name} for {days} days.",
        solution=solution,
    )
    due = desk.today + timedelta(days=days)
    assert without_id(new_row(desk.loans, before)) == Loan("", copy.id, patron.id, due)
    assert desk.copies[copy.id] == lent


def _draw_references(world: Library, rng: Random, branch: str) -> tuple[Book, Copy]:
    """Take a book and the next five to seven it leads to off a branch's shelf, but for the last.

    Return the book, and the last one's copy, which stands there and which nobody waits for.
    """
    desk = world.desk
    start = rng.choice([book for book in desk.books.values() if book.see_also_id is not None])
    last = start
    for nth in range(rng.randint(6, 8)):
        last = desk.books[str(last.see_also_id)] if nth else start
        for copy in desk.copies_of(last.id):
            if copy.branch == branch:
                copy.branch = rng.choice([each for each in desk.branches if each != branch])
    for hold in desk.queue_of(last.id):
        desk.remove_hold(hold)
    return start, add_copy(world, last, branch)


@task(kind="look_alike")
def lends_one_of_two_editions(world: Library, rng: Random) -> Turns:
    """Two editions of one title and author differ only in the year; each is on the shelf."""
    desk = world.desk
    wanted, other, *_ = quiet_books(desk, rng)
    other.title, other.author = wanted.title, wanted.author
    years = (wanted.year + by for by in (-23, -11, 8, 17))
    other.year = rng.choice([year for year in years if year < desk.today.year])
    here, there = pick_branches(desk, rng)[:2]
    patron = borrowers(desk, rng)[0]
    copy, _ = stock(world, wanted, (here, "lending"), (there, "lending"))
    stock(world, other, (here, "lending"), (there, "lending"))
    lent, before = replace(copy, status="on_loan"), set(desk.loans)

    def lend(call: Caller, year: int) -> None:
        found, people = call.together(books_like(wanted), patrons_like(patron))
        editions = call.together(*(("get_book", {"book_id": row["id"]}) for row in found["books"]))
        shown = next(each for each in editions if each["year"] == year)
        call("lend_copy", copy_id=on_shelf(shown, here)[0], patron_id=people[0]["id"])

    yield Ask(
        f"Please lend {patron.name} the copy of “{wanted.title}” by {wanted.author} at {here}, for "
        f"the longest time allowed. There are two editions; it has to be the {wanted.year} one.",
        paraphrase=f"{patron.name} would like to borrow “{wanted.title}” ({wanted.author}) from "
        f"{here} for as long as the rules allow. Make sure it's the edition from {wanted.year}, "
        "not the other one.",
        solution=lambda call: lend(call, wanted.year),
        tempting=lambda call: lend(call, other.year),
    )
    due = desk.today + timedelta(days=LOAN_DAYS[patron.type])
    assert without_id(new_row(desk.loans, before)) == Loan("", copy.id, patron.id, due)
    assert desk.copies[copy.id] == lent


@task(kind="recovery")
def places_a_hold_or_lends(world: Library, rng: Random) -> Turns:
    """The hold is refused because a copy is on that very shelf; the refusal names the copy."""
    desk = world.desk
    book, patron = quiet_books(desk, rng)[0], borrowers(desk, rng)[0]
    here, there = pick_branches(desk, rng)[:2]
    copy, _ = stock(world, book, (here, "lending"), (there, "lending"))
    days, before = rng.randint(4, LOAN_DAYS[patron.type] - 1), set(desk.loans)
    lent = replace(copy, status="on_loan")

    def solution(call: Caller) -> None:
        book_id, patron_id = find_both(call, book, patron)
        hold = {"book_id": book_id, "patron_id": patron_id, "pickup": {"branch": here}}
        (copy_id,) = re.findall(r"\bCP-\w+", call.failing("place_hold", **hold))
        call("lend_copy", copy_id=copy_id, patron_id=patron_id, days=days)

    yield Ask(
        f"Place a hold on “{book.title}” for {patron.name}, for pickup at {here}, with no last "
        f"day. If that's refused because a copy is on the shelf there, lend {patron.name} that "
        f"copy right away, for {days} days.",
        paraphrase=f"{patron.name} wants to pick up “{book.title}” at {here}: please place a hold "
        "that doesn't expire. Only if the system rejects it because that branch has a copy on the "
        f"shelf, lend {patron.name} that very copy for {days} days.",
        solution=solution,
    )
    due = desk.today + timedelta(days=days)
    assert without_id(new_row(desk.loans, before)) == Loan("", copy.id, patron.id, due)
    assert desk.copies[copy.id] == lent
