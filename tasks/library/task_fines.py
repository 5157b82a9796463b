"""Charging fines, adding them up, and recording what is paid."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import exact_text, money, new_row, without_id

from .records import LOAN_DAYS, Fine, Loan
from .situations import borrow, borrowers, owe, owe_too_much, pick_branches, quiet_books, stock
from .solutions import find_both, in_full, on_shelf, open_patron
from .wording import DAMAGE, METHODS, NOTES
from .world import Library


@task
def charges_a_fine_for_a_copy(world: Library, rng: Random) -> Turns:
    """One call with an amount in cents, a reason, a copy, and a note full of special characters."""
    desk = world.desk
    patron, copy = rng.choice(list(desk.patrons.values())), rng.choice(list(desk.copies.values()))
    cents, reason = rng.randrange(105, 2000, 5), rng.choice(list(NOTES))
    note, before = rng.choice(NOTES[reason]), set(desk.fines)

    def solution(call: Caller) -> None:
        fine = {"amount_cents": cents, "reason": reason, "note": note}
        call("charge_fine", patron_id=patron.id, copy_id=copy.id, **fine)

    yield Ask(
        f"Charge patron {patron.id} a fine of {money(cents)} for copy {copy.id}, which is "
        f"{reason}. {exact_text(note, 'this note')}",
        paraphrase=f"Copy {copy.id} is {reason}, and patron {patron.id} has to pay "
        f"{money(cents)} for it. Please add the fine with that copy on record. The note must be "
        f"exactly:\n{note}",
        solution=solution,
    )
    fine = Fine("", patron.id, cents, cents, reason, desk.today, copy.id, note)
    assert without_id(new_row(desk.fines, before)) == fine


@task(kind="missing_parameter")
def charges_for_damage_to_a_loan(world: Library, rng: Random) -> Turns:
    """The first ask does not say how much the fine is; the second does."""
    desk = world.desk
    book, patron = quiet_books(desk, rng)[0], borrowers(desk, rng)[0]
    copy = desk.copies_of(book.id)[0]
    borrow(world, copy, patron, rng.randint(1, 12))
    cents, note, before = rng.randrange(150, 900, 5), rng.choice(DAMAGE), set(desk.fines)

    def solution(call: Caller) -> None:
        shown = open_patron(call, patron)
        loan = next(each for each in shown["loans"] if each["title"] == book.title)
        fine = {"amount_cents": cents, "reason": "damaged", "note": note}
        call("charge_fine", patron_id=shown["id"], copy_id=loan["copy_id"], **fine)

    reply = yield Ask(
        f"The copy of “{book.title}” that {patron.name} has on loan got damaged. Please fine them "
        "for that, with the copy on record. If I've left out anything you need, don't charge "
        "anything yet; reply with MISSING DETAIL: and, after a space, one of the words PATRON, "
        f"COPY, REASON and AMOUNT. {exact_text(note, 'this note')}",
        paraphrase=f"{patron.name} has damaged a copy of “{book.title}”, namely the one they "
        "have on loan. Add a fine for the damage to that copy. Should a detail be "
        "missing, change nothing and answer with MISSING DETAIL: and then a space and whichever it "
        f"is, AMOUNT, REASON, COPY or PATRON. The note must be exactly:\n{note}",
        solution=lambda _: "MISSING DETAIL: AMOUNT",
    )
    assert reply.says("MISSING DETAIL: AMOUNT")
    assert desk.fines.keys() == before

    yield Ask(
        f"Sorry, I forgot the amount. It's {money(cents)}.",
        paraphrase=f"Make the fine {money(cents)}. I should have told you.",
        solution=solution,
    )
    fine = Fine("", patron.id, cents, cents, "damaged", desk.today, copy.id, note)
    assert without_id(new_row(desk.fines, before)) == fine


@task(kind="several_asks")
def adds_up_fines_then_records_payments(world: Library, rng: Random) -> Turns:
    """Say what a patron owes; then record that one fine is paid in full and another by half."""
    desk = world.desk
    patron = next(each for each in borrowers(desk, rng) if not desk.fines_of(each.id))
    count = rng.randint(3, 4)
    days, sums = sorted(rng.sample(range(3, 300), count)), rng.sample(range(80, 700, 20), count)
    newest, *between, oldest = (
        owe(world, patron, cents, rng.choice(("late", "noise")), ago)
        for cents, ago in zip(sums, days, strict=True)
    )
    method, words = rng.choice(list(METHODS.items()))
    half = newest.amount_cents // 2
    untouched = [replace(fine) for fine in (newest, *between, oldest)]
    wanted = [
        replace(newest, outstanding_cents=half, payment_method=method),
        *untouched[1:-1],
        replace(oldest, outstanding_cents=0, payment_method=method),
    ]
    seen: dict[str, Json] = {}

    def add_up(call: Caller) -> str:
        seen.update(open_patron(call, patron))
        return f"{sum(fine['outstanding_cents'] for fine in seen['unpaid_fines']) / 100:.2f}"

    def record(call: Caller) -> None:
        first, *_, last = sorted(seen["unpaid_fines"], key=lambda fine: str(fine["date"]))
        payments = [
            in_full(first),
            {**in_full(last), "amount_cents": last["outstanding_cents"] // 2},
        ]
        call("pay_fines", patron_id=seen["id"], payments=payments, method=method)

    reply = yield Ask(
        f"How much does {patron.name} owe us in unpaid fines altogether? Reply with just the "
        "number of euros.",
        paraphrase=f"Add up everything that {patron.name} still has to pay in fines. All I want "
        "is the total, as a number in euros.",
        solution=add_up,
    )
    assert reply.number() == sum(sums) / 100
    assert [desk.fines[fine.id] for fine in untouched] == untouched

    yield Ask(
        f"{patron.name} has just paid the oldest of these fines in full and half of the newest "
        f"one, {words}. Please record that.",
        paraphrase=f"Please record two payments that {patron.name} has made {words}: half of the "
        "most recent fine, and all of the one that has been open the longest.",
        solution=record,
    )
    assert [desk.fines[fine.id] for fine in wanted] == wanted


@task(kind="missing_tool", withhold=("pay_fines",))
def records_payments_then_lends(world: Library, rng: Random) -> Turns:
    """Payments cannot be recorded until the second ask; only then may the copy be lent."""
    desk = world.desk
    book, patron = quiet_books(desk, rng)[0], borrowers(desk, rng)[0]
    owe_too_much(world, rng, patron)
    here, there = pick_branches(desk, rng)[:2]
    copy, _ = stock(world, book, (here, "lending"), (there, "lending"))
    unpaid = [replace(fine) for fine in desk.fines_of(patron.id)]
    paid = [replace(fine, outstanding_cents=0, payment_method="cash") for fine in unpaid]
    due, lent = desk.today + timedelta(days=LOAN_DAYS[patron.type]), replace(copy, status="on_loan")
    before = set(desk.loans)

    def solution(call: Caller) -> None:
        book_id, patron_id = find_both(call, book, patron)
        shown, person = call.together(
            ("get_book", {"book_id": book_id}), ("get_patron", {"patron_id": patron_id})
        )
        payments = [in_full(fine) for fine in person["unpaid_fines"]]
        call("pay_fines", patron_id=patron_id, payments=payments, method="cash")
        call("lend_copy", copy_id=on_shelf(shown, here)[0], patron_id=patron_id)

    reply = yield Ask(
        f"{patron.name} has paid all outstanding fines in full, in cash. Record that, and then "
        f"lend this patron the copy of “{book.title}” at {here} for the longest time allowed. If "
        "you can't record payments, don't do anything else; just reply with exactly: CANNOT "
        "RECORD PAYMENTS",
        paraphrase=f"Please record that {patron.name} has paid off every outstanding fine in cash. "
        f"After that, lend the copy of “{book.title}” that's at {here} to {patron.name}, for as "
        "long as the rules allow. Should you have no means of recording payments, change nothing "
        "and answer with these words only: CANNOT RECORD PAYMENTS",
        solution=lambda _: "CANNOT RECORD PAYMENTS",
    )
    assert reply.says("CANNOT RECORD PAYMENTS")
    assert desk.loans.keys() == before
    assert desk.fines_of(patron.id) == unpaid

    yield Ask(
        "You can record payments now. Please do everything I asked for.",
        paraphrase="The tool for recording payments is available now, so please go ahead with "
        "the whole request.",
        hand_over=("pay_fines",),
        solution=solution,
    )
    assert [desk.fines[fine.id] for fine in paid] == paid
    assert without_id(new_row(desk.loans, before)) == Loan("", copy.id, patron.id, due)
    assert desk.copies[copy.id] == lent
