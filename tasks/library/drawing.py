"""Draw the library's first state from a seed.

What the tasks rely on holds for every seed: nine works form a series, each naming the next; the
other works name one another in one ring of cross references; every work has one to three copies in
different branches. At least nine patrons may borrow; two owe too much, and the card of one has run
out.
"""

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from .records import LOAN_DAYS, Copy, Fine, FineCause, Hold, Loan, Patron, PatronClass, Work
from .wording import (
    AUTHORS,
    BRANCHES,
    GIVEN_NAMES,
    SERIES,
    SERIES_TITLES,
    SURNAMES,
    TITLES,
)

VOLUMES = 9
OTHER_WORKS = 13
PATRONS = 13
LOANS = 10
HOLDS = 6


@dataclass(slots=True)
class Draft:
    """What is drawn, table by table."""

    rng: Random
    today: dt.date
    branches: tuple[str, ...]
    works: dict[str, Work] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)
    patrons: dict[str, Patron] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    fines: dict[str, Fine] = field(default_factory=dict)


def draw_library(rng: Random) -> Draft:
    """Draw works, copies, patrons, loans, holds and fines."""
    today = dt.date(2032, 2, 1) + dt.timedelta(days=rng.randrange(800))
    draft = Draft(rng, today, tuple(sorted(rng.sample(BRANCHES, 5))))
    _draw_works(draft)
    _draw_copies(draft)
    _draw_patrons(draft)
    _draw_loans(draft)
    _draw_holds(draft)
    _draw_fines(draft)
    return draft


def fresh_id(rng: Random, taken: Container[str], prefix: str) -> str:
    """Draw an id that is not taken; ids follow no order, so none can be foretold."""
    while True:
        id_ = f"{prefix}{rng.randrange(100_000, 1_000_000)}"
        if id_ not in taken:
            return id_


def _draw_works(draft: Draft) -> None:
    rng = draft.rng
    pages = iter(rng.sample(range(90, 900), VOLUMES + OTHER_WORKS))
    writer, *writers = rng.sample(AUTHORS, len(AUTHORS))
    series, start = rng.choice(SERIES), rng.randint(1950, 1990)
    volumes = [
        _add_work(draft, title, writer, start + 2 * nth, next(pages))
        for nth, title in enumerate(rng.sample(SERIES_TITLES, VOLUMES))
    ]
    for volume in volumes:
        volume.series = series
    for volume, sequel in pairwise(volumes):
        volume.sequel_id = sequel.id
    ring = [
        _add_work(draft, title, rng.choice(writers), rng.randint(1930, 2030), next(pages))
        for title in rng.sample(TITLES, OTHER_WORKS)
    ]
    for work, related in zip(ring, ring[1:] + ring[:1], strict=True):
        work.see_also_id = related.id


def _add_work(draft: Draft, title: str, author: str, year: int, pages: int) -> Work:
    work = Work(fresh_id(draft.rng, draft.works, "W"), title, author, year, pages)
    draft.works[work.id] = work
    return work


def _draw_copies(draft: Draft) -> None:
    for work in draft.works.values():
        for branch in draft.rng.sample(draft.branches, draft.rng.randint(1, 3)):
            id_ = fresh_id(draft.rng, draft.copies, "C")
            draft.copies[id_] = Copy(id_, work.id, branch)


def _draw_patrons(draft: Draft) -> None:
    rng = draft.rng
    given, surnames = rng.sample(GIVEN_NAMES, PATRONS), rng.sample(SURNAMES, PATRONS)
    classes: list[PatronClass] = ["child", "adult", "scholar"]
    for nth, (first, last) in enumerate(zip(given, surnames, strict=True)):
        id_ = fresh_id(rng, draft.patrons, "P")
        until = draft.today + dt.timedelta(days=rng.randint(60, 700))
        branch = rng.choice(draft.branches)
        draft.patrons[id_] = Patron(id_, f"{first} {last}", classes[nth % 3], branch, until)
    expired = rng.choice(list(draft.patrons.values()))
    expired.card_until = draft.today - dt.timedelta(days=rng.randint(2, 50))


def _draw_loans(draft: Draft) -> None:
    rng = draft.rng
    for copy in rng.sample(list(draft.copies.values()), LOANS):
        able = [one for one in draft.patrons.values() if _count(draft, one) < 2]
        patron = rng.choice(able)
        due = draft.today + dt.timedelta(days=rng.randint(-9, LOAN_DAYS[patron.patron_class]))
        id_ = fresh_id(rng, draft.loans, "L")
        draft.loans[id_] = Loan(id_, copy.id, patron.id, due)
        copy.whereabouts = "on_loan"


def _count(draft: Draft, patron: Patron) -> int:
    return sum(loan.patron_id == patron.id for loan in draft.loans.values())


def _draw_holds(draft: Draft) -> None:
    """Let patrons queue for works of which no copy is on a shelf at the branch they chose."""
    rng, borrowers = draft.rng, list(draft.patrons.values())
    for queued, patron in enumerate(rng.sample(borrowers, HOLDS), start=1):
        mine = {draft.copies[one.copy_id].work_id for one in _loans_of(draft, patron)}
        work = rng.choice([one for one in draft.works.values() if one.id not in mine])
        there = {one.branch for one in draft.copies.values() if one.work_id == work.id}
        branch = rng.choice([one for one in draft.branches if one not in there])
        id_ = fresh_id(rng, draft.holds, "H")
        draft.holds[id_] = Hold(id_, work.id, patron.id, branch, None, queued)


def _loans_of(draft: Draft, patron: Patron) -> list[Loan]:
    return [loan for loan in draft.loans.values() if loan.patron_id == patron.id]


def _draw_fines(draft: Draft) -> None:
    """Let two patrons owe so much that they are blocked, and three a little."""
    rng = draft.rng
    debtors = rng.sample(list(draft.patrons.values()), 5)
    for nth, patron in enumerate(debtors):
        parts = [rng.randrange(520, 900, 20) for _ in range(2)] if nth < 2 else [90 + 40 * nth]
        days = rng.sample(range(3, 200), len(parts))
        for cents, ago in zip(parts, days, strict=True):
            id_ = fresh_id(rng, draft.fines, "F")
            cause: FineCause = rng.choice(("late", "damaged", "noise"))
            date = draft.today - dt.timedelta(days=ago)
            draft.fines[id_] = Fine(id_, patron.id, cents, cause, date)
