"""Steps that the solutions of several tasks have in common."""

from collections.abc import Iterable, Iterator
from typing import Any

from toolbench_ood.tasks.solution import Caller

Row = dict[str, Any]


def catalogue_pages(call: Caller, **given: Any) -> Iterator[list[Row]]:
    """Read the catalogue page by page."""
    page = call("browse_products", **given)
    yield page["products"]
    while page["next_mark"]:
        page = call("browse_products", catalogue_mark=page["next_mark"], **given)
        yield page["products"]


def find_orders(call: Caller, stage: str, customer: str, count: int = 1) -> list[Row]:
    """Read the orders of a stage until so many of a customer have been seen."""
    page = call("browse_purchases", order_stage=stage)
    found = [row for row in page["orders"] if row["customer"] == customer]
    while len(found) < count:
        page = call("browse_purchases", order_stage=stage, orders_mark=page["next_mark"])
        found += [row for row in page["orders"] if row["customer"] == customer]
    return found


def find_sku(call: Caller, product: str, colour: str) -> str:
    """Look a variant up by the product's name and the colour."""
    (row,) = call("browse_products", product_words=product)["products"]
    return next(str(v["variant_sku"]) for v in row["variants"] if v["colour"] == colour)


def papers(call: Caller, code: str) -> Row:
    """Inspect one order, delivery or supplier."""
    row: Row = call("inspect_papers", paper_code=code)
    return row


def all_papers(call: Caller, codes: Iterable[str]) -> list[Row]:
    """Inspect several of them in one message."""
    return call.together(*(("inspect_papers", {"paper_code": code}) for code in codes))


def all_stocks(call: Caller, skus: Iterable[str]) -> list[Row]:
    """Look up in one message where several variants lie."""
    return call.together(*(("inspect_stock", {"stocked_sku": sku}) for sku in skus))


def fullest(stock: Row) -> str:
    """Return the bin in which most units of a variant are free."""
    return str(max(stock["bins"], key=lambda row: int(row["free_units"]))["bin_code"])


def hold(sku: str, code: str, units: int) -> Row:
    """Spell units in a bin the way tools take them."""
    return {"held_sku": sku, "held_bin": code, "held_units": units}


def holds_of(order: Row) -> list[Row]:
    """Spell what an order holds the way tools take it."""
    return [hold(row["variant_sku"], row["bin_code"], row["held_units"]) for row in order["held"]]


def restocking(sku: str, source: str, target: str, units: int) -> tuple[str, Row]:
    """Return the call that carries units from one bin to another."""
    return (
        "restock_bin",
        {
            "restocked_sku": sku,
            "source_bin": source,
            "target_bin": target,
            "restocked_units": units,
        },
    )


def hold_lines(call: Caller, order_code: str, lines: Iterable[Row]) -> list[Row]:
    """Reserve order lines, each from the bin with the most free units; return what was held."""
    rows = list(lines)
    stocks = all_stocks(call, (row["variant_sku"] for row in rows))
    held = [
        hold(row["variant_sku"], fullest(stock), row["ordered_units"])
        for row, stock in zip(rows, stocks, strict=True)
    ]
    call("reserve_units", fulfilled_order=order_code, reservations=held)
    return held
