"""What the tools show of the records."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from .records import Album, Artist, Listener, Playlist, Rating, Subscription, Track


class Shelves(Protocol):
    """The records among which a view finds names for ids."""

    artists: dict[str, Artist]
    albums: dict[str, Album]
    tracks: dict[str, Track]
    listeners: dict[str, Listener]
    playlists: dict[str, Playlist]
    ratings: dict[str, Rating]
    subscriptions: dict[str, Subscription]


def show_track(shelves: Shelves, track: Track) -> dict[str, Any]:
    """Show a track; what follows it in the recommendations is named, not shown."""
    return {
        "track_id": track.id,
        "track_title": track.title,
        "running_seconds": track.running_seconds,
        "explicit": track.explicit,
        "licensed_in": track.licensed_in,
        "artist": _artist(shelves, track.artist_id),
        "album": {"album_id": track.album_id, "album_title": shelves.albums[track.album_id].title},
        "similar_to": _tracks(shelves.tracks, [track.similar_to])[0],
    }


def show_album(shelves: Shelves, album: Album) -> dict[str, Any]:
    """Show an album with its tracks in order."""
    return {
        "album_id": album.id,
        "album_title": album.title,
        "artist": _artist(shelves, album.artist_id),
        "label": album.label,
        "released_on": album.released_on,
        "tracks": _tracks(shelves.tracks, album.track_ids),
    }


def show_artist(shelves: Shelves, artist: Artist) -> dict[str, Any]:
    """Show an artist with the albums in alphabetical order."""
    albums = [album for album in shelves.albums.values() if album.artist_id == artist.id]
    return {
        "artist_id": artist.id,
        "artist_name": artist.name,
        "home_city": artist.home_city,
        "active_since": artist.active_since,
        "genre": artist.genre,
        "albums": [
            {"album_id": album.id, "album_title": album.title}
            for album in sorted(albums, key=lambda album: album.title)
        ],
    }


def show_playlist(shelves: Shelves, playlist: Playlist) -> dict[str, Any]:
    """Show a playlist with its tracks in order."""
    return {
        "playlist_id": playlist.id,
        "playlist_title": playlist.title,
        "owner": {
            "listener_id": playlist.owner_id,
            "listener_name": shelves.listeners[playlist.owner_id].name,
        },
        "blurb": playlist.blurb,
        "rules": playlist.rules,
        "publication": playlist.publication,
        "tracks": _tracks(shelves.tracks, playlist.track_ids),
    }


def show_listener(shelves: Shelves, listener: Listener) -> dict[str, Any]:
    """Show a listener's account."""
    key = listener.id
    return {
        "listener_id": key,
        "listener_name": listener.name,
        "territory": listener.territory,
        "explicit_allowed": listener.explicit_allowed,
        "playlists": [
            {"playlist_id": playlist.id, "playlist_title": playlist.title}
            for playlist in shelves.playlists.values()
            if playlist.owner_id == key
        ],
        "queue": listener.queue,
        "ratings": [
            {"track_id": rating.track_id, "points": rating.points, "remark": rating.remark}
            for rating in shelves.ratings.values()
            if rating.listener_id == key
        ],
        "subscriptions": [
            {**_artist(shelves, each.artist_id), "alert_channel": each.alert_channel}
            for each in shelves.subscriptions.values()
            if each.listener_id == key
        ],
    }


def _artist(shelves: Shelves, artist_id: str) -> dict[str, Any]:
    return {"artist_id": artist_id, "artist_name": shelves.artists[artist_id].name}


def _tracks(tracks: Mapping[str, Track], track_ids: Iterable[str]) -> list[dict[str, Any]]:
    return [{"track_id": id_, "track_title": tracks[id_].title} for id_ in track_ids]
