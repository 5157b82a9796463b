"""The service's tables, and the rules that hold over them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find, find_any

from .records import (
    Album,
    Artist,
    Follow,
    Genre,
    ItemType,
    Limits,
    Listener,
    Playlist,
    Publication,
    QueuedTrack,
    Rating,
    Track,
)

MAX_QUEUED = 12

Item: TypeAlias = Track | Album | Artist


@dataclass(slots=True)
class Service:
    """Everything that the service knows, in tables by id; ratings and follows by ``pair_key``."""

    today: dt.date
    artists: dict[str, Artist] = field(default_factory=dict)
    albums: dict[str, Album] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    listeners: dict[str, Listener] = field(default_factory=dict)
    playlists: dict[str, Playlist] = field(default_factory=dict)
    ratings: dict[str, Rating] = field(default_factory=dict)
    follows: dict[str, Follow] = field(default_factory=dict)

    def listener(self, listener_id: str) -> Listener:
        """Look a listener up (ToolError)."""
        return find(self.listeners, listener_id, "listener")

    def artist(self, artist_id: str) -> Artist:
        """Look an artist up (ToolError)."""
        return find(self.artists, artist_id, "artist")

    def playlist(self, playlist_id: str) -> Playlist:
        """Look a playlist up (ToolError)."""
        return find(self.playlists, playlist_id, "playlist")

    def track(self, track_id: str) -> Track:
        """Look a track up (ToolError)."""
        return find(self.tracks, track_id, "track")

    def tracks_of(self, track_ids: Iterable[str]) -> list[Track]:
        """Look several tracks up (ToolError)."""
        return [self.track(each) for each in track_ids]

    def playlists_of(self, listener: Listener) -> list[Playlist]:
        """List the playlists that a listener owns."""
        return [each for each in self.playlists.values() if each.owner_id == listener.id]

    def search(self, type_: ItemType, query: str, genre: Genre | None) -> list[Item]:
        """List the items of a type and genre with some text in their title or name, by that."""
        tables: Mapping[ItemType, Mapping[str, Item]] = {
            "track": self.tracks,
            "album": self.albums,
            "artist": self.artists,
        }
        found = [
            row
            for row in tables[type_].values()
            if query.casefold() in title_of(row).casefold() and genre in (None, self._genre(row))
        ]
        return sorted(found, key=lambda row: (title_of(row).casefold(), row.id))

    def _genre(self, row: Item) -> Genre:
        return row.genre if isinstance(row, Artist) else self.artists[row.artist_id].genre

    def show_item(self, id_: str) -> Any:
        """Return a track or album with its artist's name, an artist with albums, or a playlist."""
        tables: dict[str, dict[str, Any]] = {
            "track": self.tracks,
            "album": self.albums,
            "artist": self.artists,
            "playlist": self.playlists,
        }
        noun, row = find_any(tables, id_)
        if noun == "playlist":
            return row
        if noun == "artist":
            albums = [each for each in self.albums.values() if each.artist_id == id_]
            albums.sort(key=lambda each: each.title)
            return {
                **asdict(row),
                "albums": [{"id": each.id, "title": each.title} for each in albums],
            }
        return {**asdict(row), "artist_name": self.artists[row.artist_id].name}

    def show_listener(self, listener: Listener) -> dict[str, Any]:
        """Return a listener with the names of their playlists, their ratings and follows."""
        mine = listener.id
        return {
            **asdict(listener),
            "playlists": [
                {"id": each.id, "title": each.title} for each in self.playlists_of(listener)
            ],
            "ratings": [each for each in self.ratings.values() if each.listener_id == mine],
            "follows": [each for each in self.follows.values() if each.listener_id == mine],
        }

    def refuse_title(self, owner: Listener, title: str) -> None:
        """Refuse a title that another playlist of the owner has."""
        if title in {each.title for each in self.playlists_of(owner)}:
            raise ToolError(f"{owner.name} already has a playlist called {title}.")

    def refuse_playlist(self, playlist: Playlist) -> None:
        """Refuse a playlist, new or changed, that breaks a rule (ToolError)."""
        tracks = self.tracks_of(playlist.track_ids)
        for track in tracks:
            refuse_track(self.listener(playlist.owner_id), track)
        refuse_excess(playlist.limits, tracks)
        if playlist.publication is not None:
            _refuse_publication(playlist.publication, tracks)

    def refuse_queue(self, listener: Listener, entries: Sequence[QueuedTrack]) -> None:
        """Refuse to add to a queue what the listener can't play, or more than fits."""
        for entry in entries:
            track = self.track(entry.track_id)
            refuse_track(listener, track)
            if entry.start_second >= track.duration_seconds:
                raise ToolError(
                    f"Track {track.id} lasts {track.duration_seconds} seconds and can't start at "
                    f"second {entry.start_second}."
                )
        total = len(entries) + len(listener.queue)
        if total > MAX_QUEUED:
            raise ToolError(
                f"The queue of {listener.name} would have {total} tracks; at most {MAX_QUEUED} are "
                "allowed."
            )


def title_of(row: Item) -> str:
    """Return an artist's name, or the title of anything else."""
    return row.name if isinstance(row, Artist) else row.title


def refuse_track(listener: Listener, track: Track) -> None:
    """Refuse a track that a listener can't play (ToolError)."""
    if listener.country not in track.licensed_in:
        raise ToolError(
            f"Track {track.id} isn't licensed in {listener.country}, the country of "
            f"{listener.name}, only in {', '.join(track.licensed_in)}."
        )
    if track.explicit and not listener.allows_explicit:
        raise ToolError(
            f"Track {track.id} is explicit, and {listener.name}'s account doesn't allow explicit "
            "tracks."
        )


def refuse_excess(limits: Limits, tracks: Sequence[Track]) -> None:
    """Refuse more than a playlist may hold (ToolError)."""
    ids = [track.id for track in tracks]
    twice = [id_ for id_ in ids if ids.count(id_) > 1]
    if twice and not limits.allow_duplicates:
        raise ToolError(f"Track {twice[0]} would be on the playlist more than once.")
    if len(tracks) > limits.max_tracks:
        raise ToolError(
            f"The playlist would have {len(tracks)} tracks; at most {limits.max_tracks} are "
            "allowed."
        )
    seconds = sum(track.duration_seconds for track in tracks)
    if seconds > limits.max_seconds:
        raise ToolError(
            f"The playlist would last {seconds} seconds; at most {limits.max_seconds} are allowed."
        )


def _refuse_publication(publication: Publication, tracks: Sequence[Track]) -> None:
    for track in tracks:
        missing = [each for each in publication.countries if each not in track.licensed_in]
        if missing:
            raise ToolError(
                f"Track {track.id} isn't licensed in {', '.join(missing)}, only in "
                f"{', '.join(track.licensed_in)}."
            )
        if track.explicit and publication.audience == "family":
            raise ToolError(
                f"Track {track.id} is explicit; a playlist for families can't have explicit tracks."
            )
