"""Tasks that change who is on a shift."""

import datetime as dt
import re
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, new_row, without_id

from .records import Clinician, Notice, Offer, Shift, Swap
from .rules import REST_HOURS, Rota, in_place_of, with_nurse, without_nurse
from .situations import able_to_join, add_nurse, allowed, shuffled, staffed_shifts
from .solutions import (
    Row,
    can_work,
    find_ids,
    find_shift,
    find_ward,
    get_people,
    hours_left,
    nurse_on,
    shifts_like,
)
from .wording import NOTICES, shift_name
from .world import HospitalRota


@task(kind="constraint")
def adds_a_staff_nurse_to_a_shift(world: HospitalRota, rng: Random) -> Turns:
    """The nurse with the most hours left works the next day, which the ask rules out."""
    rota = world.rota
    shift, chosen = _draw_extra_nurse(rota, rng)
    ward, next_day = rota.wards[shift.ward_id], shift.date + dt.timedelta(days=1)
    wanted = with_nurse(shift, chosen)

    def freest_first(call: Caller) -> tuple[str, list[Row]]:
        ward_id = find_ward(call, ward)["id"]
        listed, found = call.together(
            shifts_like(ward_id, shift),
            ("search_clinicians", {"grade": "staff_nurse", "ward_id": ward_id}),
        )
        (row,) = listed["shifts"]
        people = get_people(call, [each["id"] for each in found["clinicians"]])
        able = [person for person in people if can_work(person, row)]
        return row["id"], sorted(able, key=hours_left, reverse=True)

    def works_next_day(person: Row) -> bool:
        return any(each["date"] == str(next_day) for each in person["shifts"])

    def solution(call: Caller) -> None:
        shift_id, able = freest_first(call)
        rested = next(person["id"] for person in able if not works_next_day(person))
        call("assign_nurse", nurse_id=rested, shift_id=shift_id)

    def tempting(call: Caller) -> None:
        shift_id, able = freest_first(call)
        call("assign_nurse", nurse_id=able[0]["id"], shift_id=shift_id)

    yield Ask(
        f"We need one more staff nurse for {shift_name(shift, ward)}. Of the ward's "
        "staff nurses who are allowed to work it, add the one with the most hours left in that "
        "week (the weekly maximum minus the hours assigned), but don't add anyone who has a shift "
        f"on the next day, {next_day}.",
        solution=solution,
        tempting=tempting,
        paraphrase=f"Please add a staff nurse of the ward to {shift_name(shift, ward)}. "
        f"Leave out anyone with a shift on {next_day}, the day after, and "
        "anyone who isn't allowed to work it. Of the others, take the one whose assigned hours are "
        "furthest below the weekly maximum.",
    )
    assert shift.nurse_ids == wanted


def _draw_extra_nurse(rota: Rota, rng: Random) -> tuple[Shift, Clinician]:
    """Draw a shift that staff nurses can join, and give each of them hours of their own.

    Who has the most left works the next day; return who has the most of those who don't.
    """
    for nurse in rota.clinicians.values():
        nurse.max_weekly_hours += 8 if nurse.grade == "staff_nurse" else 0
    for shift in shuffled(rng, rota.shifts.values()):
        able = shuffled(rng, able_to_join(rota, shift, "staff_nurse"))
        next_day = shift.date + dt.timedelta(days=1)
        busy = [one for one in able if next_day in {each.date for each in rota.shifts_of(one)}]
        rested = [one for one in able if one not in busy]
        if busy and rested:
            left = sorted(rng.sample(range(shift.hours, 28), len(able)), reverse=True)
            ranked = [busy[0], *(one for one in able if one is not busy[0])]
            for one, hours in zip(ranked, left, strict=True):
                one.max_weekly_hours = rota.hours_of(one) + hours
            return shift, rested[0]
    raise LookupError("no shift can be joined both by nurses who work the next day and by others")


@task(kind="recovery")
def moves_a_nurse_to_another_shift(world: HospitalRota, rng: Random) -> Turns:
    """A shift too close in time is in the way; the refusal names it, and the ask what to do."""
    rota = world.rota
    who, shift, clash = _draw_clash(rota, rng)
    ward = rota.wards[shift.ward_id]
    wanted = [with_nurse(shift, who), without_nurse(clash, who)]

    def solution(call: Caller) -> None:
        row = find_shift(call, find_ward(call, ward)["id"], shift)
        (who_id,) = find_ids(call, who)
        refusal = call.failing("assign_nurse", nurse_id=who_id, shift_id=row["id"])
        other = re.findall(r"SH-\w+", refusal)[-1]
        call("unassign_nurse", nurse_id=who_id, shift_id=other)
        call("assign_nurse", nurse_id=who_id, shift_id=row["id"])

    yield Ask(
        f"Add {who.name} to {shift_name(shift, ward)}. If that's refused because of "
        f"another of {who.name}'s shifts, which overlaps or leaves too little rest, first remove "
        f"{who.name} from that other shift; it has enough nurses.",
        solution=solution,
        paraphrase=f"{who.name} should also be on {shift_name(shift, ward)}. In "
        "case that isn't possible because of a different shift, at the same time or too close to "
        f"it, take {who.name} off that one, which has nurses to spare, and then try again.",
    )
    assert [shift.nurse_ids, clash.nurse_ids] == wanted


def _draw_clash(rota: Rota, rng: Random) -> tuple[Clinician, Shift, Shift]:
    """Add a nurse to a shift that alone keeps this nurse from another one."""
    for clash in shuffled(rng, rota.shifts.values()):
        near = [
            shift
            for shift in rota.shifts_on(rota.wards[clash.ward_id])
            if shift is not clash and shift.rest_to(clash) < REST_HOURS
        ]
        for who in shuffled(rng, able_to_join(rota, clash)):
            for shift in shuffled(rng, near):
                if allowed(rota.refuse_shift, who, shift):
                    add_nurse(clash, who)
                    return who, shift, clash
    raise LookupError("no shift keeps anybody from another one")


@task(kind="look_alike")
def removes_a_nurse_from_a_shift(world: HospitalRota, rng: Random) -> Turns:
    """Two nurses of one name, on two wards of one name, on the same shift; the sites differ."""
    rota = world.rota
    shift, namesake, who = _draw_namesakes(rota, rng)
    ward, other = rota.wards[shift.ward_id], rota.wards[str(namesake.ward_id)]
    wanted = without_nurse(shift, who)

    def remove(call: Caller, site: str) -> None:
        wards = call("list_wards")["wards"]
        ward_id = next(
            row["id"] for row in wards if (row["name"], row["site"]) == (ward.name, site)
        )
        row = find_shift(call, ward_id, shift)
        call("unassign_nurse", nurse_id=nurse_on(row, who.name), shift_id=row["id"])

    yield Ask(
        f"Please remove {who.name} from {shift_name(shift, ward)}, but not the {who.name} at "
        f"{other.site}.",
        solution=lambda call: remove(call, ward.site),
        tempting=lambda call: remove(call, other.site),
        paraphrase=f"There's a {who.name} on {ward.name} at {ward.site} and another at "
        f"{other.site}. Take the one at {ward.site} off {shift_name(shift)}, and leave the one at "
        f"{other.site} alone.",
    )
    assert shift.nurse_ids == wanted


def _draw_namesakes(rota: Rota, rng: Random) -> tuple[Shift, Clinician, Clinician]:
    """Add two nurses of one name to the same shift of both wards of one name.

    Return the shift of one, the nurse who is not on it, and the nurse who is.
    """
    names = [ward.name for ward in rota.wards.values()]
    here, there = rng.sample([one for one in rota.wards.values() if names.count(one.name) == 2], 2)
    pairs = zip(rota.shifts_on(here), rota.shifts_on(there), strict=True)
    for shift, twin in shuffled(rng, pairs):
        able, able_there = able_to_join(rota, shift), able_to_join(rota, twin)
        if able and able_there:
            who, namesake = rng.choice(able), rng.choice(able_there)
            namesake.name = who.name
            add_nurse(shift, who)
            add_nurse(twin, namesake)
            return shift, namesake, who
    raise LookupError("no shift can be joined on both wards")


@task(kind="several_asks")
def swaps_shifts_then_sends_a_notice(world: HospitalRota, rng: Random) -> Turns:
    """Let two nurses trade shifts; then send a notice to all who are on one of these since."""
    rota = world.rota
    (one, given), (other, returned) = _draw_swap(rota, rng)
    wanted = [in_place_of(given, one, other), in_place_of(returned, other, one)]
    text, day = rng.choice(NOTICES), rota.today
    recipients: list[str] = []

    def swap(call: Caller) -> None:
        people = get_people(call, find_ids(call, one, other))
        first, second = (
            {"nurse_id": person["id"], "shift_id": _shift_on(person, shift.date)}
            for person, shift in zip(people, (given, returned), strict=True)
        )
        made = call("swap_shifts", first=first, second=second)
        recipients[:] = [nurse["id"] for nurse in made["shifts"][1]["nurses"]]

    def notify(call: Caller) -> None:
        more = {"urgency": "today", "acknowledge_by": day}
        call("notify_staff", clinician_ids=recipients, text=text, **more)

    yield Ask(
        f"{one.name} and {other.name} want to swap shifts: {one.name} gives up the one on "
        f"{given.date} and works {other.name}'s shift on {returned.date} instead. Please arrange "
        "that.",
        solution=swap,
        paraphrase=f"Please swap two shifts: {other.name} takes over {one.name}'s on "
        f"{given.date}, and {one.name} takes over {other.name}'s on {returned.date}.",
    )
    assert [given.nurse_ids, returned.nurse_ids] == wanted
    offers = (Offer(one.id, given.id), Offer(other.id, returned.id))
    assert without_id(new_row(rota.swaps, ())) == Swap("", tuple(sorted(offers)))

    yield Ask(
        f"Now send one notice to all nurses on the shift that {one.name} has taken over, "
        f"{one.name} included. Its urgency is today, and they have to acknowledge it by {day}. "
        + exact_text(text),
        solution=notify,
        paraphrase=f"Everyone who is now on the shift that {one.name} got in return, including "
        f"{one.name}, should receive one notice. Set its urgency to today and ask for "
        f"acknowledgement by {day}. The text must be exactly:\n{text}",
    )
    notice = without_id(new_row(rota.notices, ()))
    assert notice == Notice("", returned.nurse_ids, text, "today", day)


def _shift_on(person: Row, day: dt.date) -> str:
    return str(next(each["id"] for each in person["shifts"] if each["date"] == str(day)))


def _draw_swap(rota: Rota, rng: Random) -> tuple[tuple[Clinician, Shift], tuple[Clinician, Shift]]:
    """Draw two nurses of a ward and shifts of theirs, on different days, that they can swap."""
    pairs = list(staffed_shifts(rota, rng))
    for given, one in pairs:
        for returned, other in pairs:
            if (
                returned.ward_id == given.ward_id
                and returned.date != given.date
                and other is not one
                and allowed(rota.refuse_shift, one, returned, given)
                and allowed(rota.refuse_shift, other, given, returned)
                and allowed(rota.refuse_nurses, given, in_place_of(given, one, other))
                and allowed(rota.refuse_nurses, returned, in_place_of(returned, other, one))
            ):
                return (one, given), (other, returned)
    raise LookupError("nobody can swap with anybody")
