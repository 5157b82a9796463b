"""What the library keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

PatronType: TypeAlias = Literal["child", "adult", "student"]
CopyType: TypeAlias = Literal["lending", "reference"]
CopyStatus: TypeAlias = Literal["on_shelf", "on_loan", "in_transit"]
Condition: TypeAlias = Literal["good", "worn", "damaged"]
FineReason: TypeAlias = Literal["late", "damaged", "lost", "noise"]
PaymentMethod: TypeAlias = Literal["cash", "card", "waiver"]

LOAN_LIMIT: Mapping[PatronType, int] = {"child": 3, "adult": 5, "student": 8}
LOAN_DAYS: Mapping[PatronType, int] = {"child": 14, "adult": 21, "student": 42}


@dataclass(slots=True)
class Book:
    """An edition of a book; its copies are rows of their own."""

    id: str
    title: str
    author: str
    year: int
    pages: int
    series: str | None = None
    next_volume_id: str | None = None
    see_also_id: str | None = None


@dataclass(slots=True)
class Copy:
    """A copy of a book."""

    id: str
    book_id: str
    branch: str
    """Where it stands, was lent, or is sent to."""
    type: CopyType = "lending"
    status: CopyStatus = "on_shelf"
    condition: Condition = "good"


@dataclass(slots=True)
class Patron:
    """Somebody with a library card."""

    id: str
    name: str
    type: PatronType
    home_branch: str
    card_valid_until: dt.date


@dataclass(slots=True)
class Loan:
    """A copy that a patron has borrowed."""

    id: str
    copy_id: str
    patron_id: str
    due_date: dt.date
    renewals: int = 0


@dataclass(frozen=True, slots=True)
class Pickup:
    """Where and until when a book is held."""

    branch: Annotated[str, Field(description="Name of the branch where the patron picks it up.")]
    until: Annotated[
        dt.date | None, Field(description="Last day, as YYYY-MM-DD; no last day if omitted.")
    ] = None


@dataclass(slots=True)
class Hold:
    """A patron's place in the queue for a book."""

    id: str
    book_id: str
    patron_id: str
    position: int
    """1 for whoever is first."""
    pickup: Pickup


@dataclass(slots=True)
class Fine:
    """Money that a patron owes or has paid."""

    id: str
    patron_id: str
    amount_cents: int
    outstanding_cents: int
    reason: FineReason
    date: dt.date
    copy_id: str | None = None
    note: str = ""
    payment_method: PaymentMethod | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment towards one fine."""

    fine_id: Annotated[str, Field(description="Id of the fine.")]
    amount_cents: Annotated[int, Field(gt=0, description="Amount in euro cents.")]
