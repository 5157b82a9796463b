"""What is always true of the suite ``library``, whatever is called."""

from collections import Counter
from random import Random
from typing import Any

from suites.random_calls import Pools, play_on
from suites.suite_facts import load

READS = {"search_catalog", "get_book", "search_patrons", "get_patron"}
LIMITS = {"child": 3, "adult": 5, "student": 8}
WORLD = load("library").world


def pools(desk: Any) -> Pools:
    """Return values to choose from, most of which exist."""
    branches = [*desk.branches, "Nowhere"]
    return {
        "book_id": [*desk.books],
        "copy_id": [*desk.copies],
        "patron_id": [*desk.patrons],
        "loan_id": [*desk.loans, "none"],
        "hold_id": [*desk.holds, "HD-NONE00"],
        "payments": [
            [{"fine_id": id_, "amount_cents": cents}] for id_ in desk.fines for cents in (50, 5000)
        ],
        "pickup": [{"branch": branch} for branch in branches],
        "branch": branches,
        "to_branch": branches,
        "days": range(1, 30),
        "cursor": [None],
    }


def check_invariants(desk: Any) -> None:
    """Assert what is always true of the library."""
    lent = Counter(loan.copy_id for loan in desk.loans.values())
    for copy in desk.copies.values():
        assert lent[copy.id] == (copy.status == "on_loan")
        assert copy.branch in desk.branches
    for patron in desk.patrons.values():
        assert len(desk.loans_of(patron.id)) <= LIMITS[patron.type]
        books = [hold.book_id for hold in desk.holds_of(patron.id)]
        assert len(books) == len(set(books)) <= 4
    assert all(0 <= fine.outstanding_cents <= fine.amount_cents for fine in desk.fines.values())
    assert all(loan.renewals <= 2 for loan in desk.loans.values())
    for book_id in desk.books:
        queue = [hold.position for hold in desk.queue_of(book_id)]
        assert queue == list(range(1, len(queue) + 1))


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: copies, limits, queues and sums stay sound, and reads only read."""
    carried: set[str | None] = {None}
    for seed in range(10):
        world: Any = WORLD(Random(seed))
        rng, desk = Random(seed), world.desk
        check_invariants(desk)
        for _ in range(60):
            carried.add(play_on(world, rng, pools(desk), READS))
            check_invariants(desk)
    assert carried == {None, *WORLD.tools()}
