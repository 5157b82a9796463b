"""What task files share to set a situation up."""

from collections.abc import Iterable, Sequence
from random import Random

from toolbench_ood.world.tool import ToolError

from .records import Album, Artist, Listener, Playlist, Track, pair_key
from .rules import check_playable
from .world import Music


def pick_listener(world: Music, rng: Random, *, grown_up: bool = False) -> Listener:
    """Draw a listener; with ``grown_up`` one whose account allows explicit tracks."""
    return rng.choice(
        [one for one in world.listeners.values() if one.explicit_allowed or not grown_up]
    )


def pick_listeners(world: Music, rng: Random, count: int) -> list[Listener]:
    """Draw several listeners."""
    return rng.sample(list(world.listeners.values()), count)


def pick_playlist(world: Music, rng: Random, listener: Listener) -> Playlist:
    """Draw one of a listener's playlists."""
    return rng.choice([one for one in world.playlists.values() if one.owner_id == listener.id])


def pick_albums(world: Music, rng: Random, count: int) -> list[Album]:
    """Draw several albums, each of another artist."""
    artists = rng.sample(list(world.artists), count)
    return [rng.choice(albums_of(world, artist_id)) for artist_id in artists]


def pick_artist(world: Music, rng: Random, unknown_to: Iterable[Listener]) -> Artist:
    """Draw an artist and end the subscriptions that some listeners have to it."""
    artist = rng.choice(list(world.artists.values()))
    for listener in unknown_to:
        world.subscriptions.pop(pair_key(listener.id, artist.id), None)
    return artist


def pick_new_track(world: Music, rng: Random, listener: Listener, playlist: Playlist) -> Track:
    """Draw a track that a listener may hear and that is not on a playlist."""
    return rng.choice(
        [
            track
            for track in world.tracks.values()
            if track.id not in playlist.track_ids and is_playable(listener, track)
        ]
    )


def albums_of(world: Music, artist_id: str) -> list[Album]:
    """List an artist's albums, oldest first."""
    albums = [album for album in world.albums.values() if album.artist_id == artist_id]
    return sorted(albums, key=lambda album: album.released_on)


def tracks_of(world: Music, track_ids: Iterable[str]) -> list[Track]:
    """Return the tracks that some ids name."""
    return [world.tracks[track_id] for track_id in track_ids]


def by_length(tracks: Iterable[Track]) -> list[Track]:
    """Sort tracks, the shortest first; no two are of one length."""
    return sorted(tracks, key=lambda track: track.running_seconds)


def seconds_of(world: Music, track_ids: Iterable[str]) -> int:
    """Return how long some tracks run in all."""
    return sum(track.running_seconds for track in tracks_of(world, track_ids))


def is_playable(listener: Listener, track: Track) -> bool:
    """Whether a listener may hear a track."""
    try:
        check_playable(listener, track)
    except ToolError:
        return False
    return True


def make_playable(listener: Listener, tracks: Iterable[Track]) -> None:
    """License tracks where a listener is, and let none of them be explicit."""
    for track in tracks:
        track.explicit = False
        track.licensed_in = tuple(sorted({*track.licensed_in, listener.territory}))


def recommend_in_order(world: Music, rng: Random, path: Sequence[Track]) -> None:
    """Let the recommendations lead along a path, then through all other tracks and back."""
    rest = [track for track in world.tracks.values() if track not in path]
    order = [*path, *rng.sample(rest, len(rest))]
    for track, after in zip(order, [*order[1:], order[0]], strict=True):
        track.similar_to = after.id
