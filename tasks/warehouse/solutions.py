"""Steps that the solutions of several tasks have in common."""

from collections.abc import Iterable, Iterator
from typing import Any

from toolbench_ood import Caller
from toolbench_ood.world.kit import read_pages

Row = dict[str, Any]
Request = tuple[str, Row]
"""A tool and its arguments, for ``call.together``."""


def read_catalogue(call: Caller, **given: Any) -> Iterator[Row]:
    """Read the catalogue page by page; give each variant."""
    for page in read_pages(call, "search_products", **given):
        for product in page["products"]:
            yield from product["variants"]


def find_variants(call: Caller, *wanted: tuple[str, str]) -> list[Row]:
    """Look variants up in one message, by the names of products and their colours."""
    pages = call.together(*(("search_products", {"query": product}) for product, _ in wanted))
    return [
        next(each for each in page["products"][0]["variants"] if each["colour"] == colour)
        for page, (_, colour) in zip(pages, wanted, strict=True)
    ]


def find_orders(call: Caller, status: str, customer: str, count: int = 1) -> list[str]:
    """Read the orders with a status until so many of a customer have been seen; give their ids."""
    found: list[str] = []
    for page in read_pages(call, "list_orders", status=status):
        found += [row["id"] for row in page["orders"] if row["customer"] == customer]
        if len(found) >= count:
            break
    return found


def get_record(call: Caller, id_: str) -> Row:
    """Look one record up."""
    row: Row = call("get_warehouse_record", id=id_)
    return row


def get_records(call: Caller, ids: Iterable[str]) -> list[Row]:
    """Look several records up in one message."""
    return call.together(*(("get_warehouse_record", {"id": id_}) for id_ in ids))


def get_stocks(call: Caller, rows: Iterable[Row]) -> list[Row]:
    """Look up in one message which bins the variants of some rows are in."""
    return call.together(*(("get_stock", {"sku": row["sku"]}) for row in rows))


def fullest(stock: Row) -> str:
    """Return the bin in which most units of a variant are available."""
    return str(max(stock["bins"], key=lambda row: int(row["available"]))["bin_id"])


def line(sku: str, bin_id: str, quantity: int) -> Row:
    """Write units in a bin the way tools take them."""
    return {"sku": sku, "bin_id": bin_id, "quantity": quantity}


def reserve_items(call: Caller, order_id: str, items: Iterable[Row]) -> list[Row]:
    """Reserve items of an order, each in the bin with most of it; return what was reserved."""
    rows = list(items)
    stocks = get_stocks(call, rows)
    lines = [
        line(row["sku"], fullest(stock), row["quantity"])
        for row, stock in zip(rows, stocks, strict=True)
    ]
    call("reserve_stock", order_id=order_id, stock=lines)
    return lines


def move(sku: str, source_id: str, target_id: str, quantity: int) -> Request:
    """Return the call that moves units from one bin to another."""
    ends = {"from_bin_id": source_id, "to_bin_id": target_id}
    return "move_stock", {"sku": sku, **ends, "quantity": quantity}


def price(sku: str, cents: int, reason: str) -> Request:
    """Return the call that changes a price."""
    return "set_price", {"sku": sku, "price_cents": cents, "reason": reason}
