"""What task files share to set a situation up."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from .drawing import draw_code
from .records import COLLECTS, Bin, Carrier, Order, Stage, Zone
from .wording import CITIES, CUSTOMERS
from .world import Warehouse


def spell_variant(world: Warehouse, sku: str) -> str:
    """Write a variant for an ask."""
    return f"“{world.product_of(sku).name}” in {world.variants[sku].colour}"


def idle_skus(world: Warehouse) -> list[str]:
    """List the variants that nobody holds and that no delivery brings."""
    held = {key.split("@")[0] for order in world.orders.values() for key in order.held}
    brought = {sku for delivery in world.deliveries.values() for sku in delivery.units}
    return [sku for sku in world.variants if sku not in held | brought]


def draw_idle_skus(world: Warehouse, rng: Random, count: int) -> list[str]:
    """Draw idle variants of different products."""
    skus = idle_skus(world)
    by_product = {world.variants[sku].product_id: sku for sku in rng.sample(skus, len(skus))}
    return rng.sample(list(by_product.values()), count)


def draw_bins(
    world: Warehouse, rng: Random, count: int, zones: Sequence[Zone] = ("ambient", "cool")
) -> list[Bin]:
    """Draw different bins of some zones."""
    return rng.sample([one for one in world.bins.values() if one.zone in zones], count)


def stow(world: Warehouse, sku: str, shelves: Sequence[tuple[Bin, int]]) -> None:
    """Let a variant that nobody holds lie in some bins with some units, and nowhere else."""
    for one in world.bins.values():
        one.units.pop(sku, None)
    for one, units in shelves:
        one.units[sku] = units
        make_room(one, 0)


def make_room(one: Bin, units: int) -> None:
    """Let a bin have room for some units, or more."""
    one.capacity_units += max(0, units - one.room)


def spread(world: Warehouse, rng: Random, sku: str, count: int = 3) -> Bin:
    """Let a variant lie in several bins with different numbers; return the bin with the most."""
    bins = draw_bins(world, rng, count)
    numbers = sorted(rng.sample(range(6, 30), count))
    shelves = list(zip(bins, numbers, strict=True))
    stow(world, sku, rng.sample(shelves, count))
    return bins[-1]


def fresh_customer(world: Warehouse, rng: Random) -> str:
    """Draw a name that no order has."""
    known = {order.customer for order in world.orders.values()}
    return rng.choice([name for name in CUSTOMERS if name not in known])


def plant_order(  # noqa: PLR0913  # an order is made of these
    world: Warehouse,
    rng: Random,
    units: dict[str, int],
    *,
    age_days: int = 0,
    customer: str | None = None,
    city: str | None = None,
    stage: Stage = "placed",
) -> Order:
    """Put one more order among the others."""
    order = Order(
        id=draw_code(rng, "OR-", world.orders),
        customer=customer or fresh_customer(world, rng),
        city=city or rng.choice(CITIES),
        placed_on=world.today - timedelta(days=age_days),
        units=units,
        prices_cents={sku: world.variants[sku].price_cents for sku in units},
        stage=stage,
    )
    world.orders[order.id] = order
    return order


def draw_units(rng: Random, skus: Sequence[str]) -> dict[str, int]:
    """Draw how much of some variants is ordered; a medium box carries that of any of them."""
    return {sku: rng.randrange(1, 5) for sku in skus}


def draw_collection(world: Warehouse, rng: Random) -> tuple[Carrier, date]:
    """Draw a carrier and one of the days on which it comes."""
    carrier = rng.choice(list(COLLECTS))
    days = [world.today + timedelta(days=more) for more in range(1, 15)]
    return carrier, rng.choice([day for day in days if day.isoweekday() in COLLECTS[carrier]])


def empty_of(world: Warehouse, rng: Random, skus: Sequence[str]) -> Bin:
    """Draw a bin that has none of some variants, and make room in it."""
    bins = [one for one in world.bins.values() if not set(skus) & set(one.units)]
    chosen = rng.choice(bins)
    make_room(chosen, 25)
    return chosen
