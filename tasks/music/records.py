"""What the service keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

Genre: TypeAlias = Literal["jazz", "folk", "electronic", "chamber"]
Country: TypeAlias = Literal["CA", "CL", "IS", "JP", "KE", "PT"]
ItemType: TypeAlias = Literal["track", "album", "artist"]
Audience: TypeAlias = Literal["family", "friends", "everyone"]
Channel: TypeAlias = Literal["email", "sms", "push"]


@dataclass(slots=True)
class Artist:
    """Who plays."""

    id: str
    name: str
    home_city: str
    genre: Genre


@dataclass(frozen=True, slots=True)
class Album:
    """Tracks that were released together, in order."""

    id: str
    title: str
    artist_id: str
    label: str
    release_date: dt.date
    track_ids: tuple[str, ...]


@dataclass(slots=True)
class Track:
    """One recording."""

    id: str
    title: str
    artist_id: str
    album_id: str
    duration_seconds: int
    explicit: bool
    licensed_in: tuple[Country, ...]
    similar_track_id: str = ""
    """The track that the service recommends after this one."""


@dataclass(frozen=True, slots=True)
class QueuedTrack:
    """One track that waits to be played."""

    track_id: Annotated[str, Field(description="Id of the track.")]
    start_second: Annotated[
        int, Field(ge=0, description="Second of the track at which to start playing.")
    ] = 0


@dataclass(slots=True)
class Listener:
    """Somebody with an account."""

    id: str
    name: str
    country: Country
    allows_explicit: bool
    queue: tuple[QueuedTrack, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a playlist may hold."""

    max_tracks: Annotated[int, Field(ge=1, le=100, description="Maximum number of tracks.")]
    max_seconds: Annotated[
        int, Field(ge=60, le=36_000, description="Maximum total duration, in seconds.")
    ]
    allow_duplicates: Annotated[
        bool, Field(description="Whether a track may be on it more than once.")
    ] = False


@dataclass(frozen=True, slots=True)
class Publication:
    """Who can find a playlist, where, and from when on."""

    audience: Audience
    countries: tuple[Country, ...]
    start_date: dt.date


@dataclass(slots=True)
class Playlist:
    """Tracks that a listener has put together, in order."""

    id: str
    title: str
    owner_id: str
    track_ids: tuple[str, ...]
    limits: Limits
    description: str = ""
    publication: Publication | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """What a listener thinks of a track."""

    listener_id: str
    track_id: str
    score: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """A listener who is notified of an artist's new releases, and how."""

    listener_id: str
    artist_id: str
    notify_by: Channel


def pair_key(listener_id: str, other_id: str) -> str:
    """Return the key of a listener's rating of a track, or of following an artist."""
    return f"{listener_id}|{other_id}"
