"""What tasks share to arrange a situation."""

import datetime as dt
from collections.abc import Container
from random import Random

from toolbench_ood.world.kit import draw_id

from .records import LOAN_LIMIT, Book, Copy, CopyType, Fine, FineReason, Hold, Loan, Patron, Pickup
from .rules import BLOCKED_AT_CENTS, HOLD_LIMIT, Desk
from .world import Library


def quiet_books(desk: Desk, rng: Random) -> list[Book]:
    """List the books that have no copy on loan and no queue, in random order; at least six."""
    busy = {desk.book_of(loan).id for loan in desk.loans.values()}
    busy |= {hold.book_id for hold in desk.holds.values()}
    quiet = [book for book in desk.books.values() if book.id not in busy]
    return rng.sample(quiet, len(quiet))


def stock(world: Library, book: Book, *places: tuple[str, CopyType]) -> list[Copy]:
    """Let a quiet book have copies on these shelves and no others."""
    for copy in world.desk.copies_of(book.id):
        del world.desk.copies[copy.id]
    return [add_copy(world, book, *place) for place in places]


def add_copy(world: Library, book: Book, branch: str, type_: CopyType = "lending") -> Copy:
    """Put one more copy of a book on a branch's shelf."""
    id_ = draw_id(world.rng, "CP-", world.desk.copies)
    world.desk.copies[id_] = Copy(id_, book.id, branch, type_)
    return world.desk.copies[id_]


def borrowers(desk: Desk, rng: Random) -> list[Patron]:
    """List the patrons who may borrow and place holds, in random order; at least nine."""
    able = [patron for patron in desk.patrons.values() if _may_borrow(desk, patron)]
    return rng.sample(able, len(able))


def _may_borrow(desk: Desk, patron: Patron) -> bool:
    return (
        patron.card_valid_until >= desk.today
        and desk.owed_cents(patron.id) < BLOCKED_AT_CENTS
        and len(desk.loans_of(patron.id)) < LOAN_LIMIT[patron.type]
        and len(desk.holds_of(patron.id)) < HOLD_LIMIT
    )


def borrow(world: Library, copy: Copy, patron: Patron, days: int) -> Loan:
    """Let a patron have a copy on loan that is due in some days, or was if they are negative."""
    id_ = draw_id(world.rng, "LN-", world.desk.loans)
    loan = Loan(id_, copy.id, patron.id, world.desk.today + dt.timedelta(days=days))
    world.desk.loans[id_], copy.status = loan, "on_loan"
    return loan


def wait(world: Library, book: Book, patron: Patron, branch: str) -> None:
    """Put a patron at the end of the queue for a book."""
    id_ = draw_id(world.rng, "HD-", world.desk.holds)
    position = len(world.desk.queue_of(book.id)) + 1
    world.desk.holds[id_] = Hold(id_, book.id, patron.id, position, Pickup(branch))


def owe(world: Library, patron: Patron, cents: int, reason: FineReason, days_ago: int) -> Fine:
    """Let a patron owe a fine of some days ago."""
    id_ = draw_id(world.rng, "FN-", world.desk.fines)
    date = world.desk.today - dt.timedelta(days=days_ago)
    world.desk.fines[id_] = Fine(id_, patron.id, cents, cents, reason, date)
    return world.desk.fines[id_]


def owe_too_much(world: Library, rng: Random, patron: Patron) -> None:
    """Let a patron be blocked by two fines, neither of which would do so alone."""
    owe(world, patron, rng.randrange(560, 900, 20), "damaged", rng.randint(30, 90))
    owe(world, patron, rng.randrange(440, 800, 20), "late", rng.randint(5, 29))


def pick_branches(desk: Desk, rng: Random, unlike: Container[str] = ()) -> list[str]:
    """List the branches in random order, some left out."""
    left = [branch for branch in desk.branches if branch not in unlike]
    return rng.sample(left, len(left))
