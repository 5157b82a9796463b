"""What the disk keeps: its rows, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

EntryType: TypeAlias = Literal["folder", "file", "link"]
Access: TypeAlias = Literal["view", "comment", "edit", "none"]
WriteMode: TypeAlias = Literal["create", "replace", "append"]
Compression: TypeAlias = Literal["none", "fast", "best"]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=80, pattern="^[^/]+$")]
Tag: TypeAlias = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,30}$")]

QUARTERS_KEPT: dict[Compression, int] = {"none": 4, "fast": 3, "best": 2}
"""How many quarters of its size a file keeps in an archive."""

HOLD_TAG = "legal-hold"
"""An entry with this tag can't be written to, renamed, moved or put in the trash."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What one account can do with an entry."""

    login: Annotated[str, Field(description="Login of the account.")]
    access: Annotated[
        Access, Field(description="What it can do; none takes back what it was allowed before.")
    ]


@dataclass(frozen=True, slots=True)
class TagChange:
    """Tags added to one entry and removed from it."""

    path: Annotated[str, Field(description="Path of the file, folder or link.")]
    add: Annotated[tuple[Tag, ...], Field(description="Tags to add.")] = ()
    remove: Annotated[tuple[Tag, ...], Field(description="Tags to remove.")] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A text that a file had before it was replaced or added to."""

    id: str
    text: str
    replaced: dt.date
    comment: str = ""
    """Why it was replaced."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive."""

    name: str
    size_bytes: int
    text: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """What makes a file an archive."""

    compression: Compression
    members: tuple[Member, ...]


@dataclass(slots=True)
class Entry:
    """A folder, a file or a link."""

    id: str
    type: EntryType
    name: str
    parent_id: str | None
    """None for the root folder alone."""
    owner: str
    modified: dt.date
    size_bytes: int = 0
    """Of the file itself; folders and links take no space."""
    text: str | None = None
    """None for what has no text: pictures, archives, folders, links."""
    tags: tuple[str, ...] = ()
    """Sorted."""
    permissions: dict[str, Access] = field(default_factory=dict)
    """What accounts besides the owner can do, by login; everyone else can view."""
    revisions: tuple[Revision, ...] = ()
    """The oldest first."""
    target: str | None = None
    """The path that a link points to."""
    archive: Archive | None = None
    trash_id: str | None = None
    """None unless the entry is in the trash."""
    trashed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with a home folder and a share of the disk."""

    login: str
    name: str
    quota_bytes: int
