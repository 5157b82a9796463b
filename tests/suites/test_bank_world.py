"""The world of the suite ``bank``: its refusals and its lookups."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

from suites import suite_facts
from suites.suite_facts import refuse

make_world = partial(suite_facts.make_world, "bank")


def account(world: Any, kind: str) -> Any:
    """Return the first account of a kind."""
    return next(each for each in world.accounts.values() if each.kind == kind)


def line(world: Any, **changes: Any) -> dict[str, Any]:
    """Describe a payment to the first payee."""
    return {"payee_id": next(iter(world.payees)), "payment_cents": 100, **changes}


def test_unknown_ids_are_refused() -> None:
    """Every tool that takes an id says what does not exist."""
    world = make_world()
    known = account(world, "current").id
    refuse(world, "no account X", "show_statement", bank_account_id="X")
    refuse(world, "reference X", "trace_reference", bank_reference="X")
    refuse(world, "no card X", "freeze_card", bank_card_id="X", freeze_reason="lost")
    refuse(world, "no card X", "unfreeze_card", bank_card_id="X")
    refuse(world, "no standing payment X", "revoke_standing_payment", standing_payment_id="X")
    more = {"credit_account_id": "X", "transfer_cents": 1}
    refuse(world, "no account X", "transfer_funds", debit_account_id=known, **more)
    lines = [line(world), line(world, payee_id="X")]
    refuse(world, "no payee X", "pay_payees", paying_account_id=known, payment_lines=lines)
    refuse(
        world,
        "no entry X",
        "dispute_entry",
        disputed_entry_id="X",
        dispute_ground="not_mine",
        account_of_events="a",
    )


def test_money_is_guarded() -> None:
    """Overdraft, daily limit and savings accounts hold, and a batch is paid whole or not at all."""
    world = make_world()
    current, savings = account(world, "current"), account(world, "savings")
    most = current.balances["EUR"] + current.overdraft_cents
    move = {"debit_account_id": current.id, "credit_account_id": savings.id}
    refuse(world, "1 too many", "transfer_funds", **move, transfer_cents=most + 1)
    refuse(
        world,
        "cannot transfer to itself",
        "transfer_funds",
        **{**move, "credit_account_id": current.id},
        transfer_cents=1,
    )
    limit = current.daily_limit_cents
    over = [line(world, payment_cents=limit), line(world)]
    refuse(
        world, f"may pay {limit} cents", "pay_payees", paying_account_id=current.id,
        payment_lines=over,
    )  # fmt: skip
    from_savings = {"paying_account_id": savings.id}
    refuse(world, "is a savings", "pay_payees", **from_savings, payment_lines=[line(world)])
    rule = {"first_due_on": str(world.today), "due_rhythm": "weekly"}
    scheduled = {"repeated_payment": line(world), "due_rule": rule}
    refuse(world, "is a savings", "schedule_payment", **from_savings, **scheduled)
    world.call("transfer_funds", {**move, "transfer_cents": most})
    assert current.balances["EUR"] == -current.overdraft_cents


def test_conversions_are_guarded() -> None:
    """Only pockets that are open take part, euros are one side, and nothing goes below zero."""
    world = make_world()
    current = account(world, "current")
    one, other = (each for each in current.balances if each != "EUR")
    absent = next(each for each in world.rates if each not in current.balances)
    tool, here = "convert_money", {"pocket_account_id": current.id}

    def exchange(sold: str, bought: str, cents: int, side: str = "sold") -> dict[str, Any]:
        return {
            "sold_currency": sold,
            "bought_currency": bought,
            "fixed_cents": cents,
            "fixed_side": side,
        }

    refuse(world, "exactly one side", tool, **here, conversion=exchange(one, other, 100))
    refuse(world, "exactly one side", tool, **here, conversion=exchange("EUR", "EUR", 100))
    refuse(world, f"no {absent} pocket", tool, **here, conversion=exchange("EUR", absent, 100))
    much = current.balances[one] + 1
    refuse(world, "1 too many", tool, **here, conversion=exchange(one, "EUR", much))
    world.rates[one] = 12_500
    assert world.call(tool, {**here, "conversion": exchange(one, "EUR", 801)})["bought_cents"] == (
        1001
    )
    made = world.call(tool, {**here, "conversion": exchange("EUR", one, 800, "bought")})
    assert made["sold_cents"] == 1000


def test_cards_and_disputes_are_guarded() -> None:
    """No card is frozen twice or freed after a theft; only fresh purchases are disputed, once."""
    world = make_world()
    card = next(iter(world.cards))
    world.call("freeze_card", {"bank_card_id": card, "freeze_reason": "stolen"})
    refuse(world, "frozen already", "freeze_card", bank_card_id=card, freeze_reason="lost")
    refuse(world, "for good", "unfreeze_card", bank_card_id=card)
    refuse(world, "is not frozen", "unfreeze_card", bank_card_id=list(world.cards)[1])
    said = {"dispute_ground": "not_mine", "account_of_events": "a"}
    bought = [each for each in world.entries.values() if each.kind == "card"]
    fresh, second, stale = bought[:3]
    fresh.booked_on = second.booked_on = world.today - timedelta(days=60)
    stale.booked_on = world.today - timedelta(days=61)
    earned = next(each for each in world.entries.values() if each.kind == "income")
    tool = "dispute_entry"
    refuse(world, "for 60 days", tool, disputed_entry_id=stale.id, **said)
    refuse(world, "not a card purchase", tool, disputed_entry_id=earned.id, **said)
    too_much = 1 - second.amount_cents
    refuse(
        world, "cannot be disputed", tool, disputed_entry_id=second.id, disputed_cents=too_much,
        **said,
    )  # fmt: skip
    made = world.call(tool, {"disputed_entry_id": fresh.id, **said})
    assert made["disputed_cents"] == -fresh.amount_cents
    refuse(world, "disputed already", tool, disputed_entry_id=fresh.id, **said)


def test_standing_payments_have_days() -> None:
    """They begin on weekdays with notice, end after they began, and can't be revoked too late."""
    world = make_world()
    here = {"paying_account_id": account(world, "current").id, "repeated_payment": line(world)}
    soon = world.today + timedelta(days=2)
    saturday = world.today + timedelta(days=20 - world.today.isoweekday())
    monday = saturday + timedelta(days=2)
    tool = "schedule_payment"

    def rule(first: object, last: object = None) -> dict[str, Any]:
        more = {} if last is None else {"last_due_on": str(last)}
        return {"first_due_on": str(first), "due_rhythm": "monthly", **more}

    refuse(world, "past the cut-off", tool, **here, due_rule=rule(soon))
    refuse(world, f"a Saturday; .* {monday}", tool, **here, due_rule=rule(saturday))
    refuse(world, "comes before the first", tool, **here, due_rule=rule(monday, saturday))
    made = world.call(tool, {**here, "due_rule": rule(monday, monday)})
    standing = world.standings[made["standing_payment_id"]]
    standing.next_due_on = world.today + timedelta(days=1)
    late = {"standing_payment_id": standing.id}
    refuse(world, "past the cut-off", "revoke_standing_payment", **late)
    standing.next_due_on = soon
    world.call("revoke_standing_payment", late)
    refuse(world, "revoked already", "revoke_standing_payment", **late)


def test_a_statement_can_be_read_page_by_page() -> None:
    """The pages of a statement are all its entries, the newest first, and no foreign cursor."""
    world = make_world(3)
    joint, current = account(world, "joint"), account(world, "current")
    seen: list[dict[str, Any]] = []
    page: dict[str, Any] = {"next_cursor": None}
    while not seen or page["next_cursor"]:
        more = {"statement_cursor": page["next_cursor"]} if seen else {}
        page = world.call("show_statement", {"bank_account_id": joint.id, **more})
        seen += page["entries"]
    mine = {each.id for each in world.entries.values() if each.account_id == joint.id}
    assert Counter(row["entry_id"] for row in seen) == Counter(mine)
    assert [row["booked_on"] for row in seen] == sorted(
        (row["booked_on"] for row in seen), reverse=True
    )
    cursor = f"after:{seen[0]['entry_id']}"
    refuse(
        world, "none of this", "show_statement", bank_account_id=current.id, statement_cursor=cursor
    )
