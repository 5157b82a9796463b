"""The world of the suite ``hospital_rota``: its refusals and its lookups."""

import datetime as dt
from functools import partial
from typing import Any

from suites import suite_facts
from suites.suite_facts import load, refuse

from toolbench_ood.types.call import Call
from toolbench_ood.world.kit import read_pages
from toolbench_ood.world.state import state_of

make_world = partial(suite_facts.make_world, "hospital_rota")


def someone(rota: Any, **wanted: Any) -> Any:
    """Return a clinician with the given fields who has no leave."""
    return next(
        one
        for one in rota.clinicians.values()
        if not rota.leave_of(one)
        and all(getattr(one, name) == value for name, value in wanted.items())
    )


def colleague_of(rota: Any, nurse: Any) -> Any:
    """Return the nurse of the same ward and grade who works shifts of the same type."""
    type_ = rota.shifts_of(nurse)[0].type
    return next(
        one
        for one in rota.clinicians.values()
        if one is not nurse
        and (one.ward_id, one.grade) == (nurse.ward_id, nurse.grade)
        and rota.shifts_of(one)[0].type == type_
    )


def test_unknown_ids_are_refused() -> None:
    """Every tool says what does not exist."""
    world = make_world()
    rota = world.rota
    nurse = someone(rota, grade="staff_nurse")
    shift = rota.shifts_of(nurse)[0]
    refuse(world, "no clinician CL-1", "get_clinician", clinician_id="CL-1")
    refuse(world, "no ward at Moon. Sites: ", "list_wards", site="Moon")
    refuse(world, "no ward WD-1", "list_shifts", ward_id="WD-1")
    refuse(world, "no ward WD-1", "search_clinicians", ward_id="WD-1")
    refuse(world, "not a cursor", "search_clinicians", cursor="CL-1")
    refuse(world, "no shift SH-1", "assign_nurse", nurse_id=nurse.id, shift_id="SH-1")
    refuse(world, "no clinician CL-1", "unassign_nurse", nurse_id="CL-1", shift_id=shift.id)
    refuse(world, "no leave LV-1", "cancel_leave", leave_id="LV-1")
    refuse(world, "no clinician CL-1", "notify_staff", clinician_ids=["CL-1"], text="a")
    page = {"message": "a", "extension": "1234"}
    refuse(world, "no clinician CL-1", "page_doctor", doctor_id="CL-1", **page)


def test_assigning_is_guarded() -> None:
    """Ward, profession, presence, rest, hours, leave and the most nurses are heeded."""
    world, tool = make_world(), "assign_nurse"
    rota = world.rota
    nurse = someone(rota, grade="staff_nurse")
    own, on_ward = rota.shifts_of(nurse), rota.shifts_on(rota.wards[nurse.ward_id])
    free = next(each for each in on_ward if all(each.rest_to(one) >= 11 for one in own))
    near = next(each for each in on_ward if 0 <= min(map(each.rest_to, own)) < 11)
    foreign = next(each for each in rota.shifts.values() if each not in on_ward)
    doctor = someone(rota, ward_id=None)
    ids = {"nurse_id": nurse.id}
    refuse(world, "works on ward", tool, **ids, shift_id=foreign.id)
    refuse(world, "only nurses work shifts", tool, nurse_id=doctor.id, shift_id=free.id)
    refuse(world, "already", tool, **ids, shift_id=own[0].id)
    refuse(world, "hours of rest, not 11", tool, **ids, shift_id=near.id)
    nurse.max_weekly_hours = rota.hours_of(nurse) + free.hours - 1
    refuse(world, "hours that week", tool, **ids, shift_id=free.id)
    nurse.max_weekly_hours += 1
    day = {"start_date": str(free.date), "end_date": str(free.date)}
    made = world.call("grant_leave", {"clinician_id": nurse.id, "type": "study", **day})
    refuse(world, f"on study leave .*{made['id']}", tool, **ids, shift_id=free.id)
    world.call("cancel_leave", {"leave_id": made["id"]})
    before, others = free.nurse_ids, [one.id for one in rota.clinicians.values() if one.ward_id]
    free.nurse_ids = tuple(id_ for id_ in others if id_ != nurse.id)[:4]
    refuse(world, "already has 4 nurses", tool, **ids, shift_id=free.id)
    free.nurse_ids = before
    world.call(tool, {**ids, "shift_id": free.id})
    world.call("unassign_nurse", {**ids, "shift_id": free.id})
    assert free.nurse_ids == before


def test_shifts_keep_the_nurses_they_need() -> None:
    """Nobody leaves a shift with too few nurses, or without its charge nurse or its skill."""
    world, tool = make_world(), "unassign_nurse"
    rota = world.rota
    shift = next(iter(rota.shifts.values()))
    one, other = (rota.clinicians[id_] for id_ in shift.nurse_ids)
    refuse(world, "only 1 would be left", tool, nurse_id=one.id, shift_id=shift.id)
    charge, staff = (one, other) if one.grade == "charge_nurse" else (other, one)
    third = colleague_of(rota, staff)
    shift.nurse_ids = (*shift.nurse_ids, third.id)
    refuse(world, "no charge nurse", tool, nurse_id=charge.id, shift_id=shift.id)
    skill = rota.wards[shift.ward_id].required_skill
    charge.skills, third.skills, staff.skills = (), (), (skill,)
    refuse(world, f"skilled in {skill}", tool, nurse_id=staff.id, shift_id=shift.id)
    stranger = someone(rota, ward_id=None)
    refuse(world, "isn't on shift", tool, nurse_id=stranger.id, shift_id=shift.id)
    world.call(tool, {"nurse_id": third.id, "shift_id": shift.id})
    assert shift.nurse_ids == tuple(sorted((one.id, other.id)))


def test_covers_and_swaps_are_guarded_and_recorded() -> None:
    """Whoever covers must be able to; what is carried out is on record."""
    world = make_world()
    rota = world.rota
    nurse = someone(rota, grade="charge_nurse")
    colleague = colleague_of(rota, nurse)
    given, taken = rota.shifts_of(nurse)[0], rota.shifts_of(colleague)[0]
    colleague.max_weekly_hours, nurse.max_weekly_hours = 60, 60
    for leave in rota.leave_of(colleague):
        del rota.leave[leave.id]
    offer = {"nurse_id": nurse.id, "shift_id": given.id}
    back = {"nurse_id": colleague.id, "shift_id": taken.id}
    wrong = {**back, "shift_id": given.id}
    refuse(world, "isn't on shift", "swap_shifts", first=offer, second=wrong)
    ids = {"shift_id": given.id, "absent_nurse_id": nurse.id, "covering_nurse_id": nurse.id}
    refuse(world, "already", "cover_shift", **ids)
    ids["covering_nurse_id"] = colleague.id
    made = world.call("cover_shift", {**ids, "pay": {"travel_cents": 5}})
    cover = rota.covers[made["id"]]
    assert (cover.covering_nurse_id, cover.rate, cover.travel_cents) == (
        colleague.id,
        "standard",
        5,
    )
    refuse(world, "isn't on shift", "cover_shift", **ids)
    offer["shift_id"] = rota.shifts_of(nurse)[0].id
    world.call("swap_shifts", {"first": offer, "second": back})
    assert nurse.id in taken.nurse_ids
    assert colleague.id not in taken.nurse_ids
    assert len(rota.swaps) == 1


def test_leave_is_guarded() -> None:
    """Leave lies ahead, clear of shifts and other leave, and within the annual days."""
    world, tool = make_world(), "grant_leave"
    rota = world.rota
    nurse = someone(rota, grade="staff_nurse")
    shift = rota.shifts_of(nurse)[0]
    ids = {"clinician_id": nurse.id, "type": "annual"}

    def span(start: dt.date, days: int) -> dict[str, str]:
        return {"start_date": str(start), "end_date": str(start + dt.timedelta(days=days - 1))}

    later = rota.week_start + dt.timedelta(days=20)
    refuse(world, "is before the start", tool, **ids, **span(later, 0))
    refuse(world, "in the past", tool, **ids, **span(rota.today - dt.timedelta(days=1), 1))
    refuse(world, f"shift {shift.id} on", tool, **ids, **span(shift.date, 1))
    most = nurse.annual_leave_days
    refuse(world, f"only {most} days .* be {most + 1}", tool, **ids, **span(later, most + 1))
    made = world.call(tool, {**ids, **span(later, most)})
    shown = world.call("get_clinician", {"clinician_id": nurse.id})
    assert shown["annual_leave_days_left"] == 0
    refuse(world, "already", tool, **{**ids, "type": "sick"}, **span(later, 1))
    rota.leave[made["id"]].end_date = rota.today - dt.timedelta(days=1)
    refuse(world, "ended on", "cancel_leave", leave_id=made["id"])


def test_messages_are_guarded() -> None:
    """Nurses have no pager, doctors on leave name their deputy, and nothing is due in the past."""
    world = make_world()
    rota = world.rota
    nurse, doctor = someone(rota, grade="charge_nurse"), someone(rota, ward_id=None)
    page = {"message": "a", "extension": "1234"}
    refuse(world, "has no pager", "page_doctor", doctor_id=nurse.id, **page)
    notice = {"clinician_ids": [nurse.id], "text": "a", "acknowledge_by": "2001-01-01"}
    refuse(world, "in the past", "notify_staff", **notice)
    world.call("page_doctor", {"doctor_id": doctor.id, **page})
    today = {"start_date": str(rota.today), "end_date": str(rota.today)}
    world.call("grant_leave", {"clinician_id": doctor.id, "type": "sick", **today})
    words = f"the deputy is {doctor.deputy_id}"
    refuse(world, words, "page_doctor", doctor_id=doctor.id, **page)


def test_lists_are_read_page_by_page() -> None:
    """The pages of clinicians and shifts give everything once, in order."""
    world = make_world(5)
    rota = world.rota

    def call(tool: str, **arguments: Any) -> Any:
        return world.call(tool, arguments)

    people = [
        row["id"] for page in read_pages(call, "search_clinicians") for row in page["clinicians"]
    ]
    assert people == sorted(rota.clinicians, key=lambda id_: rota.clinicians[id_].name)
    ward = next(iter(rota.wards.values()))
    pages = read_pages(call, "list_shifts", ward_id=ward.id)
    shifts = [row["id"] for page in pages for row in page["shifts"]]
    assert shifts == [shift.id for shift in rota.shifts_on(ward)]


def test_decoys_are_guarded() -> None:
    """The tools that no task needs refuse what makes no sense, and change nothing then."""
    world = make_world()
    rota = world.rota
    leave, nurse = next(iter(rota.leave.values())), someone(rota, grade="staff_nurse")
    doctor = someone(rota, ward_id=None)
    past = {"leave_id": leave.id, "end_date": str(leave.end_date)}
    calls = {
        "can only be extended beyond": ("extend_leave", past),
        "no shift SH-1": ("cancel_shift", {"shift_id": "SH-1"}),
        "hours assigned": ("set_weekly_hours", {"nurse_id": nurse.id, "max_weekly_hours": 8}),
        "not a doctor": ("appoint_deputy", {"doctor_id": doctor.id, "new_deputy_id": nurse.id}),
        "can't be appointed": (
            "appoint_deputy",
            {"doctor_id": doctor.id, "new_deputy_id": doctor.id},
        ),
    }
    before = state_of(world)
    for words, (name, given) in calls.items():
        output = world.execute(Call(name, given), load("hospital_rota").decoys[name].tool)
        assert output.is_error, name
        assert words in str(output.content), name
    assert state_of(world) == before
