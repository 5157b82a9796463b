"""The warehouse's state, and the rules that hold for bins and orders."""

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World

from .drawing import draw_stock
from .records import Bin, Delivery, Hold, Order, Parcel, Product, Return, Stage, Supplier, Variant


class Floor(World):
    """Bins that never hold more than fits in, nor fewer units than orders have reserved there."""

    name = "shop and warehouse"

    def __init__(self, rng: Random) -> None:
        """Draw products, bins with stock, orders in all stages, and deliveries at the dock."""
        super().__init__(rng)
        stock = draw_stock(rng)
        self.today: date = stock.today
        self.suppliers: dict[str, Supplier] = stock.suppliers
        self.products: dict[str, Product] = stock.products
        self.variants: dict[str, Variant] = stock.variants
        self.bins: dict[str, Bin] = stock.bins
        self.orders: dict[str, Order] = stock.orders
        self.parcels: dict[str, Parcel] = stock.parcels
        self.deliveries: dict[str, Delivery] = stock.deliveries
        self.returns: dict[str, Return] = {}

    def variant(self, sku: str) -> Variant:
        """Look a variant up, or refuse."""
        if sku not in self.variants:
            raise ToolError(f"There is no variant {sku}.")
        return self.variants[sku]

    def bin(self, code: str) -> Bin:
        """Look a bin up, or refuse."""
        if code not in self.bins:
            raise ToolError(f"There is no bin {code}.")
        return self.bins[code]

    def order(self, order_id: str, stages: Sequence[Stage]) -> Order:
        """Look an order up, or refuse; it must be in one of some stages."""
        if order_id not in self.orders:
            raise ToolError(f"There is no order {order_id}.")
        order = self.orders[order_id]
        if order.stage not in stages:
            raise ToolError(
                f"Order {order_id} is {order.stage}; this is done to orders that are "
                f"{' or '.join(stages)}."
            )
        return order

    def product_of(self, sku: str) -> Product:
        """Return the product that a variant is of."""
        return self.products[self.variants[sku].product_id]

    def holders(self, sku: str, code: str) -> dict[str, int]:
        """Return the units of a variant in a bin that orders hold, by order."""
        key = place(sku, code)
        return {order.id: order.held[key] for order in self.orders.values() if key in order.held}

    def free_in(self, sku: str, code: str) -> int:
        """Return how many units of a variant in a bin no order holds."""
        on_hand = self.bins[code].units.get(sku, 0)
        return on_hand - sum(self.holders(sku, code).values())

    def free(self, sku: str) -> int:
        """Return how many units of a variant no order holds, wherever they are."""
        return sum(self.free_in(sku, code) for code in self.bins)

    def put(self, sku: str, code: str, units: int) -> None:
        """Change what a bin holds by some units, which may be negative."""
        held = self.bins[code].units
        held[sku] = held.get(sku, 0) + units
        if not held[sku]:
            del held[sku]

    def refuse_shortage(self, sku: str, code: str, units: int) -> None:
        """Refuse to take more of a variant from a bin than is free there."""
        free, holders = self.free_in(sku, code), self.holders(sku, code)
        if units > free:
            by = f", the others are held for {', '.join(holders)}" if holders else ""
            raise ToolError(
                f"Bin {code} has {free} free units of {sku}{by}; {units} cannot be taken."
            )

    def refuse_overflow(self, code: str, units: int) -> None:
        """Refuse to put more into a bin than fits in."""
        room = self.bins[code].room
        if units > room:
            raise ToolError(f"Bin {code} has room for {room} more units, not for {units}.")


def place(sku: str, code: str) -> str:
    """Name units of a variant in a bin, as orders hold them."""
    return f"{sku}@{code}"


def add_up(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Add units up by what they are of."""
    total: dict[str, int] = {}
    for key, units in pairs:
        total[key] = total.get(key, 0) + units
    return total


def added_holds(holds: Iterable[Hold]) -> dict[str, int]:
    """Add holds up by what they hold."""
    return add_up((place(hold.held_sku, hold.held_bin), hold.held_units) for hold in holds)
