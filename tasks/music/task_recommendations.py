"""A task that walks from one recommendation to the next."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .arrange import is_playable, pick_listener, pick_playlist, recommend_in_order
from .records import Listener, Playlist, Track
from .steps import find_track, playlist_in
from .world import Music


@dataclass(frozen=True, slots=True)
class _Goal:
    """What the walk is looking for."""

    words: str
    """Completes: the first one that …"""
    holds: Callable[[Track], bool]
    shown: Callable[[Json], bool]
    """The same, of a track as a tool describes it."""


@task(kind="chain")
def follows_the_recommendations(world: Music, rng: Random) -> Generator[Ask, Reply, None]:
    """Go from track to similar track, five to seven times, until one is as asked; append it."""
    listener = pick_listener(world, rng)
    playlist, goal = pick_playlist(world, rng, listener), _draw_goal(world, rng)
    old = playlist.track_ids
    path = _draw_path(world, rng, goal, listener, playlist)
    recommend_in_order(world, rng, path)
    start, target = path[0], path[-1]

    def solution(call: Caller) -> None:
        account, track_id = find_track(call, listener, start.title)
        shown = call("describe_item", music_id=track_id)
        shown = call("describe_item", music_id=shown["similar_to"]["track_id"])
        while not goal.shown(shown):
            shown = call("describe_item", music_id=shown["similar_to"]["track_id"])
        call(
            "append_tracks",
            playlist_id=playlist_in(account, playlist),
            track_ids=[shown["track_id"]],
        )

    yield Ask(
        f"Start from “{start.title}” and follow what you recommend as similar, from track to "
        f"track, up to the first one after it that {goal.words}. Add that one, and no other, to "
        f"the end of {listener.name}'s playlist “{playlist.title}”.",
        solution=solution,
        paraphrase=f"“{start.title}” has a similar track, that one has its own, and so on. "
        f"Somewhere along this line comes the first that {goal.words}. I want it as the new last "
        f"track on the playlist of {listener.name} that is called “{playlist.title}”.",
    )

    assert world.playlists[playlist.id].track_ids == (*old, target.id)


def _draw_goal(world: Music, rng: Random) -> _Goal:
    seconds, artist = rng.randrange(240, 300), rng.choice(list(world.artists.values()))
    return rng.choice(
        (
            _Goal(
                f"runs longer than {seconds} seconds",
                lambda track: track.running_seconds > seconds,
                lambda shown: int(shown["running_seconds"]) > seconds,
            ),
            _Goal(
                f"is shorter than {seconds} seconds",
                lambda track: track.running_seconds < seconds,
                lambda shown: int(shown["running_seconds"]) < seconds,
            ),
            _Goal(
                f"is played by {artist.name}",
                lambda track: track.artist_id == artist.id,
                lambda shown: bool(shown["artist"]["artist_name"] == artist.name),
            ),
        )
    )


def _draw_path(
    world: Music, rng: Random, goal: _Goal, listener: Listener, playlist: Playlist
) -> list[Track]:
    """Draw tracks that are not what is sought, and one at the end that is and may be appended."""
    tracks = list(world.tracks.values())
    fit = [
        track
        for track in tracks
        if goal.holds(track) and is_playable(listener, track) and track.id not in playlist.track_ids
    ]
    others = [track for track in tracks if not goal.holds(track)]
    return [*rng.sample(others, rng.randint(5, 7)), rng.choice(fit)]
