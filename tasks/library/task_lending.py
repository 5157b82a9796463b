"""Lending copies, and renewing loans."""

import datetime as dt
import re
from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task

from .records import LOAN_DAYS, Copy, Loan, Work
from .situations import (
    add_copy,
    borrow,
    borrowers,
    branches,
    only_new,
    quiet_works,
    shuffled,
    stock,
)
from .steps import find_both, find_patron, on_shelf
from .wording import DIVERSIONS
from .world import Library


@task(kind="chain")
def lends_along_the_references(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Follow "see also" from work to work until one stands on the shelf of a branch; lend it."""
    branch, patron = rng.choice(world.branches), borrowers(world, rng)[0]
    start, copy = _draw_references(world, rng, branch)
    days = rng.randint(5, LOAN_DAYS[patron.patron_class] - 1)
    known = set(world.loans)

    def solution(call: Caller) -> None:
        work_id, patron_id = find_both(call, start, patron)
        view = call("consult_work", work_id=work_id)
        while not on_shelf(view, branch):
            view = call("consult_work", work_id=view["see_also_work_id"])
        call("lend_copy", copy_id=on_shelf(view, branch)[0], patron_id=patron_id, lend_days=days)

    yield Ask(
        f"{patron.name} stands at the desk of {branch} and wants “{start.title}”, or else whatever "
        "the catalogue refers to: go from each work to the one under its “see also” until you come "
        f"to the first that has a copy for lending on the shelf at {branch}. Lend {patron.name} "
        f"that copy for {days} days.",
        solution=solution,
        paraphrase=f"Start from “{start.title}” and keep following “see also”. The first work on "
        f"that way of which {branch} has a lending copy on its shelf is the one that {patron.name} "
        f"takes home, for {days} days.",
    )

    loan = only_new(world.loans, known)
    assert loan == Loan(loan.id, copy.id, patron.id, world.today + dt.timedelta(days=days))
    assert copy.whereabouts == "on_loan"


def _draw_references(world: Library, rng: Random, branch: str) -> tuple[Work, Copy]:
    """Take a work and the next four to six references off a branch's shelf.

    Return the work, and the copy of the one after them, which stands there and which nobody waits
    for.
    """
    start = rng.choice([work for work in world.works.values() if work.see_also_id is not None])
    work, length = start, rng.randint(5, 7)
    for _ in range(length + 1):
        for copy in world.copies_of(work.id):
            if copy.branch == branch:
                copy.branch = rng.choice([one for one in world.branches if one != branch])
        last, work = work, world.works[str(work.see_also_id)]
    for hold in world.queue_of(last.id):
        del world.holds[hold.id]
    return start, add_copy(world, last, branch)


@task(kind="look_alike")
def lends_the_right_edition(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Two editions of one title and author differ in the year alone; each is on the shelf."""
    wanted, other, *_ = quiet_works(world, rng)
    other.title, other.author = wanted.title, wanted.author
    years = (wanted.year + by for by in (-23, -11, 8, 17))
    other.year = rng.choice([year for year in years if year < world.today.year])
    here, there = branches(world, rng)[:2]
    patron = borrowers(world, rng)[0]
    for work in (wanted, other):
        copies = stock(world, work, (here, "lending"), (there, "lending"))
        if work is wanted:
            copy = copies[0]
    known = set(world.loans)

    def lend(call: Caller, year: int) -> None:
        listed, people = call.together(
            ("consult_catalogue", {"title_words": wanted.title}),
            ("consult_patrons", {"patron_name_part": patron.name}),
        )
        views = call.together(
            *(("consult_work", {"work_id": one["work_id"]}) for one in listed["works"])
        )
        view = next(one for one in views if one["edition"]["year"] == year)
        call("lend_copy", copy_id=on_shelf(view, here)[0], patron_id=people[0]["patron_id"])

    yield Ask(
        f"Please lend {patron.name}, for the full time, the copy of “{wanted.title}” by "
        f"{wanted.author} at {here}. There are two editions: it must be the one of {wanted.year}.",
        solution=lambda call: lend(call, wanted.year),
        tempting=lambda call: lend(call, other.year),
        paraphrase=f"{patron.name} would like to take “{wanted.title}” ({wanted.author}) home from "
        f"{here}, but not just any edition, only that from {wanted.year}. Lend it for as long as "
        "the rules allow.",
    )

    loan = only_new(world.loans, known)
    due = world.today + dt.timedelta(days=LOAN_DAYS[patron.patron_class])
    assert loan == Loan(loan.id, copy.id, patron.id, due)
    assert copy.whereabouts == "on_loan"


@task(kind="recovery")
def lends_what_need_not_be_held(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """The queue is refused because a copy is on that very shelf; the refusal names the copy."""
    work, patron = quiet_works(world, rng)[0], borrowers(world, rng)[0]
    here, there = branches(world, rng)[:2]
    copy, _ = stock(world, work, (here, "lending"), (there, "lending"))
    days = rng.randint(4, LOAN_DAYS[patron.patron_class] - 1)
    known = set(world.loans)

    def solution(call: Caller) -> None:
        work_id, patron_id = find_both(call, work, patron)
        words = call.failing(
            "hold_work", work_id=work_id, patron_id=patron_id, collection={"collect_at": here}
        )
        found = re.findall(r"\bC\d+\b", words)
        call("lend_copy", copy_id=found[0], patron_id=patron_id, lend_days=days)

    yield Ask(
        f"Put {patron.name} into the queue for “{work.title}”, to be collected at {here}, without "
        "a last day. If that turns out to be needless because a copy is on the shelf there, lend "
        f"that copy to {patron.name} at once, for {days} days.",
        solution=solution,
        paraphrase=f"“{work.title}” should be kept for {patron.name}, who comes to {here} for it; "
        "there is no day by which. Only if the system does not accept this, as one is standing on "
        f"the shelf at {here}, hand that very copy out to {patron.name}; it is due {days} days "
        "from today.",
    )

    loan = only_new(world.loans, known)
    assert loan == Loan(loan.id, copy.id, patron.id, world.today + dt.timedelta(days=days))
    assert copy.whereabouts == "on_loan"


@task(kind="irrelevant")
def chats_then_renews(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Small talk needs words alone; then the loan that is due first is renewed."""
    patron = borrowers(world, rng)[0]
    works = quiet_works(world, rng)
    for loan in world.loans_of(patron.id):
        loan.due_on = world.today + dt.timedelta(days=rng.randint(20, 40))
    while len(world.loans_of(patron.id)) < 3:
        copy = world.copies_of(works.pop().id)[0]
        borrow(world, copy, patron, world.today + dt.timedelta(days=rng.randint(20, 40)))
    first = rng.choice([one for one in world.loans_of(patron.id) if not _is_awaited(world, one)])
    first.due_on = world.today + dt.timedelta(days=rng.randint(1, 15))
    due, days = first.due_on, rng.randint(3, LOAN_DAYS[patron.patron_class])
    chat, chat_again = rng.choice(DIVERSIONS)

    def solution(call: Caller) -> None:
        account = call("consult_account", patron_id=find_patron(call, patron))
        loan = min(account["loans"], key=lambda one: str(one["due_on"]))
        call("renew_loan", loan_id=loan["loan_id"], renew_days=days)

    reply = yield Ask(
        chat,
        solution=lambda _: "That has little to do with books, but I'd say: whatever feels right.",
        paraphrase=chat_again,
    )
    assert reply.text

    yield Ask(
        f"Thanks. And now: {patron.name} has several loans and would like to keep the one that is "
        f"due first for {days} days more. Please renew that one.",
        solution=solution,
        paraphrase=f"Fine. Of all that {patron.name} has borrowed, one has to be back before the "
        f"others; renew it by {days} days, please, and leave the rest.",
    )
    assert (first.due_on, first.renewals) == (due + dt.timedelta(days=days), 1)


def _is_awaited(world: Library, loan: Loan) -> bool:
    return bool(world.queue_of(world.copies[loan.copy_id].work_id))


@task(kind="aggregate")
def names_who_is_late(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Read the account of each patron of a class, and name those with a loan that is overdue."""
    patron_class = rng.choice(("child", "adult", "scholar"))
    people = [one for one in world.patrons.values() if one.patron_class == patron_class]
    late = shuffled(rng, people)[: rng.randint(1, len(people) - 1)]
    works = quiet_works(world, rng)
    for patron in people:
        for loan in world.loans_of(patron.id):
            loan.due_on = world.today + dt.timedelta(days=rng.randint(0, 12))
    for patron in late:
        due = world.today - dt.timedelta(days=rng.randint(1, 30))
        borrow(world, world.copies_of(works.pop().id)[0], patron, due)

    def solution(call: Caller) -> str:
        listed = call("consult_patrons", patron_class=patron_class)
        accounts = call.together(
            *(("consult_account", {"patron_id": one["patron_id"]}) for one in listed)
        )
        today = str(world.today)
        return ", ".join(
            str(one["name"])
            for one in accounts
            if any(loan["due_on"] < today for loan in one["loans"])
        )

    reply = yield Ask(
        f"Today is {world.today}. Which patrons of the class {patron_class} have at least one loan "
        "that was due before today? Answer with their full names and nobody else's.",
        solution=solution,
        paraphrase=f"I need a list of all patrons in the {patron_class} class with anything "
        f"overdue, that is, due earlier than {world.today}. Give the full names of those alone.",
    )
    everyone = [one.name for one in world.patrons.values()]
    assert reply.named(everyone) == {one.name for one in late}
