"""Tasks that put tracks on playlists."""

from collections.abc import Generator
from dataclasses import replace
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
from .records import PlaylistRules
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
    """Of an album, append the longest track that a playlist's running length still admits."""
    listener, [album] = pick_listener(world, rng), pick_albums(world, rng, 1)
    playlist, fitting = pick_playlist(world, rng, listener), rng.choice((2, 3))
    tracks = by_length(tracks_of(world, album.track_ids))
    make_playable(listener, tracks)
    old = tuple(id_ for id_ in playlist.track_ids if id_ not in album.track_ids)
    least, most = (track.running_seconds for track in tracks[fitting - 1 : fitting + 1])
    room = rng.randrange(least, most)
    playlist.track_ids = old
    playlist.rules = replace(playlist.rules, seconds_ceiling=seconds_of(world, old) + room)

    def append(call: Caller, *, longest: bool) -> None:
        account, shown = find_album(call, listener, album.title)
        here = {"playlist_id": playlist_in(account, playlist)}
        holds = call("describe_item", music_id=here["playlist_id"])
        on_it, on_album = track_ids(holds), track_ids(shown)
        every = describe_all(call, [*on_it, *on_album])
        seconds = [int(track["running_seconds"]) for track in every]
        left = int(holds["rules"]["seconds_ceiling"]) - sum(seconds[: len(on_it)])
        fit = [track for track in every[len(on_it) :] if int(track["running_seconds"]) <= left]
        call("append_tracks", **here, track_ids=[sorted_by_length(fit)[-1 if longest else 0]])

    yield Ask(
        f"There is a little room left on {listener.name}'s playlist “{playlist.title}”. "
        f"Finish it with one track of the album “{album.title}”: the longest that the playlist's "
        "limit of running length still admits.",
        solution=lambda call: append(call, longest=True),
        tempting=lambda call: append(call, longest=False),
        paraphrase=f"{listener.name}'s playlist “{playlist.title}” may run a certain number of "
        f"seconds and isn't quite there. Close the gap as far as one track of “{album.title}” can, "
        "without going over.",
    )

    assert playlist_now(world, playlist.id) == (*old, tracks[fitting - 1].id)


def playlist_now(world: Music, playlist_id: str) -> tuple[str, ...]:
    """Return the tracks that a playlist holds."""
    return world.playlists[playlist_id].track_ids
