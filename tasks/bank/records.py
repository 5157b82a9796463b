"""What the bank keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

AccountType: TypeAlias = Literal["current", "savings", "joint"]
Currency: TypeAlias = Literal["EUR", "USD", "GBP", "CHF", "SEK"]
TransactionType: TypeAlias = Literal[
    "opening", "card", "payment", "transfer", "exchange", "income", "correction"
]
FreezeReason: TypeAlias = Literal["lost", "stolen", "suspicious", "travelling"]
DisputeReason: TypeAlias = Literal["not_mine", "duplicate", "wrong_amount", "not_received"]
Frequency: TypeAlias = Literal["weekly", "monthly", "quarterly"]
Cents: TypeAlias = Annotated[int, Field(ge=1, le=5_000_000)]
Reference: TypeAlias = Annotated[str, Field(max_length=140)]


@dataclass(slots=True)
class Account:
    """An account in euros that may hold other currencies too."""

    id: str
    type: AccountType
    owner: str
    name: str
    overdraft_cents: int
    daily_limit_cents: int
    """Most that may be paid to payees on one day."""
    balances: dict[Currency, int] = field(default_factory=dict)
    """Cents by currency, for every currency that the account can hold."""


@dataclass(slots=True)
class Transaction:
    """One line of a statement; those of one currency add up to its balance."""

    id: str
    account_id: str
    currency: Currency
    amount_cents: int
    """Negative when money leaves the account."""
    date: dt.date
    type: TransactionType
    counterparty: str
    reference: str = ""
    payee_id: str | None = None
    card_id: str | None = None
    linked_id: str | None = None
    """The other half of a transfer or exchange, or the transaction that a correction corrects."""


@dataclass(frozen=True, slots=True)
class Payee:
    """Somebody outside the bank who can be paid."""

    id: str
    name: str
    city: str
    business: str


@dataclass(slots=True)
class Card:
    """A payment card of one account."""

    id: str
    account_id: str
    last4: str
    holder: str
    freeze_reason: FreezeReason | None = None
    note: str = ""


@dataclass(slots=True)
class StandingOrder:
    """A payment that repeats until it is cancelled."""

    id: str
    account_id: str
    payee_id: str
    payee_name: str
    amount_cents: int
    reference: str
    next_date: dt.date
    frequency: Frequency
    end_date: dt.date | None = None
    status: Literal["active", "cancelled"] = "active"


@dataclass(slots=True)
class Dispute:
    """An objection to a card purchase."""

    id: str
    transaction_id: str
    reason: DisputeReason
    amount_cents: int
    description: str


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment to one payee."""

    payee_id: Annotated[str, Field(description="Id of the payee.")]
    amount_cents: Annotated[Cents, Field(description="Amount in euro cents.")]
    reference: Annotated[Reference, Field(description="Text that the payee sees.")] = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a standing order pays."""

    start_date: Annotated[
        dt.date,
        Field(
            description="First payment, as YYYY-MM-DD, from Monday to Friday, 3 days ahead or more."
        ),
    ]
    frequency: Annotated[Frequency, Field(description="How often it repeats.")]
    end_date: Annotated[
        dt.date | None, Field(description="Last day, as YYYY-MM-DD; open-ended if omitted.")
    ] = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is exchanged for what."""

    sell: Annotated[Currency, Field(description="Currency to sell.")]
    buy: Annotated[Currency, Field(description="Currency to buy.")]
    amount_cents: Annotated[
        Cents, Field(description="Amount to sell or to buy, in hundredths of that currency.")
    ]
    amount_side: Annotated[
        Literal["sell", "buy"],
        Field(description="Whether the amount is what to sell or what to buy."),
    ] = "sell"
