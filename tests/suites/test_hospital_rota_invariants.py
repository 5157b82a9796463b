"""What is always true of the suite ``hospital_rota``, whatever is called."""

from itertools import pairwise
from random import Random
from typing import Any

from suites.suite_facts import load

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

READS = {"audit_wards", "audit_staff", "audit_clinician", "audit_duties"}
SPANS = {"early": (7, 15), "late": (13, 21), "night": (21, 31)}
WORLD = load("hospital_rota").world


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call that may or may not be allowed, on one ward so that many are."""
    ward = rng.choice(list(world.wards))
    people = [one.id for one in world.clinicians.values() if one.ward_id in {ward, None}]
    duties = [duty for duty in world.duties.values() if duty.ward_id == ward]
    duty, other = rng.sample(duties, 2)
    who, day = rng.choice(people), str(duty.day)
    full = max(duties, key=lambda each: len(each.crew))
    absent, giver = rng.choice(duty.crew), rng.choice(other.crew)
    leave = rng.choice(sorted(world.leaves) or ["none"])
    return rng.choice(
        [
            Call("audit_wards", {}),
            Call("audit_staff", {"ward_id": ward}),
            Call("audit_clinician", {"clinician_id": who}),
            Call("audit_duties", {"ward_id": ward, "duty_day": day}),
            Call("roster_clinician", {"clinician_id": who, "duty_id": duty.id}),
            Call("withdraw_clinician", {"clinician_id": full.crew[0], "duty_id": full.id}),
            Call(
                "cover_duty",
                {
                    "duty_id": duty.id,
                    "absent_clinician_id": absent,
                    "covering_clinician_id": who,
                },
            ),
            Call(
                "swap_duties",
                {
                    "first_leg": {"giver_clinician_id": absent, "given_duty_id": duty.id},
                    "second_leg": {"giver_clinician_id": giver, "given_duty_id": other.id},
                },
            ),
            Call(
                "grant_leave",
                {
                    "clinician_id": who,
                    "leave_kind": rng.choice(("annual", "sick")),
                    "leave_from": day,
                    "leave_until": day,
                },
            ),
            Call("withdraw_leave", {"leave_id": leave}),
            Call("notify_staff", {"recipient_clinician_ids": [who], "bulletin_text": "a"}),
            Call(
                "page_doctor",
                {"doctor_id": who, "page_message": "a", "callback_extension": "0000"},
            ),
        ]
    )


def check_invariants(world: Any) -> None:
    """Assert skill mix, one duty at a time, rest, hours, and no duty on a day of leave."""
    for duty in world.duties.values():
        people = [world.clinicians[id_] for id_ in duty.crew]
        assert 2 <= len(people) == len(set(duty.crew)) <= 4
        assert any(one.grade == "charge_nurse" for one in people)
        assert any(world.wards[duty.ward_id].key_skill in one.skills for one in people)
        assert {one.ward_id for one in people} == {duty.ward_id}
    for one in world.clinicians.values():
        spans = sorted(hours(duty) for duty in world.duties.values() if one.id in duty.crew)
        for (_, end), (begin, _) in pairwise(spans):
            assert begin - end >= 11
        assert sum(end - begin for begin, end in spans) <= one.weekly_hours
        leaves = world.leaves_of(one.id)
        days = {duty.day for duty in world.duties.values() if one.id in duty.crew}
        assert not any(leave.includes(day) for leave in leaves for day in days)
        annual = sum(leave.days for leave in leaves if leave.kind == "annual")
        assert annual <= one.annual_days


def hours(duty: Any) -> tuple[int, int]:
    """Return when a duty begins and ends, in hours."""
    begin, end = SPANS[duty.band]
    return duty.day.toordinal() * 24 + begin, duty.day.toordinal() * 24 + end


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: crews, rest, hours and leave stay sound, and reads only read."""
    carried: set[str] = set()
    for seed in range(8):
        world, rng = WORLD(Random(seed)), Random(seed)
        check_invariants(world)
        for _ in range(70):
            before, call = state_of(world), draw_call(world, rng)
            if world.execute(call).is_error or call.name in READS:
                assert state_of(world) == before
            else:
                carried.add(call.name)
                check_invariants(world)
    assert carried == set(WORLD.tools()) - READS
