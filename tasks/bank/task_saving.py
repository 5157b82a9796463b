"""A task whose first ask leaves the amount open."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .situations import (
    accounts_of,
    booked_since,
    joint_account,
    spell_account,
    standings_of,
    transfer_rows,
)
from .steps import pick, trace_all
from .wording import TRANSFER_TEXTS
from .world import Bank


@task(kind="missing_parameter")
def asks_how_much_to_move(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """The amount comes with the second ask, and only as what a standing payment takes."""
    source, target = rng.choice(accounts_of(world, "savings")), joint_account(world)
    standings = standings_of(world, target)
    names = [world.payees[each.payee_id].name for each in standings]
    standing = rng.choice(
        [each for each, name in zip(standings, names, strict=True) if names.count(name) == 1]
    )
    payee, text = world.payees[standing.payee_id], rng.choice(TRANSFER_TEXTS)

    def solution(call: Caller) -> None:
        rows = call("show_accounts")["accounts"]
        into = pick(rows, target)
        traced = trace_all(call, into["standing_payment_ids"])
        cents = next(
            row["amount_cents"] for row in traced if row["payee"]["payee_name"] == payee.name
        )
        call(
            "transfer_funds",
            debit_account_id=pick(rows, source)["bank_account_id"],
            credit_account_id=into["bank_account_id"],
            transfer_cents=cents,
            transfer_text=text,
        )

    before = set(world.entries)
    reply = yield Ask(
        f"Move some money from {spell_account(source)} to {spell_account(target)} for me, with "
        f"this text, letter by letter:\n{text}",
        solution=lambda _: "How much shall I move?",
        paraphrase=f"I'd like {spell_account(target)} to get a bit from {spell_account(source)}. "
        f"The text of the transfer, word for word:\n{text}",
    )
    assert reply.text
    assert booked_since(world, before) == []

    yield Ask(
        f"Oh, right: as much as the standing payment to {payee.name} takes from "
        f"{spell_account(target)} each time.",
        solution=solution,
        paraphrase=f"The same amount that {payee.name} gets whenever the standing payment on "
        f"{spell_account(target)} runs.",
    )
    assert booked_since(world, before) == sorted(
        transfer_rows(source, target, standing.amount_cents, text)
    )
