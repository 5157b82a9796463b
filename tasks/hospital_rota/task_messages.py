"""Calling doctors and telling staff what they need to know."""

import datetime as dt
from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .drawing import SKILLS
from .records import Bulletin, Clinician, Page, Skill, Ward
from .situations import able_to_join, doctors, join, say_ward, send_away, shuffled
from .steps import find_ward, is_away
from .wording import BULLETINS, HEADINGS, PAGES
from .world import HospitalRota


@task(kind="parallel")
def pages_two_and_tells_one_ward(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent calls: two pages with values of their own and one notice to several."""
    one, other = _draw_pages(world, rng)
    readers = [person.id for person in rng.sample(list(world.clinicians.values()), 3)]
    text, day = rng.choice(BULLETINS), world.monday + dt.timedelta(days=rng.randint(0, 6))
    notice = {
        "recipient_clinician_ids": readers,
        "bulletin_text": text,
        "bulletin_urgency": "today",
        "acknowledge_by": day,
    }

    def solution(call: Caller) -> None:
        call.together(*(_page_call(page) for page in (one, other)), ("notify_staff", notice))

    yield Ask(
        "Three messages, please; each text is on its own line, letter by letter.\n"
        f"Page {one.doctor_id}, urgent, extension to call back {one.extension}:\n{one.message}\n"
        f"Page {other.doctor_id}, priority crash, extension to call back {other.extension}:\n"
        f"{other.message}\nOne notice to {readers[0]}, {readers[1]} and {readers[2]}, to be read "
        f"today and acknowledged by {day}:\n{text}",
        solution=solution,
        paraphrase=f"Doctor {other.doctor_id} has to be paged as a crash call (extension "
        f"{other.extension}) with exactly these words:\n{other.message}\n{one.doctor_id} gets an "
        f"urgent page (extension {one.extension}), in exactly these words:\n{one.message}\nAnd "
        f"send {readers[0]}, {readers[1]} and {readers[2]} together one notice for today, "
        f"acknowledgement due by {day}, which reads exactly:\n{text}",
    )

    made = [replace(page, id="") for page in world.pages.values()]
    assert sorted(made, key=repr) == sorted((one, other), key=repr)
    (sent,) = world.bulletins.values()
    assert sent == Bulletin(sent.id, frozenset(readers), text, "today", day)


def _draw_pages(world: HospitalRota, rng: Random) -> tuple[Page, Page]:
    """Draw an urgent page and a crash call to two doctors."""
    one, other = rng.sample(doctors(world), 2)
    words, extensions = rng.sample(PAGES, 2), rng.sample(range(2000, 9999), 2)
    return (
        Page("", one.id, words[0], str(extensions[0]), "urgent"),
        Page("", other.id, words[1], str(extensions[1]), "crash"),
    )


def _page_call(page: Page) -> tuple[str, dict[str, str]]:
    """Spell a page as a call."""
    return "page_doctor", {
        "doctor_id": page.doctor_id,
        "page_message": page.message,
        "callback_extension": page.extension,
        "page_priority": page.priority,
    }


@task(kind="chain")
def pages_down_the_deputies(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Walk from deputy to deputy until one is in and holds the skill; page that one alone."""
    ward, skill = rng.choice(list(world.wards.values())), rng.choice(SKILLS)
    wanted = _draw_deputies(world, rng, world.clinicians[ward.lead_doctor_id], skill)
    message, extension = rng.choice(PAGES), str(rng.randrange(2000, 9999))

    def solution(call: Caller) -> None:
        next_id = find_ward(call, ward)["lead_doctor_id"]
        view = call("audit_clinician", clinician_id=next_id)
        while skill not in view["skills"] or is_away(view, world.today):
            view = call("audit_clinician", clinician_id=view["deputy_clinician_id"])
        call(
            "page_doctor",
            doctor_id=view["clinician_id"],
            page_message=message,
            callback_extension=extension,
            page_priority="urgent",
        )

    spoken = skill.replace("_", " ")
    yield Ask(
        f"Send an urgent page for {say_ward(ward)}. It goes to the doctor who leads the ward; but "
        f"if that one is on leave today, {world.today}, or does not hold the skill {spoken}, to "
        "that doctor's deputy, failing that to the deputy's deputy, and so on down the line. Page "
        f"nobody but the first who is suitable. Extension to call back: {extension}. The message, "
        f"letter by letter, is on the last line.\n{message}",
        solution=solution,
        paraphrase=f"We need one doctor for {say_ward(ward)}, skilled in {spoken} and not on leave "
        f"today ({world.today}). Start with the ward's lead doctor and go on from each to his or "
        f"her deputy until you come to one who is both; page only that one, urgently, with "
        f"extension {extension} for the answer and exactly these words:\n{message}",
    )

    (page,) = world.pages.values()
    assert page == Page(page.id, wanted.id, message, extension, "urgent")


def _draw_deputies(world: HospitalRota, rng: Random, lead: Clinician, skill: Skill) -> Clinician:
    """Make the first five to seven doctors of the line unsuitable; return the one after them."""
    doctor = lead
    for _ in range(rng.randint(5, 7)):
        if rng.random() < 0.5:
            days = rng.randint(1, 5)
            send_away(world, doctor, rng.choice(("annual", "study", "sick")), world.today, days)
        else:
            doctor.skills = tuple(one for one in doctor.skills if one != skill)
        doctor = world.clinicians[str(doctor.deputy_id)]
    doctor.skills = tuple(sorted({*doctor.skills, skill}))
    return doctor


@task(kind="aggregate")
def adds_up_the_hours_of_a_ward(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Page through a week's duties, add up everybody's hours, and report the figure."""
    ward = rng.choice(list(world.wards.values()))
    _add_extra_hands(world, rng, ward)
    lead, text = ward.lead_doctor_id, rng.choice(HEADINGS)
    mine = [duty for duty in world.duties.values() if duty.ward_id == ward.id]
    total = sum(duty.hours * len(duty.crew) for duty in mine)

    def solution(call: Caller) -> str:
        found = find_ward(call, ward)
        page = call("audit_duties", ward_id=found["ward_id"])
        duties = page["duties"]
        while page["next_duty_cursor"]:
            page = call(
                "audit_duties", ward_id=found["ward_id"], duty_cursor=page["next_duty_cursor"]
            )
            duties += page["duties"]
        figure = sum(duty["hours"] * len(duty["crew"]) for duty in duties)
        call(
            "notify_staff",
            recipient_clinician_ids=[found["lead_doctor_id"]],
            bulletin_text=text,
            reported_figure=figure,
        )
        return str(figure)

    reply = yield Ask(
        f"How many hours are rostered on {say_ward(ward)} in the whole week, all bands and all "
        "nurses of every crew added up? Report the number as the figure of a notice to the ward's "
        "lead doctor, for information, which nobody needs to acknowledge; and answer me with the "
        f"number alone. The text of the notice, letter by letter:\n{text}",
        solution=solution,
        paraphrase=f"Take all duties of the week on {say_ward(ward)} and count the hours of each "
        "nurse on each of them. I want that sum as your whole answer, and the doctor who leads "
        "the ward gets it too, as the figure that a notice reports; that notice is for "
        f"information, without acknowledgement, and its text is exactly:\n{text}",
    )
    assert reply.number() == total
    (sent,) = world.bulletins.values()
    assert sent == Bulletin(sent.id, frozenset({lead}), text, "for_information", None, total)


def _add_extra_hands(world: HospitalRota, rng: Random, ward: Ward) -> None:
    """Put a third nurse on some duties of a ward."""
    mine = [duty for duty in world.duties.values() if duty.ward_id == ward.id]
    for duty in shuffled(rng, mine)[: rng.randint(3, 7)]:
        able = able_to_join(world, duty)
        if able:
            join(duty, rng.choice(able))
