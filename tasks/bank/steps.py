"""Steps that the solutions of several tasks have in common."""

from collections.abc import Callable, Iterator
from typing import Any

from toolbench_ood.task.solution import Caller

from .records import Account

Row = dict[str, Any]


def see_account(call: Caller, account: Account) -> Row:
    """Look an account up by its kind and holder."""
    if account.kind == "joint":
        found = call("show_accounts", account_kind="joint")
    else:
        found = call("show_accounts", account_kind=account.kind, account_holder=account.holder)
    row: Row = found["accounts"][0]
    return row


def pick(rows: list[Row], account: Account) -> Row:
    """Return an account's row from a list of all accounts."""
    return next(
        row
        for row in rows
        if (row["account_kind"], row["account_holder"]) == (account.kind, account.holder)
    )


def pages(call: Caller, account_id: str, **more: Any) -> Iterator[list[Row]]:
    """Read a statement page by page, the newest entries first."""
    page = call("show_statement", bank_account_id=account_id, **more)
    yield page["entries"]
    while page["next_cursor"]:
        cursor = page["next_cursor"]
        page = call("show_statement", bank_account_id=account_id, statement_cursor=cursor, **more)
        yield page["entries"]


def first_entries(
    call: Caller, account_id: str, count: int, wanted: Callable[[Row], bool]
) -> list[Row]:
    """Read a statement until it has shown so many entries that are wanted."""
    found: list[Row] = []
    for page in pages(call, account_id):
        found += [row for row in page if wanted(row)]
        if len(found) >= count:
            break
    return found[:count]


def trace_all(call: Caller, references: list[str]) -> list[Row]:
    """Trace several references in one message."""
    return call.together(*(("trace_reference", {"bank_reference": each}) for each in references))


def pay(account: Row, payee_id: str, cents: int, text: str = "") -> tuple[str, dict[str, Any]]:
    """Return the call that pays one payee."""
    line = {"payee_id": payee_id, "payment_cents": cents, "payment_text": text}
    return (
        "pay_payees",
        {"paying_account_id": account["bank_account_id"], "payment_lines": [line]},
    )
