"""Tasks that add tracks to playlists with little room."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

from toolbench_ood import Ask, Caller, Turns, task

from .records import Album, Limits
from .rules import Service
from .situations import (
    by_duration,
    make_playable,
    pick_albums,
    pick_new_track,
    pick_playlist,
    seconds_of,
)
from .solutions import (
    find_album,
    find_item,
    get_items,
    ids_by_duration,
    titled,
    total_seconds,
)
from .world import Music


@task(kind="recovery")
def adds_a_track_to_a_playlist(world: Music, rng: Random) -> Turns:
    """The playlist holds as many tracks as it may; the ask says which one then has to go."""
    service = world.service
    listener, playlist = pick_playlist(service, rng)
    track = pick_new_track(service, rng, listener, playlist)
    playlist.limits = Limits(len(playlist.track_ids), playlist.limits.max_seconds)
    place, extreme = rng.choice(((0, "shortest"), (-1, "longest")))
    out = by_duration(service.tracks_of(playlist.track_ids))[place].id

    def solution(call: Caller) -> None:
        mine, track_id = find_item(call, listener, "track", track.title)
        here = {"playlist_id": titled(mine["playlists"], playlist)}
        call.failing("add_tracks_to_playlist", **here, track_ids=[track_id])
        shown = get_items(call, call("get_music_item", id=here["playlist_id"])["track_ids"])
        call("remove_tracks_from_playlist", **here, track_ids=[ids_by_duration(shown)[place]])
        call("add_tracks_to_playlist", **here, track_ids=[track_id])

    yield Ask(
        f"Add “{track.title}” to the end of {listener.name}'s playlist “{playlist.title}”. If the "
        f"playlist is full, remove its {extreme} track to make room.",
        solution=solution,
        paraphrase=f"{listener.name} would like “{track.title}” to be the last track on "
        f"“{playlist.title}”. In case nothing more fits on that playlist, take the {extreme} track "
        "off it first.",
    )

    kept = [id_ for id_ in playlist.track_ids if id_ != out]
    assert service.playlists[playlist.id] == replace(playlist, track_ids=(*kept, track.id))


@task(kind="constraint")
def fills_up_a_playlist(world: Music, rng: Random) -> Turns:
    """Fill a playlist's duration from an album: whoever begins with the longest track wastes it."""
    service = world.service
    listener, playlist = pick_playlist(service, rng)
    album, room = _draw_room(service, rng)
    tracks = service.tracks_of(album.track_ids)
    make_playable(listener, tracks)
    lengths = {track.id: track.duration_seconds for track in tracks}
    old = tuple(id_ for id_ in playlist.track_ids if id_ not in lengths)
    playlist.track_ids = old
    limit = seconds_of(service, old) + room
    playlist.limits = replace(playlist.limits, max_seconds=limit)

    def add(call: Caller, choose: Callable[[Mapping[str, int], int], Sequence[str]]) -> None:
        mine, offered = find_album(call, listener, album.title)
        shown = call("get_music_item", id=titled(mine["playlists"], playlist))
        held = shown["track_ids"]
        items = get_items(call, [*held, *offered])
        left = int(shown["limits"]["max_seconds"]) - total_seconds(items[: len(held)])
        durations = {str(row["id"]): int(row["duration_seconds"]) for row in items[len(held) :]}
        chosen = list(choose(durations, left))
        call("add_tracks_to_playlist", playlist_id=shown["id"], track_ids=chosen)

    yield Ask(
        f"Fill up {listener.name}'s playlist “{playlist.title}” with tracks from the album "
        f"“{album.title}”: add them to its end, in album order and each at most once, so that the "
        "playlist gets as close as possible to its maximum duration.",
        solution=lambda call: add(call, fullest),
        tempting=lambda call: add(call, longest_first),
        paraphrase=f"{listener.name}'s playlist “{playlist.title}” hasn't reached its time limit "
        f"yet. Choose those tracks from “{album.title}” that bring it closest to that limit, "
        "without repeating any, and add them to its end in the order that they have on the album.",
    )

    wanted = (*old, *fullest(lengths, room))
    assert service.playlists[playlist.id] == replace(playlist, track_ids=wanted)


def _draw_room(service: Service, rng: Random) -> tuple[Album, int]:
    """Draw an album and some seconds that one choice of its tracks fills best, not the longest."""
    found = []
    for album in pick_albums(service, rng, len(service.artists)):
        lengths = {each.id: each.duration_seconds for each in service.tracks_of(album.track_ids)}
        for pair in combinations(lengths, 2):
            room = _total(lengths, pair) + rng.randrange(10)
            best = sorted((_total(lengths, each) for each in _choices(lengths, room)), reverse=True)
            if best[0] > max(best[1], _total(lengths, longest_first(lengths, room))):
                found.append((album, room))
    return rng.choice(found)


def fullest(lengths: Mapping[str, int], room: int) -> Sequence[str]:
    """Choose the tracks that leave the fewest seconds of a room unused, in their order."""
    return max(_choices(lengths, room), key=lambda ids: _total(lengths, ids))


def longest_first(lengths: Mapping[str, int], room: int) -> Sequence[str]:
    """Choose the longest track that fits, then the longest that still does, in their order."""
    chosen: set[str] = set()
    for id_ in sorted(lengths, key=lambda id_: lengths[id_], reverse=True):
        if _total(lengths, [*chosen, id_]) <= room:
            chosen.add(id_)
    return [id_ for id_ in lengths if id_ in chosen]


def _choices(lengths: Mapping[str, int], room: int) -> list[tuple[str, ...]]:
    """List every choice of tracks that fits into a room."""
    every = (each for count in range(len(lengths) + 1) for each in combinations(lengths, count))
    return [ids for ids in every if _total(lengths, ids) <= room]


def _total(lengths: Mapping[str, int], ids: Iterable[str]) -> int:
    return sum(lengths[id_] for id_ in ids)
