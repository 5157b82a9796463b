"""What tasks share to arrange a situation."""

from collections.abc import Iterable, Sequence
from random import Random

from .draw import link_similar, playable
from .records import Album, Artist, Listener, Playlist, Track, pair_key
from .rules import Service


def pick_listener(service: Service, rng: Random) -> Listener:
    """Draw a listener."""
    return rng.choice(list(service.listeners.values()))


def pick_playlist(service: Service, rng: Random) -> tuple[Listener, Playlist]:
    """Draw a listener and one of the listener's playlists."""
    listener = pick_listener(service, rng)
    return listener, rng.choice(service.playlists_of(listener))


def pick_albums(service: Service, rng: Random, count: int) -> list[Album]:
    """Draw several albums, each by another artist."""
    artists = rng.sample(list(service.artists), count)
    return [rng.choice(albums_of(service, artist_id)) for artist_id in artists]


def pick_artist(service: Service, rng: Random, *listeners: Listener) -> Artist:
    """Draw an artist and let some listeners not follow it."""
    artist = rng.choice(list(service.artists.values()))
    unfollow(service, artist.id, *listeners)
    return artist


def unfollow(service: Service, artist_id: str, *listeners: Listener) -> None:
    """Let listeners not follow an artist."""
    for listener in listeners:
        service.follows.pop(pair_key(listener.id, artist_id), None)


def pick_new_track(service: Service, rng: Random, listener: Listener, playlist: Playlist) -> Track:
    """Draw a track that a listener can play and that isn't on a playlist."""
    tracks = playable(listener, service.tracks.values())
    return rng.choice([track for track in tracks if track.id not in playlist.track_ids])


def albums_of(service: Service, artist_id: str) -> list[Album]:
    """List an artist's albums, the oldest first."""
    albums = [album for album in service.albums.values() if album.artist_id == artist_id]
    return sorted(albums, key=lambda album: album.release_date)


def by_duration(tracks: Iterable[Track]) -> list[Track]:
    """Sort tracks, the shortest first."""
    return sorted(tracks, key=lambda track: track.duration_seconds)


def seconds_of(service: Service, track_ids: Iterable[str]) -> int:
    """Return the total duration of some tracks."""
    return sum(track.duration_seconds for track in service.tracks_of(track_ids))


def make_playable(listener: Listener, tracks: Iterable[Track]) -> None:
    """License tracks where a listener is, and let none of them be explicit."""
    for track in tracks:
        track.explicit = False
        track.licensed_in = tuple(sorted({*track.licensed_in, listener.country}))


def recommend_in_order(service: Service, rng: Random, path: Sequence[Track]) -> None:
    """Let the recommendations lead along a path, then through all other tracks and back."""
    rest = [track for track in service.tracks.values() if track not in path]
    link_similar([*path, *rng.sample(rest, len(rest))])
