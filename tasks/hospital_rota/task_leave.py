"""Tasks that grant, shorten and cancel leave."""

import datetime as dt
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, new_row, without_id

from .records import Clinician, Leave, LeaveType, Shift
from .rules import with_nurse
from .situations import able_to_join, doctors, later_day, send_away, shuffled
from .solutions import find_ids, get_person, search, shifts_like
from .wording import LEAVE_NOTES, shift_name
from .world import HospitalRota


@task
def grants_leave_with_a_note(world: HospitalRota, rng: Random) -> Turns:
    """One call with two dates, a type of leave and a note full of marks."""
    rota = world.rota
    who, note = rng.choice(list(rota.clinicians.values())), rng.choice(LEAVE_NOTES)
    type_: LeaveType = rng.choice(("study", "compassionate"))
    start = later_day(rota, rng)
    end = start + dt.timedelta(days=rng.randint(1, 6))
    before = set(rota.leave)

    def solution(call: Caller) -> None:
        call(
            "grant_leave",
            clinician_id=who.id,
            type=type_,
            start_date=start,
            end_date=end,
            note=note,
        )

    yield Ask(
        f"Please grant {who.id} {type_} leave from {start} to {end}, both days included. "
        + exact_text(note, "this note"),
        solution=solution,
        paraphrase=f"{who.id} will be away on {type_} leave; please enter it. The first day is "
        f"{start} and the last day is {end}. The note must be exactly:\n{note}",
    )

    made = without_id(new_row(rota.leave, before))
    assert made == Leave("", who.id, type_, start, end, note)


@task(kind="missing_parameter")
def grants_annual_leave(world: HospitalRota, rng: Random) -> Turns:
    """Only the user knows how long the leave is; the second ask says it, in days."""
    rota = world.rota
    who, days = rng.choice(list(rota.clinicians.values())), rng.randint(2, 8)
    start = later_day(rota, rng)
    end = start + dt.timedelta(days=days - 1)
    before = set(rota.leave)

    def solution(call: Caller) -> None:
        (who_id,) = find_ids(call, who)
        call("grant_leave", clinician_id=who_id, type="annual", start_date=start, end_date=end)

    reply = yield Ask(
        f"Please grant {who.name} annual leave starting on {start}, without a note. If I've left "
        "out anything you need, don't grant anything yet; just reply with one word for what's "
        "missing: person, type, start or length.",
        solution=lambda _: "length",
        paraphrase=f"{who.name} has asked for annual leave from {start} on. Please grant it and "
        "leave the note empty. Should a detail be missing, wait, and answer only with which one it "
        "is: length, start, type or person.",
    )
    assert reply.named(("person", "type", "start", "length")) == {"length"}
    assert rota.leave.keys() == before

    yield Ask(
        f"Sorry, I forgot to say: it's {days} days in a row, counting the first one.",
        solution=solution,
        paraphrase=f"Oh, right. {days} consecutive days, including the first day.",
    )
    made = without_id(new_row(rota.leave, before))
    assert made == Leave("", who.id, "annual", start, end)


@task(kind="irrelevant")
def answers_a_question_then_shortens_leave(world: HospitalRota, rng: Random) -> Turns:
    """Words alone at first; then leave is looked up and replaced by leave that ends sooner."""
    rota = world.rota
    who, start = rng.choice(doctors(rota)), later_day(rota, rng)
    days, cut = rng.randint(6, 12), rng.randint(2, 4)
    old = send_away(world, who, rng.choice(("annual", "study", "parental")), start, days)
    hours, minutes = rng.randint(5, 30), rng.randint(3, 57)
    before = set(rota.leave)

    def solution(call: Caller) -> None:
        person = get_person(call, who)
        (leave,) = person["leave"]
        end = dt.date.fromisoformat(leave["end_date"]) - dt.timedelta(days=cut)
        call("cancel_leave", leave_id=leave["id"])
        same = {"type": leave["type"], "start_date": leave["start_date"]}
        call("grant_leave", clinician_id=person["id"], end_date=end, **same)

    reply = yield Ask(
        f"Before we start: how many minutes are {hours} hours and {minutes} minutes? Reply with "
        "just the number.",
        solution=lambda _: f"{hours * 60 + minutes}",
        paraphrase=f"A quick one first. Convert {hours} hours and {minutes} minutes to minutes, "
        "and give me nothing but the number.",
    )
    assert reply.number() == hours * 60 + minutes

    yield Ask(
        f"Thanks. Now to work: {who.name} is coming back {cut} days earlier than planned. Cancel "
        "the leave that's on file and grant it again, with the same type and first day but ending "
        f"{cut} days sooner, without a note.",
        solution=solution,
        paraphrase=f"Great. {who.name}'s leave should be {cut} days shorter. Please cancel it and "
        f"then grant leave of the same type that starts on the same day and ends {cut} days before "
        "the old one did. It doesn't need a note.",
    )
    assert old.id not in rota.leave
    end = old.end_date - dt.timedelta(days=cut)
    made = without_id(new_row(rota.leave, before))
    assert made == Leave("", who.id, old.type, start, end)


@task(kind="missing_tool", withhold=("cancel_leave",))
def cancels_leave_then_assigns_a_shift(world: HospitalRota, rng: Random) -> Turns:
    """Nothing cancels leave at first; then the nurse gets a shift on the day of the leave."""
    rota = world.rota
    leave, who, shift = _draw_cancelled_leave(world, rng)
    nurse_ids, wanted = shift.nurse_ids, with_nurse(shift, who)

    def solution(call: Caller) -> None:
        (found,) = call.together(search(who.name))
        (row,) = found["clinicians"]
        person, listed = call.together(
            ("get_clinician", {"clinician_id": row["id"]}), shifts_like(row["ward_id"], shift)
        )
        start = str(leave.start_date)
        leave_id = next(each["id"] for each in person["leave"] if each["start_date"] == start)
        call("cancel_leave", leave_id=leave_id)
        call("assign_nurse", nurse_id=row["id"], shift_id=listed["shifts"][0]["id"])

    reply = yield Ask(
        f"{who.name} no longer needs {leave.type} leave on {leave.start_date}. Cancel that leave, "
        f"then add {who.name} to {shift_name(shift)} on the ward where {who.name} works. If you "
        "can't cancel leave, don't change anything; just reply with exactly: LEAVE UNCHANGED",
        solution=lambda _: "LEAVE UNCHANGED",
        paraphrase=f"The {leave.type} leave that {who.name} has on {leave.start_date} isn't "
        f"needed any more; please cancel it. After that, put {who.name} on {shift_name(shift)} "
        f"on {who.name}'s own ward. Should you have no means of cancelling leave, leave everything "
        "as it is and answer with these words only: LEAVE UNCHANGED",
    )
    assert reply.says("LEAVE UNCHANGED")
    assert leave.id in rota.leave
    assert shift.nurse_ids == nurse_ids

    yield Ask(
        "You can cancel leave now. Please do what I asked for.",
        solution=solution,
        hand_over=("cancel_leave",),
        paraphrase="The tool that you were missing is available now, so please go ahead with both "
        "steps.",
    )
    assert leave.id not in rota.leave
    assert shift.nurse_ids == wanted


def _draw_cancelled_leave(world: HospitalRota, rng: Random) -> tuple[Leave, Clinician, Shift]:
    """Give a nurse a day of leave on which there is a shift to be worked; name the shift."""
    rota = world.rota
    for shift in shuffled(rng, rota.shifts.values()):
        able = [one for one in able_to_join(rota, shift) if not rota.leave_of(one)]
        if able:
            who = rng.choice(able)
            type_: LeaveType = rng.choice(("annual", "study"))
            return send_away(world, who, type_, shift.date, 1), who, shift
    raise LookupError("nobody can join any shift")
