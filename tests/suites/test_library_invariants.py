"""What is always true of the suite ``library``, whatever is called."""

from collections import Counter
from random import Random
from typing import Any

from suites.suite_facts import load

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

READS = {"consult_catalogue", "consult_work", "consult_patrons", "consult_account"}
LIMITS = {"child": 3, "adult": 5, "scholar": 8}
WORLD = load("library").world


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call that may or may not be allowed."""
    pick = {
        name: rng.choice(sorted(rows)) if rows else "none"
        for name, rows in vars(world).items()
        if isinstance(rows, dict)
    }
    copy = {"copy_id": pick["copies"]}
    branch = rng.choice(world.branches)
    fine = {"settled_fine_id": pick["fines"], "settled_cents": rng.randint(1, 300)}
    payer = world.fines[pick["fines"]].patron_id if world.fines else "none"
    return rng.choice(
        [
            Call("consult_catalogue", {"author_words": rng.choice("aeio")}),
            Call("consult_work", {"work_id": pick["works"]}),
            Call("consult_patrons", {"home_branch": branch}),
            Call("consult_account", {"patron_id": pick["patrons"]}),
            Call("lend_copy", {**copy, "patron_id": pick["patrons"]}),
            Call("renew_loan", {"loan_id": pick["loans"], "renew_days": rng.randint(1, 30)}),
            Call(
                "hold_work",
                {
                    "work_id": pick["works"],
                    "patron_id": pick["patrons"],
                    "collection": {"collect_at": branch},
                },
            ),
            Call("unhold_work", {"hold_id": pick["holds"]}),
            Call("reshelve_copy", {**copy, "shelving_branch": branch}),
            Call("forward_copy", {**copy, "receiving_branch": branch}),
            Call(
                "fine_patron",
                {"patron_id": pick["patrons"], "fine_cents": 90, "fine_cause": "late"},
            ),
            Call("settle_fines", {"patron_id": payer, "settlements": [fine], "settled_by": "cash"}),
        ]
    )


def check_invariants(world: Any) -> None:
    """Assert what is always true of the library."""
    lent = Counter(loan.copy_id for loan in world.loans.values())
    for copy in world.copies.values():
        assert lent[copy.id] == (copy.whereabouts == "on_loan")
        assert copy.branch in world.branches
    for patron in world.patrons.values():
        assert len(world.loans_of(patron.id)) <= LIMITS[patron.patron_class]
        works = [hold.work_id for hold in world.holds.values() if hold.patron_id == patron.id]
        assert len(works) == len(set(works)) <= 4
    assert all(0 <= fine.settled_cents <= fine.cents for fine in world.fines.values())
    assert all(loan.renewals <= 2 for loan in world.loans.values())
    places = [hold.queued for hold in world.holds.values()]
    assert len(places) == len(set(places))


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: copies, limits, queues and sums stay sound, and reads only read."""
    carried: set[str] = set()
    for seed in range(10):
        world, rng = WORLD(Random(seed)), Random(seed)
        check_invariants(world)
        for _ in range(60):
            before, call = state_of(world), draw_call(world, rng)
            if world.execute(call).is_error or call.name in READS:
                assert state_of(world) == before
            else:
                carried.add(call.name)
            check_invariants(world)
    assert carried == set(WORLD.tools()) - READS
