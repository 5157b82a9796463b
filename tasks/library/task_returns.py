"""Copies that come back, and what their lateness costs."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task
from toolbench_ood.types.value import Json

from .records import Fine, Patron
from .situations import borrow, borrowers, quiet_works, shuffled
from .steps import find_patron
from .world import Library


@task(kind="chain")
def takes_returns_and_fines_the_late(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Put all of a patron's loans back; fine each that comes late by the days that it is late."""
    patron, rate = borrowers(world, rng)[0], rng.randrange(10, 45, 5)
    late = _draw_returns(world, rng, patron)
    loans, branch, known = world.loans_of(patron.id), rng.choice(world.branches), set(world.fines)

    def solution(call: Caller) -> None:
        account = call("consult_account", patron_id=find_patron(call, patron))
        returned = call.together(
            *(
                ("reshelve_copy", {"copy_id": one["copy_id"], "shelving_branch": branch})
                for one in account["loans"]
            )
        )
        late_ones = [one for one in returned if one["days_late"]]
        call.together(*(_late_fine(account["patron_id"], rate, one) for one in late_ones))

    yield Ask(
        f"{patron.name} has brought back to {branch} everything that was on loan to "
        f"{patron.name}, all in the condition in which it went out. Put it on the shelf there. For "
        f"each copy that is late impose a fine of {rate} cents a day, one fine per copy, which "
        "names the copy and has no remark.",
        solution=solution,
        paraphrase=f"All loans of {patron.name} are on the desk at {branch}, unchanged; shelve "
        "them at that branch. What comes after its due day costs "
        f"{rate} cents for every day of lateness: a fine of its own for each such copy, with the "
        "copy noted and the remark left empty.",
    )

    assert all(loan.id not in world.loans for loan in loans)
    for loan in loans:
        copy = world.copies[loan.copy_id]
        assert (copy.branch, copy.whereabouts) == (branch, "on_shelf")
    made = [fine for id_, fine in world.fines.items() if id_ not in known]
    assert sorted((str(fine.copy_id), fine.cents) for fine in made) == sorted(
        (copy_id, rate * days) for copy_id, days in late.items()
    )
    assert all(_is_plain(fine, patron) for fine in made)


def _late_fine(patron_id: str, rate: int, returned: Json) -> tuple[str, dict[str, Json]]:
    """Spell the fine for a copy that came late as a call."""
    return "fine_patron", {
        "patron_id": patron_id,
        "fine_cents": rate * returned["days_late"],
        "fine_cause": "late",
        "fined_copy_id": returned["copy_id"],
    }


def _is_plain(fine: Fine, patron: Patron) -> bool:
    return (fine.patron_id, fine.cause, fine.remark, fine.settled_cents) == (
        patron.id,
        "late",
        "",
        0,
    )


def _draw_returns(world: Library, rng: Random, patron: Patron) -> dict[str, int]:
    """Let a patron have three loans, one or two of them late; return the days by copy."""
    works = quiet_works(world, rng)
    while len(world.loans_of(patron.id)) < 3:
        borrow(world, world.copies_of(works.pop().id)[0], patron, world.today)
    loans = shuffled(rng, world.loans_of(patron.id))
    days = rng.sample(range(1, 40), rng.randint(1, 2))
    late = {loan.copy_id: late_by for loan, late_by in zip(loans, days, strict=False)}
    for loan in loans:
        ahead = rng.randint(0, 9)
        loan.due_on = world.today - dt.timedelta(days=late.get(loan.copy_id, -ahead))
    return late
