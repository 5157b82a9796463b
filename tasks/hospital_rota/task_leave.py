"""Granting leave, and shortening it."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Leave
from .situations import (
    doctors,
    later_day,
    new_leave,
    send_away,
)
from .steps import find_people
from .wording import DIVERSIONS, LEAVE_REMARKS
from .world import HospitalRota


@task
def files_a_leave(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with two dates, a kind of leave and a remark full of marks."""
    who, kind = rng.choice(list(world.clinicians.values())), rng.choice(("study", "compassionate"))
    first = later_day(world, rng)
    last = first + dt.timedelta(days=rng.randint(1, 6))
    remark = rng.choice(LEAVE_REMARKS)
    known = set(world.leaves)

    def solution(call: Caller) -> None:
        call(
            "grant_leave",
            clinician_id=who.id,
            leave_kind=kind,
            leave_from=first,
            leave_until=last,
            leave_remark=remark,
        )

    yield Ask(
        f"Please grant {who.id} {kind} leave from {first} up to and including {last}. The remark "
        f"for the file is on the next line, letter by letter.\n{remark}",
        solution=solution,
        paraphrase=f"{who.id} may be away on {kind} leave: the first day is {first}, the last day "
        f"is {last}. Put it in, with what follows as the remark, exactly as written.\n{remark}",
    )

    leave = new_leave(world, known)
    assert leave == Leave(leave.id, who.id, leave.kind, first, last, remark)
    assert leave.kind == kind


@task(kind="missing_parameter")
def asks_how_long(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """The first ask does not say how long the leave lasts; the second does, in days."""
    who = rng.choice(list(world.clinicians.values()))
    first, days = later_day(world, rng), rng.randint(2, 8)
    known = set(world.leaves)

    def solution(call: Caller) -> None:
        (found,) = find_people(call, who.name)
        call(
            "grant_leave",
            clinician_id=found["clinician_id"],
            leave_kind="annual",
            leave_from=first,
            leave_until=first + dt.timedelta(days=days - 1),
        )

    reply = yield Ask(
        f"{who.name} has asked for annual leave that begins on {first}. Please grant it, without "
        "a remark.",
        solution=lambda _: f"How long should the annual leave of {who.name} last?",
        paraphrase=f"Could you put annual leave in for {who.name}? The first day off is {first}; "
        "no remark is needed.",
    )
    assert reply.text
    assert world.leaves.keys() == known

    yield Ask(
        f"I see, I had left that out: it is {days} days in a row, the first one counted.",
        solution=solution,
        paraphrase=f"Right, that was missing. Counting the first day, the leave lasts {days} "
        "consecutive days.",
    )
    leave = new_leave(world, known)
    last = first + dt.timedelta(days=days - 1)
    assert leave == Leave(leave.id, who.id, "annual", first, last)


@task(kind="irrelevant")
def chats_then_shortens_a_leave(world: HospitalRota, rng: Random) -> Generator[Ask, Reply, None]:
    """Small talk needs words alone; then a leave is looked up and replaced by a shorter one."""
    who, first = rng.choice(doctors(world)), later_day(world, rng)
    days, cut = rng.randint(6, 12), rng.randint(2, 4)
    old = send_away(world, who, rng.choice(("annual", "study", "parental")), first, days)
    chat, chat_again = rng.choice(DIVERSIONS)
    known = set(world.leaves)

    def solution(call: Caller) -> None:
        (found,) = find_people(call, who.name)
        who_id = found["clinician_id"]
        (leave,) = call("audit_clinician", clinician_id=who_id)["leave"]
        last = dt.date.fromisoformat(leave["until"]) - dt.timedelta(days=cut)
        call("withdraw_leave", leave_id=leave["leave_id"])
        call(
            "grant_leave",
            clinician_id=who_id,
            leave_kind=leave["kind"],
            leave_from=leave["from"],
            leave_until=last,
        )

    reply = yield Ask(
        chat,
        solution=lambda _: "That is not a matter of the rota, but I'd say: slowly and gently.",
        paraphrase=chat_again,
    )
    assert reply.text

    yield Ask(
        f"Back to work: {who.name} wants to return {cut} days earlier than the leave on file says. "
        "Take that leave back and grant it anew, of the same kind and from the same first day, "
        "with the earlier end and without a remark.",
        solution=solution,
        paraphrase=f"Now for the rota. The leave that {who.name} has on file should end {cut} days "
        "sooner: withdraw it, and enter it again with the same beginning and kind, ending "
        "accordingly, with no remark.",
    )
    leave = new_leave(world, known - {old.id})
    assert old.id not in world.leaves
    assert leave == Leave(leave.id, who.id, old.kind, first, old.last - dt.timedelta(days=cut))
