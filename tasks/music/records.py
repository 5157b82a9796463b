"""What the music service keeps records of, and the words that its records use."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

Genre: TypeAlias = Literal["jazz", "folk", "electronic", "chamber"]
Territory: TypeAlias = Literal["canada", "chile", "iceland", "japan", "kenya", "portugal"]
CataloguePart: TypeAlias = Literal["tracks", "albums", "artists"]
Audience: TypeAlias = Literal["family", "friends", "everyone"]
AlertChannel: TypeAlias = Literal["email", "text_message", "in_app"]
QueueEnd: TypeAlias = Literal["front", "back"]


@dataclass(frozen=True, slots=True)
class PlaylistRules:
    """What a playlist may hold."""

    track_ceiling: Annotated[
        int, Field(ge=1, le=100, description="Most tracks that the playlist may hold.")
    ]
    seconds_ceiling: Annotated[
        int, Field(ge=60, le=36000, description="Longest running length in all, in seconds.")
    ]
    repeats_allowed: Annotated[
        bool, Field(description="Whether a track may stand on the playlist more than once.")
    ] = False


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One track that waits to be played."""

    track_id: Annotated[str, Field(description="Id of the track.")]
    cue_second: Annotated[
        int, Field(ge=0, description="Second of the track at which playing starts.")
    ] = 0


@dataclass(frozen=True, slots=True)
class Publication:
    """For whom, where and from when a playlist can be found."""

    audience: Audience
    territories: tuple[Territory, ...]
    published_from: date


@dataclass(slots=True)
class Artist:
    """Who plays."""

    id: str
    name: str
    home_city: str
    active_since: int
    """Year."""
    genre: Genre


@dataclass(slots=True)
class Album:
    """Tracks that were released together, in order."""

    id: str
    title: str
    artist_id: str
    label: str
    released_on: date
    track_ids: tuple[str, ...]


@dataclass(slots=True)
class Track:
    """One recording."""

    id: str
    title: str
    artist_id: str
    album_id: str
    running_seconds: int
    explicit: bool
    licensed_in: tuple[Territory, ...]
    similar_to: str
    """Id of the track that the service recommends after this one."""


@dataclass(slots=True)
class Listener:
    """Somebody with an account."""

    id: str
    name: str
    territory: Territory
    explicit_allowed: bool
    queue: tuple[QueueEntry, ...] = ()


@dataclass(slots=True)
class Playlist:
    """Tracks that a listener put together, in order."""

    id: str
    title: str
    owner_id: str
    track_ids: tuple[str, ...]
    rules: PlaylistRules
    blurb: str = ""
    publication: Publication | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """What a listener thinks of a track."""

    listener_id: str
    track_id: str
    points: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A listener who wants to hear of an artist's new releases, and how."""

    listener_id: str
    artist_id: str
    alert_channel: AlertChannel


@dataclass(slots=True)
class Collection:
    """Everything that the service knows at first."""

    today: date
    artists: dict[str, Artist] = field(default_factory=dict)
    albums: dict[str, Album] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    listeners: dict[str, Listener] = field(default_factory=dict)
    playlists: dict[str, Playlist] = field(default_factory=dict)
    ratings: dict[str, Rating] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)


def pair_key(listener_id: str, music_id: str) -> str:
    """Return the key under which a listener's rating or subscription is kept."""
    return f"{listener_id}|{music_id}"
