"""What the bank keeps records of, and the words that its records use."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

AccountKind: TypeAlias = Literal["current", "savings", "joint"]
Currency: TypeAlias = Literal["EUR", "USD", "GBP", "CHF", "SEK"]
EntryKind: TypeAlias = Literal[
    "opening", "card", "payment", "transfer", "conversion", "income", "correction"
]
FreezeReason: TypeAlias = Literal["lost", "stolen", "suspicious", "travelling"]
Ground: TypeAlias = Literal["not_mine", "duplicate", "wrong_amount", "not_received"]
Rhythm: TypeAlias = Literal["weekly", "monthly", "quarterly"]
Side: TypeAlias = Literal["sold", "bought"]

Cents: TypeAlias = Annotated[int, Field(ge=1, le=5_000_000)]


@dataclass(slots=True)
class Account:
    """An account in euros, with pockets in other currencies."""

    id: str
    kind: AccountKind
    holder: str
    label: str
    overdraft_cents: int
    daily_limit_cents: int
    """Most that may go to payees on one day."""
    balances: dict[Currency, int] = field(default_factory=dict)
    """Cents by currency; every pocket that is open has one, be it 0."""


@dataclass(slots=True)
class Entry:
    """One line of the ledger; the entries of a pocket add up to its balance."""

    id: str
    account_id: str
    currency: Currency
    amount_cents: int
    """Negative when money leaves the account."""
    booked_on: date
    kind: EntryKind
    counterparty: str
    text: str = ""
    payee_id: str | None = None
    card_id: str | None = None
    linked_id: str | None = None
    """The other half of a transfer or conversion, or the entry that a correction corrects."""


@dataclass(frozen=True, slots=True)
class Payee:
    """Somebody outside the bank who can be paid."""

    id: str
    name: str
    city: str
    trade: str


@dataclass(slots=True)
class Card:
    """A payment card of one account."""

    id: str
    account_id: str
    last_digits: str
    bearer: str
    frozen_as: FreezeReason | None = None
    remark: str = ""


@dataclass(slots=True)
class Standing:
    """A payment that repeats by itself until it is revoked."""

    id: str
    account_id: str
    payee_id: str
    amount_cents: int
    text: str
    next_due_on: date
    rhythm: Rhythm
    last_due_on: date | None = None
    revoked: bool = False


@dataclass(slots=True)
class Dispute:
    """An objection to a card purchase."""

    id: str
    entry_id: str
    ground: Ground
    amount_cents: int
    account_of_events: str


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment to one payee."""

    payee_id: Annotated[str, Field(description="Id of the payee.")]
    payment_cents: Annotated[Cents, Field(description="Amount in euro cents.")]
    payment_text: Annotated[
        str, Field(max_length=140, description="Text that the payee sees; may stay empty.")
    ] = ""


@dataclass(frozen=True, slots=True)
class DueRule:
    """When a standing payment is due."""

    first_due_on: Annotated[date, Field(description="First day, as YYYY-MM-DD.")]
    due_rhythm: Annotated[Rhythm, Field(description="How often it repeats.")]
    last_due_on: Annotated[
        date | None, Field(description="Last day, as YYYY-MM-DD; open-ended when left out.")
    ] = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is exchanged for what."""

    sold_currency: Annotated[Currency, Field(description="Currency that is given away.")]
    bought_currency: Annotated[Currency, Field(description="Currency that is received.")]
    fixed_cents: Annotated[
        Cents, Field(description="Amount of the fixed side, in hundredths of its currency.")
    ]
    fixed_side: Annotated[
        Side, Field(description="Which of the two amounts is given; the rate decides the other.")
    ] = "sold"
