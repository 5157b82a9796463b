"""The world of the suite ``bank``: its refusals and its lookups."""

from datetime import timedelta
from functools import partial
from typing import Any

from suites import suite_facts
from suites.suite_facts import refuse

make_world = partial(suite_facts.make_world, "bank")


def account(world: Any, type_: str) -> Any:
    """Return the first account of a type."""
    return next(each for each in world.ledger.accounts.values() if each.type == type_)


def line(world: Any, **changes: Any) -> dict[str, Any]:
    """Describe a payment to the first payee."""
    return {"payee_id": next(iter(world.ledger.payees)), "amount_cents": 100, **changes}


def test_unknown_ids_are_refused() -> None:
    """Every tool that takes an id says what does not exist."""
    world = make_world()
    known = account(world, "current").id
    refuse(world, "no account X; existing: AC-", "list_transactions", account_id="X")
    words = "no transaction, standing order, card, dispute or payee X"
    refuse(world, words, "get_bank_record", id="X")
    refuse(world, "no card X", "freeze_card", card_id="X", reason="lost")
    refuse(world, "no card X", "unfreeze_card", card_id="X")
    refuse(world, "no standing order X", "cancel_standing_order", standing_order_id="X")
    more = {"to_account_id": "X", "amount_cents": 1}
    refuse(world, "no account X", "transfer_money", from_account_id=known, **more)
    lines = [line(world), line(world, payee_id="X")]
    refuse(world, "no payee X", "pay_payees", account_id=known, payments=lines)
    said = {"reason": "not_mine", "description": "a"}
    refuse(world, "no transaction X", "dispute_transaction", transaction_id="X", **said)


def test_money_is_guarded() -> None:
    """Overdraft, daily limit and savings accounts hold, and a batch is paid whole or not at all."""
    world = make_world()
    current, savings = account(world, "current"), account(world, "savings")
    most = current.balances["EUR"] + current.overdraft_cents
    move = {"from_account_id": current.id, "to_account_id": savings.id}
    refuse(world, f"1 too few for {most + 1}", "transfer_money", **move, amount_cents=most + 1)
    itself = {**move, "to_account_id": current.id}
    refuse(world, "can't transfer money to itself", "transfer_money", **itself, amount_cents=1)
    limit = current.daily_limit_cents
    over = [line(world, amount_cents=limit), line(world)]
    refuse(world, f"can pay {limit} more", "pay_payees", account_id=current.id, payments=over)
    from_savings = {"account_id": savings.id}
    refuse(world, "is a savings", "pay_payees", **from_savings, payments=[line(world)])
    schedule = {"start_date": str(world.ledger.today), "frequency": "weekly"}
    scheduled = {"payment": line(world), "schedule": schedule}
    refuse(world, "is a savings", "create_standing_order", **from_savings, **scheduled)
    world.call("transfer_money", {**move, "amount_cents": most})
    assert current.balances["EUR"] == -current.overdraft_cents


def test_exchanges_are_guarded() -> None:
    """Only currencies that are held take part, euros are one side, and nothing goes below zero."""
    world = make_world()
    current = account(world, "current")
    one, other = (each for each in current.balances if each != "EUR")
    absent = next(each for each in world.ledger.rates if each not in current.balances)
    here = {"account_id": current.id}
    tool = "exchange_currency"

    def exchange(sell: str, buy: str, cents: int, side: str = "sell") -> dict[str, Any]:
        given = {"sell": sell, "buy": buy, "amount_cents": cents, "amount_side": side}
        return {**here, "exchange": given}

    refuse(world, "exactly one of them must be EUR", tool, **exchange(one, other, 100))
    refuse(world, "exactly one of them must be EUR", tool, **exchange("EUR", "EUR", 100))
    refuse(world, f"can't hold {absent}, only EUR", tool, **exchange("EUR", absent, 100))
    much = current.balances[one] + 1
    refuse(world, "1 too few", tool, **exchange(one, "EUR", much))
    world.ledger.rates[one] = 50
    refuse(world, "too little to exchange", tool, **exchange(one, "EUR", 1))
    world.ledger.rates[one] = 12_500
    assert world.call(tool, exchange(one, "EUR", 801))["bought_cents"] == 1001
    assert world.call(tool, exchange("EUR", one, 800, "buy"))["sold_cents"] == 1000


def test_cards_and_disputes_are_guarded() -> None:
    """No card is frozen twice or freed after a theft; only fresh purchases are disputed, once."""
    world = make_world()
    card = next(iter(world.ledger.cards))
    world.call("freeze_card", {"card_id": card, "reason": "stolen"})
    refuse(world, "already frozen as stolen", "freeze_card", card_id=card, reason="lost")
    refuse(world, "can't be unfrozen", "unfreeze_card", card_id=card)
    refuse(world, "is not frozen", "unfreeze_card", card_id=list(world.ledger.cards)[1])
    said = {"reason": "not_mine", "description": "a"}
    bought = [each for each in world.ledger.transactions.values() if each.type == "card"]
    fresh, second, stale = bought[:3]
    fresh.date = second.date = world.ledger.today - timedelta(days=60)
    stale.date = world.ledger.today - timedelta(days=61)
    earned = next(each for each in world.ledger.transactions.values() if each.type == "income")
    tool = "dispute_transaction"
    refuse(world, "for 60 days", tool, transaction_id=stale.id, **said)
    refuse(world, "not a card purchase", tool, transaction_id=earned.id, **said)
    too_much = {"amount_cents": 1 - second.amount_cents, **said}
    refuse(world, "is of only", tool, transaction_id=second.id, **too_much)
    made = world.call(tool, {"transaction_id": fresh.id, **said})
    assert made["amount_cents"] == -fresh.amount_cents
    refuse(world, "already disputed", tool, transaction_id=fresh.id, **said)
    assert world.call("get_bank_record", {"id": fresh.id})["dispute_id"] == made["id"]


def test_standing_orders_have_days() -> None:
    """They start on weekdays with notice, end after the start, and can't be cancelled too late."""
    world = make_world()
    here = {"account_id": account(world, "current").id, "payment": line(world)}
    today = world.ledger.today
    soon = today + timedelta(days=2)
    saturday = today + timedelta(days=20 - today.isoweekday())
    monday = saturday + timedelta(days=2)
    tool = "create_standing_order"

    def schedule(start: object, end: object = None) -> dict[str, Any]:
        more = {} if end is None else {"end_date": str(end)}
        return {"start_date": str(start), "frequency": "monthly", **more}

    refuse(world, "too soon", tool, **here, schedule=schedule(soon))
    refuse(world, f"a Saturday; .* {monday}", tool, **here, schedule=schedule(saturday))
    refuse(world, "is before the start", tool, **here, schedule=schedule(monday, saturday))
    made = world.call(tool, {**here, "schedule": schedule(monday, monday)})
    order = world.ledger.standing_orders[made["id"]]
    order.next_date = today + timedelta(days=1)
    late = {"standing_order_id": order.id}
    refuse(world, "only be cancelled 2 days before", "cancel_standing_order", **late)
    order.next_date = soon
    world.call("cancel_standing_order", late)
    refuse(world, "already cancelled", "cancel_standing_order", **late)


def test_a_statement_can_be_read_page_by_page() -> None:
    """The pages of a statement are all its transactions, the newest first."""
    world = make_world(3)
    joint = account(world, "joint")
    given: dict[str, Any] = {"account_id": joint.id}
    page = world.call("list_transactions", given)
    seen = page["transactions"]
    while page["next_cursor"]:
        page = world.call("list_transactions", {**given, "cursor": page["next_cursor"]})
        seen += page["transactions"]
    assert [row["id"] for row in seen] == [each.id for each in world.ledger.history(joint)]
    dates = [row["date"] for row in seen]
    assert dates == sorted(dates, reverse=True)
    current = account(world, "current").id
    refuse(world, "not a cursor", "list_transactions", account_id=current, cursor="c")
