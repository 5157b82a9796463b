"""Draw the library's first state from a seed.

What the tasks rely on holds for every seed: nine books form a series, each naming the next; the
other books name one another in one ring of cross-references; every book has one to three copies in
different branches. At least nine patrons may borrow; two owe too much, and the card of one has
expired.
"""

import datetime as dt
from itertools import pairwise
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import LOAN_DAYS, Book, Copy, Fine, FineReason, Hold, Loan, Patron, PatronType, Pickup
from .rules import Desk
from .wording import AUTHORS, BRANCHES, GIVEN_NAMES, SERIES, SERIES_TITLES, SURNAMES, TITLES

VOLUMES = 9
OTHER_BOOKS = 13
PATRONS = 13
LOANS = 10
HOLDS = 6


def draw_desk(rng: Random) -> Desk:
    """Draw books, copies, patrons, loans, holds and fines."""
    today = dt.date(2032, 2, 1) + dt.timedelta(days=rng.randrange(800))
    desk = Desk(today, tuple(sorted(rng.sample(BRANCHES, 5))))
    _draw_books(rng, desk)
    _draw_copies(rng, desk)
    _draw_patrons(rng, desk)
    _draw_loans(rng, desk)
    _draw_holds(rng, desk)
    _draw_fines(rng, desk)
    return desk


def _draw_books(rng: Random, desk: Desk) -> None:
    writer, *writers = rng.sample(AUTHORS, len(AUTHORS))
    series, start = rng.choice(SERIES), rng.randint(1950, 1990)
    volumes = [
        _add_book(rng, desk, title, writer, start + 2 * nth)
        for nth, title in enumerate(rng.sample(SERIES_TITLES, VOLUMES))
    ]
    for volume in volumes:
        volume.series = series
    for volume, sequel in pairwise(volumes):
        volume.next_volume_id = sequel.id
    ring = [
        _add_book(rng, desk, title, rng.choice(writers), rng.randint(1930, 2030))
        for title in rng.sample(TITLES, OTHER_BOOKS)
    ]
    for book, related in zip(ring, ring[1:] + ring[:1], strict=True):
        book.see_also_id = related.id


def _add_book(rng: Random, desk: Desk, title: str, author: str, year: int) -> Book:
    """Add a book whose number of pages no other book has."""
    taken = {book.pages for book in desk.books.values()}
    pages = rng.choice([count for count in range(90, 900) if count not in taken])
    id_ = draw_id(rng, "BK-", desk.books)
    desk.books[id_] = Book(id_, title, author, year, pages)
    return desk.books[id_]


def _draw_copies(rng: Random, desk: Desk) -> None:
    for book in desk.books.values():
        for branch in rng.sample(desk.branches, rng.randint(1, 3)):
            id_ = draw_id(rng, "CP-", desk.copies)
            desk.copies[id_] = Copy(id_, book.id, branch)


def _draw_patrons(rng: Random, desk: Desk) -> None:
    given, surnames = rng.sample(GIVEN_NAMES, PATRONS), rng.sample(SURNAMES, PATRONS)
    types: tuple[PatronType, ...] = get_args(PatronType)
    for nth, (first, last) in enumerate(zip(given, surnames, strict=True)):
        id_ = draw_id(rng, "PT-", desk.patrons)
        until = desk.today + dt.timedelta(days=rng.randint(60, 700))
        branch = rng.choice(desk.branches)
        desk.patrons[id_] = Patron(id_, f"{first} {last}", types[nth % 3], branch, until)
    expired = rng.choice(list(desk.patrons.values()))
    expired.card_valid_until = desk.today - dt.timedelta(days=rng.randint(2, 50))


def _draw_loans(rng: Random, desk: Desk) -> None:
    for copy in rng.sample(list(desk.copies.values()), LOANS):
        able = [each for each in desk.patrons.values() if len(desk.loans_of(each.id)) < 2]
        patron = rng.choice(able)
        due = desk.today + dt.timedelta(days=rng.randint(-9, LOAN_DAYS[patron.type]))
        id_ = draw_id(rng, "LN-", desk.loans)
        desk.loans[id_] = Loan(id_, copy.id, patron.id, due)
        copy.status = "on_loan"


def _draw_holds(rng: Random, desk: Desk) -> None:
    """Let patrons wait for books of which the branch they chose has no copy."""
    for patron in rng.sample(list(desk.patrons.values()), HOLDS):
        mine = {desk.book_of(loan).id for loan in desk.loans_of(patron.id)}
        book_id = rng.choice([id_ for id_ in desk.books if id_ not in mine])
        there = {copy.branch for copy in desk.copies_of(book_id)}
        branch = rng.choice([each for each in desk.branches if each not in there])
        id_, last = draw_id(rng, "HD-", desk.holds), len(desk.queue_of(book_id))
        desk.holds[id_] = Hold(id_, book_id, patron.id, last + 1, Pickup(branch))


def _draw_fines(rng: Random, desk: Desk) -> None:
    """Let two patrons owe so much that they are blocked, and three a little."""
    for nth, patron_id in enumerate(rng.sample(list(desk.patrons), 5)):
        parts = [rng.randrange(520, 900, 20) for _ in range(2)] if nth < 2 else [90 + 40 * nth]
        days = rng.sample(range(3, 200), len(parts))
        for cents, ago in zip(parts, days, strict=True):
            id_ = draw_id(rng, "FN-", desk.fines)
            reason: FineReason = rng.choice(("late", "damaged", "noise"))
            date = desk.today - dt.timedelta(days=ago)
            desk.fines[id_] = Fine(id_, patron_id, cents, cents, reason, date)
