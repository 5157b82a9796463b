"""The world of the suite ``library``: its refusals and its lookups."""

import datetime as dt
from functools import partial
from typing import Any

from suites import suite_facts
from suites.suite_facts import refuse

DAYS = {"child": 14, "adult": 21, "student": 42}
make_world = partial(suite_facts.make_world, "library")


def able(world: Any) -> Any:
    """Return a patron who may borrow and has no fines."""
    return next(
        one
        for one in world.desk.patrons.values()
        if one.card_valid_until >= world.desk.today
        and not world.desk.fines_of(one.id)
        and not any(hold.patron_id == one.id for hold in world.desk.holds.values())
    )


def standing(world: Any, count: int) -> list[Any]:
    """Return copies on shelves, of different books for which nobody waits and none is lent."""
    lent = {world.desk.copies[loan.copy_id].book_id for loan in world.desk.loans.values()}
    books = [one for one in world.desk.books if one not in lent and not world.desk.queue_of(one)]
    return [world.desk.copies_of(book)[0] for book in books[:count]]


def other_branch(world: Any, copy: Any) -> str:
    """Return a branch at which the book of a copy has none."""
    taken = {one.branch for one in world.desk.copies_of(copy.book_id)}
    return str(next(branch for branch in world.desk.branches if branch not in taken))


def test_unknown_ids_are_refused() -> None:
    """Every tool says what does not exist, and which branches do."""
    world = make_world()
    copy, patron = standing(world, 1)[0], able(world)
    refuse(world, "no book W1", "get_book", book_id="W1")
    refuse(world, "no patron P1", "get_patron", patron_id="P1")
    refuse(world, "not a cursor", "search_catalog", cursor="W1")
    refuse(world, "no branch Nowhere, only ", "search_patrons", branch="Nowhere")
    refuse(world, "no copy C1", "lend_copy", copy_id="C1", patron_id=patron.id)
    refuse(world, "no patron P1", "lend_copy", copy_id=copy.id, patron_id="P1")
    refuse(world, "no loan L1", "renew_loan", loan_id="L1")
    refuse(world, "no hold HD-000000", "cancel_hold", hold_id="HD-000000")
    refuse(world, "invalid argument", "cancel_hold", hold_id="H1")
    refuse(world, "no copy C1", "check_in_copy", copy_id="C1", branch=copy.branch)
    refuse(world, "no branch Nowhere", "transfer_copy", copy_id=copy.id, to_branch="Nowhere")
    fine = {"amount_cents": 50, "reason": "late"}
    refuse(world, "no copy C1", "charge_fine", patron_id=patron.id, copy_id="C1", **fine)
    refuse(world, "no patron P1", "charge_fine", patron_id="P1", **fine)


def test_lending_is_guarded() -> None:
    """A copy is lent from its shelf, to somebody in order, within limit, days and queue."""
    world, tool = make_world(), "lend_copy"
    patron, (copy, second, *more) = able(world), standing(world, 6)
    ids = {"copy_id": copy.id, "patron_id": patron.id}
    most = DAYS[patron.type]
    refuse(
        world,
        f"50 days are too many; the limit for type {patron.type} is {most}",
        tool,
        **ids,
        days=50,
    )
    second.type = "reference"
    refuse(world, "is a reference copy", tool, copy_id=second.id, patron_id=patron.id)
    made = world.call(tool, ids)
    assert made["due_date"] == str(world.desk.today + dt.timedelta(days=most))
    refuse(world, "is on loan", tool, **ids)
    world.call("transfer_copy", {"copy_id": more[0].id, "to_branch": other_branch(world, more[0])})
    refuse(world, "is in transit", tool, copy_id=more[0].id, patron_id=patron.id)
    for loan in world.desk.loans.values():
        loan.patron_id = patron.id
    refuse(world, "the limit for type .* is", tool, copy_id=more[1].id, patron_id=patron.id)


def test_blocked_patrons_get_nothing() -> None:
    """Debts of 1000 cents and old cards stand in the way of loans, renewals and holds."""
    world = make_world()
    patron, (copy, other) = able(world), standing(world, 2)
    loan = world.call("lend_copy", {"copy_id": other.id, "patron_id": patron.id})["id"]
    world.call("charge_fine", {"patron_id": patron.id, "amount_cents": 1000, "reason": "lost"})
    hold = {"book_id": copy.book_id, "pickup": {"branch": other_branch(world, copy)}}
    for words in ("owes 1000 cents", "expired on"):
        refuse(world, words, "lend_copy", copy_id=copy.id, patron_id=patron.id)
        refuse(world, words, "renew_loan", loan_id=loan)
        refuse(world, words, "place_hold", patron_id=patron.id, **hold)
        patron.card_valid_until = world.desk.today - dt.timedelta(days=1)


def test_queues_are_kept() -> None:
    """Holds come in order; a copy goes to the first alone, whose hold is fulfilled."""
    world = make_world()
    copy, first = standing(world, 1)[0], able(world)
    second = next(
        one
        for one in world.desk.patrons.values()
        if one is not first
        and one.card_valid_until >= world.desk.today
        and not world.desk.owed_cents(one.id)
    )
    far = {"branch": other_branch(world, copy)}
    book = copy.book_id
    refuse(
        world,
        f"Copy {copy.id} of .* lend it instead",
        "place_hold",
        book_id=book,
        patron_id=first.id,
        pickup={"branch": copy.branch},
    )
    past = {**far, "until": "2001-01-01"}
    refuse(world, "in the past", "place_hold", book_id=book, patron_id=first.id, pickup=past)
    for nth, one in enumerate((first, second), start=1):
        made = world.call("place_hold", {"book_id": book, "patron_id": one.id, "pickup": far})
        assert made["position"] == nth
    refuse(world, "already", "place_hold", book_id=book, patron_id=first.id, pickup=far)
    refuse(world, f"{first.name} .* is first", "lend_copy", copy_id=copy.id, patron_id=second.id)
    loan = world.call("lend_copy", {"copy_id": copy.id, "patron_id": first.id})["id"]
    refuse(world, "other patrons are waiting for", "renew_loan", loan_id=loan)
    refuse(world, "on loan", "place_hold", book_id=book, patron_id=first.id, pickup=far)
    (left,) = world.call("get_book", {"book_id": book})["queue"]
    assert (left["patron_id"], left["position"]) == (second.id, 1)
    world.call("cancel_hold", {"hold_id": left["id"]})
    assert not world.desk.queue_of(book)


def test_renewals_are_guarded() -> None:
    """A loan is renewed twice at most, by the days of the class, and not once it is overdue."""
    world = make_world()
    copy, patron = standing(world, 1)[0], able(world)
    most = DAYS[patron.type]
    id_ = world.call("lend_copy", {"copy_id": copy.id, "patron_id": patron.id})["id"]
    refuse(world, f"{most + 1} days are too many", "renew_loan", loan_id=id_, days=most + 1)
    world.call("renew_loan", {"loan_id": id_, "days": 3})
    assert world.call("renew_loan", {"loan_id": id_})["due_date"] == str(
        world.desk.today + dt.timedelta(days=2 * most + 3)
    )
    refuse(world, "already been renewed 2 times", "renew_loan", loan_id=id_)
    world.desk.loans[id_].due_date = world.desk.today - dt.timedelta(days=4)
    refuse(world, "was due on", "renew_loan", loan_id=id_)
    back = {"copy_id": copy.id, "branch": copy.branch, "condition": "worn"}
    assert world.call("check_in_copy", back)["days_late"] == 4
    assert (copy.status, copy.condition) == ("on_shelf", "worn")
    refuse(world, "already on the shelf at", "check_in_copy", **back)


def test_sending_and_paying_are_guarded() -> None:
    """Only a lending copy on a shelf travels; only what is open is paid, and once a call."""
    world = make_world()
    copy, patron = standing(world, 1)[0], able(world)
    here = {"copy_id": copy.id, "to_branch": copy.branch}
    refuse(world, "already", "transfer_copy", **here)
    copy.type = "reference"
    refuse(
        world, "must stay at", "transfer_copy", **{**here, "to_branch": other_branch(world, copy)}
    )
    made = world.call(
        "charge_fine", {"patron_id": patron.id, "amount_cents": 300, "reason": "noise"}
    )
    one = {"fine_id": made["id"], "amount_cents": 200}
    pay = {"patron_id": patron.id, "method": "card"}
    refuse(world, "is listed 2 times", "pay_fines", **pay, payments=[one, one])
    too_much = [{**one, "amount_cents": 301}]
    refuse(
        world, "301 cents are too much; 300 cents of fine", "pay_fines", **pay, payments=too_much
    )
    strange = next(id_ for id_, fine in world.desk.fines.items() if fine.patron_id != patron.id)
    refuse(
        world,
        "is not a fine of",
        "pay_fines",
        **pay,
        payments=[{**one, "fine_id": strange}],
    )
    assert world.call("pay_fines", {**pay, "payments": [one]})["owed_cents"] == 100


def test_the_catalog_is_read_page_by_page() -> None:
    """The pages of the catalog give every book once, by title."""
    world = make_world(3)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = world.call("search_catalog", cursor)
        seen += [one["id"] for one in page["books"]]
        if not page["next_cursor"]:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert sorted(seen) == sorted(world.desk.books)
    assert seen == sorted(seen, key=lambda id_: world.desk.books[id_].title)
    sequels = [one.next_volume_id for one in world.desk.books.values() if one.series]
    assert len(sequels) == len(set(sequels)) == 9
