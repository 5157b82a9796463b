"""Steps that the solutions of several tasks have in common."""

from collections.abc import Callable, Iterator
from typing import Any

from toolbench_ood import Caller
from toolbench_ood.world.kit import read_pages

from .records import Account

Row = dict[str, Any]
Request = tuple[str, Row]
"""A tool and its arguments, for ``call.together``."""


def get_account(call: Caller, account: Account) -> Row:
    """Look an account up by its type and owner."""
    tool, given = accounts_like(account)
    row: Row = call(tool, **given)["accounts"][0]
    return row


def accounts_like(account: Account) -> Request:
    """Return the call that lists the accounts of an account's type and owner: it alone."""
    owner = {} if account.type == "joint" else {"owner": account.owner}
    return "list_accounts", {"type": account.type, **owner}


def pick(rows: list[Row], account: Account) -> Row:
    """Return an account's row from a list of accounts."""
    wanted = (account.type, account.owner)
    return next(row for row in rows if (row["type"], row["owner"]) == wanted)


def euros_in(row: Row) -> int:
    """Return an account's balance in euro cents."""
    return int(row["balances"]["EUR"])


def read_statement(call: Caller, account_id: str, **more: Any) -> Iterator[list[Row]]:
    """Read a statement page by page, the newest transactions first."""
    for page in read_pages(call, "list_transactions", account_id=account_id, **more):
        yield page["transactions"]


def newest(call: Caller, account_id: str, count: int, wanted: Callable[[Row], bool]) -> list[Row]:
    """Read a statement until it has shown so many transactions that are wanted."""
    found: list[Row] = []
    for page in read_statement(call, account_id):
        found += [row for row in page if wanted(row)]
        if len(found) >= count:
            break
    return found[:count]


def get_records(call: Caller, ids: list[str]) -> list[Row]:
    """Look several records up in one message."""
    return call.together(*(("get_bank_record", {"id": each}) for each in ids))


def payment(account_id: str, payee_id: str, cents: int, reference: str = "") -> Row:
    """Return the arguments that pay one payee."""
    line = {"payee_id": payee_id, "amount_cents": cents, "reference": reference}
    return {"account_id": account_id, "payments": [line]}


def transfer(source_id: str, target_id: str, cents: int, reference: str = "") -> Request:
    """Return the call that transfers money."""
    ends = {"from_account_id": source_id, "to_account_id": target_id}
    return "transfer_money", {**ends, "amount_cents": cents, "reference": reference}
