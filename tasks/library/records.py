"""What the library keeps on record, and the values that its tools take."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

PatronClass: TypeAlias = Literal["child", "adult", "scholar"]
Whereabouts: TypeAlias = Literal["on_shelf", "on_loan", "in_transit"]
CopyUse: TypeAlias = Literal["lending", "in_house"]
Wear: TypeAlias = Literal["good", "worn", "damaged"]
FineCause: TypeAlias = Literal["late", "damaged", "lost", "noise"]
PaymentMeans: TypeAlias = Literal["cash", "card", "waiver"]

LOAN_LIMIT: dict[PatronClass, int] = {"child": 3, "adult": 5, "scholar": 8}
LOAN_DAYS: dict[PatronClass, int] = {"child": 14, "adult": 21, "scholar": 42}
HOLD_LIMIT = 4
RENEWALS = 2
BLOCKED_FROM_CENTS = 1000
"""Whoever owes this much borrows, renews and reserves nothing."""


@dataclass(slots=True)
class Work:
    """An edition of a work; its copies are rows of their own."""

    id: str
    title: str
    author: str
    year: int
    pages: int
    series: str | None = None
    sequel_id: str | None = None
    see_also_id: str | None = None


@dataclass(slots=True)
class Copy:
    """A copy, which is on a shelf, on loan, or on its way to a branch."""

    id: str
    work_id: str
    branch: str
    """Where it stands, was lent, or is sent to."""
    use: CopyUse = "lending"
    whereabouts: Whereabouts = "on_shelf"
    wear: Wear = "good"


@dataclass(slots=True)
class Patron:
    """Somebody with a card."""

    id: str
    name: str
    patron_class: PatronClass
    branch: str
    card_until: dt.date


@dataclass(slots=True)
class Loan:
    """A copy that a patron has at home."""

    id: str
    copy_id: str
    patron_id: str
    due_on: dt.date
    renewals: int = 0


@dataclass(slots=True)
class Hold:
    """A patron's place in the queue for a work."""

    id: str
    work_id: str
    patron_id: str
    collect_at: str
    collect_until: dt.date | None
    queued: int
    """Grows from hold to hold; the least comes first."""


@dataclass(slots=True)
class Fine:
    """Money that a patron owes or has paid, in cents."""

    id: str
    patron_id: str
    cents: int
    cause: FineCause
    fined_on: dt.date
    copy_id: str | None = None
    remark: str = ""
    settled_cents: int = 0
    settled_by: PaymentMeans | None = None

    @property
    def open_cents(self) -> int:
        """What is still to be paid."""
        return self.cents - self.settled_cents


@dataclass(frozen=True, slots=True)
class Collection:
    """Where and until when a patron collects what is held, as ``hold_work`` takes it."""

    collect_at: Annotated[str, Field(description="Name of the branch.")]
    collect_until: Annotated[
        dt.date | None, Field(description="Day after which the hold lapses, if it does.")
    ] = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A payment towards one fine, as ``settle_fines`` takes it."""

    settled_fine_id: Annotated[str, Field(description="Id of the fine.")]
    settled_cents: Annotated[int, Field(gt=0, description="What is paid towards it, in cents.")]
