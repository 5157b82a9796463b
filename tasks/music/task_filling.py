"""Tasks that put tracks on playlists."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import (
    by_length,
    make_playable,
    pick_albums,
    pick_listener,
    pick_new_track,
    pick_playlist,
    seconds_of,
    tracks_of,
)
from .records import Album, PlaylistRules
from .steps import (
    describe_all,
    find_album,
    find_track,
    playlist_in,
    sorted_by_length,
    track_ids,
)
from .world import Music


@task(kind="recovery")
def makes_room_on_a_full_playlist(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """The playlist holds as many tracks as it may; the ask says which one then has to go."""
    listener = pick_listener(world, rng)
    playlist = pick_playlist(world, rng, listener)
    track = pick_new_track(world, rng, listener, playlist)
    old = playlist.track_ids
    playlist.rules = PlaylistRules(len(old), playlist.rules.seconds_ceiling)
    place = rng.choice((0, -1))
    extreme = ("shortest", "longest")[place]
    gone = by_length(tracks_of(world, old))[place].id

    def solution(call: Caller) -> None:
        account, track_id = find_track(call, listener, track.title)
        here = {"playlist_id": playlist_in(account, playlist)}
        call.failing("append_tracks", **here, track_ids=[track_id])
        shown = call("describe_item", music_id=here["playlist_id"])
        longest = sorted_by_length(describe_all(call, track_ids(shown)))[place]
        call("drop_tracks", **here, track_ids=[longest])
        call("append_tracks", **here, track_ids=[track_id])

    yield Ask(
        f"Add “{track.title}” at the end of {listener.name}'s playlist “{playlist.title}”. "
        f"If it won't take another track, take its {extreme} one off and then add mine.",
        solution=solution,
        paraphrase=f"{listener.name} wants a new last track on “{playlist.title}”. "
        f"It is “{track.title}”; and in case the playlist is full, it comes in exchange for the "
        f"{extreme} track there.",
    )

    assert playlist_now(world, playlist.id) == (*(id_ for id_ in old if id_ != gone), track.id)


@task(kind="constraint")
def fills_the_room_left(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Fill a playlist's running length from an album: whoever begins with the longest wastes it."""
    listener = pick_listener(world, rng)
    playlist = pick_playlist(world, rng, listener)
    album, room = _draw_room(world, rng)
    lengths = {track.id: track.running_seconds for track in tracks_of(world, album.track_ids)}
    make_playable(listener, tracks_of(world, album.track_ids))
    old = tuple(id_ for id_ in playlist.track_ids if id_ not in album.track_ids)
    playlist.track_ids = old
    playlist.rules = replace(playlist.rules, seconds_ceiling=seconds_of(world, old) + room)

    def append(call: Caller, choose: Callable[[Mapping[str, int], int], Sequence[str]]) -> None:
        account, shown = find_album(call, listener, album.title)
        here = {"playlist_id": playlist_in(account, playlist)}
        holds = call("describe_item", music_id=here["playlist_id"])
        on_it, on_album = track_ids(holds), track_ids(shown)
        every = describe_all(call, [*on_it, *on_album])
        seconds = [int(track["running_seconds"]) for track in every]
        left = int(holds["rules"]["seconds_ceiling"]) - sum(seconds[: len(on_it)])
        offered = dict(zip(on_album, seconds[len(on_it) :], strict=True))
        call("append_tracks", **here, track_ids=list(choose(offered, left)))

    yield Ask(
        f"There is some room left on {listener.name}'s playlist “{playlist.title}”. Fill it with "
        f"tracks of the album “{album.title}”, one or several, in the order of the album and none "
        "twice, so that as little as possible of the running length that it may have stays unused.",
        solution=lambda call: append(call, fullest),
        tempting=lambda call: append(call, longest_first),
        paraphrase=f"{listener.name}'s playlist “{playlist.title}” may run longer than it does. "
        f"Choose from “{album.title}” such tracks, each once at most, as bring it closest to that "
        "limit without going over, and add them to its end in the order in which the album has "
        "them.",
    )

    assert playlist_now(world, playlist.id) == (*old, *fullest(lengths, room))


def _draw_room(world: Music, rng: Random) -> tuple[Album, int]:
    """Draw an album and some seconds that one choice of its tracks fills best, not the longest."""
    found = []
    for album in pick_albums(world, rng, len(world.artists)):
        lengths = {track.id: track.running_seconds for track in tracks_of(world, album.track_ids)}
        for pair in combinations(lengths, 2):
            room = sum(lengths[id_] for id_ in pair) + rng.randrange(10)
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


def playlist_now(world: Music, playlist_id: str) -> tuple[str, ...]:
    """Return the tracks that a playlist holds."""
    return world.playlists[playlist_id].track_ids
