"""Draw a warehouse from a seed.

What the tasks rely on holds for every seed: eight products of each category in two colours, each
variant in two or three bins of different zones; orders hold units in ambient and cool bins alone;
every customer has one order; every supplier has two deliveries at the dock.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import get_args

from .records import Bin, Delivery, Order, Parcel, Product, Stage, Supplier, Variant, Zone
from .wording import CITIES, COLOURS, CUSTOMERS, PRODUCTS, SUPPLIERS

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
PRODUCTS_A_CATEGORY = 8
BINS_A_ZONE = 6
STAGES: dict[Stage, int] = {"placed": 14, "reserved": 7, "packed": 6, "shipped": 8}
"""Orders at first, by stage."""


def draw_code(rng: Random, prefix: str, taken: Collection[str]) -> str:
    """Draw an id that is not taken; ids follow no order, so none can be foretold."""
    while True:
        code = prefix + "".join(rng.choices(ALPHABET, k=6))
        if code not in taken:
            return code


@dataclass(slots=True)
class Stock:
    """The first state, in tables by id (bins by code, variants by SKU)."""

    today: date
    suppliers: dict[str, Supplier]
    products: dict[str, Product]
    variants: dict[str, Variant]
    bins: dict[str, Bin]
    orders: dict[str, Order] = field(default_factory=dict)
    parcels: dict[str, Parcel] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)


def draw_stock(rng: Random) -> Stock:
    """Draw everything that the warehouse holds at first."""
    today = date(2031, 1, 6) + timedelta(weeks=rng.randrange(150), days=rng.randrange(5))
    suppliers = _draw_suppliers(rng)
    products = _draw_products(rng, list(suppliers))
    variants = _draw_variants(rng, products)
    stock = Stock(today, suppliers, products, variants, _draw_bins(rng))
    _fill_bins(rng, stock)
    customers = iter(rng.sample(CUSTOMERS, sum(STAGES.values())))
    pickable = _pickable(stock)
    for stage, count in STAGES.items():
        for _ in range(count):
            _draw_order(rng, stock, pickable, next(customers), stage)
    _draw_deliveries(rng, stock)
    for one in stock.bins.values():
        one.capacity_units = sum(one.units.values()) + rng.randrange(12, 60)
    return stock


def _draw_suppliers(rng: Random) -> dict[str, Supplier]:
    suppliers: dict[str, Supplier] = {}
    for name, city in zip(SUPPLIERS, rng.sample(CITIES, len(SUPPLIERS)), strict=True):
        supplier_id = draw_code(rng, "SU-", suppliers)
        suppliers[supplier_id] = Supplier(supplier_id, name, city)
    return suppliers


def _draw_products(rng: Random, supplier_ids: list[str]) -> dict[str, Product]:
    products: dict[str, Product] = {}
    for category, names in PRODUCTS.items():
        for name in rng.sample(names, PRODUCTS_A_CATEGORY):
            product_id = draw_code(rng, "PR-", products)
            products[product_id] = Product(product_id, name, category, rng.choice(supplier_ids))
    return products


def _draw_variants(rng: Random, products: dict[str, Product]) -> dict[str, Variant]:
    variants: dict[str, Variant] = {}
    for product in products.values():
        weight = rng.randrange(80, 900, 5)
        for colour in rng.sample(COLOURS, 2):
            sku = draw_code(rng, "SK-", variants)
            cost = rng.randrange(300, 4000)
            price = cost * rng.randrange(130, 220) // 100
            variants[sku] = Variant(sku, product.id, colour, weight, cost, price)
    return variants


def _draw_bins(rng: Random) -> dict[str, Bin]:
    bins: dict[str, Bin] = {}
    numbers = iter(rng.sample(range(100, 1000), BINS_A_ZONE * 4))
    for zone in get_args(Zone):
        for _ in range(BINS_A_ZONE):
            code = "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=2)) + f"-{next(numbers)}"
            bins[code] = Bin(code, zone, 0)
    return bins


def bins_in(stock: Stock, zone: Zone) -> list[Bin]:
    """List the bins of a zone."""
    return [one for one in stock.bins.values() if one.zone == zone]


def _fill_bins(rng: Random, stock: Stock) -> None:
    bins = {zone: bins_in(stock, zone) for zone in get_args(Zone)}
    for sku in stock.variants:
        for zone in rng.sample(get_args(Zone), rng.choice((2, 2, 3))):
            rng.choice(bins[zone]).units[sku] = rng.randrange(6, 30)


def _draw_order(
    rng: Random, stock: Stock, pickable: list[str], customer: str, stage: Stage
) -> None:
    order_id = draw_code(rng, "OR-", stock.orders)
    skus = rng.sample(pickable, rng.randrange(2, 4))
    units = {sku: rng.randrange(1, 3) for sku in skus}
    prices = {sku: stock.variants[sku].price_cents for sku in skus}
    age = rng.randrange(1, 12) if stage in {"placed", "reserved"} else rng.randrange(12, 20)
    placed_on = stock.today - timedelta(days=age)
    order = Order(order_id, customer, rng.choice(CITIES), placed_on, units, prices, stage)
    stock.orders[order_id] = order
    if stage == "reserved":
        order.held = {f"{sku}@{_bin_with(stock, sku).code}": n for sku, n in units.items()}
    if stage in {"packed", "shipped"}:
        _pack(rng, stock, order)


def _pickable(stock: Stock) -> list[str]:
    """List the variants with units in an ambient or cool bin."""
    there = {sku for each in _open_bins(stock) for sku in each.units}
    return [sku for sku in stock.variants if sku in there]


def _open_bins(stock: Stock) -> list[Bin]:
    return bins_in(stock, "ambient") + bins_in(stock, "cool")


def _bin_with(stock: Stock, sku: str) -> Bin:
    """Return an ambient or cool bin with units of a variant that no order holds yet."""
    taken = {place for order in stock.orders.values() for place in order.held}
    bins = [each for each in _open_bins(stock) if sku in each.units]
    return next((each for each in bins if f"{sku}@{each.code}" not in taken), bins[0])


def _pack(rng: Random, stock: Stock, order: Order) -> None:
    parcel_id = draw_code(rng, "PC-", stock.parcels)
    grams = sum(stock.variants[sku].weight_grams * n for sku, n in order.units.items())
    parcel = Parcel(parcel_id, order.id, "large", dict(order.units), grams)
    stock.parcels[parcel_id] = parcel
    if order.stage == "shipped":
        parcel.carrier = "bluefin"
        order.shipped_on = stock.today - timedelta(days=rng.randrange(3, 12))


def _draw_deliveries(rng: Random, stock: Stock) -> None:
    for supplier in stock.suppliers.values():
        for _ in range(2):
            delivery_id = draw_code(rng, "DL-", stock.deliveries)
            skus = rng.sample(list(stock.variants), 2)
            units = {sku: rng.randrange(3, 9) for sku in skus}
            stock.deliveries[delivery_id] = Delivery(delivery_id, supplier.id, units)
