"""Draw the service's first state from a seed.

What the tasks rely on holds for every seed: no title of a track or album is part of another one's,
all tracks differ in duration, recommendations lead from any track through all others and back to
it, and whatever is queued or on a playlist can be played by the listener whose it is.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import (
    Album,
    Artist,
    Channel,
    Country,
    Follow,
    Genre,
    Limits,
    Listener,
    Playlist,
    QueuedTrack,
    Rating,
    Track,
    pair_key,
)
from .rules import Service
from .wording import (
    ALBUM_FORMS,
    ARTISTS,
    CITIES,
    FIRST_WORDS,
    LABELS,
    LISTENERS,
    PLAYLIST_TITLES,
    SECOND_WORDS,
    TRACK_FORMS,
)

ARTISTS_PER_GENRE = 3
ALBUMS_PER_ARTIST = 2
TRACKS_PER_ALBUM = 4
PLAYLISTS_PER_LISTENER = 2


def draw_service(rng: Random) -> Service:
    """Draw everything that the service holds at first."""
    service = Service(dt.date(2026, 1, 1) + dt.timedelta(days=rng.randrange(900)))
    _draw_artists(rng, service)
    _draw_albums(rng, service)
    link_similar(rng.sample(list(service.tracks.values()), len(service.tracks)))
    _draw_listeners(rng, service)
    return service


def link_similar(tracks: Sequence[Track]) -> None:
    """Let the recommendations lead along all tracks and from the last to the first."""
    for track, after in zip(tracks, [*tracks[1:], tracks[0]], strict=True):
        track.similar_track_id = after.id


def playable(listener: Listener, tracks: Iterable[Track]) -> list[Track]:
    """List those tracks that a listener can play."""
    return [
        track
        for track in tracks
        if listener.country in track.licensed_in
        and (listener.allows_explicit or not track.explicit)
    ]


def _draw_artists(rng: Random, service: Service) -> None:
    genres = [genre for genre in get_args(Genre) for _ in range(ARTISTS_PER_GENRE)]
    names = rng.sample(ARTISTS, len(genres))
    for name, city, genre in zip(names, rng.sample(CITIES, len(genres)), genres, strict=True):
        id_ = draw_id(rng, "AR-", service.artists)
        service.artists[id_] = Artist(id_, name, city, genre)


def _draw_albums(rng: Random, service: Service) -> None:
    pairs = _draw_pairs(rng)
    for artist in service.artists.values():
        for year in rng.sample(range(1965, 2025), ALBUMS_PER_ARTIST):
            id_ = draw_id(rng, "AL-", service.albums)
            service.albums[id_] = Album(
                id=id_,
                title=rng.choice(ALBUM_FORMS).format(*next(pairs)),
                artist_id=artist.id,
                label=rng.choice(LABELS),
                release_date=dt.date(year, rng.randint(1, 12), rng.randint(1, 28)),
                track_ids=tuple(
                    _draw_track(rng, service, next(pairs), artist.id, id_)
                    for _ in range(TRACKS_PER_ALBUM)
                ),
            )


def _draw_pairs(rng: Random) -> Iterator[tuple[str, str]]:
    """Draw pairs of words, each pair once, so that no title is a part of another."""
    pairs = [(first, second) for first in FIRST_WORDS for second in SECOND_WORDS]
    return iter(rng.sample(pairs, len(pairs)))


def _draw_track(
    rng: Random, service: Service, words: tuple[str, str], artist_id: str, album_id: str
) -> str:
    """Draw a track and return its id."""
    id_ = draw_id(rng, "TR-", service.tracks)
    taken = {track.duration_seconds for track in service.tracks.values()}
    service.tracks[id_] = Track(
        id=id_,
        title=rng.choice(TRACK_FORMS).format(*words),
        artist_id=artist_id,
        album_id=album_id,
        duration_seconds=rng.choice([each for each in range(120, 420) if each not in taken]),
        explicit=rng.random() < 0.15,
        licensed_in=tuple(sorted(rng.sample(get_args(Country), rng.randint(4, 6)))),
    )
    return id_


def _draw_listeners(rng: Random, service: Service) -> None:
    titles = iter(rng.sample(PLAYLIST_TITLES, len(PLAYLIST_TITLES)))
    for number, name in enumerate(rng.sample(LISTENERS, 8)):
        id_ = draw_id(rng, "LS-", service.listeners)
        listener = Listener(id_, name, rng.choice(get_args(Country)), number % 3 != 0)
        service.listeners[id_] = listener
        tracks = playable(listener, service.tracks.values())
        listener.queue = tuple(QueuedTrack(track.id) for track in rng.sample(tracks, 3))
        for _ in range(PLAYLISTS_PER_LISTENER):
            _draw_playlist(rng, service, id_, next(titles), tracks)
        for track in rng.sample(tracks, 2):
            service.ratings[pair_key(id_, track.id)] = Rating(id_, track.id, rng.randint(1, 10))
        for artist_id in rng.sample(list(service.artists), 2):
            channel = rng.choice(get_args(Channel))
            service.follows[pair_key(id_, artist_id)] = Follow(id_, artist_id, channel)


def _draw_playlist(
    rng: Random, service: Service, owner_id: str, title: str, tracks: Sequence[Track]
) -> None:
    ids = tuple(track.id for track in rng.sample(tracks, rng.randint(5, 7)))
    id_ = draw_id(rng, "PL-", service.playlists)
    limits = Limits(rng.randint(14, 25), rng.randrange(6000, 9000, 60))
    service.playlists[id_] = Playlist(id_, title, owner_id, ids, limits)
