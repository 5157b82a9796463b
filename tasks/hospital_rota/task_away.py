"""Who is away, and what that means for duties."""

import datetime as dt
from collections.abc import Collection, Generator, Sequence
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .drawing import SKILLS
from .records import Clinician, Duty, Leave, Skill
from .situations import (
    able_to_join,
    doctors,
    join,
    later_day,
    new_leave,
    nurses,
    say_duty,
    send_away,
    shuffled,
)
from .steps import find_people
from .world import HospitalRota


@task(kind="missing_tool", withhold=("withdraw_leave",))
def takes_leave_back_once_it_can(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Leave cannot be taken back until the second ask; then the day's duty gets the nurse."""
    leave, who, duty = _draw_broken_leave(world, rng)
    crew = duty.crew

    def solution(call: Caller) -> None:
        (found,) = find_people(call, who.name)
        view, listed = call.together(
            ("audit_clinician", {"clinician_id": found["clinician_id"]}),
            (
                "audit_duties",
                {"ward_id": found["ward_id"], "duty_day": duty.day, "duty_band": duty.band},
            ),
        )
        kept = next(one for one in view["leave"] if one["from"] == str(leave.first))
        call("withdraw_leave", leave_id=kept["leave_id"])
        call(
            "roster_clinician",
            clinician_id=view["clinician_id"],
            duty_id=listed["duties"][0]["duty_id"],
        )

    reply = yield Ask(
        f"{who.name} no longer needs the {leave.kind} leave that begins on {leave.first}. Take it "
        f"back, and then put {who.name} on {say_duty(duty)} on the nurse's own ward. If you have "
        "no way to take leave back, change nothing and tell me.",
        solution=lambda _: "I have nothing with which to take leave back, so all is as it was.",
        paraphrase=f"The {leave.kind} leave of {who.name} from {leave.first} is off; please remove "
        f"it from the file. After that {who.name} joins {say_duty(duty)} on the home ward. Leave "
        "everything as it is, and say so, in case you cannot remove leave.",
    )
    assert reply.text
    assert leave.id in world.leaves
    assert duty.crew == crew

    yield Ask(
        "You can take leave back now. Please carry out what I asked for.",
        solution=solution,
        hand_over=("withdraw_leave",),
        paraphrase="You have been given the means to withdraw leave, so go ahead with both "
        "parts of my request.",
    )
    assert leave.id not in world.leaves
    join(expected := Duty(duty.id, duty.ward_id, duty.day, duty.band, crew), who)
    assert duty == expected


def _draw_broken_leave(world: HospitalRota, rng: Random) -> tuple[Leave, Clinician, Duty]:
    """Send a nurse away on a day on which the rules would let her do a duty; name the duty."""
    for duty in shuffled(rng, world.duties.values()):
        able = [one for one in able_to_join(world, duty) if not world.leaves_of(one.id)]
        if able:
            who = rng.choice(able)
            return send_away(world, who, rng.choice(("annual", "study")), duty.day, 1), who, duty
    raise LookupError("nobody can join any duty")


@task(kind="aggregate")
def names_the_doctors_who_are_in(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Find those who hold a skill, read each one's leave, and name those who are in that day."""
    day, skill = later_day(world, rng), rng.choice(SKILLS)
    skilled = rng.sample(doctors(world), rng.randint(4, 6))
    _teach_only(world, skilled, skill)
    away = rng.sample(skilled, rng.randint(1, 3))
    for doctor in away:
        start = day - dt.timedelta(days=rng.randint(0, 3))
        send_away(world, doctor, rng.choice(("annual", "parental")), start, rng.randint(4, 7))
    back = rng.choice([one for one in skilled if one not in away])
    send_away(world, back, "study", day - dt.timedelta(days=3), 3)

    def solution(call: Caller) -> str:
        found = call.together(
            *(
                ("audit_staff", {"staff_grade": grade, "staff_skill": skill})
                for grade in ("consultant", "registrar", "resident")
            )
        )
        ids = [one["clinician_id"] for result in found for one in result["staff"]]
        views = call.together(*(("audit_clinician", {"clinician_id": id_}) for id_ in ids))
        here = [
            str(view["name"])
            for view in views
            if not any(one["from"] <= str(day) <= one["until"] for one in view["leave"])
        ]
        return ", ".join(here)

    spoken = skill.replace("_", " ")
    reply = yield Ask(
        f"Which of our doctors skilled in {spoken} are not on leave on {day}? Give me their full "
        "names and nobody else's.",
        solution=solution,
        paraphrase=f"I need the full names of all doctors who hold the skill {spoken} and will be "
        f"in on {day}, that is, have no leave then. Name only those.",
    )
    everyone = [one.name for one in world.clinicians.values()]
    assert reply.named(everyone) == {one.name for one in skilled if one not in away}


def _teach_only(world: HospitalRota, skilled: Collection[Clinician], skill: Skill) -> None:
    """Give a skill to some doctors and take it from the others."""
    for doctor in doctors(world):
        others = {one for one in doctor.skills if one != skill}
        doctor.skills = tuple(sorted(others | {skill} if doctor in skilled else others))


@task(kind="chain")
def clears_the_days_for_a_leave(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Find the duties that stand in the way of a leave, have each covered, then grant it."""
    who, partner, span = _draw_cleared_days(world, rng)
    first, last = span[0], span[-1]
    affected = [duty for duty in world.duties_of(who.id) if duty.day in span]
    known, rate = set(world.leaves), rng.choice(("overtime", "double"))

    def solution(call: Caller) -> None:
        mine, other = find_people(call, who.name, partner.name)
        view = call("audit_clinician", clinician_id=mine["clinician_id"])
        for duty in view["duties"]:
            if str(first) <= duty["day"] <= str(last):
                call(
                    "cover_duty",
                    duty_id=duty["duty_id"],
                    absent_clinician_id=mine["clinician_id"],
                    covering_clinician_id=other["clinician_id"],
                    cover_pay={"pay_rate": rate},
                )
        call(
            "grant_leave",
            clinician_id=mine["clinician_id"],
            leave_kind="compassionate",
            leave_from=first,
            leave_until=last,
        )

    yield Ask(
        f"{who.name} needs compassionate leave from {first} to {last}, both days included and "
        f"without a remark. {partner.name} covers every duty that begins on one of those days, at "
        f"the {rate} rate and without travel money.",
        solution=solution,
        paraphrase=f"Please have {partner.name} step in, paid at the {rate} rate with no travel "
        f"money, for all duties of {who.name} that begin between {first} and {last}, and then "
        f"grant {who.name} compassionate leave for exactly those days, {last} being the last. No "
        "remark.",
    )

    assert sorted(
        (one.duty_id, one.absent_id, one.covering_id, one.pay_rate, one.travel_cents)
        for one in world.covers.values()
    ) == sorted((duty.id, who.id, partner.id, rate, 0) for duty in affected)
    for duty in affected:
        assert partner.id in duty.crew
        assert who.id not in duty.crew
    leave = new_leave(world, known)
    assert leave == Leave(leave.id, who.id, "compassionate", first, last)


def _draw_cleared_days(
    world: HospitalRota, rng: Random
) -> tuple[Clinician, Clinician, list[dt.date]]:
    """Draw a nurse, the one of the same grade and band, and days with a duty or two of the first.

    The other can do them all.
    """
    week = [world.monday + dt.timedelta(days=day) for day in range(7)]
    for who in shuffled(rng, [one for one in world.clinicians.values() if one.ward_id]):
        for partner in nurses(world, str(who.ward_id), who.grade):
            begin = rng.randrange(5)
            span = week[begin : begin + rng.choice((2, 3))]
            if partner is not who and _can_stand_in(world, who, partner, span):
                return who, partner, span
    raise LookupError("nobody can stand in for anybody")


def _can_stand_in(
    world: HospitalRota, who: Clinician, partner: Clinician, span: Sequence[dt.date]
) -> bool:
    """Whether two nurses share a band, and one can do all duties of the other in some days."""
    mine, theirs = world.duties_of(who.id), world.duties_of(partner.id)
    affected = [duty for duty in mine if duty.day in span]
    hours = sum(duty.hours for duty in (*theirs, *affected))
    away = [world.leave_on(one, day) for one in (who.id, partner.id) for day in span]
    return (
        theirs[0].band == mine[0].band
        and len(affected) > 0
        and hours <= partner.weekly_hours
        and not any(away)
    )
