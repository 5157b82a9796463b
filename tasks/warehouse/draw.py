"""Draw a warehouse from a seed."""

import datetime as dt
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import (
    Bin,
    BinStock,
    Delivery,
    Order,
    OrderStatus,
    Parcel,
    Product,
    Supplier,
    Variant,
    Zone,
)
from .rules import Depot, merge
from .wording import CITIES, COLOURS, CUSTOMERS, PRODUCTS, SUPPLIERS

PRODUCTS_PER_CATEGORY = 8
BINS_PER_ZONE = 6
BIN_LETTERS = "ABCEFGHJKLMNTUVWXYZ"
"""Without the first letters of other ids."""
ORDERS: dict[OrderStatus, int] = {"placed": 14, "reserved": 7, "packed": 6, "shipped": 8}


def draw_depot(rng: Random) -> Depot:
    """Draw all that the warehouse holds at first.

    For every seed there are eight products of each category in two colours, and each variant is
    stored in two or three zones; orders reserve units in the ambient and cool zones alone; every
    customer has one order, and every supplier two deliveries at the dock.
    """
    today = dt.date(2031, 1, 6) + dt.timedelta(weeks=rng.randrange(150), days=rng.randrange(5))
    suppliers = _draw_suppliers(rng)
    products = _draw_products(rng, list(suppliers))
    depot = Depot(today, suppliers, products, _draw_variants(rng, products), _draw_bins(rng))
    _fill_bins(rng, depot)
    customers = iter(rng.sample(CUSTOMERS, sum(ORDERS.values())))
    for status, count in ORDERS.items():
        for _ in range(count):
            _draw_order(rng, depot, next(customers), status)
    _draw_deliveries(rng, depot)
    for place in depot.bins.values():
        place.capacity = sum(place.stock.values()) + rng.randrange(12, 60)
    return depot


def _draw_suppliers(rng: Random) -> dict[str, Supplier]:
    suppliers: dict[str, Supplier] = {}
    for name, city in zip(SUPPLIERS, rng.sample(CITIES, len(SUPPLIERS)), strict=True):
        id_ = draw_id(rng, "SU-", suppliers)
        suppliers[id_] = Supplier(id_, name, city)
    return suppliers


def _draw_products(rng: Random, supplier_ids: list[str]) -> dict[str, Product]:
    products: dict[str, Product] = {}
    for category, names in PRODUCTS.items():
        for name in rng.sample(names, PRODUCTS_PER_CATEGORY):
            id_ = draw_id(rng, "PR-", products)
            products[id_] = Product(id_, name, category, rng.choice(supplier_ids))
    return products


def _draw_variants(rng: Random, products: dict[str, Product]) -> dict[str, Variant]:
    variants: dict[str, Variant] = {}
    for product_id in products:
        weight = rng.randrange(80, 900, 5)
        for colour in rng.sample(COLOURS, 2):
            sku = draw_id(rng, "SK-", variants)
            cost = rng.randrange(300, 4000)
            price = cost * rng.randrange(130, 220) // 100
            variants[sku] = Variant(sku, product_id, colour, weight, cost, price)
    return variants


def _draw_bins(rng: Random) -> dict[str, Bin]:
    bins: dict[str, Bin] = {}
    numbers = iter(rng.sample(range(100, 1000), BINS_PER_ZONE * len(get_args(Zone))))
    for zone in get_args(Zone):
        for _ in range(BINS_PER_ZONE):
            id_ = "".join(rng.choices(BIN_LETTERS, k=2)) + f"-{next(numbers)}"
            bins[id_] = Bin(id_, zone, 0)
    return bins


def _fill_bins(rng: Random, depot: Depot) -> None:
    for sku in depot.variants:
        for zone in rng.sample(get_args(Zone), rng.choice((2, 2, 3))):
            place = rng.choice([each for each in depot.bins.values() if each.zone == zone])
            place.stock[sku] = rng.randrange(6, 30)


def _draw_order(rng: Random, depot: Depot, customer: str, status: OrderStatus) -> None:
    id_ = draw_id(rng, "OR-", depot.orders)
    skus = rng.sample(
        [sku for sku in depot.variants if _pickable_bins(depot, sku)], rng.choice((2, 3))
    )
    quantities = {sku: rng.randrange(1, 3) for sku in skus}
    prices = {sku: depot.variants[sku].price_cents for sku in skus}
    age = rng.randrange(1, 12) if status in {"placed", "reserved"} else rng.randrange(12, 20)
    placed = depot.today - dt.timedelta(days=age)
    order = Order(id_, customer, rng.choice(CITIES), placed, quantities, prices, status)
    if status == "reserved":
        order.reserved = merge(
            BinStock(sku, _bin_to_pick(depot, sku), count) for sku, count in quantities.items()
        )
    depot.orders[id_] = order
    if status in {"packed", "shipped"}:
        _pack(rng, depot, order)


def _pickable_bins(depot: Depot, sku: str) -> list[str]:
    """List the ambient and cool bins that a variant is in."""
    bins = depot.bins.values()
    return [each.id for each in bins if each.zone in {"ambient", "cool"} and sku in each.stock]


def _bin_to_pick(depot: Depot, sku: str) -> str:
    """Return an ambient or cool bin with a variant, one without reserved units if there is one."""
    bins = _pickable_bins(depot, sku)
    return next((each for each in bins if not depot.reserved_for(sku, each)), bins[0])


def _pack(rng: Random, depot: Depot, order: Order) -> None:
    id_ = draw_id(rng, "PC-", depot.parcels)
    counts = order.quantities
    grams = sum(depot.variants[sku].weight_grams * count for sku, count in counts.items())
    depot.parcels[id_] = Parcel(id_, order.id, "large", dict(counts), grams)
    if order.status == "shipped":
        depot.parcels[id_].carrier = "bluefin"
        order.ship_date = depot.today - dt.timedelta(days=rng.randrange(3, 12))


def _draw_deliveries(rng: Random, depot: Depot) -> None:
    for supplier_id in depot.suppliers:
        for _ in range(2):
            id_ = draw_id(rng, "DL-", depot.deliveries)
            skus = rng.sample(list(depot.variants), 2)
            quantities = {sku: rng.randrange(3, 9) for sku in skus}
            depot.deliveries[id_] = Delivery(id_, supplier_id, quantities)
