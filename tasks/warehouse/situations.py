"""What tasks share to arrange a situation."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from random import Random

from toolbench_ood.world.kit import draw_id

from .records import PICKUP_DAYS, Bin, BinStock, Carrier, Order, OrderStatus, Zone
from .rules import Depot
from .wording import CITIES, CUSTOMERS


def variant_name(depot: Depot, sku: str) -> str:
    """Refer to a variant: ``“Clip light Pip” in moss``."""
    return f"“{depot.product_of(sku).name}” in {depot.variants[sku].colour}"


def idle_skus(depot: Depot) -> list[str]:
    """List the variants without reserved units that no delivery contains."""
    reserved = {line.sku for order in depot.orders.values() for line in order.reserved}
    coming = {sku for delivery in depot.deliveries.values() for sku in delivery.quantities}
    return [sku for sku in depot.variants if sku not in reserved | coming]


def draw_skus(depot: Depot, rng: Random, count: int) -> list[str]:
    """Draw idle variants of different products."""
    skus = idle_skus(depot)
    by_product = {depot.variants[sku].product_id: sku for sku in rng.sample(skus, len(skus))}
    return rng.sample(list(by_product.values()), count)


def draw_bins(depot: Depot, rng: Random, count: int, *zones: Zone) -> list[Bin]:
    """Draw different bins of some zones: the ambient and the cool one unless others are given."""
    wanted = zones or ("ambient", "cool")
    return rng.sample([each for each in depot.bins.values() if each.zone in wanted], count)


def place(depot: Depot, sku: str, stock: Sequence[tuple[Bin, int]]) -> None:
    """Put so many units of an idle variant into some bins, and none into all others."""
    for each in depot.bins.values():
        each.stock.pop(sku, None)
    for each, quantity in stock:
        each.stock[sku] = quantity
        make_space(each, 0)


def make_space(target: Bin, quantity: int) -> None:
    """Let a bin have space for some units, or more."""
    target.capacity += max(0, quantity - target.free_space)


def spread(depot: Depot, rng: Random, sku: str, count: int = 3) -> Bin:
    """Put a variant into several bins in different quantities; return the bin with the most."""
    bins = draw_bins(depot, rng, count)
    quantities = sorted(rng.sample(range(6, 30), count))
    place(depot, sku, rng.sample(list(zip(bins, quantities, strict=True)), count))
    return bins[-1]


def new_customer(depot: Depot, rng: Random) -> str:
    """Draw somebody who has no order."""
    known = {order.customer for order in depot.orders.values()}
    return rng.choice([name for name in CUSTOMERS if name not in known])


def plant_order(  # noqa: PLR0913  # what an order is made of
    depot: Depot,
    rng: Random,
    quantities: Mapping[str, int],
    *,
    age_days: int = 0,
    customer: str | None = None,
    city: str | None = None,
    reserved: Sequence[BinStock] = (),
    status: OrderStatus = "placed",
) -> Order:
    """Add one more order."""
    order = Order(
        id=draw_id(rng, "OR-", depot.orders),
        customer=customer or new_customer(depot, rng),
        city=city or rng.choice(CITIES),
        order_date=depot.today - dt.timedelta(days=age_days),
        quantities=dict(quantities),
        unit_prices={sku: depot.variants[sku].price_cents for sku in quantities},
        status=status,
        reserved=tuple(reserved),
    )
    depot.orders[order.id] = order
    return order


def lines_from(bins: Mapping[str, Bin], quantities: Mapping[str, int]) -> tuple[BinStock, ...]:
    """Return what an order has reserved if each variant comes from one bin, by SKU."""
    return tuple(BinStock(sku, bins[sku].id, quantities[sku]) for sku in sorted(quantities))


def draw_pickup(depot: Depot, rng: Random) -> tuple[Carrier, dt.date]:
    """Draw a carrier and one of the days on which it comes."""
    carrier = rng.choice(list(PICKUP_DAYS))
    days = [depot.today + dt.timedelta(days=more) for more in range(1, 15)]
    return carrier, rng.choice([day for day in days if day.isoweekday() in PICKUP_DAYS[carrier]])


def bin_without(depot: Depot, rng: Random, skus: Collection[str]) -> Bin:
    """Draw a bin that has none of some variants, and make space in it."""
    bins = [each for each in depot.bins.values() if not set(skus) & set(each.stock)]
    chosen = rng.choice(bins)
    make_space(chosen, 25)
    return chosen
