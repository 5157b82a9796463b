"""Tasks that page doctors, send notices, and answer questions."""

import datetime as dt
from collections.abc import Collection
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text, listed, new_row, read_pages, without_id

from .draw import SKILLS
from .records import DOCTORS, Clinician, LeaveType, Notice, Page, Skill, Ward
from .rules import Rota
from .situations import able_to_join, add_nurse, doctors, later_day, send_away, shuffled
from .solutions import Request, find_ids, find_ward, get_people, is_away
from .wording import NOTICES, PAGES, REPORTS, skill_name, ward_name
from .world import HospitalRota


@task(kind="parallel")
def pages_two_doctors_and_sends_a_notice(world: HospitalRota, rng: Random) -> Turns:
    """Three independent calls: two pages with values of their own and one notice to several."""
    rota = world.rota
    one, other = rng.sample(doctors(rota), 2)
    urgent, crash = _draw_pages(rng, one, other)
    readers = rng.sample(list(rota.clinicians.values()), 3)
    text, day = rng.choice(NOTICES), rota.week_start + dt.timedelta(days=rng.randint(0, 6))

    def solution(call: Caller) -> None:
        first, second, *ids = find_ids(call, one, other, *readers)
        notice = {"clinician_ids": ids, "text": text, "urgency": "today", "acknowledge_by": day}
        call.together(_page(first, urgent), _page(second, crash), ("notify_staff", notice))

    names = listed([reader.name for reader in readers])
    yield Ask(
        f"I have three messages to send. Page {one.name}, priority urgent, callback extension "
        f"{urgent.extension}. Page {other.name}, priority crash, callback extension "
        f"{crash.extension}. Send one notice to {names}, urgency today, to be acknowledged by "
        f"{day}.\n{exact_text(urgent.message, f'this message for {one.name}')}\n"
        f"{exact_text(crash.message, f'this message for {other.name}')}\n"
        f"{exact_text(text, 'this text for the notice')}",
        solution=solution,
        paraphrase=f"{names} should get one notice, with urgency today and acknowledgement due by "
        f"{day}. Its text must be exactly:\n{text}\nAlso send a crash page to {other.name}, with "
        f"callback extension {crash.extension}. The message must be exactly:\n"
        f"{crash.message}\nFinally, send an urgent page to {one.name}, with callback extension "
        f"{urgent.extension}. The message must be exactly:\n{urgent.message}",
    )

    made = [without_id(page) for page in rota.pages.values()]
    assert sorted(made, key=repr) == sorted((urgent, crash), key=repr)
    recipients = tuple(sorted(reader.id for reader in readers))
    notice = without_id(new_row(rota.notices, ()))
    assert notice == Notice("", recipients, text, "today", day)


def _draw_pages(rng: Random, one: Clinician, other: Clinician) -> tuple[Page, Page]:
    """Draw an urgent page and a crash page to two doctors."""
    messages, extensions = rng.sample(PAGES, 2), rng.sample(range(2000, 9999), 2)
    return (
        Page("", one.id, messages[0], str(extensions[0]), "urgent"),
        Page("", other.id, messages[1], str(extensions[1]), "crash"),
    )


def _page(doctor_id: str, page: Page) -> Request:
    more = {"extension": page.extension, "priority": page.priority}
    return "page_doctor", {"doctor_id": doctor_id, "message": page.message, **more}


@task(kind="chain")
def pages_a_doctor_for_a_ward(world: HospitalRota, rng: Random) -> Turns:
    """Go from deputy to deputy until one is in and has the skill; page that doctor alone."""
    rota = world.rota
    ward, skill = rng.choice(list(rota.wards.values())), rng.choice(SKILLS)
    doctor = _draw_deputies(world, rng, rota.clinicians[ward.lead_doctor_id], skill)
    message, extension = rng.choice(PAGES), str(rng.randrange(2000, 9999))
    page = Page("", doctor.id, message, extension, "urgent")

    def solution(call: Caller) -> None:
        row = call("get_clinician", clinician_id=find_ward(call, ward)["lead_doctor_id"])
        while skill not in row["skills"] or is_away(row, rota.today):
            row = call("get_clinician", clinician_id=row["deputy_id"])
        tool, given = _page(row["id"], page)
        call(tool, **given)

    yield Ask(
        f"Send an urgent page for {ward_name(ward)}. It goes to the ward's lead doctor or, if that "
        f"doctor is on leave today ({rota.today}) or isn't skilled in {skill_name(skill)}, to the "
        "doctor's deputy, failing that to the deputy's deputy, and so on. Page only the first one "
        f"who is suitable. The callback extension is {extension}. "
        + exact_text(message, "this message"),
        solution=solution,
        paraphrase=f"{ward_name(ward)} needs a doctor who is skilled in {skill_name(skill)} and "
        f"not on leave today, {rota.today}. Start with the lead doctor of the ward and go on from "
        "each doctor to the deputy until you find one. Send that doctor, and no other, an urgent "
        f"page with callback extension {extension}. The message must be exactly:\n{message}",
    )
    assert without_id(new_row(rota.pages, ())) == page


def _draw_deputies(world: HospitalRota, rng: Random, lead: Clinician, skill: Skill) -> Clinician:
    """Make the lead doctor and four to six deputies unsuitable; return the deputy after them."""
    doctor = lead
    for _ in range(rng.randint(5, 7)):
        if rng.random() < 0.5:
            type_: LeaveType = rng.choice(("annual", "study", "sick"))
            send_away(world, doctor, type_, world.rota.today, rng.randint(1, 5))
        else:
            doctor.skills = tuple(one for one in doctor.skills if one != skill)
        doctor = world.rota.clinicians[str(doctor.deputy_id)]
    doctor.skills = tuple(sorted({*doctor.skills, skill}))
    return doctor


@task(kind="aggregate")
def names_the_doctors_who_are_in(world: HospitalRota, rng: Random) -> Turns:
    """Find the doctors with a skill, read each one's leave, and name those who are in that day."""
    rota = world.rota
    day, skill = later_day(rota, rng), rng.choice(SKILLS)
    skilled = rng.sample(doctors(rota), rng.randint(4, 6))
    _train_only(rota, skilled, skill)
    away = rng.sample(skilled, rng.randint(1, 3))
    for doctor in away:
        start = day - dt.timedelta(days=rng.randint(0, 3))
        send_away(world, doctor, rng.choice(("annual", "parental")), start, rng.randint(4, 7))
    back = rng.choice([one for one in skilled if one not in away])
    send_away(world, back, "study", day - dt.timedelta(days=3), 3)

    def solution(call: Caller) -> str:
        found = call.together(
            *(("search_clinicians", {"grade": grade, "skill": skill}) for grade in DOCTORS)
        )
        people = get_people(call, [row["id"] for page in found for row in page["clinicians"]])
        return ", ".join(str(row["name"]) for row in people if not is_away(row, day))

    reply = yield Ask(
        f"Which of our doctors who are skilled in {skill_name(skill)} aren't on leave on {day}? "
        "Reply with just their full names.",
        solution=solution,
        paraphrase=f"I need the full names of all doctors who have the skill {skill_name(skill)} "
        f"and no leave on {day}. Give me those names and nothing else.",
    )
    everyone = [one.name for one in rota.clinicians.values()]
    assert reply.named(everyone) == {one.name for one in skilled if one not in away}


def _train_only(rota: Rota, skilled: Collection[Clinician], skill: Skill) -> None:
    """Give a skill to some doctors and take it from the others."""
    for doctor in doctors(rota):
        others = {one for one in doctor.skills if one != skill}
        doctor.skills = tuple(sorted(others | {skill} if doctor in skilled else others))


@task(kind="aggregate")
def adds_up_the_hours_of_a_ward(world: HospitalRota, rng: Random) -> Turns:
    """Read a week of shifts page by page, add up all nurses' hours, and report the sum."""
    rota = world.rota
    ward, text = rng.choice(list(rota.wards.values())), rng.choice(REPORTS)
    _add_extra_nurses(rota, rng, ward)
    total = sum(shift.hours * len(shift.nurse_ids) for shift in rota.shifts_on(ward))
    start, end = rota.week_start, rota.week_end

    def solution(call: Caller) -> str:
        found = find_ward(call, ward)
        pages = read_pages(call, "list_shifts", ward_id=found["id"])
        figure = sum(row["hours"] * len(row["nurses"]) for page in pages for row in page["shifts"])
        lead = [found["lead_doctor_id"]]
        call("notify_staff", clinician_ids=lead, text=text, figure=figure)
        return str(figure)

    reply = yield Ask(
        f"How many hours do all the nurses on {ward_name(ward)} work, added together, in the week "
        f"from {start} to {end}? Each shift counts once for every nurse on it. Report that number "
        "as the figure of a notice to the ward's lead doctor, with urgency fyi and no "
        f"acknowledgement, and reply with just the number. "
        f"{exact_text(text, 'this text for the notice')}",
        solution=solution,
        paraphrase=f"For each shift on {ward_name(ward)} from {start} to {end}, multiply its "
        "length in hours by the number of nurses on it, and add it all up. Send the sum to the "
        "doctor who leads the ward, as the figure of a notice with urgency fyi that needn't be "
        "acknowledged. Answer me with nothing but that sum. The text of the notice must be "
        f"exactly:\n{text}",
    )
    assert reply.number() == total
    notice = without_id(new_row(rota.notices, ()))
    assert notice == Notice("", (ward.lead_doctor_id,), text, "fyi", None, total)


def _add_extra_nurses(rota: Rota, rng: Random, ward: Ward) -> None:
    """Let some shifts of a ward have a third nurse."""
    for shift in shuffled(rng, rota.shifts_on(ward))[: rng.randint(3, 7)]:
        able = able_to_join(rota, shift)
        if able:
            add_nurse(shift, rng.choice(able))
