"""A task that goes from one recommendation to the next."""

from collections.abc import Callable
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task

from .draw import playable
from .records import Listener, Playlist, Track
from .rules import Service
from .situations import pick_playlist, recommend_in_order
from .solutions import find_item, titled
from .world import Music

Goal = tuple[str, Callable[[Json], bool]]
"""Words that complete "the first one that …", and the same of a track's fields."""


@task(kind="chain")
def follows_the_recommendations(world: Music, rng: Random) -> Turns:
    """Eight or more steps: from track to similar track until one is as asked; add that one."""
    service = world.service
    listener, playlist = pick_playlist(service, rng)
    words, holds = _draw_goal(service, rng)
    path = _draw_path(service, rng, holds, listener, playlist)
    recommend_in_order(service, rng, path)
    start, target = path[0], path[-1]

    def solution(call: Caller) -> None:
        mine, id_ = find_item(call, listener, "track", start.title)
        track = call("get_music_item", id=id_)
        while not holds(track):
            track = call("get_music_item", id=track["similar_track_id"])
        here = titled(mine["playlists"], playlist)
        call("add_tracks_to_playlist", playlist_id=here, track_ids=[track["id"]])

    yield Ask(
        f"Start from the track “{start.title}” and go from each track to the one listed as similar "
        f"to it, until you come to one that {words}; “{start.title}” itself doesn't count. Add "
        f"just that track to the end of {listener.name}'s playlist “{playlist.title}”.",
        solution=solution,
        paraphrase=f"Every track has a similar track. If I follow these links from "
        f"“{start.title}”, which is the first track I reach that {words}? Please put it, and "
        f"nothing else, at the end of the playlist “{playlist.title}”, which belongs to "
        f"{listener.name}.",
    )

    wanted = (*playlist.track_ids, target.id)
    assert service.playlists[playlist.id].track_ids == wanted


def _draw_goal(service: Service, rng: Random) -> Goal:
    seconds, artist = rng.randrange(240, 300), rng.choice(list(service.artists.values()))
    goals: list[Goal] = [
        (f"is longer than {seconds} seconds", lambda row: row["duration_seconds"] > seconds),
        (f"is shorter than {seconds} seconds", lambda row: row["duration_seconds"] < seconds),
        (f"is by {artist.name}", lambda row: row["artist_name"] == artist.name),
    ]
    return rng.choice(goals)


def _draw_path(
    service: Service,
    rng: Random,
    holds: Callable[[Json], bool],
    listener: Listener,
    playlist: Playlist,
) -> list[Track]:
    """Draw five to seven tracks that are not as asked, and a last one that is and can be added."""
    tracks = service.tracks.values()
    fitting = [track for track in tracks if holds(service.show_item(track.id))]
    others = [track for track in tracks if track not in fitting]
    new = [each for each in playable(listener, fitting) if each.id not in playlist.track_ids]
    return [*rng.sample(others, rng.randint(5, 7)), rng.choice(new)]
