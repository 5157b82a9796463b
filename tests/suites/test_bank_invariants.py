"""The world of the suite ``bank`` under random play: what is always true."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from suites.test_bank_world import line, make_world

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

WRITES = {
    "transfer_funds",
    "pay_payees",
    "convert_money",
    "freeze_card",
    "unfreeze_card",
    "dispute_entry",
    "schedule_payment",
    "revoke_standing_payment",
}


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call with arguments that may well be refused."""
    one, other = rng.sample(list(world.accounts), 2)
    cents = int(10 ** rng.uniform(1, 6))
    payment = line(world, payee_id=rng.choice(list(world.payees)), payment_cents=cents)
    currencies = rng.sample(["EUR", "USD", "GBP", "CHF", "SEK"], 2)
    card = {"bank_card_id": rng.choice(list(world.cards))}
    due = {
        "first_due_on": str(world.today + timedelta(days=rng.randrange(30))),
        "due_rhythm": "weekly",
    }
    exchange = {
        "sold_currency": currencies[0],
        "bought_currency": currencies[1],
        "fixed_cents": cents,
        "fixed_side": rng.choice(("sold", "bought")),
    }
    choices: list[tuple[str, dict[str, Any]]] = [
        ("show_accounts", {"account_kind": rng.choice(("joint", "savings"))}),
        ("show_statement", {"bank_account_id": one, "booked_since": str(world.today)}),
        ("show_payees", {"payee_name_part": rng.choice("aeiou")}),
        ("trace_reference", {"bank_reference": rng.choice(list(world.entries))}),
        (
            "transfer_funds",
            {"debit_account_id": one, "credit_account_id": other, "transfer_cents": cents},
        ),
        ("pay_payees", {"paying_account_id": one, "payment_lines": [payment] * 2}),
        ("convert_money", {"pocket_account_id": one, "conversion": exchange}),
        ("freeze_card", {**card, "freeze_reason": rng.choice(("lost", "stolen"))}),
        ("unfreeze_card", card),
        (
            "dispute_entry",
            {
                "disputed_entry_id": rng.choice(list(world.entries)),
                "dispute_ground": "duplicate",
                "account_of_events": "a",
            },
        ),
        (
            "schedule_payment",
            {"paying_account_id": one, "repeated_payment": payment, "due_rule": due},
        ),
        ("revoke_standing_payment", {"standing_payment_id": rng.choice(list(world.standings))}),
    ]
    return Call(*rng.choice(choices))


def check_invariants(world: Any) -> None:
    """Assert what is always true of the bank."""
    totals: Counter[tuple[str, str]] = Counter()
    for entry in world.entries.values():
        totals[entry.account_id, entry.currency] += entry.amount_cents
    for each in world.accounts.values():
        for currency, cents in each.balances.items():
            assert totals.pop((each.id, currency)) == cents
            assert cents >= (-each.overdraft_cents if currency == "EUR" else 0)
        assert world.paid_today(each) <= each.daily_limit_cents
    assert not totals
    disputed = [each.entry_id for each in world.disputes.values()]
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
