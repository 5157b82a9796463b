"""What the disk keeps: entries, their earlier texts, and the accounts that own them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

EntryKind: TypeAlias = Literal["folder", "file", "link"]
Right: TypeAlias = Literal["view", "comment", "edit", "none"]
WriteMode: TypeAlias = Literal["create", "replace", "append"]
Compression: TypeAlias = Literal["none", "fast", "best"]

SHRINKS_TO_QUARTERS: dict[Compression, int] = {"none": 4, "fast": 3, "best": 2}
"""How many quarters of its size a packed file keeps."""

HOLD_TAG = "legal-hold"
"""What carries this tag is neither written, renamed, moved nor binned."""

Label: TypeAlias = Annotated[str, Field(min_length=1, max_length=80, pattern="^[^/]+$")]
Tag: TypeAlias = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,30}$")]


@dataclass(frozen=True, slots=True)
class Grant:
    """What one account may do with an entry."""

    grantee_login: Annotated[str, Field(description="Login of the account.")]
    access_right: Annotated[
        Right, Field(description="What it may do; none takes an earlier grant back.")
    ]


@dataclass(frozen=True, slots=True)
class TagChange:
    """Tags put on one entry and taken off it."""

    tagged_path: Annotated[str, Field(description="Path of the entry.")]
    added_tags: Annotated[tuple[Tag, ...], Field(description="Tags to put on.")] = ()
    dropped_tags: Annotated[tuple[Tag, ...], Field(description="Tags to take off.")] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A text that a file had before it was written again."""

    code: str
    text: str
    replaced_on: dt.date
    comment: str = ""
    """Why it was replaced."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside an archive."""

    label: str
    size_bytes: int
    text: str | None
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Archive:
    """What makes a file an archive."""

    compression: Compression
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Binned:
    """Where an entry is while it lies in the bin."""

    ticket: str
    binned_on: dt.date


@dataclass(slots=True)
class Entry:
    """A folder, a file or a link."""

    id: str
    kind: EntryKind
    label: str
    parent_id: str | None
    """None for the topmost folder alone."""
    owner: str
    modified_on: dt.date
    size_bytes: int = 0
    """Of the file itself; folders and links take no room."""
    text: str | None = None
    """None for what is no text: pictures, archives, folders, links."""
    tags: frozenset[str] = frozenset()
    rights: dict[str, Right] = field(default_factory=dict)
    """What accounts besides the owner may do, by login; everyone else may view."""
    revisions: tuple[Revision, ...] = ()
    """Earlier texts, oldest first."""
    target: str | None = None
    """The path that a link points at."""
    archive: Archive | None = None
    binned: Binned | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with a home folder and a share of the disk."""

    login: str
    full_name: str
    quota_bytes: int


def size_of(text: str) -> int:
    """Count the bytes that a text takes on the disk."""
    return len(text.encode())
