"""Finding out who may do a duty, and choosing among them."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .records import Clinician, Duty, Ward
from .rules import crew_of
from .situations import (
    able_to_cover,
    able_to_join,
    crews,
    exchange,
    fits,
    say_duty,
    say_grade,
    say_ward,
    shuffled,
)
from .steps import (
    find_duty,
    find_ward,
    id_in_crew,
    may_do,
    view_people,
)
from .wording import BULLETINS
from .world import HospitalRota


@task(kind="chain")
def covers_for_the_sick(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Ward, crew, colleagues of the grade, who of them may step in; cover the duty, then tell."""
    duty, absent, able = next(
        (duty, absent, able)
        for duty, absent in crews(world, rng)
        if len(able := able_to_cover(world, duty, absent, absent.grade)) > 1
    )
    ward, crew, grade = world.wards[duty.ward_id], duty.crew, absent.grade
    newest = max(able, key=lambda one: one.joined_on)
    text, travel = rng.choice(BULLETINS), rng.randrange(300, 2500)

    def solution(call: Caller) -> None:
        duty_id, ill, chosen = _newest_able(call, duty, ward, absent)
        call(
            "cover_duty",
            duty_id=duty_id,
            absent_clinician_id=ill,
            covering_clinician_id=chosen,
            cover_pay={"pay_rate": "overtime", "travel_cents": travel},
        )
        call(
            "notify_staff",
            recipient_clinician_ids=[chosen],
            bulletin_text=text,
            bulletin_urgency="at_once",
        )

    say = say_grade(grade)
    yield Ask(
        f"{absent.name} is ill and cannot do {say_duty(duty)} on {say_ward(ward)}. Have it covered "
        f"by another {say} of the ward, namely whoever joined us last among those whom the rules "
        f"allow to do it, at the overtime rate with {travel} cents of travel money. When that is "
        "done, send a notice to the covering nurse, to be read at once, without acknowledgement. "
        f"Its text is on the next line, letter by letter.\n{text}",
        solution=solution,
        paraphrase=f"On {say_ward(ward)} we need cover for {absent.name}, who has fallen ill, on "
        f"{say_duty(duty)}. It must be a {say} from the same ward who may do it under the rules; "
        "if there are several, the one with the latest day of joining. Pay: overtime, plus "
        f"{travel} cents for travel. The nurse who covers then gets a notice, urgency at once, no "
        f"acknowledgement, with exactly this text:\n{text}",
    )

    assert duty.crew == exchange(crew, absent, newest)
    (cover,) = world.covers.values()
    assert (cover.duty_id, cover.absent_id, cover.covering_id) == (duty.id, absent.id, newest.id)
    assert (cover.pay_rate, cover.travel_cents) == ("overtime", travel)
    (sent,) = world.bulletins.values()
    assert sent.recipients == {newest.id}
    assert (sent.text, sent.urgency, sent.acknowledge_by) == (text, "at_once", None)


def _newest_able(call: Caller, duty: Duty, ward: Ward, absent: Clinician) -> tuple[str, str, str]:
    """Return the ids of a duty, of who falls out, and of who joined last of those who may cover."""
    found = find_ward(call, ward)
    view = find_duty(call, found["ward_id"], duty)
    listed = call("audit_staff", staff_grade=absent.grade, ward_id=found["ward_id"])
    ill, skill = id_in_crew(view, absent.name), found["every_duty_needs"]["skill"]
    ids = [one["clinician_id"] for one in listed["staff"] if one["clinician_id"] != ill]
    people = view_people(call, [*ids, *(one["clinician_id"] for one in view["crew"])])
    colleagues, crew = people[: len(ids)], people[len(ids) :]
    stays_skilled = any(skill in one["skills"] and one["clinician_id"] != ill for one in crew)
    free = [
        one for one in colleagues if may_do(one, view) and (stays_skilled or skill in one["skills"])
    ]
    newest = max(free, key=lambda one: str(one["joined_on"]))
    return str(view["duty_id"]), ill, str(newest["clinician_id"])


@task(kind="constraint")
def adds_a_hand_who_rests_after(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """The one with most hours left works the day after, which the ask forbids."""
    duty, tempting, wanted = _draw_extra_hand(world, rng)
    ward, crew, after = world.wards[duty.ward_id], duty.crew, duty.day + dt.timedelta(days=1)

    def choose(call: Caller) -> tuple[Json, list[Json]]:
        found = find_ward(call, ward)
        view, listed = call.together(
            (
                "audit_duties",
                {"ward_id": found["ward_id"], "duty_day": duty.day, "duty_band": duty.band},
            ),
            ("audit_staff", {"staff_grade": "staff_nurse", "ward_id": found["ward_id"]}),
        )
        people = view_people(call, [one["clinician_id"] for one in listed["staff"]])
        target = view["duties"][0]
        free = [one for one in people if may_do(one, target)]
        return target["duty_id"], sorted(free, key=lambda one: -one["hours_of_the_week"]["left"])

    def solution(call: Caller) -> None:
        duty_id, free = choose(call)
        chosen = next(
            one for one in free if all(each["day"] != str(after) for each in one["duties"])
        )
        call("roster_clinician", clinician_id=chosen["clinician_id"], duty_id=duty_id)

    def first_idea(call: Caller) -> None:
        duty_id, free = choose(call)
        call("roster_clinician", clinician_id=free[0]["clinician_id"], duty_id=duty_id)

    assert fits(world, tempting, duty)
    yield Ask(
        f"On {say_ward(ward)}, {say_duty(duty)} needs one staff nurse more. Of the ward's staff "
        "nurses who may do it by the rules, put on the one with the most hours left in the week; "
        f"but nobody who already has a duty of any band on the next day, {after}.",
        solution=solution,
        tempting=first_idea,
        paraphrase=f"Please strengthen {say_duty(duty)} on {say_ward(ward)} by one staff nurse of "
        f"that ward. Anyone who is rostered on {after}, the following day, is out, and so is "
        "anyone the rules exclude; among the others choose whoever has most of this week's hours "
        "left.",
    )
    assert duty.crew == crew_of((*crew, wanted.id))


def _draw_extra_hand(world: HospitalRota, rng: Random) -> tuple[Duty, Clinician, Clinician]:
    """Draw a duty that some staff nurses may join, and give each of them hours of their own.

    Return it with the one who has most hours left but works the day after, and the one with
    most hours left among those who do not.
    """
    for nurse in world.clinicians.values():
        nurse.weekly_hours += 8 if nurse.grade == "staff_nurse" else 0
    for duty in shuffled(rng, world.duties.values()):
        after = duty.day + dt.timedelta(days=1)
        able = shuffled(rng, able_to_join(world, duty, "staff_nurse"))
        busy = [one for one in able if any(d.day == after for d in world.duties_of(one.id))]
        resting = [one for one in able if one not in busy]
        if busy and resting:
            left = sorted(rng.sample(range(duty.hours, 28), len(able)), reverse=True)
            ranked = [busy[0], *shuffled(rng, [one for one in able if one is not busy[0]])]
            for one, hours in zip(ranked, left, strict=True):
                one.weekly_hours = world.hours_of(one.id) + hours
            return duty, busy[0], next(one for one in ranked if one in resting)
    raise LookupError("no duty can be joined by nurses who rest and by nurses who do not")
