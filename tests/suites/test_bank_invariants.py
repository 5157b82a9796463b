"""The world of the suite ``bank`` under random play: what is always true."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from suites.test_bank_world import line, make_world

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

WRITES = {
    "transfer_money",
    "pay_payees",
    "exchange_currency",
    "freeze_card",
    "unfreeze_card",
    "dispute_transaction",
    "create_standing_order",
    "cancel_standing_order",
}


def draw_call(bank: Any, rng: Random) -> Call:
    """Draw a call with arguments that may well be refused."""
    world = bank.ledger
    one, other = rng.sample(list(world.accounts), 2)
    cents = int(10 ** rng.uniform(1, 6))
    payment = line(bank, payee_id=rng.choice(list(world.payees)), amount_cents=cents)
    sell, buy = rng.sample(["EUR", "USD", "GBP", "CHF", "SEK"], 2)
    card = {"card_id": rng.choice(list(world.cards))}
    start = str(world.today + timedelta(days=rng.randrange(30)))
    schedule = {"start_date": start, "frequency": "weekly"}
    side = rng.choice(("sell", "buy"))
    exchange = {"sell": sell, "buy": buy, "amount_cents": cents, "amount_side": side}
    ends = {"from_account_id": one, "to_account_id": other}
    bought = {"transaction_id": rng.choice(list(world.transactions))}
    choices: list[tuple[str, dict[str, Any]]] = [
        ("list_accounts", {"type": rng.choice(("joint", "savings"))}),
        ("list_transactions", {"account_id": one, "since": str(world.today)}),
        ("list_payees", {"name": rng.choice("aeiou")}),
        ("get_bank_record", {"id": rng.choice(list(world.transactions))}),
        ("transfer_money", {**ends, "amount_cents": cents}),
        ("pay_payees", {"account_id": one, "payments": [payment] * 2}),
        ("exchange_currency", {"account_id": one, "exchange": exchange}),
        ("freeze_card", {**card, "reason": rng.choice(("lost", "stolen"))}),
        ("unfreeze_card", card),
        ("dispute_transaction", {**bought, "reason": "duplicate", "description": "a"}),
        ("create_standing_order", {"account_id": one, "payment": payment, "schedule": schedule}),
        ("cancel_standing_order", {"standing_order_id": rng.choice(list(world.standing_orders))}),
    ]
    return Call(*rng.choice(choices))


def check_invariants(bank: Any) -> None:
    """Assert what is always true of the bank."""
    world = bank.ledger
    totals: Counter[tuple[str, str]] = Counter()
    for entry in world.transactions.values():
        totals[entry.account_id, entry.currency] += entry.amount_cents
    for each in world.accounts.values():
        for currency, cents in each.balances.items():
            assert totals.pop((each.id, currency)) == cents
            assert cents >= (-each.overdraft_cents if currency == "EUR" else 0)
        assert world.paid_today(each) <= each.daily_limit_cents
    assert not totals
    disputed = [each.transaction_id for each in world.disputes.values()]
    assert len(set(disputed)) == len(disputed)


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: books balance, limits hold, and what is refused or reads changes none."""
    carried: set[str] = set()
    for seed in range(12):
        world, rng = make_world(seed), Random(seed)
        check_invariants(world)
        for _ in range(80):
            before, call = state_of(world), draw_call(world, rng)
            if world.execute(call).is_error or call.name not in WRITES:
                assert state_of(world) == before
            else:
                carried.add(call.name)
                assert state_of(world) != before
            check_invariants(world)
    assert carried == WRITES
