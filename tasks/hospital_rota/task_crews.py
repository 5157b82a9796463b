"""Putting nurses on duties and taking them off."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Clinician, Duty
from .rules import crew_of
from .situations import (
    able_to_join,
    fits,
    join,
    mix_holds,
    say_duty,
    say_ward,
    shuffled,
)
from .steps import (
    duty_id_in,
    find_duty,
    find_people,
    find_ward,
    id_in_crew,
)
from .world import HospitalRota


@task(kind="recovery")
def clears_the_way_for_a_duty(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """A duty too close in time stands in the way; the refusal names it, and it may be given up."""
    who, wanted, clash = _draw_clash(world, rng)
    ward, crews_before = world.wards[wanted.ward_id], (wanted.crew, clash.crew)

    def solution(call: Caller) -> None:
        found = find_ward(call, ward)
        view = find_duty(call, found["ward_id"], wanted)
        (person,) = find_people(call, who.name)
        both = {"clinician_id": person["clinician_id"], "duty_id": view["duty_id"]}
        words = call.failing("roster_clinician", **both)
        call("withdraw_clinician", clinician_id=both["clinician_id"], duty_id=duty_id_in(words))
        call("roster_clinician", **both)

    yield Ask(
        f"{who.name} should work {say_duty(wanted)} on {say_ward(ward)}, on top of those who are "
        "on it already. If another duty of this nurse's is in the way, for lack of rest or because "
        "it is at the same time, take the nurse off that other duty first; it can spare one.",
        solution=solution,
        paraphrase=f"Please add {who.name} to the crew of {say_duty(wanted)} on {say_ward(ward)}. "
        "Should it turn out that some other duty overlaps with it or leaves too little rest, that "
        f"one has people enough: drop {who.name} from it and then go ahead.",
    )
    assert wanted.crew == crew_of((*crews_before[0], who.id))
    assert clash.crew == crew_of(set(crews_before[1]) - {who.id})


def _draw_clash(world: HospitalRota, rng: Random) -> tuple[Clinician, Duty, Duty]:
    """Put a nurse as an extra hand on a duty that alone keeps her from another one."""
    for clash in shuffled(rng, world.duties.values()):
        near = [
            duty
            for duty in world.duties.values()
            if duty is not clash
            and duty.ward_id == clash.ward_id
            and abs((duty.day - clash.day).days) <= 1
        ]
        for who in shuffled(rng, able_to_join(world, clash)):
            for wanted in shuffled(rng, near):
                if wanted.rest_to(clash) < 11 and fits(world, who, wanted):
                    join(clash, who)
                    return who, wanted, clash
    raise LookupError("no duty keeps anybody from another one")


@task(kind="look_alike")
def takes_the_right_namesake_off(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Two nurses of one name on two wards of one name, on the same duty; the site tells them."""
    first, second, name = _draw_namesakes(world, rng)
    ward, crew = world.wards[first.ward_id], first.crew
    other = world.wards[second.ward_id]
    who = next(id_ for id_ in crew if world.clinicians[id_].name == name)

    def take_off(call: Caller, site: str) -> None:
        listed = call("audit_wards")
        found = next(
            one for one in listed if one["ward_name"] == ward.name and one["hospital_site"] == site
        )
        view = find_duty(call, found["ward_id"], first)
        call("withdraw_clinician", clinician_id=id_in_crew(view, name), duty_id=view["duty_id"])

    assert mix_holds(world, first, set(crew) - {who})
    yield Ask(
        f"{name} is not needed for {say_duty(first)} on the {ward.name} ward; please take that "
        f"nurse off the crew. Mind that I mean the one at {ward.site}, not the {name} at "
        f"{other.site}.",
        solution=lambda call: take_off(call, ward.site),
        tempting=lambda call: take_off(call, other.site),
        paraphrase=f"At {ward.site} (not {other.site}, where there is a {name} as well), the "
        f"{ward.name} ward can do without {name} on {say_duty(first)}. Remove that nurse from it.",
    )
    assert first.crew == crew_of(set(crew) - {who})


def _draw_namesakes(world: HospitalRota, rng: Random) -> tuple[Duty, Duty, str]:
    """Put two nurses of one name as extra hands on the same duty of both wards of one name."""
    names = [ward.name for ward in world.wards.values()]
    pair = shuffled(rng, [one for one in world.wards.values() if names.count(one.name) == 2])
    for duty in shuffled(rng, [d for d in world.duties.values() if d.ward_id == pair[0].id]):
        twin = next(
            d
            for d in world.duties.values()
            if (d.ward_id, d.day, d.band) == (pair[1].id, duty.day, duty.band)
        )
        able, able_there = able_to_join(world, duty), able_to_join(world, twin)
        if able and able_there:
            one, other = rng.choice(able), rng.choice(able_there)
            other.name = one.name
            join(duty, one)
            join(twin, other)
            return duty, twin, one.name
    raise LookupError("no duty can be joined on both wards")
