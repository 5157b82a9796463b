"""What is always true of the suite ``hospital_rota``, whatever is called."""

from itertools import pairwise
from random import Random
from typing import Any

from suites.suite_facts import load

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

READS = {"list_wards", "search_clinicians", "get_clinician", "list_shifts"}
SPANS = {"early": (7, 15), "late": (13, 21), "night": (21, 31)}
WORLD = load("hospital_rota").world


def draw_call(rota: Any, rng: Random) -> Call:
    """Draw a call that may or may not be allowed, on one ward so that many are."""
    ward = rng.choice(list(rota.wards))
    people = [one.id for one in rota.clinicians.values() if one.ward_id in {ward, None}]
    shifts = [shift for shift in rota.shifts.values() if shift.ward_id == ward]
    shift, other = rng.sample(shifts, 2)
    who, day = rng.choice(people), str(shift.date)
    full = max(shifts, key=lambda each: len(each.nurse_ids))
    absent, giver = rng.choice(shift.nurse_ids), rng.choice(other.nurse_ids)
    offers = {
        "first": {"nurse_id": absent, "shift_id": shift.id},
        "second": {"nurse_id": giver, "shift_id": other.id},
    }
    leave = {"type": rng.choice(("annual", "sick")), "start_date": day, "end_date": day}
    cover = {"absent_nurse_id": absent, "covering_nurse_id": who}
    calls: dict[str, dict[str, Any]] = {
        "list_wards": {},
        "search_clinicians": {"ward_id": ward},
        "get_clinician": {"clinician_id": who},
        "list_shifts": {"ward_id": ward, "date": day},
        "assign_nurse": {"nurse_id": who, "shift_id": shift.id},
        "unassign_nurse": {"nurse_id": full.nurse_ids[0], "shift_id": full.id},
        "cover_shift": {"shift_id": shift.id, **cover},
        "swap_shifts": offers,
        "grant_leave": {"clinician_id": who, **leave},
        "cancel_leave": {"leave_id": rng.choice(sorted(rota.leave) or ["none"])},
        "notify_staff": {"clinician_ids": [who], "text": "a"},
        "page_doctor": {"doctor_id": who, "message": "a", "extension": "0000"},
    }
    name = rng.choice(list(calls))
    return Call(name, calls[name])


def check_invariants(rota: Any) -> None:
    """Assert the nurses of each shift, one shift at a time, rest, hours, and no shift on leave."""
    for shift in rota.shifts.values():
        people = [rota.clinicians[id_] for id_ in shift.nurse_ids]
        assert 2 <= len(people) == len(set(shift.nurse_ids)) <= 4
        assert any(one.grade == "charge_nurse" for one in people)
        assert any(rota.wards[shift.ward_id].required_skill in one.skills for one in people)
        assert {one.ward_id for one in people} == {shift.ward_id}
    for one in rota.clinicians.values():
        mine = [shift for shift in rota.shifts.values() if one.id in shift.nurse_ids]
        spans = sorted(map(span, mine))
        for (_, end), (start, _) in pairwise(spans):
            assert start - end >= 11
        assert sum(end - start for start, end in spans) <= one.max_weekly_hours
        leaves = rota.leave_of(one)
        assert not any(leave.includes(shift.date) for leave in leaves for shift in mine)
        annual = sum(leave.days for leave in leaves if leave.type == "annual")
        assert annual <= one.annual_leave_days


def span(shift: Any) -> tuple[int, int]:
    """Return when a shift starts and ends, in hours."""
    start, end = SPANS[shift.type]
    midnight = shift.date.toordinal() * 24
    return midnight + start, midnight + end


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: shifts, rest, hours and leave stay sound, and reads only read."""
    carried: set[str] = set()
    for seed in range(8):
        world: Any = WORLD(Random(seed))
        rng = Random(seed)
        check_invariants(world.rota)
        for _ in range(70):
            before, call = state_of(world), draw_call(world.rota, rng)
            if world.execute(call).is_error or call.name in READS:
                assert state_of(world) == before
            else:
                carried.add(call.name)
                check_invariants(world.rota)
    assert carried == set(WORLD.tools()) - READS
