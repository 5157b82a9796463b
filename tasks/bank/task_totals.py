"""Tasks that add a statement up."""

from collections.abc import Generator
from datetime import date, timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Account
from .situations import (
    accounts_of,
    booked_since,
    buy,
    cards_of,
    days_ago,
    draw_cents,
    joint_account,
    plant,
    transfer_rows,
)
from .steps import Row, pages, pick, see_account
from .wording import MERCHANTS
from .world import Bank


def _spent(rows: list[Row], merchant: str) -> int:
    return -sum(int(row["amount_cents"]) for row in rows if row["counterparty"] == merchant)


def _spent_on(world: Bank, account: Account, merchant: str, since: date) -> int:
    return -sum(e.amount_cents for e in world.history(account, since) if e.counterparty == merchant)


@task(kind="aggregate")
def adds_up_a_shop(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Eight or more pages of a statement, added up for one shop, less what it gave back."""
    account, merchant = joint_account(world), rng.choice(MERCHANTS)
    since = days_ago(world, rng.randrange(70, 74))
    _go_shopping(world, rng, account, merchant)
    cents = _spent_on(world, account, merchant, since)

    def solution(call: Caller) -> str:
        row = see_account(call, account)
        listed = pages(call, row["bank_account_id"], booked_since=since)
        total = sum(_spent(page, merchant) for page in listed)
        return f"{total / 100:.2f}"

    reply = yield Ask(
        f"How much has {merchant} cost us on the joint account since {since}, that day included, "
        "less what they gave back in corrections? In euros, the number alone, please.",
        solution=solution,
        paraphrase=f"Net of any corrections in our favour: what did the joint account spend at "
        f"{merchant} from {since} (inclusive) until today? Reply with nothing but the number of "
        "euros.",
    )

    assert reply.number() == cents / 100


def _go_shopping(world: Bank, rng: Random, account: Account, merchant: str) -> None:
    """Book purchases all over the past weeks, and one or two corrections."""
    cards = cards_of(world, account)
    for ago in rng.sample(range(1, 70), rng.randrange(4, 8)):
        buy(world, rng.choice(cards), merchant, draw_cents(rng, 5, 90), days_ago(world, ago))
    for ago in rng.sample(range(1, 70), rng.choice((1, 2))):
        day, cents = days_ago(world, ago), draw_cents(rng, 1, 4)
        plant(world, account, cents, day, kind="correction", counterparty=merchant)


@task(kind="aggregate")
def evens_a_shared_cost_out(world: Bank, rng: Random) -> Generator[Ask, Reply, None]:
    """Add up what two people spent at a shop; who spent less pays half of the difference over."""
    one, other = rng.sample(accounts_of(world, "current"), 2)
    merchant, since = rng.choice(MERCHANTS), days_ago(world, rng.randrange(30, 50))
    totals = _share_costs(world, rng, (one, other), merchant, since)
    less, more = sorted((one, other), key=lambda account: totals[account.id])
    cents = (totals[more.id] - totals[less.id]) // 2

    def solution(call: Caller) -> str:
        rows = call("show_accounts", account_kind="current")["accounts"]
        ids = [str(pick(rows, each)["bank_account_id"]) for each in (one, other)]
        spent = {
            account_id: sum(
                _spent(page, merchant) for page in pages(call, account_id, booked_since=since)
            )
            for account_id in ids
        }
        debtor, creditor = sorted(ids, key=lambda account_id: spent[account_id])
        half = (spent[creditor] - spent[debtor]) // 2
        call(
            "transfer_funds",
            debit_account_id=debtor,
            credit_account_id=creditor,
            transfer_cents=half,
        )
        return f"{half / 100:.2f}"

    before = set(world.entries)
    reply = yield Ask(
        f"{one.holder} and {other.holder} want to share evenly what each of their current accounts "
        f"has spent at {merchant} since {since}, that day included. Let the one who spent less "
        "transfer half of the difference to the other's current account, without a text, and "
        "answer with the number of euros transferred, nothing else.",
        solution=solution,
        paraphrase=f"Look at what went to {merchant} from {since} onwards (inclusive) out of "
        f"{one.holder}'s current account and out of {other.holder}'s. Whoever has spent less owes "
        "the other one half of the gap: move it between these two accounts, with an empty text. "
        "Tell me only the euro amount, as a bare number.",
    )

    assert booked_since(world, before) == sorted(transfer_rows(less, more, cents))
    assert reply.number() == cents / 100


def _share_costs(
    world: Bank, rng: Random, accounts: tuple[Account, Account], merchant: str, since: date
) -> dict[str, int]:
    """Book purchases for both, some too old to count; the totals differ by an even number."""
    totals = {}
    for account in accounts:
        cards = cards_of(world, account)
        for _ in range(rng.randrange(2, 5)):
            day = since + timedelta(days=rng.randrange(28))
            buy(world, rng.choice(cards), merchant, draw_cents(rng, 10, 90), day)
        old = since - timedelta(days=rng.randrange(1, 5))
        buy(world, rng.choice(cards), merchant, draw_cents(rng, 10, 90), old)
        totals[account.id] = _spent_on(world, account, merchant, since)
    first, second = (account.id for account in accounts)
    gap = totals[first] - totals[second]
    extra = 1001 if gap % 2 else 2000 if gap == 0 else 0
    if extra:
        buy(world, cards_of(world, accounts[0])[0], merchant, extra, since)
        totals[first] += extra
    return totals
