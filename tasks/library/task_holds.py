"""The queues for books."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import new_row, without_id

from .records import LOAN_DAYS, Book, Hold, Loan, Patron, Pickup
from .rules import Desk
from .situations import borrowers, owe, owe_too_much, pick_branches, quiet_books, stock, wait
from .solutions import find_both, on_shelf, open_book, show_patrons
from .world import Library


@task(kind="chain")
def serves_the_queue_for_a_book(world: Library, rng: Random) -> Turns:
    """Cancel the holds of blocked patrons at the head of a queue, then lend to the next one."""
    desk = world.desk
    book, branch = quiet_books(desk, rng)[0], rng.choice(desk.branches)
    (copy,) = stock(world, book, (branch, "lending"))
    served, rest = _draw_queue(world, rng, book, branch)
    before, lent = set(desk.loans), replace(copy, status="on_loan")

    def solution(call: Caller) -> None:
        shown = open_book(call, book)
        queue = shown["queue"]
        people = call.together(*show_patrons([hold["patron_id"] for hold in queue]))
        nth = [_is_able(each, desk.today) for each in people].index(True)
        call.together(*(("cancel_hold", {"hold_id": hold["id"]}) for hold in queue[:nth]))
        call("lend_copy", copy_id=on_shelf(shown, branch)[0], patron_id=queue[nth]["patron_id"])

    yield Ask(
        f"A copy of “{book.title}” is on the shelf at {branch}, and people are waiting for it. "
        "Lend it, for the longest time allowed, to the first person in the queue who isn't blocked "
        f"by fines or an expired card (today is {desk.today}). Cancel the holds of everyone ahead "
        "of that person, and no others.",
        paraphrase=f"Please go through the queue for “{book.title}”, which {branch} has on the "
        f"shelf, from the front. Anyone whose card has expired (it's {desk.today} today) or who "
        "is blocked because of unpaid fines loses their hold. The first person with neither "
        "problem gets the copy for as long as the rules allow; everyone after that keeps waiting.",
        solution=solution,
    )
    due = desk.today + timedelta(days=LOAN_DAYS[served.type])
    assert without_id(new_row(desk.loans, before)) == Loan("", copy.id, served.id, due)
    assert desk.copies[copy.id] == lent
    assert [hold.patron_id for hold in desk.queue_of(book.id)] == [each.id for each in rest]


def _is_able(person: Json, today: date) -> bool:
    owed = sum(fine["outstanding_cents"] for fine in person["unpaid_fines"])
    return bool(person["card_valid_until"] >= str(today) and owed < person["blocked_at_cents"])


def _draw_queue(
    world: Library, rng: Random, book: Book, branch: str
) -> tuple[Patron, list[Patron]]:
    """Let patrons wait for a book: some who are blocked, then one who is not, then some more.

    Return the one who is not, and those after.
    """
    people = borrowers(world.desk, rng)
    blocked, served, rest = people[: rng.randint(1, 3)], people[4], people[5 : rng.randint(6, 7)]
    for patron in blocked:
        if rng.random() < 0.5:
            patron.card_valid_until = world.desk.today - timedelta(days=rng.randint(1, 90))
        else:
            owe_too_much(world, rng, patron)
    for patron in rest[1:]:
        owe(world, patron, rng.randrange(1000, 1600, 20), "lost", rng.randint(5, 90))
    for patron in (*blocked, served, *rest):
        wait(world, book, patron, branch)
    return served, rest


@task(kind="aggregate")
def adds_up_the_pages_of_a_series(world: Library, rng: Random) -> Turns:
    """Go through a series volume by volume, add up the pages, and hold the longest volume."""
    desk = world.desk
    volumes = [book for book in desk.books.values() if book.series is not None][rng.randint(0, 2) :]
    longest = max(volumes, key=lambda book: book.pages)
    patron = next(each for each in borrowers(desk, rng) if not _is_concerned(desk, each, longest))
    there = {copy.branch for copy in desk.copies_of(longest.id)}
    branch = pick_branches(desk, rng, unlike=there)[0]
    until = desk.today + timedelta(days=rng.randint(30, 90))
    position, before = len(desk.queue_of(longest.id)) + 1, set(desk.holds)

    def solution(call: Caller) -> str:
        book_id, patron_id = find_both(call, volumes[0], patron)
        shown = [call("get_book", book_id=book_id)]
        while shown[-1]["next_volume_id"]:
            shown.append(call("get_book", book_id=shown[-1]["next_volume_id"]))
        most = max(shown, key=lambda each: int(each["pages"]))
        pickup = {"branch": branch, "until": str(until)}
        call("place_hold", book_id=most["id"], patron_id=patron_id, pickup=pickup)
        return str(sum(each["pages"] for each in shown))

    reply = yield Ask(
        f"{patron.name} wants to read “{volumes[0].title}” and all later volumes of its series. "
        f"Place a hold for them on the longest of these volumes, for pickup at {branch}, until "
        f"{until}. Then tell me how many pages these volumes have together; earlier volumes don't "
        "count. Reply with just the number.",
        paraphrase=f"Take “{volumes[0].title}” and all the volumes that come after it in its "
        "series, but none that come before. Whichever has the most pages, put it on hold for "
        f"{patron.name}, who'll pick it up at {branch}; the last day is {until}. In your answer, "
        "give me nothing but the page count of all those volumes together.",
        solution=solution,
    )
    assert reply.number() == sum(book.pages for book in volumes)
    hold = Hold("", longest.id, patron.id, position, Pickup(branch, until))
    assert without_id(new_row(desk.holds, before)) == hold


def _is_concerned(desk: Desk, patron: Patron, book: Book) -> bool:
    """Whether a patron has a book on loan or waits for it."""
    lent = any(desk.book_of(loan) is book for loan in desk.loans_of(patron.id))
    return lent or any(hold.book_id == book.id for hold in desk.holds_of(patron.id))
