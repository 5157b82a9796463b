"""Draw the hospital's first state from a seed.

What the tasks rely on holds for every seed: of three wards, two share a name and differ in site;
each ward has two charge nurses and two staff nurses for each type of shift; the two of a grade
share the seven shifts of that type, so that every shift has one of either grade; among the four,
one grade or both have the ward's required skill. Nine doctors deputise for each other in a ring.
Nobody shares a name or the day of joining, or has a shift on a day of leave.
"""

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import DOCTORS, NURSES, Clinician, Grade, Leave, Shift, ShiftType, Skill, Ward
from .rules import Rota
from .wording import FAMILY_NAMES, GIVEN_NAMES, SITES, WARDS

SKILLS: tuple[Skill, ...] = get_args(Skill)
_DOCTORS = 9
_NURSES = 36
_LEAVE = 8


def draw_rota(rng: Random) -> Rota:
    """Draw wards, people, a week of shifts and some leave."""
    week_start = dt.date(2031, 1, 6) + dt.timedelta(weeks=rng.randrange(120))
    rota = Rota(week_start - dt.timedelta(days=rng.randint(3, 6)), week_start)
    people = iter(_draw_people(rng, rota))
    doctors = [next(people) for _ in range(_DOCTORS)]
    _train_doctors(rng, doctors)
    _draw_wards(rng, rota, doctors)
    for ward in rota.wards.values():
        for type_ in get_args(ShiftType):
            _draw_shifts(rng, rota, _train_nurses(rng, ward, people), type_)
    _draw_leave(rng, rota)
    return rota


def _draw_people(rng: Random, rota: Rota) -> list[Clinician]:
    """Draw everybody's name, day of joining and limits."""
    count = _DOCTORS + _NURSES
    every = [f"{given} {family}" for given in GIVEN_NAMES for family in FAMILY_NAMES]
    days = rng.sample(range(90, 9000), count)
    for name, ago in zip(rng.sample(every, count), days, strict=True):
        id_ = draw_id(rng, "CL-", rota.clinicians)
        joined, hours = rota.week_start - dt.timedelta(days=ago), rng.choice((42, 46, 50))
        rota.clinicians[id_] = Clinician(
            id_, name, "resident", (), None, joined, hours, rng.randint(18, 32)
        )
    return list(rota.clinicians.values())


def _train_doctors(rng: Random, doctors: list[Clinician]) -> None:
    for nth, doctor in enumerate(doctors):
        doctor.grade = DOCTORS[nth % 3]
        doctor.skills = tuple(sorted(rng.sample(SKILLS, rng.randint(1, 3))))
    ring = rng.sample(doctors, len(doctors))
    for doctor, deputy in zip(ring, ring[1:] + ring[:1], strict=True):
        doctor.deputy_id = deputy.id


def _draw_wards(rng: Random, rota: Rota, doctors: list[Clinician]) -> None:
    shared, single = rng.sample(WARDS, 2)
    one, other = rng.sample(SITES, 2)
    places = ((shared, one), (shared, other), (single, rng.choice(SITES)))
    skills, leads = rng.sample(SKILLS, 3), rng.sample(doctors, 3)
    for (name, site), skill, lead in zip(places, skills, leads, strict=True):
        id_ = draw_id(rng, "WD-", rota.wards)
        rota.wards[id_] = Ward(id_, name, site, skill, lead.id)


def _train_nurses(rng: Random, ward: Ward, people: Iterator[Clinician]) -> list[list[Clinician]]:
    """Give a ward its next two charge nurses and two staff nurses; return the two pairs."""
    skilled = rng.choice(((True, False), (False, True), (True, True)))
    return [
        [_train_nurse(rng, ward, next(people), grade, has_skill) for _ in range(2)]
        for grade, has_skill in zip(NURSES, skilled, strict=True)
    ]


def _train_nurse(
    rng: Random, ward: Ward, nurse: Clinician, grade: Grade, has_skill: bool
) -> Clinician:
    others = rng.sample([one for one in SKILLS if one != ward.required_skill], rng.randint(0, 2))
    skills = [*others, ward.required_skill] if has_skill else others
    nurse.grade, nurse.skills, nurse.ward_id = grade, tuple(sorted(skills)), ward.id
    return nurse


def _draw_shifts(rng: Random, rota: Rota, pairs: list[list[Clinician]], type_: ShiftType) -> None:
    """Draw a week of shifts of one type, each with one nurse of either pair."""
    turns = [rng.sample((0, 1) * 4, 7) for _ in pairs]
    ward_id = str(pairs[0][0].ward_id)
    for nth in range(7):
        ids = sorted(pair[turn[nth]].id for pair, turn in zip(pairs, turns, strict=True))
        id_ = draw_id(rng, "SH-", rota.shifts)
        day = rota.week_start + dt.timedelta(days=nth)
        rota.shifts[id_] = Shift(id_, ward_id, day, type_, tuple(ids))


def _draw_leave(rng: Random, rota: Rota) -> None:
    """Give some nurses a day or two of leave between their shifts."""
    week = [rota.week_start + dt.timedelta(days=nth) for nth in range(7)]
    nurses = [one for one in rota.clinicians.values() if one.grade in NURSES]
    for nurse in rng.sample(nurses, _LEAVE):
        busy = {shift.date for shift in rota.shifts_of(nurse)}
        start = rng.choice([day for day in week if day not in busy])
        after = start + dt.timedelta(days=1)
        end = start if after in busy else rng.choice((start, after))
        id_ = draw_id(rng, "LV-", rota.leave)
        rota.leave[id_] = Leave(id_, nurse.id, rng.choice(("annual", "study")), start, end)
