"""Duties that change hands, and change hands again."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .records import Clinician, Duty, Leave, Ward
from .situations import (
    able_to_cover,
    crews,
    exchange,
    fits,
    mix_holds,
    new_leave,
    say_duty,
    say_ward,
    shuffled,
)
from .steps import duty_on, find_people, find_ward, id_in_crew, view_people
from .wording import BULLETINS
from .world import HospitalRota


@task(kind="several_asks")
def swaps_then_tells_the_crew(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Swap two nurses' duties; then tell all of one crew as it has become."""
    (one, given), (other, returned) = _draw_swap(world, rng)
    before = given.crew, returned.crew
    text, day = rng.choice(BULLETINS), world.today
    after: list[Json] = []

    def swap(call: Caller) -> None:
        after[:] = _swap(call, (one, given), (other, returned))

    def tell(call: Caller) -> None:
        call(
            "notify_staff",
            recipient_clinician_ids=[person["clinician_id"] for person in after[1]["crew"]],
            bulletin_text=text,
            bulletin_urgency="today",
            acknowledge_by=day,
        )

    yield Ask(
        f"{one.name} and {other.name} want to swap: {one.name} gives away the duty on {given.day} "
        f"and takes over the one that {other.name} has on {returned.day}. Please do that.",
        solution=swap,
        paraphrase=f"Please exchange two duties. {other.name} takes the {given.day} duty of "
        f"{one.name}, who in return does the {returned.day} duty of {other.name}.",
    )
    assert given.crew == exchange(before[0], one, other)
    assert returned.crew == exchange(before[1], other, one)
    (record,) = world.swaps.values()
    assert record.legs == {(one.id, given.id), (other.id, returned.id)}

    yield Ask(
        f"Now send one notice to everybody who is on the duty that {one.name} has taken over, "
        f"{one.name} included: to be read today and acknowledged by {day}. The text is on the next "
        f"line, letter by letter.\n{text}",
        solution=tell,
        paraphrase=f"The whole crew, as it now stands, of the duty that {one.name} got in the "
        f"exchange must have one notice for today, with {day} as the last day to acknowledge it, "
        f"reading exactly:\n{text}",
    )
    (sent,) = world.bulletins.values()
    assert sent.recipients == frozenset(returned.crew)
    assert (sent.text, sent.urgency, sent.acknowledge_by) == (text, "today", day)


def _swap(call: Caller, *legs: tuple[Clinician, Duty]) -> list[Json]:
    """Let two nurses exchange duties that are known by their days; return both duties."""
    people = find_people(call, *(who.name for who, _ in legs))
    views = view_people(call, [person["clinician_id"] for person in people])
    first, second = (
        {"giver_clinician_id": view["clinician_id"], "given_duty_id": duty_on(view, duty.day)}
        for view, (_, duty) in zip(views, legs, strict=True)
    )
    made = call("swap_duties", first_leg=first, second_leg=second)
    return [*made["duties"]]


def _draw_swap(
    world: HospitalRota, rng: Random
) -> tuple[tuple[Clinician, Duty], tuple[Clinician, Duty]]:
    """Draw two nurses of a ward and a duty of each on different days that they may exchange."""
    pairs = list(crews(world, rng))
    for one, given in ((who, duty) for duty, who in pairs):
        for returned, other in pairs:
            if (
                returned.ward_id == given.ward_id
                and returned.day != given.day
                and other is not one
                and fits(world, one, returned, [given.id])
                and fits(world, other, given, [returned.id])
                and mix_holds(world, given, {*given.crew, other.id} - {one.id})
                and mix_holds(world, returned, {*returned.crew, one.id} - {other.id})
            ):
                return (one, given), (other, returned)
    raise LookupError("nobody can swap with anybody")


@task(kind="undo")
def takes_back_the_sick_leave(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Cover a duty and grant sick leave; then put both back as they were."""
    duty, absent, stand_in = _draw_stand_in(world, rng)
    ward, crew, known = world.wards[duty.ward_id], duty.crew, set(world.leaves)
    done: dict[str, Json] = {}

    def report_sick(call: Caller) -> None:
        done.update(_put_on_sick_leave(call, duty, ward, (absent, stand_in)))

    def put_back(call: Caller) -> None:
        call("withdraw_leave", leave_id=done["leave"])
        call(
            "cover_duty",
            duty_id=done["duty"],
            absent_clinician_id=done["covering"],
            covering_clinician_id=done["absent"],
        )

    yield Ask(
        f"{absent.name} has reported sick for {say_duty(duty)} on {say_ward(ward)}. "
        f"{stand_in.name} covers it, at the standard rate and without travel money; then put sick "
        f"leave for {absent.name} on file, for that one day and without a remark.",
        solution=report_sick,
        paraphrase=f"Let {stand_in.name} do {say_duty(duty)} on {say_ward(ward)} in place of "
        f"{absent.name}, on standard pay and no travel money. {absent.name} is sick: grant sick "
        "leave for just that day afterwards, no remark.",
    )
    assert duty.crew == exchange(crew, absent, stand_in)
    (cover,) = world.covers.values()
    assert (cover.duty_id, cover.absent_id, cover.covering_id) == (duty.id, absent.id, stand_in.id)
    assert (cover.pay_rate, cover.travel_cents) == ("standard", 0)
    leave = new_leave(world, known)
    assert leave == Leave(leave.id, absent.id, "sick", duty.day, duty.day)

    yield Ask(
        f"False alarm, {absent.name} is well. Take the sick leave back and have {absent.name} do "
        f"that duty again instead of {stand_in.name}, as it was before, with no extra pay for "
        "anybody.",
        solution=put_back,
        paraphrase=f"Good news: {absent.name} is not ill after all. Undo both things, so that no "
        f"sick leave is on file and the duty is {absent.name}'s once more and no longer "
        f"{stand_in.name}'s, on ordinary pay.",
    )
    assert world.leaves.keys() == known
    assert duty.crew == crew
    assert all(one.pay_rate == "standard" for one in world.covers.values())
    assert all(one.travel_cents == 0 for one in world.covers.values())


def _put_on_sick_leave(
    call: Caller, duty: Duty, ward: Ward, people: tuple[Clinician, Clinician]
) -> dict[str, Json]:
    """Let one nurse cover for another, who goes on sick leave; return all ids in question."""
    absent, stand_in = people
    ward_id = find_ward(call, ward)["ward_id"]
    listed, found = call.together(
        ("audit_duties", {"ward_id": ward_id, "duty_day": duty.day, "duty_band": duty.band}),
        ("audit_staff", {"surname_or_given": stand_in.name}),
    )
    target = listed["duties"][0]
    ill = id_in_crew(target, absent.name)
    covering = found["staff"][0]["clinician_id"]
    call(
        "cover_duty",
        duty_id=target["duty_id"],
        absent_clinician_id=ill,
        covering_clinician_id=covering,
    )
    leave = call(
        "grant_leave",
        clinician_id=ill,
        leave_kind="sick",
        leave_from=duty.day,
        leave_until=duty.day,
    )
    return {
        "duty": target["duty_id"],
        "absent": ill,
        "covering": covering,
        "leave": leave["leave_id"],
    }


def _draw_stand_in(world: HospitalRota, rng: Random) -> tuple[Duty, Clinician, Clinician]:
    """Draw a duty, one of its crew, and somebody who may do it in that one's place.

    The one who falls out has no second duty on that day.
    """
    for duty, absent in crews(world, rng):
        able = shuffled(rng, able_to_cover(world, duty, absent))
        if able and len([one for one in world.duties_of(absent.id) if one.day == duty.day]) == 1:
            return duty, absent, able[0]
    raise LookupError("nobody can stand in for anybody")
