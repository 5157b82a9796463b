"""The world of the suite ``library``: its refusals and its lookups."""

import datetime as dt
from functools import partial
from typing import Any

from suites import suite_facts
from suites.suite_facts import refuse

DAYS = {"child": 14, "adult": 21, "scholar": 42}
make_world = partial(suite_facts.make_world, "library")


def able(world: Any) -> Any:
    """Return a patron who may borrow and has no fines."""
    return next(
        one
        for one in world.patrons.values()
        if one.card_until >= world.today
        and not world.fines_of(one.id)
        and not any(hold.patron_id == one.id for hold in world.holds.values())
    )


def standing(world: Any, count: int) -> list[Any]:
    """Return copies on shelves, of different works for which nobody waits and none is lent."""
    lent = {world.copies[loan.copy_id].work_id for loan in world.loans.values()}
    works = [one for one in world.works if one not in lent and not world.queue_of(one)]
    return [world.copies_of(work)[0] for work in works[:count]]


def other_branch(world: Any, copy: Any) -> str:
    """Return a branch at which a work of a copy has none."""
    taken = {one.branch for one in world.copies_of(copy.work_id)}
    return str(next(branch for branch in world.branches if branch not in taken))


def test_unknown_ids_are_refused() -> None:
    """Every tool says what does not exist, and which branches do."""
    world = make_world()
    copy, patron = standing(world, 1)[0], able(world)
    refuse(world, "no work W1", "consult_work", work_id="W1")
    refuse(world, "no patron P1", "consult_account", patron_id="P1")
    refuse(world, "no cursor", "consult_catalogue", catalogue_cursor="W1")
    refuse(world, "no branch Nowhere; there are", "consult_patrons", home_branch="Nowhere")
    refuse(world, "no copy C1", "lend_copy", copy_id="C1", patron_id=patron.id)
    refuse(world, "no patron P1", "lend_copy", copy_id=copy.id, patron_id="P1")
    refuse(world, "no loan L1", "renew_loan", loan_id="L1")
    refuse(world, "no hold H000000", "unhold_work", hold_id="H000000")
    refuse(world, "invalid argument", "unhold_work", hold_id="H1")
    refuse(world, "no copy C1", "reshelve_copy", copy_id="C1", shelving_branch=copy.branch)
    refuse(world, "no branch Nowhere", "forward_copy", copy_id=copy.id, receiving_branch="Nowhere")
    fine = {"fine_cents": 50, "fine_cause": "late"}
    refuse(world, "no copy C1", "fine_patron", patron_id=patron.id, fined_copy_id="C1", **fine)
    refuse(world, "no patron P1", "fine_patron", patron_id="P1", **fine)


def test_lending_is_guarded() -> None:
    """A copy is lent from its shelf, to somebody in order, within limit, days and queue."""
    world, tool = make_world(), "lend_copy"
    patron, (copy, second, *more) = able(world), standing(world, 6)
    ids = {"copy_id": copy.id, "patron_id": patron.id}
    most = DAYS[patron.patron_class]
    refuse(world, f"for {most} days at most, not 50", tool, **ids, lend_days=50)
    second.use = "in_house"
    refuse(world, "for use in the house", tool, copy_id=second.id, patron_id=patron.id)
    made = world.call(tool, ids)
    assert made["due_on"] == str(world.today + dt.timedelta(days=most))
    refuse(world, "is on loan", tool, **ids)
    world.call(
        "forward_copy", {"copy_id": more[0].id, "receiving_branch": other_branch(world, more[0])}
    )
    refuse(world, "is in transit", tool, copy_id=more[0].id, patron_id=patron.id)
    for loan in world.loans.values():
        loan.patron_id = patron.id
    refuse(world, "gets no more", tool, copy_id=more[1].id, patron_id=patron.id)


def test_blocked_patrons_get_nothing() -> None:
    """Debts of 1000 cents and old cards stand in the way of loans, renewals and holds."""
    world = make_world()
    patron, (copy, other) = able(world), standing(world, 2)
    loan = world.call("lend_copy", {"copy_id": other.id, "patron_id": patron.id})["loan_id"]
    world.call("fine_patron", {"patron_id": patron.id, "fine_cents": 1000, "fine_cause": "lost"})
    hold = {"work_id": copy.work_id, "collection": {"collect_at": other_branch(world, copy)}}
    for words in ("owes 1000 cents", "ran out on"):
        refuse(world, words, "lend_copy", copy_id=copy.id, patron_id=patron.id)
        refuse(world, words, "renew_loan", loan_id=loan)
        refuse(world, words, "hold_work", patron_id=patron.id, **hold)
        patron.card_until = world.today - dt.timedelta(days=1)


def test_queues_are_kept() -> None:
    """Holds come in order; a copy goes to the first alone, whose hold is thereby fulfilled."""
    world = make_world()
    copy, first = standing(world, 1)[0], able(world)
    second = next(
        one
        for one in world.patrons.values()
        if one is not first and one.card_until >= world.today and not world.owed_cents(one.id)
    )
    far = {"collect_at": other_branch(world, copy)}
    work = copy.work_id
    refuse(
        world,
        f"Copy {copy.id} of .* lend it instead",
        "hold_work",
        work_id=work,
        patron_id=first.id,
        collection={"collect_at": copy.branch.upper()},
    )
    past = {**far, "collect_until": "2001-01-01"}
    refuse(world, "past", "hold_work", work_id=work, patron_id=first.id, collection=past)
    for nth, one in enumerate((first, second), start=1):
        made = world.call("hold_work", {"work_id": work, "patron_id": one.id, "collection": far})
        assert made["place_in_queue"] == nth
    refuse(world, "already", "hold_work", work_id=work, patron_id=first.id, collection=far)
    refuse(world, f"{first.name} .* is first", "lend_copy", copy_id=copy.id, patron_id=second.id)
    loan = world.call("lend_copy", {"copy_id": copy.id, "patron_id": first.id})["loan_id"]
    refuse(world, "Others wait for", "renew_loan", loan_id=loan)
    refuse(world, "on loan", "hold_work", work_id=work, patron_id=first.id, collection=far)
    (left,) = world.consult_work(work)["queue"]
    assert left["patron_id"] == second.id
    world.call("unhold_work", {"hold_id": left["hold_id"]})
    assert not world.queue_of(work)


def test_renewals_are_guarded() -> None:
    """A loan is renewed twice at most, by the days of the class, and not once it is overdue."""
    world = make_world()
    copy, patron = standing(world, 1)[0], able(world)
    most = DAYS[patron.patron_class]
    id_ = world.call("lend_copy", {"copy_id": copy.id, "patron_id": patron.id})["loan_id"]
    refuse(world, f"by {most} days at most", "renew_loan", loan_id=id_, renew_days=most + 1)
    world.call("renew_loan", {"loan_id": id_, "renew_days": 3})
    assert world.call("renew_loan", {"loan_id": id_})["due_on"] == str(
        world.today + dt.timedelta(days=2 * most + 3)
    )
    refuse(world, "renewed 2 times", "renew_loan", loan_id=id_)
    world.loans[id_].due_on = world.today - dt.timedelta(days=4)
    refuse(world, "was due on", "renew_loan", loan_id=id_)
    back = {"copy_id": copy.id, "shelving_branch": copy.branch, "copy_wear": "worn"}
    assert world.call("reshelve_copy", back)["days_late"] == 4
    assert (copy.whereabouts, copy.wear) == ("on_shelf", "worn")
    refuse(world, "on the shelf at .* already", "reshelve_copy", **back)


def test_sending_and_paying_are_guarded() -> None:
    """Only a lending copy on a shelf travels; only what is open is paid, and once a call."""
    world = make_world()
    copy, patron = standing(world, 1)[0], able(world)
    here = {"copy_id": copy.id, "receiving_branch": copy.branch}
    refuse(world, "already", "forward_copy", **here)
    copy.use = "in_house"
    refuse(
        world, "stays at", "forward_copy", **{**here, "receiving_branch": other_branch(world, copy)}
    )
    made = world.call(
        "fine_patron", {"patron_id": patron.id, "fine_cents": 300, "fine_cause": "noise"}
    )
    one = {"settled_fine_id": made["fine_id"], "settled_cents": 200}
    pay = {"patron_id": patron.id, "settled_by": "card"}
    refuse(world, "more than once", "settle_fines", **pay, settlements=[one, one])
    too_much = [{**one, "settled_cents": 301}]
    refuse(world, "300 cents of fine .* not 301", "settle_fines", **pay, settlements=too_much)
    strange = next(id_ for id_, fine in world.fines.items() if fine.patron_id != patron.id)
    refuse(
        world,
        "has no fine",
        "settle_fines",
        **pay,
        settlements=[{**one, "settled_fine_id": strange}],
    )
    assert world.call("settle_fines", {**pay, "settlements": [one]})["owed_cents"] == 100


def test_the_catalogue_is_read_page_by_page() -> None:
    """The pages of the catalogue give every work once, by title."""
    world = make_world(3)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = world.call("consult_catalogue", cursor)
        seen += [one["work_id"] for one in page["works"]]
        if not page["next_catalogue_cursor"]:
            break
        cursor = {"catalogue_cursor": page["next_catalogue_cursor"]}
    assert sorted(seen) == sorted(world.works)
    assert seen == sorted(seen, key=lambda id_: world.works[id_].title)
    sequels = [one.sequel_id for one in world.works.values() if one.series]
    assert len(sequels) == len(set(sequels)) == 9
