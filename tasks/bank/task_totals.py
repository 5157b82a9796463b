"""Tasks that add a statement up."""

import datetime as dt
from random import Random

from toolbench_ood import Ask, Caller, Turns, task

from .records import Account
from .rules import Ledger
from .situations import (
    accounts_of,
    booked_since,
    buy,
    cards_of,
    days_ago,
    draw_cents,
    joint_account,
    plant,
    transferred,
)
from .solutions import get_account, pick, read_statement, transfer
from .wording import MERCHANTS
from .world import Bank


def _read_spending(call: Caller, account_id: str, merchant: str, since: dt.date) -> int:
    rows = [row for page in read_statement(call, account_id, since=since) for row in page]
    return -sum(int(row["amount_cents"]) for row in rows if row["counterparty"] == merchant)


def _spent(ledger: Ledger, account: Account, merchant: str, since: dt.date) -> int:
    rows = ledger.history(account, since)
    return -sum(row.amount_cents for row in rows if row.counterparty == merchant)


@task(kind="aggregate")
def adds_up_the_spending_at_a_shop(world: Bank, rng: Random) -> Turns:
    """Eight or more pages of a statement, added up for one shop, less what it gave back."""
    ledger = world.ledger
    account, merchant = joint_account(ledger), rng.choice(MERCHANTS)
    since = days_ago(ledger, rng.randrange(70, 74))
    cards = cards_of(ledger, account)
    for ago in rng.sample(range(1, 70), rng.randrange(4, 8)):
        buy(world, rng.choice(cards), merchant, draw_cents(rng, 5, 90), ago)
    for ago in rng.sample(range(1, 70), rng.choice((1, 2))):
        plant(world, account, draw_cents(rng, 1, 4), ago, type="correction", counterparty=merchant)

    def solution(call: Caller) -> str:
        row = get_account(call, account)
        return f"{_read_spending(call, row['id'], merchant, since) / 100:.2f}"

    reply = yield Ask(
        f"How much has the joint account spent at {merchant} since {since} (inclusive), minus what "
        "they gave back in corrections? Reply with just the number, in euros.",
        solution=solution,
        paraphrase=f"Net of any corrections in our favour, what did {merchant} cost the joint "
        f"account from {since} up to and including today? Answer with nothing but the number of "
        "euros.",
    )

    assert reply.number() == _spent(ledger, account, merchant, since) / 100


@task(kind="aggregate")
def splits_the_spending_at_a_shop(world: Bank, rng: Random) -> Turns:
    """Add up what two people spent at a shop; who spent less transfers half of the difference."""
    ledger = world.ledger
    one, other = rng.sample(accounts_of(ledger, "current"), 2)
    merchant, ago = rng.choice(MERCHANTS), rng.randrange(30, 50)
    since = days_ago(ledger, ago)
    totals = _share_costs(world, rng, (one, other), merchant, ago)
    less, more = sorted((one, other), key=lambda account: totals[account.id])
    cents = (totals[more.id] - totals[less.id]) // 2

    def solution(call: Caller) -> str:
        rows = call("list_accounts", type="current")["accounts"]
        ids = [str(pick(rows, each)["id"]) for each in (one, other)]
        spent = {id_: _read_spending(call, id_, merchant, since) for id_ in ids}
        debtor, creditor = sorted(ids, key=lambda id_: spent[id_])
        half = (spent[creditor] - spent[debtor]) // 2
        tool, given = transfer(debtor, creditor, half)
        call(tool, **given)
        return f"{half / 100:.2f}"

    before = set(ledger.transactions)
    reply = yield Ask(
        f"{one.owner} and {other.owner} want to split evenly what their current accounts have "
        f"spent at {merchant} since {since} (inclusive). Transfer half of the difference from the "
        "account that spent less to the one that spent more, without a reference, and reply with "
        "just the number of euros transferred.",
        solution=solution,
        paraphrase=f"Compare what {one.owner}'s and {other.owner}'s current accounts have paid to "
        f"{merchant} from {since} onwards (inclusive). Whoever spent less owes the other half of "
        "the gap: transfer it between these two accounts with an empty reference. Then tell me "
        "only the amount in euros, as a bare number.",
    )

    assert booked_since(ledger, before) == sorted(transferred(less, more, cents))
    assert reply.number() == cents / 100


def _share_costs(
    world: Bank, rng: Random, accounts: tuple[Account, Account], merchant: str, ago: int
) -> dict[str, int]:
    """Book purchases for both, some too old to count; the totals differ by an even number."""
    ledger, totals = world.ledger, {}
    for account in accounts:
        cards = cards_of(ledger, account)
        for _ in range(rng.randrange(2, 5)):
            day = ago - rng.randrange(28)
            buy(world, rng.choice(cards), merchant, draw_cents(rng, 10, 90), day)
        old = ago + rng.randrange(1, 5)
        buy(world, rng.choice(cards), merchant, draw_cents(rng, 10, 90), old)
        totals[account.id] = _spent(ledger, account, merchant, days_ago(ledger, ago))
    first, second = accounts
    gap = totals[first.id] - totals[second.id]
    extra = 1001 if gap % 2 else 2000 if gap == 0 else 0
    if extra:
        buy(world, cards_of(ledger, first)[0], merchant, extra, ago)
        totals[first.id] += extra
    return totals
