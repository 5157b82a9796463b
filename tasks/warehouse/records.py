"""What the warehouse keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

Category: TypeAlias = Literal["lighting", "kitchen", "garden", "stationery"]
Zone: TypeAlias = Literal["ambient", "cool", "secure", "display"]
OrderStatus: TypeAlias = Literal["placed", "reserved", "packed", "shipped"]
BoxSize: TypeAlias = Literal["small", "medium", "large"]
Carrier: TypeAlias = Literal["kestrel", "overland", "bluefin"]
Condition: TypeAlias = Literal["unopened", "opened", "damaged"]
PriceReason: TypeAlias = Literal["clearance", "supplier_cost", "goodwill", "correction"]

MAX_GRAMS: dict[BoxSize, int] = {"small": 2000, "medium": 6000, "large": 15_000}
REFUND_PERCENT: dict[Condition, int] = {"unopened": 100, "opened": 80, "damaged": 50}
PICKUP_DAYS: dict[Carrier, tuple[int, ...]] = {
    "kestrel": (1, 3, 5),
    "overland": (2, 4),
    "bluefin": (1, 2, 3, 4, 5, 6),
}
"""ISO weekdays on which each carrier collects parcels."""

BinId: TypeAlias = Annotated[str, Field(pattern="^[A-Z]{2}-[0-9]{3}$")]
Sku: TypeAlias = Annotated[str, Field(description="SKU of the variant.")]
Quantity: TypeAlias = Annotated[int, Field(ge=1, le=500)]
Units: TypeAlias = Annotated[Quantity, Field(description="Number of units.")]


@dataclass(frozen=True, slots=True)
class Product:
    """Something that is sold, in one or more colours."""

    id: str
    name: str
    category: Category
    supplier_id: str


@dataclass(slots=True)
class Variant:
    """A product in one colour."""

    sku: str
    product_id: str
    colour: str
    weight_grams: int
    cost_cents: int
    price_cents: int
    price_reason: PriceReason | None = None
    """Why the price was last changed."""
    successor_sku: str | None = None
    """What is sold instead, once it is discontinued."""


@dataclass(slots=True)
class Bin:
    """A place on the shelves."""

    id: str
    zone: Zone
    capacity: int
    stock: dict[str, int] = field(default_factory=dict)
    """Units on hand by SKU; nothing is listed with 0."""

    @property
    def free_space(self) -> int:
        """How many more units fit."""
        return self.capacity - sum(self.stock.values())


@dataclass(frozen=True, slots=True)
class BinStock:
    """Units of a variant in a bin."""

    sku: Sku
    bin_id: Annotated[BinId, Field(description="Id of the bin.")]
    quantity: Units


@dataclass(slots=True)
class Order:
    """What a customer wants."""

    id: str
    customer: str
    city: str
    order_date: dt.date
    quantities: dict[str, int]
    """Units ordered by SKU."""
    unit_prices: dict[str, int]
    """Price of one unit in cents by SKU, as ordered."""
    status: OrderStatus = "placed"
    reserved: tuple[BinStock, ...] = ()
    """By SKU and bin, sorted."""
    ship_date: dt.date | None = None


@dataclass(slots=True)
class Parcel:
    """A packed box of an order."""

    id: str
    order_id: str
    size: BoxSize
    quantities: dict[str, int]
    weight_grams: int
    carrier: Carrier | None = None


@dataclass(slots=True)
class Return:
    """Units that a customer sent back."""

    id: str
    order_id: str
    sku: str
    quantity: int
    condition: Condition
    refund_cents: int
    bin_id: str | None


@dataclass(frozen=True, slots=True)
class Supplier:
    """A company that delivers products."""

    id: str
    name: str
    city: str


@dataclass(slots=True)
class Delivery:
    """Goods of a supplier, which wait at the dock until they are received."""

    id: str
    supplier_id: str
    quantities: dict[str, int]
    status: Literal["waiting", "received"] = "waiting"


@dataclass(frozen=True, slots=True)
class BoxItem:
    """Units of a variant in a box."""

    sku: Sku
    quantity: Units


@dataclass(frozen=True, slots=True)
class Box:
    """One box to pack."""

    size: Annotated[
        BoxSize,
        Field(description="Small boxes carry up to 2000 grams, medium 6000, large 15000."),
    ]
    items: Annotated[list[BoxItem], Field(min_length=1, description="What goes into the box.")]


@dataclass(frozen=True, slots=True)
class ReturnedItem:
    """Units of a variant that came back in one condition."""

    sku: Sku
    quantity: Units
    condition: Annotated[
        Condition,
        Field(
            description="Unopened units are refunded in full, opened ones at 80 percent, damaged "
            "ones at 50 percent."
        ),
    ]
