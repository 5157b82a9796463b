"""Draw a music service from a seed."""

import datetime as dt
from collections.abc import Collection as Ids
from collections.abc import Iterator, Sequence
from random import Random
from typing import get_args

from .records import (
    Album,
    AlertChannel,
    Artist,
    Collection,
    Genre,
    Listener,
    Playlist,
    PlaylistRules,
    QueueEntry,
    Rating,
    Subscription,
    Territory,
    Track,
    pair_key,
)
from .words import (
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
_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"


def draw_collection(rng: Random) -> Collection:
    """Draw artists with albums, and listeners with playlists, queues, ratings, subscriptions."""
    collection = Collection(dt.date(2026, 1, 1) + dt.timedelta(days=rng.randrange(900)))
    _draw_artists(rng, collection)
    _draw_albums(rng, collection)
    _link_similar(rng, list(collection.tracks.values()))
    _draw_listeners(rng, collection)
    return collection


def draw_id(rng: Random, prefix: str, taken: Ids[str]) -> str:
    """Draw an id that is not taken; ids follow no order, so none can be foretold."""
    while True:
        id_ = prefix + "".join(rng.choices(_ALPHABET, k=5))
        if id_ not in taken:
            return id_


def playable(collection: Collection, listener: Listener) -> list[Track]:
    """List the tracks that a listener may hear."""
    return [
        track
        for track in collection.tracks.values()
        if listener.territory in track.licensed_in
        and (listener.explicit_allowed or not track.explicit)
    ]


def _draw_artists(rng: Random, collection: Collection) -> None:
    genres = [genre for genre in get_args(Genre) for _ in range(ARTISTS_PER_GENRE)]
    names = rng.sample(ARTISTS, len(genres))
    for name, city, genre in zip(names, rng.sample(CITIES, len(genres)), genres, strict=True):
        id_ = draw_id(rng, "ar-", collection.artists)
        collection.artists[id_] = Artist(id_, name, city, rng.randrange(1960, 2015), genre)


def _draw_albums(rng: Random, collection: Collection) -> None:
    pairs = _draw_pairs(rng)
    for artist in list(collection.artists.values()):
        for released_on in _draw_days(rng, artist.active_since):
            id_ = draw_id(rng, "al-", collection.albums)
            tracks = [
                _draw_track(rng, collection, next(pairs), artist.id, id_)
                for _ in range(TRACKS_PER_ALBUM)
            ]
            collection.albums[id_] = Album(
                id=id_,
                title=rng.choice(ALBUM_FORMS).format(*next(pairs)),
                artist_id=artist.id,
                label=rng.choice(LABELS),
                released_on=released_on,
                track_ids=tuple(track.id for track in tracks),
            )


def _draw_pairs(rng: Random) -> Iterator[tuple[str, str]]:
    """Draw pairs of words, each pair once, so that no title is a part of another."""
    pairs = [(first, second) for first in FIRST_WORDS for second in SECOND_WORDS]
    return iter(rng.sample(pairs, len(pairs)))


def _draw_days(rng: Random, year: int) -> list[dt.date]:
    """Draw the release days of an artist's albums, in no order."""
    years = rng.sample(range(year, year + 12), ALBUMS_PER_ARTIST)
    return [dt.date(each, rng.randint(1, 12), rng.randint(1, 28)) for each in years]


def _draw_track(
    rng: Random, collection: Collection, words: tuple[str, str], artist_id: str, album_id: str
) -> Track:
    id_ = draw_id(rng, "tr-", collection.tracks)
    taken = {track.running_seconds for track in collection.tracks.values()}
    collection.tracks[id_] = Track(
        id=id_,
        title=rng.choice(TRACK_FORMS).format(*words),
        artist_id=artist_id,
        album_id=album_id,
        running_seconds=rng.choice([each for each in range(120, 420) if each not in taken]),
        explicit=rng.random() < 0.15,
        licensed_in=tuple(sorted(rng.sample(get_args(Territory), rng.randint(4, 6)))),
        similar_to="",
    )
    return collection.tracks[id_]


def _link_similar(rng: Random, tracks: Sequence[Track]) -> None:
    """Let the recommendations lead through all tracks and back to the first."""
    order = rng.sample(tracks, len(tracks))
    for track, after in zip(order, [*order[1:], order[0]], strict=True):
        track.similar_to = after.id


def _draw_listeners(rng: Random, collection: Collection) -> None:
    titles = iter(rng.sample(PLAYLIST_TITLES, len(PLAYLIST_TITLES)))
    for number, name in enumerate(rng.sample(LISTENERS, 8)):
        id_ = draw_id(rng, "ls-", collection.listeners)
        listener = Listener(id_, name, rng.choice(get_args(Territory)), number % 3 != 0)
        collection.listeners[id_] = listener
        tracks = playable(collection, listener)
        listener.queue = tuple(QueueEntry(track.id) for track in rng.sample(tracks, 3))
        for _ in range(PLAYLISTS_PER_LISTENER):
            _draw_playlist(rng, collection, listener, next(titles))
        for track in rng.sample(tracks, 2):
            rating = Rating(id_, track.id, rng.randint(1, 10))
            collection.ratings[pair_key(id_, track.id)] = rating
        for artist_id in rng.sample(list(collection.artists), 2):
            channel = rng.choice(get_args(AlertChannel))
            collection.subscriptions[pair_key(id_, artist_id)] = Subscription(
                id_, artist_id, channel
            )


def _draw_playlist(rng: Random, collection: Collection, owner: Listener, title: str) -> None:
    tracks = rng.sample(playable(collection, owner), rng.randint(5, 7))
    id_ = draw_id(rng, "pl-", collection.playlists)
    collection.playlists[id_] = Playlist(
        id=id_,
        title=title,
        owner_id=owner.id,
        track_ids=tuple(track.id for track in tracks),
        rules=PlaylistRules(rng.randint(14, 25), rng.randrange(6000, 9000, 60)),
    )
