"""Tasks that find or arrange cover for nurses who are away."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, new_row, without_id

from .records import Clinician, Cover, Leave, Notice, PayRate, Shift, Ward
from .rules import Rota, in_place_of
from .situations import able_to_cover, nurses, shuffled, staffed_shifts
from .solutions import (
    Row,
    can_work,
    find_ids,
    find_shift,
    find_ward,
    get_people,
    get_person,
    nurse_on,
    search,
    shifts_like,
)
from .wording import NOTICES, grade_name, shift_name
from .world import HospitalRota


@task(kind="chain")
def covers_for_a_sick_nurse(world: HospitalRota, rng: Random) -> Turns:
    """Find who of the same grade can work the shift and joined last; cover it, then tell them."""
    rota = world.rota
    shift, absent, able = next(
        (shift, absent, able)
        for shift, absent in staffed_shifts(rota, rng)
        if len(able := able_to_cover(rota, shift, absent, absent.grade)) > 1
    )
    ward, newest = rota.wards[shift.ward_id], max(able, key=lambda one: one.date_joined)
    wanted = in_place_of(shift, absent, newest)
    text, travel = rng.choice(NOTICES), rng.randrange(300, 2500)

    def solution(call: Caller) -> None:
        given = _find_cover(call, shift, ward, absent)
        call("cover_shift", **given, pay={"rate": "overtime", "travel_cents": travel})
        chosen = given["covering_nurse_id"]
        call("notify_staff", clinician_ids=[chosen], text=text, urgency="immediate")

    grade = grade_name(absent)
    yield Ask(
        f"{absent.name} is ill and can't work {shift_name(shift, ward)}. Have it "
        f"covered by another {grade} of that ward: of those who are allowed to work it, the one "
        f"who joined most recently. Pay the overtime rate and a travel allowance of {travel} "
        "cents. Then send the covering nurse, and nobody else, a notice of immediate urgency that "
        f"needs no acknowledgement. {exact_text(text, 'this text for the notice')}",
        solution=solution,
        paraphrase=f"We need someone to cover {shift_name(shift, ward)} for {absent.name}, who has "
        f"fallen ill. Of the {grade}s on the same ward who are allowed to work it, take the one "
        f"with the latest date of joining, at the overtime rate, with {travel} cents for travel. "
        "After that, only the nurse who covers gets a notice, of immediate urgency and without "
        f"acknowledgement. The text of the notice must be exactly:\n{text}",
    )

    assert shift.nurse_ids == wanted
    cover = without_id(new_row(rota.covers, ()))
    assert cover == Cover("", shift.id, absent.id, newest.id, "overtime", travel)
    assert without_id(new_row(rota.notices, ())) == Notice("", (newest.id,), text, "immediate")


def _find_cover(call: Caller, shift: Shift, ward: Ward, absent: Clinician) -> Row:
    """Look up a shift, who is absent, and who joined last of those who can cover."""
    found = find_ward(call, ward)
    row = find_shift(call, found["id"], shift)
    listed = call("search_clinicians", grade=absent.grade, ward_id=found["id"])["clinicians"]
    ill, skill = nurse_on(row, absent.name), found["required_skill"]
    others = [str(each["id"]) for each in listed if each["id"] != ill]
    staying = [str(each["id"]) for each in row["nurses"] if each["id"] != ill]
    people = get_people(call, [*others, *staying])
    skilled = any(skill in each["skills"] for each in people[len(others) :])
    able = [
        each
        for each in people[: len(others)]
        if can_work(each, row) and (skilled or skill in each["skills"])
    ]
    newest = max(able, key=lambda each: str(each["date_joined"]))["id"]
    return {"shift_id": row["id"], "absent_nurse_id": ill, "covering_nurse_id": newest}


@task(kind="undo")
def covers_for_sick_leave_then_undoes_it(world: HospitalRota, rng: Random) -> Turns:
    """Cover a shift and grant sick leave; then put both back as they were."""
    rota = world.rota
    shift, absent, substitute = _draw_substitute(rota, rng)
    ward, nurse_ids, before = rota.wards[shift.ward_id], shift.nurse_ids, set(rota.leave)
    wanted = in_place_of(shift, absent, substitute)
    known: dict[str, str] = {}

    def report_sick(call: Caller) -> None:
        ward_id = find_ward(call, ward)["id"]
        listed, found = call.together(shifts_like(ward_id, shift), search(substitute.name))
        (row,) = listed["shifts"]
        known.update(shift=row["id"], absent=nurse_on(row, absent.name))
        known["substitute"] = found["clinicians"][0]["id"]
        cover(call, "absent", "substitute")
        day = {"start_date": shift.date, "end_date": shift.date}
        made = call("grant_leave", clinician_id=known["absent"], type="sick", **day)
        known["leave"] = made["id"]

    def undo(call: Caller) -> None:
        call("cancel_leave", leave_id=known["leave"])
        cover(call, "substitute", "absent")

    def cover(call: Caller, absent: str, covering: str) -> None:
        ids = {"absent_nurse_id": known[absent], "covering_nurse_id": known[covering]}
        call("cover_shift", shift_id=known["shift"], **ids)

    yield Ask(
        f"{absent.name} has called in sick for {shift_name(shift, ward)}. "
        f"{substitute.name} will cover it, at the standard rate and without a travel allowance. "
        f"Once that's done, grant {absent.name} sick leave for that one day, without a note.",
        solution=report_sick,
        paraphrase=f"Please have {substitute.name} cover {shift_name(shift, ward)} "
        f"in place of {absent.name}, with standard pay and no travel allowance. Then put "
        f"{absent.name} on sick leave for just that day, leaving the note empty.",
    )
    assert shift.nurse_ids == wanted
    made = without_id(new_row(rota.covers, ()))
    assert made == Cover("", shift.id, absent.id, substitute.id, "standard", 0)
    leave = without_id(new_row(rota.leave, before))
    assert leave == Leave("", absent.id, "sick", shift.date, shift.date)

    yield Ask(
        f"False alarm, {absent.name} is fine! Undo both steps: cancel the sick leave, and let "
        f"{absent.name} cover that shift for {substitute.name}, at the standard rate and without a "
        "travel allowance, so that it's staffed as it was before.",
        solution=undo,
        paraphrase=f"It turns out that {absent.name} isn't ill. Please reverse what you did: "
        f"{absent.name}'s sick leave is off, and {absent.name} covers the shift in place of "
        f"{substitute.name}, with standard pay and no travel allowance.",
    )
    assert rota.leave.keys() == before
    assert shift.nurse_ids == nurse_ids
    assert {(each.rate, each.travel_cents) for each in rota.covers.values()} == {("standard", 0)}


def _draw_substitute(rota: Rota, rng: Random) -> tuple[Shift, Clinician, Clinician]:
    """Draw a shift, a nurse who has no other on that day, and one who can cover."""
    for shift, absent in staffed_shifts(rota, rng):
        able = able_to_cover(rota, shift, absent)
        if able and [each.date for each in rota.shifts_of(absent)].count(shift.date) == 1:
            return shift, absent, rng.choice(able)
    raise LookupError("nobody can cover for anybody")


@task(kind="chain")
def covers_shifts_and_grants_leave(world: HospitalRota, rng: Random) -> Turns:
    """Find the shifts that prevent leave, have each covered, then grant the leave."""
    rota = world.rota
    who, partner, days = _draw_days_off(rota, rng)
    start, end = days[0], days[-1]
    shifts = [shift for shift in rota.shifts_of(who) if shift.date in days]
    wanted = [in_place_of(shift, who, partner) for shift in shifts]
    rate: PayRate = rng.choice(("overtime", "double"))
    before = set(rota.leave)

    def solution(call: Caller) -> None:
        person = get_person(call, who)
        (partner_id,) = find_ids(call, partner)
        ids = {"absent_nurse_id": person["id"], "covering_nurse_id": partner_id}
        for row in person["shifts"]:
            if str(start) <= row["date"] <= str(end):
                call("cover_shift", shift_id=row["id"], **ids, pay={"rate": rate})
        span = {"start_date": start, "end_date": end}
        call("grant_leave", clinician_id=person["id"], type="compassionate", **span)

    yield Ask(
        f"{who.name} needs compassionate leave from {start} to {end}, both days included, without "
        f"a note. First have {partner.name} cover all of {who.name}'s shifts that start on those "
        f"days, at the {rate} rate and without a travel allowance.",
        solution=solution,
        paraphrase=f"Please let {partner.name} cover all of {who.name}'s shifts that start "
        f"from {start} up to and including {end}, paid at the {rate} rate, with no travel "
        f"allowance. After that, grant {who.name} compassionate leave for exactly those days, "
        "leaving the note empty.",
    )

    assert [shift.nurse_ids for shift in shifts] == wanted
    covers = [Cover("", shift.id, who.id, partner.id, rate, 0) for shift in shifts]
    made = [without_id(cover) for cover in rota.covers.values()]
    assert sorted(made, key=repr) == sorted(covers, key=repr)
    leave = without_id(new_row(rota.leave, before))
    assert leave == Leave("", who.id, "compassionate", start, end)


def _draw_days_off(rota: Rota, rng: Random) -> tuple[Clinician, Clinician, list[dt.date]]:
    """Draw a nurse, another of the same grade, and days on which one has shifts for the other."""
    week = [rota.week_start + dt.timedelta(days=nth) for nth in range(7)]
    for who in shuffled(rng, [one for one in rota.clinicians.values() if one.ward_id]):
        for partner in nurses(rota, who.ward_id, who.grade):
            begin = rng.randrange(5)
            days = week[begin : begin + rng.choice((2, 3))]
            if partner is not who and _can_take_over(rota, who, partner, days):
                return who, partner, days
    raise LookupError("nobody can take over from anybody")


def _can_take_over(rota: Rota, who: Clinician, partner: Clinician, days: Sequence[dt.date]) -> bool:
    """Whether two nurses work shifts of one type, and one can take the other's on some days."""
    mine, theirs = rota.shifts_of(who), rota.shifts_of(partner)
    affected = [shift for shift in mine if shift.date in days]
    hours = sum(shift.hours for shift in (*theirs, *affected))
    away = [rota.leave_on(one, day) for one in (who, partner) for day in days]
    return (
        theirs[0].type == mine[0].type
        and len(affected) > 0
        and hours <= partner.max_weekly_hours
        and not any(away)
    )
