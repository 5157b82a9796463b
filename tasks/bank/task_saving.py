"""A task whose first ask leaves the amount open."""

from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text

from .situations import accounts_of, booked_since, joint_account, orders_of, transferred
from .solutions import get_records, pick, transfer
from .wording import TRANSFER_REFERENCES, account_name
from .world import Bank


@task(kind="missing_parameter")
def transfers_from_savings(world: Bank, rng: Random) -> Turns:
    """The amount comes with the second ask, and only as what a standing order pays."""
    ledger = world.ledger
    source, target = rng.choice(accounts_of(ledger, "savings")), joint_account(ledger)
    orders = orders_of(ledger, target)
    names = [order.payee_name for order in orders]
    order = rng.choice([each for each in orders if names.count(each.payee_name) == 1])
    reference = rng.choice(TRANSFER_REFERENCES)

    def solution(call: Caller) -> None:
        rows = call("list_accounts")["accounts"]
        into = pick(rows, target)
        shown = get_records(call, into["standing_order_ids"])
        cents = next(row["amount_cents"] for row in shown if row["payee_name"] == order.payee_name)
        tool, given = transfer(pick(rows, source)["id"], into["id"], cents, reference)
        call(tool, **given)

    before = set(ledger.transactions)
    reply = yield Ask(
        f"Transfer some money from {account_name(source)} to {account_name(target)}. If anything "
        "you need to know is missing, don't guess: reply with just one of these words for what's "
        f"missing: source, target, amount. {exact_text(reference, 'this reference')}",
        solution=lambda _: "Amount",
        paraphrase=f"Let {account_name(target)} have some money from {account_name(source)}. "
        "Should you be missing a detail, tell me just which: source, target or amount (one word, "
        f"nothing else). The reference must be exactly:\n{reference}",
    )
    assert reply.named(("source", "target", "amount")) == {"amount"}
    assert booked_since(ledger, before) == []

    yield Ask(
        f"Oh, right: the amount that {account_name(target)} pays to {order.payee_name} by standing "
        "order each time.",
        solution=solution,
        paraphrase=f"As much as {order.payee_name} gets each time from the standing order on "
        f"{account_name(target)}.",
    )
    assert booked_since(ledger, before) == sorted(
        transferred(source, target, order.amount_cents, reference)
    )
