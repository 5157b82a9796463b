"""The world of the suite ``music``: what its tools refuse, and what is always true of it."""

from random import Random
from typing import Any

from suites.random_calls import Pools, play_on
from suites.suite_facts import make_world, refuse

READS = {"search_music", "get_listener", "get_music_item"}
OPEN_LIMITS = {"max_tracks": 100, "max_seconds": 36000, "allow_duplicates": True}


def playlist(world: Any, number: int = 0) -> Any:
    """Return a playlist."""
    return list(world.service.playlists.values())[number]


def owner_of(world: Any, on: Any) -> Any:
    """Return the listener who owns a playlist."""
    return world.service.listeners[on.owner_id]


def new_track(world: Any, on: Any) -> Any:
    """Return a track that is not on a playlist, made fit for its owner."""
    track = next(one for one in world.service.tracks.values() if one.id not in on.track_ids)
    track.explicit = False
    track.licensed_in = tuple({*track.licensed_in, owner_of(world, on).country})
    return track


def test_unknown_ids_are_refused() -> None:
    """Every tool says what does not exist."""
    world = make_world("music")
    here, known = playlist(world), next(iter(world.service.tracks))
    someone, artist = here.owner_id, next(iter(world.service.artists))
    on_none, on_it = {"playlist_id": "x", "track_ids": [known]}, {"playlist_id": here.id}
    rating = {"listener_id": someone, "track_id": known, "score": 1}
    pair = {"listener_id": someone, "artist_id": artist}
    refuse(world, "no listener called Nobody", "get_listener", name="Nobody")
    refuse(world, "no track, album, artist or playlist x", "get_music_item", id="x")
    refuse(world, "no playlist x", "add_tracks_to_playlist", **on_none)
    refuse(world, "no playlist x", "remove_tracks_from_playlist", **on_none)
    refuse(world, "no playlist x", "reorder_playlist", **on_none)
    refuse(world, "no track x", "add_tracks_to_playlist", **on_it, track_ids=["x"])
    refuse(world, "no track x", "rate_track", **rating | {"track_id": "x"})
    refuse(world, "no listener x", "rate_track", **rating | {"listener_id": "x"})
    refuse(world, "no artist x", "unfollow_artist", **pair | {"artist_id": "x"})
    refuse(world, "no listener x", "unfollow_artist", **pair | {"listener_id": "x"})
    refuse(world, "is not a cursor", "search_music", type="track", cursor="x")


def test_playlists_keep_their_limits() -> None:
    """Duplicates, too many tracks or seconds, licences and explicit tracks are refused."""
    world = make_world("music")
    here = playlist(world)
    owner, track = owner_of(world, here), new_track(world, here)
    tool, limits = "add_tracks_to_playlist", type(here.limits)
    add = {"playlist_id": here.id, "track_ids": [track.id]}
    refuse(world, "more than once", tool, **add | {"track_ids": [track.id] * 2})
    here.limits = limits(len(here.track_ids), 9000)
    refuse(world, f"at most {len(here.track_ids)} are", tool, **add)
    here.limits = limits(50, 600)
    refuse(world, "at most 600 are", tool, **add)
    here.limits = limits(50, 9000)
    track.licensed_in = ()
    refuse(world, f"isn't licensed in {owner.country}", tool, **add)
    track.licensed_in, track.explicit, owner.allows_explicit = (owner.country,), True, False
    refuse(world, "is explicit", tool, **add)
    owner.allows_explicit = True
    assert world.call(tool, add)["track_ids"][-1] == track.id
    assert playlist(world).track_ids[-1] == track.id


def test_playlists_are_changed_as_a_whole() -> None:
    """What is removed must be there, an order must have every track, and a title is used once."""
    world = make_world("music")
    here, (first, *rest) = playlist(world), playlist(world).track_ids
    other, on_it = new_track(world, here).id, {"playlist_id": here.id}
    refuse(
        world, "isn't on playlist", "remove_tracks_from_playlist", **on_it, track_ids=[first, other]
    )
    refuse(world, "Give every track", "reorder_playlist", **on_it, track_ids=rest)
    made = {"listener_id": here.owner_id, "track_ids": [first], "limits": OPEN_LIMITS}
    refuse(world, "already has a playlist", "create_playlist", title=here.title, **made)
    id_ = world.call("create_playlist", {**made, "title": "new"})["id"]
    assert world.service.playlists[id_].track_ids == (first,)
    world.call("reorder_playlist", {**on_it, "track_ids": [*rest, first]})
    assert playlist(world).track_ids == (*rest, first)
    world.call("remove_tracks_from_playlist", {**on_it, "track_ids": [first]})
    assert playlist(world).track_ids == (*rest,)


def test_publications_need_licences() -> None:
    """Every track must be licensed everywhere, clean for families, and the day not be past."""
    world = make_world("music")
    here = playlist(world)
    track, owner = world.service.tracks[here.track_ids[0]], owner_of(world, here)
    day, place = str(world.service.today), owner.country
    given: dict[str, Any] = {
        "playlist_id": here.id,
        "audience": "everyone",
        "countries": [place],
        "start_date": day,
    }
    refuse(world, "in the past", "publish_playlist", **given | {"start_date": "2020-01-01"})
    lacking = next(each for each in ("KE", "JP") if each != place)
    track.licensed_in = (place,)
    refuse(world, f"licensed in {lacking}", "publish_playlist", **given | {"countries": [lacking]})
    owner.allows_explicit, track.explicit = True, True
    refuse(world, "for families", "publish_playlist", **given | {"audience": "family"})
    world.call("publish_playlist", given)
    assert playlist(world).publication.countries == (place,)


def test_queues_and_follows_are_guarded() -> None:
    """Queues hold twelve tracks that start within themselves; nobody follows an artist twice."""
    world = make_world("music")
    here = playlist(world)
    who, track = {"listener_id": here.owner_id}, new_track(world, here)
    entry = {"track_id": track.id}
    refuse(world, "at most 12 are", "queue_tracks", **who, tracks=[entry] * 10)
    late = [{**entry, "start_second": track.duration_seconds}]
    refuse(world, "can't start at second", "queue_tracks", **who, tracks=late)
    world.call("queue_tracks", {**who, "tracks": [entry], "position": "front"})
    assert owner_of(world, here).queue[0].track_id == track.id
    service = world.service
    artist = next(one for one in service.artists if f"{here.owner_id}|{one}" not in service.follows)
    refuse(world, "doesn't follow", "unfollow_artist", **who, artist_id=artist)
    pair = {**who, "artist_id": artist}
    world.call("follow_artist", {**pair, "notify_by": "email"})
    refuse(world, "notified by email", "follow_artist", **pair, notify_by="push")


def pools(world: Any) -> Pools:
    """Gather the ids that calls may name."""
    service = world.service
    return {
        "name": [one.name for one in service.listeners.values()],
        "listener_id": list(service.listeners),
        "track_id": list(service.tracks),
        "track_ids[]": list(service.tracks),
        "artist_id": list(service.artists),
        "playlist_id": list(service.playlists),
        "id": [*service.tracks, *service.albums, *service.artists, *service.playlists],
        "limits": [OPEN_LIMITS],
    }


def check_invariants(world: Any) -> None:
    """Assert what is always true of the service."""
    service = world.service
    for one in service.playlists.values():
        tracks, owner = [service.tracks[id_] for id_ in one.track_ids], owner_of(world, one)
        assert len(tracks) <= one.limits.max_tracks
        assert sum(track.duration_seconds for track in tracks) <= one.limits.max_seconds
        assert one.limits.allow_duplicates or len(set(one.track_ids)) == len(tracks)
        assert all(owner.country in track.licensed_in for track in tracks)
        assert owner.allows_explicit or not any(track.explicit for track in tracks)
        if one.publication:
            assert all({*one.publication.countries} <= {*each.licensed_in} for each in tracks)
    assert all(len(one.queue) <= 12 for one in service.listeners.values())


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: limits, licences and queues hold, and every tool is carried out."""
    carried: set[str | None] = set()
    for seed in range(6):
        world, rng = make_world("music", seed), Random(seed)
        check_invariants(world)
        for _ in range(120):
            carried.add(play_on(world, rng, pools(world), READS))
            check_invariants(world)
    assert carried - {None} >= set(world.tools()) - {
        "reorder_playlist",
        "remove_tracks_from_playlist",
    }


def test_pages_hold_every_track_once() -> None:
    """Following the pages to the end lists everything, in order of the titles."""
    world, cursor = make_world("music"), None
    titles: list[str] = []
    while cursor is not None or not titles:
        given = {"type": "track"} | ({"cursor": cursor} if cursor else {})
        page = world.call("search_music", given)
        titles += [row["title"] for row in page["results"]]
        cursor = page["next_cursor"]
    expected = [one.title for one in world.service.tracks.values()]
    assert titles == sorted(expected, key=str.casefold)
