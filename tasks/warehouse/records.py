"""What the warehouse keeps records of, and the words that its records use."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

Category: TypeAlias = Literal["lighting", "kitchen", "garden", "stationery"]
Zone: TypeAlias = Literal["ambient", "cool", "secure", "display"]
Stage: TypeAlias = Literal["placed", "reserved", "packed", "shipped"]
BoxSize: TypeAlias = Literal["small", "medium", "large"]
Carrier: TypeAlias = Literal["kestrel", "overland", "bluefin"]
Condition: TypeAlias = Literal["unopened", "opened", "damaged"]
PriceReason: TypeAlias = Literal["clearance", "supplier_cost", "goodwill", "correction"]

BOX_GRAMS: dict[BoxSize, int] = {"small": 2000, "medium": 6000, "large": 15_000}
REFUNDED_PERCENT: dict[Condition, int] = {"unopened": 100, "opened": 80, "damaged": 50}
COLLECTS: dict[Carrier, tuple[int, ...]] = {
    "kestrel": (1, 3, 5),
    "overland": (2, 4),
    "bluefin": (1, 2, 3, 4, 5, 6),
}
"""ISO weekdays on which each carrier comes."""

Units: TypeAlias = Annotated[int, Field(ge=1, le=500)]
BinCode: TypeAlias = Annotated[str, Field(pattern="^[A-Z]{2}-[0-9]{3}$")]


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold, in one or more colours."""

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

    code: str
    zone: Zone
    capacity_units: int
    units: dict[str, int] = field(default_factory=dict)
    """On hand by sku; nothing is listed with 0."""

    @property
    def room(self) -> int:
        """How many more units fit in."""
        return self.capacity_units - sum(self.units.values())


@dataclass(slots=True)
class Order:
    """What a customer wants."""

    id: str
    customer: str
    city: str
    placed_on: date
    units: dict[str, int]
    prices_cents: dict[str, int]
    """Price of one unit by sku, as ordered."""
    stage: Stage = "placed"
    held: dict[str, int] = field(default_factory=dict)
    """Reserved units by ``sku@bin``."""
    shipped_on: date | None = None


@dataclass(slots=True)
class Parcel:
    """A packed box of an order."""

    id: str
    order_id: str
    box_size: BoxSize
    units: dict[str, int]
    weight_grams: int
    carrier: Carrier | None = None


@dataclass(slots=True)
class Return:
    """Units that came back."""

    id: str
    order_id: str
    sku: str
    units: int
    condition: Condition
    refunded_cents: int
    bin_code: str | None


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who delivers products."""

    id: str
    name: str
    city: str


@dataclass(slots=True)
class Delivery:
    """Goods of a supplier that stand at the dock until they are received."""

    id: str
    supplier_id: str
    units: dict[str, int]
    received: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Units of a variant in a bin."""

    held_sku: Annotated[str, Field(description="SKU of the variant.")]
    held_bin: Annotated[BinCode, Field(description="Code of the bin.")]
    held_units: Annotated[Units, Field(description="How many units.")]


@dataclass(frozen=True, slots=True)
class Packed:
    """Units of a variant in a box."""

    boxed_sku: Annotated[str, Field(description="SKU of the variant.")]
    boxed_units: Annotated[Units, Field(description="How many units.")]


@dataclass(frozen=True, slots=True)
class Box:
    """One box to be packed."""

    box_size: Annotated[
        BoxSize, Field(description="Small boxes carry 2000 grams, medium 6000, large 15000.")
    ]
    box_contents: Annotated[list[Packed], Field(min_length=1, description="What goes into it.")]


@dataclass(frozen=True, slots=True)
class Returned:
    """Units of a variant that came back in one condition."""

    returned_sku: Annotated[str, Field(description="SKU of the variant.")]
    returned_units: Annotated[Units, Field(description="How many units.")]
    return_condition: Annotated[
        Condition,
        Field(description="Unopened is refunded in full, opened by 80, damaged by 50 percent."),
    ]


@dataclass(frozen=True, slots=True)
class Putaway:
    """Delivered units that go into a bin."""

    putaway_bin: Annotated[BinCode, Field(description="Code of the bin.")]
    putaway_sku: Annotated[str, Field(description="SKU of the variant.")]
    putaway_units: Annotated[Units, Field(description="How many units.")]
