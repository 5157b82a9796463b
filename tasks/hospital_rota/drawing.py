"""Draw the hospital's first state from a seed.

What the tasks rely on holds for every seed: three wards, of which two share a name on two sites;
each ward has six charge nurses and six staff nurses, two of each to a band; the two of a grade
and band share the seven days between them, so that every duty has one of each; in a band of a
ward either grade or both hold the ward's key skill. Nine doctors are each other's deputies in a
ring. Nobody shares a name, a day of joining, or a duty on a day of leave.
"""

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import get_args

from .records import NURSE_GRADES, Band, Clinician, Duty, Grade, Leave, LeaveKind, Skill, Ward
from .wording import FAMILY_NAMES, GIVEN_NAMES, SITES, WARD_NAMES

DOCTOR_GRADES: tuple[Grade, ...] = ("consultant", "registrar", "resident")
DOCTORS = 9
WARDS = 3
NURSES_PER_WARD = 12
SKILLS: tuple[Skill, ...] = get_args(Skill)
BANDS: tuple[Band, ...] = get_args(Band)
LEAVES = 8


@dataclass(slots=True)
class Draft:
    """What is drawn, table by table, with supplies of names and days that are used once."""

    rng: Random
    today: dt.date
    monday: dt.date
    names: Iterator[str]
    joined: Iterator[dt.date]
    wards: dict[str, Ward] = field(default_factory=dict)
    clinicians: dict[str, Clinician] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    leaves: dict[str, Leave] = field(default_factory=dict)


def draw_rota(rng: Random) -> Draft:
    """Draw wards, people, a week of duties and some leave."""
    monday = dt.date(2031, 1, 6) + dt.timedelta(weeks=rng.randrange(120))
    people = DOCTORS + WARDS * NURSES_PER_WARD
    draft = Draft(
        rng=rng,
        today=monday - dt.timedelta(days=rng.randint(3, 6)),
        monday=monday,
        names=_draw_names(rng, people),
        joined=iter([monday - dt.timedelta(days=d) for d in rng.sample(range(90, 9000), people)]),
    )
    doctors = _draw_doctors(draft)
    _draw_wards(draft, doctors)
    for ward in draft.wards.values():
        for band in BANDS:
            _draw_band(draft, ward, band)
    _draw_leaves(draft)
    return draft


def fresh_id(rng: Random, taken: Container[str], prefix: str) -> str:
    """Draw an id that is not taken; ids follow no order, so none can be foretold."""
    while True:
        id_ = f"{prefix}-{rng.randrange(10_000, 100_000)}"
        if id_ not in taken:
            return id_


def _draw_names(rng: Random, count: int) -> Iterator[str]:
    every = [(given, family) for given in GIVEN_NAMES for family in FAMILY_NAMES]
    return iter([f"{given} {family}" for given, family in rng.sample(every, count)])


def _draw_clinician(draft: Draft, grade: Grade, skills: set[Skill], ward: str | None) -> Clinician:
    rng = draft.rng
    clinician = Clinician(
        id=fresh_id(rng, draft.clinicians, "CL"),
        name=next(draft.names),
        grade=grade,
        skills=tuple(sorted(skills)),
        ward_id=ward,
        joined_on=next(draft.joined),
        weekly_hours=rng.choice((42, 46, 50)),
        annual_days=rng.randint(18, 32),
    )
    draft.clinicians[clinician.id] = clinician
    return clinician


def _draw_doctors(draft: Draft) -> list[Clinician]:
    rng = draft.rng
    doctors = [
        _draw_clinician(
            draft, DOCTOR_GRADES[nth % 3], set(rng.sample(SKILLS, rng.randint(1, 3))), None
        )
        for nth in range(DOCTORS)
    ]
    ring = rng.sample(doctors, len(doctors))
    for doctor, deputy in zip(ring, ring[1:] + ring[:1], strict=True):
        doctor.deputy_id = deputy.id
    return doctors


def _draw_wards(draft: Draft, doctors: list[Clinician]) -> None:
    rng = draft.rng
    shared, *others = rng.sample(WARD_NAMES, WARDS - 1)
    sites = rng.sample(SITES, 2)
    names = [(shared, sites[0]), (shared, sites[1]), *((one, rng.choice(SITES)) for one in others)]
    leads = rng.sample(doctors, WARDS)
    for (name, site), skill, lead in zip(names, rng.sample(SKILLS, WARDS), leads, strict=True):
        id_ = fresh_id(rng, draft.wards, "WD")
        draft.wards[id_] = Ward(id_, name, site, skill, lead.id)


def _draw_band(draft: Draft, ward: Ward, band: Band) -> None:
    """Draw the four nurses of a band, and its seven duties with one nurse of each grade."""
    rng = draft.rng
    skilled = rng.choice(((True, False), (False, True), (True, True)))
    pairs = [
        [_draw_nurse(draft, ward, grade, has_key) for _ in range(2)]
        for grade, has_key in zip(NURSE_GRADES, skilled, strict=True)
    ]
    turns = [rng.sample((0, 1) * 4, 7) for _ in pairs]
    for day in range(7):
        crew = [pair[turn[day]].id for pair, turn in zip(pairs, turns, strict=True)]
        id_ = fresh_id(rng, draft.duties, "DT")
        date = draft.monday + dt.timedelta(days=day)
        draft.duties[id_] = Duty(id_, ward.id, date, band, tuple(sorted(crew)))


def _draw_nurse(draft: Draft, ward: Ward, grade: Grade, has_key: bool) -> Clinician:
    others = [skill for skill in SKILLS if skill != ward.key_skill]
    skills = set(draft.rng.sample(others, draft.rng.randint(0, 2)))
    return _draw_clinician(draft, grade, skills | ({ward.key_skill} if has_key else set()), ward.id)


def _draw_leaves(draft: Draft) -> None:
    """Give some nurses a day or two of leave between their duties."""
    rng = draft.rng
    nurses = [one for one in draft.clinicians.values() if one.ward_id is not None]
    for nurse in rng.sample(nurses, LEAVES):
        busy = {duty.day for duty in draft.duties.values() if nurse.id in duty.crew}
        week = [draft.monday + dt.timedelta(days=day) for day in range(7)]
        first = rng.choice([day for day in week if day not in busy])
        after = first + dt.timedelta(days=1)
        last = first if after in busy else rng.choice((first, after))
        id_ = fresh_id(rng, draft.leaves, "LV")
        kind: LeaveKind = rng.choice(("annual", "study"))
        draft.leaves[id_] = Leave(id_, nurse.id, kind, first, last)
