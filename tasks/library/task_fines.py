"""Fines: imposed, added up, paid, and in the way of a loan."""

import datetime as dt
from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task
from toolbench_ood.types.value import Json

from .records import LOAN_DAYS, Loan
from .situations import borrow, borrowers, branches, only_new, owe, quiet_works, stock
from .steps import find_both, find_patron, on_shelf
from .wording import REMARKS
from .world import Library


@task
def fines_for_a_damaged_copy(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with an amount in cents, a cause, a copy, and a remark full of marks."""
    patron, copy = rng.choice(list(world.patrons.values())), rng.choice(list(world.copies.values()))
    cents, remark = rng.randrange(105, 2000, 5), rng.choice(REMARKS)
    cause, known = rng.choice(("damaged", "lost")), set(world.fines)

    def solution(call: Caller) -> None:
        call(
            "fine_patron",
            patron_id=patron.id,
            fine_cents=cents,
            fine_cause=cause,
            fined_copy_id=copy.id,
            fine_remark=remark,
        )

    yield Ask(
        f"Fine patron {patron.id} {cents} cents because copy {copy.id} is {cause}. The remark "
        f"is on the next line, to be taken letter by letter.\n{remark}",
        solution=solution,
        paraphrase=f"For copy {copy.id}, which is {cause}, {patron.id} has to pay {cents} cents; "
        f"please impose that fine, with exactly these words as its remark:\n{remark}",
    )
    fine = only_new(world.fines, known)
    assert (fine.patron_id, fine.cents, fine.cause) == (patron.id, cents, cause)
    assert (fine.copy_id, fine.remark, fine.fined_on) == (copy.id, remark, world.today)
    assert fine.open_cents == cents


@task(kind="missing_parameter")
def asks_for_the_amount(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """The first ask does not say how much the fine is; the second does."""
    work, patron = quiet_works(world, rng)[0], borrowers(world, rng)[0]
    copy = world.copies_of(work.id)[0]
    borrow(world, copy, patron, world.today + dt.timedelta(days=rng.randint(1, 12)))
    cents, remark, known = rng.randrange(150, 900, 5), rng.choice(REMARKS), set(world.fines)

    def solution(call: Caller) -> None:
        account = call("consult_account", patron_id=find_patron(call, patron))
        loan = next(one for one in account["loans"] if one["title"] == work.title)
        call(
            "fine_patron",
            patron_id=account["patron_id"],
            fine_cents=cents,
            fine_cause="damaged",
            fined_copy_id=loan["copy_id"],
            fine_remark=remark,
        )

    reply = yield Ask(
        f"{patron.name} has told us that the copy of “{work.title}” that is on loan to "
        f"{patron.name} is damaged. Impose a fine for that copy, with this remark, letter by "
        f"letter:\n{remark}",
        solution=lambda _: "How many cents is the fine to be?",
        paraphrase=f"Please fine {patron.name} for damage to “{work.title}”, namely to the copy "
        f"that {patron.name} has on loan. As the remark, take exactly this:\n{remark}",
    )
    assert reply.text
    assert world.fines.keys() == known

    yield Ask(
        f"Of course, I forgot the amount: {cents} cents.",
        solution=solution,
        paraphrase=f"It comes to {cents} cents; sorry that I did not say so.",
    )
    fine = only_new(world.fines, known)
    assert (fine.patron_id, fine.cents, fine.cause) == (patron.id, cents, "damaged")
    assert (fine.copy_id, fine.remark, fine.open_cents) == (copy.id, remark, cents)


@task(kind="several_asks")
def tells_the_debt_then_books_payments(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Say what a patron owes; then book the oldest fine in full and half of the newest."""
    patron = next(one for one in borrowers(world, rng) if not world.fines_of(one.id))
    count = rng.randint(3, 4)
    days, sums = rng.sample(range(3, 300), count), rng.sample(range(80, 700, 20), count)
    fines = [
        owe(world, patron, cents, rng.choice(("late", "noise")), ago)
        for cents, ago in zip(sums, days, strict=True)
    ]
    oldest, *_, newest = sorted(fines, key=lambda one: one.fined_on)
    means = rng.choice(("cash", "card"))
    seen: dict[str, Json] = {}

    def tell(call: Caller) -> str:
        seen["account"] = call("consult_account", patron_id=find_patron(call, patron))
        return str(sum(one["open_cents"] for one in seen["account"]["unpaid_fines"]))

    def book(call: Caller) -> None:
        first, *_, last = sorted(
            seen["account"]["unpaid_fines"], key=lambda one: str(one["fined_on"])
        )
        call(
            "settle_fines",
            patron_id=seen["account"]["patron_id"],
            settlements=[
                _in_full(first),
                {"settled_fine_id": last["fine_id"], "settled_cents": last["open_cents"] // 2},
            ],
            settled_by=means,
        )

    reply = yield Ask(
        f"How many cents does {patron.name} owe us in all? The number alone, please.",
        solution=tell,
        paraphrase=f"Add up the unpaid fines of {patron.name} for me; all I want to read is the "
        "sum in cents.",
    )
    assert reply.number() == sum(sums)
    assert all(one.settled_cents == 0 for one in fines)

    yield Ask(
        f"{patron.name} pays the oldest of these fines in full and half of the newest one, by "
        f"{means}. Book that.",
        solution=book,
        paraphrase=f"By {means}, {patron.name} has just paid half of the fine that is most recent "
        "and the whole of the one that has been open longest. Please enter both.",
    )
    assert (oldest.open_cents, oldest.settled_by) == (0, means)
    assert (newest.settled_cents, newest.settled_by) == (newest.cents // 2, means)


def _in_full(fine: Json) -> Json:
    """Spell the payment of all that is open of a fine."""
    return {"settled_fine_id": fine["fine_id"], "settled_cents": fine["open_cents"]}


@task(kind="missing_tool", withhold=("settle_fines",))
def lends_once_the_debt_is_paid(world: Library, rng: Random) -> Generator[Ask, Reply, None]:
    """Payments cannot be booked until the second ask; only then may the copy be lent."""
    work, patron = quiet_works(world, rng)[0], borrowers(world, rng)[0]
    owe(world, patron, rng.randrange(560, 900, 20), "damaged", rng.randint(5, 90))
    owe(world, patron, rng.randrange(440, 800, 20), "late", rng.randint(5, 90))
    here, there = branches(world, rng)[:2]
    copy, _ = stock(world, work, (here, "lending"), (there, "lending"))
    fines = world.fines_of(patron.id)
    known = set(world.loans)

    def solution(call: Caller) -> None:
        work_id, patron_id = find_both(call, work, patron)
        account, view = call.together(
            ("consult_account", {"patron_id": patron_id}), ("consult_work", {"work_id": work_id})
        )
        call(
            "settle_fines",
            patron_id=patron_id,
            settlements=[_in_full(one) for one in account["unpaid_fines"]],
            settled_by="cash",
        )
        call("lend_copy", copy_id=on_shelf(view, here)[0], patron_id=patron_id)

    reply = yield Ask(
        f"{patron.name} has paid everything that was open, in cash. Book that, fine by fine, and "
        f"then lend {patron.name} the copy of “{work.title}” at {here}, for the full time. If you "
        "cannot book payments, leave all as it is and tell me so.",
        solution=lambda _: "I cannot book payments, so I have changed nothing.",
        paraphrase=f"All fines of {patron.name} have been paid in full with cash; enter that. "
        f"After it, the copy of “{work.title}” that stands at {here} is lent to {patron.name} for "
        "as long as allowed. Should you have no way to enter payments, do nothing and say so.",
    )
    assert reply.text
    assert world.loans.keys() == known
    assert all(one.settled_cents == 0 for one in fines)

    yield Ask(
        "Booking payments is possible for you now. Please do all that I asked for.",
        solution=solution,
        hand_over=("settle_fines",),
        paraphrase="You have just been given what was missing for the payments; go through with "
        "the whole of it, then.",
    )
    assert all((one.open_cents, one.settled_by) == (0, "cash") for one in fines)
    loan = only_new(world.loans, known)
    due = world.today + dt.timedelta(days=LOAN_DAYS[patron.patron_class])
    assert loan == Loan(loan.id, copy.id, patron.id, due)
    assert copy.whereabouts == "on_loan"
