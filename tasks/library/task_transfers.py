"""Copies that go from one branch to another, and back."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import new_row, without_id

from .records import LOAN_DAYS, Condition, Hold, Pickup
from .situations import borrow, borrowers, pick_branches, quiet_books, stock
from .solutions import books_like, find_both, id_of, on_shelf, open_book, patrons_like, show_patrons
from .world import Library


@task(kind="constraint")
def sends_a_copy_that_can_be_spared(world: Library, rng: Random) -> Turns:
    """Only one branch keeps a copy on its shelf; of two others, one has its second on loan."""
    desk = world.desk
    book = quiet_books(desk, rng)[0]
    rich, poor, other, target, _ = pick_branches(desk, rng)
    copy, _, _, lent, _ = stock(
        world,
        book,
        (rich, "lending"),
        (rich, "reference"),
        (poor, "lending"),
        (other, "lending"),
        (other, "lending"),
    )
    borrow(world, lent, borrowers(desk, rng)[0], 7)
    wanted = replace(copy, branch=target, status="in_transit")

    def solution(call: Caller) -> None:
        shown = open_book(call, book)
        on_hand = Counter(row["branch"] for row in shown["copies"] if row["status"] == "on_shelf")
        (branch,) = (name for name, count in on_hand.items() if count > 1)
        call("transfer_copy", copy_id=on_shelf(shown, branch)[0], to_branch=target)

    def tempting(call: Caller) -> None:
        shown = open_book(call, book)
        call("transfer_copy", copy_id=on_shelf(shown, poor)[0], to_branch=target)

    yield Ask(
        f"{target} needs a copy of “{book.title}”. Send one there, but only from a branch that "
        "will still have a copy of it on its own shelf afterwards. A reference copy is enough for "
        "that.",
        paraphrase=f"Please have a copy of “{book.title}” sent to {target}. The branch that sends "
        "it must be left with at least one other copy of the book on its shelf; it doesn't matter "
        "if that one is for reference only.",
        solution=solution,
        tempting=tempting,
    )
    assert desk.copies[copy.id] == wanted


@task(kind="undo")
def sends_and_holds_a_copy_then_undoes_both(world: Library, rng: Random) -> Turns:
    """Send a copy and hold the book; then cancel the hold and put the copy back on its shelf."""
    desk = world.desk
    book, patron = quiet_books(desk, rng)[0], borrowers(desk, rng)[0]
    home, target, other = pick_branches(desk, rng)[:3]
    copy, _ = stock(world, book, (home, "lending"), (other, "lending"))
    copy.condition = rng.choice(("good", "worn"))
    standing, sent = replace(copy), replace(copy, branch=target, status="in_transit")
    before = set(desk.holds)
    seen: dict[str, Json] = {}

    def send(call: Caller) -> None:
        book_id, patron_id = find_both(call, book, patron)
        copy_id = on_shelf(call("get_book", book_id=book_id), home)[0]
        hold = {"book_id": book_id, "patron_id": patron_id, "pickup": {"branch": target}}
        seen["copy"], seen["hold"] = call.together(
            ("transfer_copy", {"copy_id": copy_id, "to_branch": target}), ("place_hold", hold)
        )

    def take_back(call: Caller) -> None:
        call.together(
            ("cancel_hold", {"hold_id": seen["hold"]["id"]}),
            ("check_in_copy", {"copy_id": seen["copy"]["id"], "branch": home}),
        )

    yield Ask(
        f"Send the copy of “{book.title}” at {home} to {target}, and place a hold on that book for "
        f"{patron.name}, for pickup at {target}, with no last day.",
        paraphrase=f"{patron.name} wants to pick up “{book.title}” at {target}. Please add a hold "
        f"without an end date, and send the copy at {home} over there.",
        solution=send,
    )
    assert desk.copies[copy.id] == sent
    hold = Hold("", book.id, patron.id, 1, Pickup(target))
    assert without_id(new_row(desk.holds, before)) == hold

    yield Ask(
        f"{patron.name} doesn't need it after all. Please undo both: cancel the hold, and check "
        f"the copy, which hasn't left {home} yet, back in on the shelf there. Its condition hasn't "
        "changed.",
        paraphrase=f"Sorry, {patron.name} has had second thoughts. Take back what you've just "
        f"done: no hold, and the copy goes back on the shelf at {home}, in the condition it was in "
        "before.",
        solution=take_back,
    )
    assert desk.holds.keys() == before
    assert desk.copies[copy.id] == standing


@task(kind="parallel")
def runs_three_errands(world: Library, rng: Random) -> Turns:
    """Three independent calls: a return in a new condition, a transfer, and a renewal."""
    desk = world.desk
    books, people = quiet_books(desk, rng)[:3], borrowers(desk, rng)[:2]
    returned, sent, kept = (desk.copies_of(book.id)[0] for book in books)
    back = borrow(world, returned, people[0], rng.randint(0, 9))
    loan = borrow(world, kept, people[1], rng.randint(1, 9))
    days, branch = rng.randint(3, LOAN_DAYS[people[1].type]), rng.choice(desk.branches)
    condition: Condition = rng.choice(("worn", "damaged"))
    home = sent.branch
    target = pick_branches(desk, rng, unlike=[home])[0]
    renewed = replace(loan, due_date=loan.due_date + timedelta(days=days), renewals=1)
    wanted = [
        replace(returned, branch=branch, status="on_shelf", condition=condition),
        replace(sent, branch=target, status="in_transit"),
    ]

    def solution(call: Caller) -> None:
        found, *listed = call.together(books_like(books[1]), *map(patrons_like, people))
        shown, reader, keeper = call.together(
            ("get_book", {"book_id": id_of(found, books[1])}),
            *show_patrons([rows[0]["id"] for rows in listed]),
        )
        copy_id = _loan_of(reader, books[0].title)["copy_id"]
        call.together(
            ("check_in_copy", {"copy_id": copy_id, "branch": branch, "condition": condition}),
            ("transfer_copy", {"copy_id": on_shelf(shown, home)[0], "to_branch": target}),
            ("renew_loan", {"loan_id": _loan_of(keeper, books[2].title)["id"], "days": days}),
        )

    yield Ask(
        f"Three things, please: {people[0].name} has returned “{books[0].title}”, and the copy is "
        f"{condition} now; check it in at {branch}. Send the copy of “{books[1].title}” at {home} "
        f"to {target}. And renew {people[1].name}'s loan of “{books[2].title}” by {days} days.",
        paraphrase=f"{people[1].name} wants to keep “{books[2].title}” {days} days longer, so "
        f"please renew that loan. {target} needs the copy of “{books[1].title}” that's at {home}; "
        f"send it over. And {people[0].name} is done with “{books[0].title}”: check the copy in on "
        f"the shelf at {branch} and note that its condition is {condition}.",
        solution=solution,
    )
    assert back.id not in desk.loans
    assert [desk.copies[copy.id] for copy in wanted] == wanted
    assert desk.loans[loan.id] == renewed


def _loan_of(person: Json, title: str) -> Json:
    return next(loan for loan in person["loans"] if loan["title"] == title)
