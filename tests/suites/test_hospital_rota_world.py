"""The world of the suite ``hospital_rota``: its refusals and its lookups."""

import datetime as dt
from functools import partial
from typing import Any

from suites import suite_facts
from suites.suite_facts import refuse

make_world = partial(suite_facts.make_world, "hospital_rota")


def someone(world: Any, **wanted: Any) -> Any:
    """Return a clinician with the given fields who has no leave."""
    return next(
        one
        for one in world.clinicians.values()
        if not world.leaves_of(one.id)
        and all(getattr(one, name) == value for name, value in wanted.items())
    )


def partner_of(world: Any, nurse: Any) -> Any:
    """Return the nurse of the same ward, grade and band."""
    band = world.duties_of(nurse.id)[0].band
    return next(
        one
        for one in world.clinicians.values()
        if one is not nurse
        and (one.ward_id, one.grade) == (nurse.ward_id, nurse.grade)
        and world.duties_of(one.id)[0].band == band
    )


def test_unknown_ids_are_refused() -> None:
    """Every tool says what does not exist."""
    world = make_world()
    nurse = someone(world, grade="staff_nurse")
    duty = world.duties_of(nurse.id)[0]
    refuse(world, "no clinician CL-1", "audit_clinician", clinician_id="CL-1")
    refuse(world, "No ward is at Moon; the sites are", "audit_wards", hospital_site="Moon")
    refuse(world, "no ward WD-1", "audit_duties", ward_id="WD-1")
    refuse(world, "no ward WD-1", "audit_staff", ward_id="WD-1")
    refuse(world, "no cursor", "audit_staff", staff_cursor="CL-1")
    refuse(world, "no duty DT-1", "roster_clinician", clinician_id=nurse.id, duty_id="DT-1")
    refuse(world, "no clinician CL-1", "withdraw_clinician", clinician_id="CL-1", duty_id=duty.id)
    refuse(world, "no leave LV-1", "withdraw_leave", leave_id="LV-1")
    text = {"bulletin_text": "a"}
    refuse(world, "no clinician CL-1", "notify_staff", recipient_clinician_ids=["CL-1"], **text)
    page = {"page_message": "a", "callback_extension": "1234"}
    refuse(world, "no clinician CL-1", "page_doctor", doctor_id="CL-1", **page)


def test_rostering_is_guarded() -> None:
    """Ward, profession, presence, rest, hours and size of the crew are heeded."""
    world, tool = make_world(), "roster_clinician"
    nurse = someone(world, grade="staff_nurse")
    own = world.duties_of(nurse.id)
    free = next(
        duty
        for duty in world.duties.values()
        if duty.ward_id == nurse.ward_id and all(duty.rest_to(one) >= 11 for one in own)
    )
    near = next(
        duty
        for duty in world.duties.values()
        if duty.ward_id == nurse.ward_id and any(0 <= duty.rest_to(one) < 11 for one in own)
    )
    foreign = next(duty for duty in world.duties.values() if duty.ward_id != nurse.ward_id)
    doctor = someone(world, ward_id=None)
    ids = {"clinician_id": nurse.id}
    refuse(world, "belongs to ward", tool, **ids, duty_id=foreign.id)
    refuse(world, "done by nurses", tool, clinician_id=doctor.id, duty_id=free.id)
    refuse(world, "already", tool, **ids, duty_id=own[0].id)
    refuse(world, "hours of rest, and 11 are required", tool, **ids, duty_id=near.id)
    nurse.weekly_hours = world.hours_of(nurse.id) + free.hours - 1
    refuse(world, "hours in the week", tool, **ids, duty_id=free.id)
    nurse.weekly_hours += 1
    leave = {"leave_kind": "study", "leave_from": str(free.day), "leave_until": str(free.day)}
    made = world.call("grant_leave", {**ids, **leave})
    refuse(world, f"on study leave .*{made['leave_id']}", tool, **ids, duty_id=free.id)
    world.call("withdraw_leave", {"leave_id": made["leave_id"]})
    crew, free.crew = free.crew, (*free.crew, *own[0].crew)[:4]
    if nurse.id not in free.crew:
        refuse(world, "has 4 nurses already", tool, **ids, duty_id=free.id)
    free.crew = crew
    world.call(tool, {**ids, "duty_id": free.id})
    world.call("withdraw_clinician", {**ids, "duty_id": free.id})
    assert free.crew == crew


def test_the_mix_of_a_crew_is_kept() -> None:
    """Nobody leaves a crew that would be too small, or lack its charge nurse or its skill."""
    world, tool = make_world(), "withdraw_clinician"
    duty = next(iter(world.duties.values()))
    one, other = (world.clinicians[id_] for id_ in duty.crew)
    refuse(world, "needs 2 nurses; 1", tool, clinician_id=one.id, duty_id=duty.id)
    charge, staff = (one, other) if one.grade == "charge_nurse" else (other, one)
    mate = partner_of(world, staff)
    duty.crew = (*duty.crew, mate.id)
    refuse(world, "without a charge nurse", tool, clinician_id=charge.id, duty_id=duty.id)
    skill = world.wards[duty.ward_id].key_skill
    charge.skills, mate.skills, staff.skills = (), (), (skill,)
    refuse(world, f"skilled in {skill}", tool, clinician_id=staff.id, duty_id=duty.id)
    stranger = someone(world, ward_id=None)
    refuse(world, "is not on duty", tool, clinician_id=stranger.id, duty_id=duty.id)
    world.call(tool, {"clinician_id": mate.id, "duty_id": duty.id})
    assert duty.crew == tuple(sorted((one.id, other.id)))


def test_covers_and_swaps_are_guarded_and_recorded() -> None:
    """Whoever steps in must be free to; what is carried out is on record."""
    world = make_world()
    nurse = someone(world, grade="charge_nurse")
    mate = partner_of(world, nurse)
    given, taken = world.duties_of(nurse.id)[0], world.duties_of(mate.id)[0]
    mate.weekly_hours, nurse.weekly_hours = 60, 60
    for leave in world.leaves_of(mate.id):
        del world.leaves[leave.id]
    leg = {"giver_clinician_id": nurse.id, "given_duty_id": given.id}
    back = {"giver_clinician_id": mate.id, "given_duty_id": taken.id}
    wrong = {**back, "given_duty_id": given.id}
    refuse(world, "is not on duty", "swap_duties", first_leg=leg, second_leg=wrong)
    who = {"absent_clinician_id": nurse.id, "covering_clinician_id": nurse.id}
    refuse(world, "already", "cover_duty", duty_id=given.id, **who)
    who["covering_clinician_id"] = mate.id
    made = world.call("cover_duty", {"duty_id": given.id, **who, "cover_pay": {"travel_cents": 5}})
    cover = world.covers[made["cover_id"]]
    assert (cover.covering_id, cover.pay_rate, cover.travel_cents) == (mate.id, "standard", 5)
    refuse(world, "is not on duty", "cover_duty", duty_id=given.id, **who)
    leg["given_duty_id"] = world.duties_of(nurse.id)[0].id
    world.call("swap_duties", {"first_leg": leg, "second_leg": back})
    assert nurse.id in taken.crew
    assert mate.id not in taken.crew
    assert len(world.swaps) == 1


def test_leave_is_guarded() -> None:
    """Leave lies ahead, clear of duties and other leave, and within the annual days."""
    world, tool = make_world(), "grant_leave"
    nurse = someone(world, grade="staff_nurse")
    duty = world.duties_of(nurse.id)[0]
    ids = {"clinician_id": nurse.id, "leave_kind": "annual"}

    def span(first: dt.date, days: int) -> dict[str, str]:
        last = first + dt.timedelta(days=days - 1)
        return {"leave_from": str(first), "leave_until": str(last)}

    later = world.monday + dt.timedelta(days=20)
    refuse(world, "comes before", tool, **ids, **span(later, 0))
    refuse(world, "is past; today", tool, **ids, **span(world.today - dt.timedelta(days=1), 1))
    refuse(world, f"is on duty {duty.id}", tool, **ids, **span(duty.day, 1))
    most = nurse.annual_days
    refuse(world, f"has {most} days .* not {most + 1}", tool, **ids, **span(later, most + 1))
    made = world.call(tool, {**ids, **span(later, most)})
    assert made["annual_days_left"] == 0
    refuse(world, "already", tool, **{**ids, "leave_kind": "sick"}, **span(later, 1))
    world.leaves[made["leave_id"]].last = world.today - dt.timedelta(days=1)
    refuse(world, "ended on", "withdraw_leave", leave_id=made["leave_id"])


def test_messages_are_guarded() -> None:
    """Nurses carry no bleep, doctors on leave name their deputy, and days to answer lie ahead."""
    world = make_world()
    nurse, doctor = someone(world, grade="charge_nurse"), someone(world, ward_id=None)
    page = {"page_message": "a", "callback_extension": "1234"}
    refuse(world, "carries no bleep", "page_doctor", doctor_id=nurse.id, **page)
    refuse(world, "past", "notify_staff", recipient_clinician_ids=[nurse.id], bulletin_text="a",
           acknowledge_by="2001-01-01")  # fmt: skip
    world.call("page_doctor", {"doctor_id": doctor.id, **page})
    today = {"leave_from": str(world.today), "leave_until": str(world.today)}
    world.call("grant_leave", {"clinician_id": doctor.id, "leave_kind": "sick", **today})
    words = f"the deputy is {doctor.deputy_id}"
    refuse(world, words, "page_doctor", doctor_id=doctor.id, **page)


def test_lists_are_read_page_by_page() -> None:
    """The pages of staff and duties give everything once, in order."""
    world = make_world(5)
    staff = read_all(world, "audit_staff", "staff", "clinician_id", {})
    assert sorted(staff) == sorted(world.clinicians)
    ward = next(iter(world.wards))
    duties = read_all(world, "audit_duties", "duty", "duty_id", {"ward_id": ward})
    mine = [duty for duty in world.duties.values() if duty.ward_id == ward]
    assert duties == [duty.id for duty in sorted(mine, key=lambda duty: duty.begins)]


def read_all(world: Any, tool: str, kind: str, key: str, given: dict[str, Any]) -> list[str]:
    """Follow the cursors of a list to its end."""
    found, cursor, rows = [], {}, {"staff": "staff", "duty": "duties"}[kind]
    while True:
        page = world.call(tool, {**given, **cursor})
        found += [row[key] for row in page[rows]]
        if not page[f"next_{kind}_cursor"]:
            return found
        cursor = {f"{kind}_cursor": page[f"next_{kind}_cursor"]}
