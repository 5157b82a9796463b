"""The tasks of the suite ``bank``: another right way passes too."""

from typing import Any

from suites.suite_facts import load

from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.trial.replay import replay, written_calls
from toolbench_ood.types.call import Call

SEEDS = range(20)


def test_either_side_of_an_exchange_may_be_fixed() -> None:
    """Who gives the euros that buy just the amount wanted, rounded up, has bought it as well."""
    suite = load("bank")
    task = suite.tasks["task_exchange.py::buys_foreign_currency"]
    tried = 0
    for seed in SEEDS:
        situation = Situation(suite, task, seed)
        *lines, (*reads, call) = written_calls(situation.acts)
        wanted = call.arguments["exchange"]
        rate = suite_rates(situation)[wanted["buy"]]
        euros = -(-wanted["amount_cents"] * rate // 10_000)
        if euros * 10_000 // rate == wanted["amount_cents"]:
            given = {**wanted, "amount_cents": euros, "amount_side": "sell"}
            other = Call(call.name, {**call.arguments, "exchange": given})
            assert replay(situation, [*lines, [*reads, other]]).verdict.solved
            tried += 1
    assert tried


def suite_rates(situation: Situation) -> dict[str, int]:
    """Return what the bank of a situation gives for 100 units of each currency."""
    world: Any = situation.session().world
    return dict(world.ledger.rates)
